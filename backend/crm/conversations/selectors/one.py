"""Reading one conversation, with what a page about it needs."""

from typing import Any, LiteralString
from zoneinfo import ZoneInfo

import msgspec

from crm.conversations.reply_addresses import TOKEN_PATTERN
from crm.conversations.selectors.drafts import DRAFT_OBJECT
from crm.conversations.selectors.rows import ROW_COLUMN_COUNT, ROW_COLUMNS, ROW_JOINS, ConversationRow, row_values
from crm.conversations.selectors.visibility import check_id, visible_to
from crm.core import clock
from crm.core.access import Actor, Permission, requires
from crm.core.errors import NotFound
from crm.core.phone import zones_of
from crm.core.prepared import prepared_cursor

# Who has not been heard of for so long has it open no more.
VIEWING_SECONDS = 30
# As many as a mail may have.
COPIES_OFFERED = 20


class May(msgspec.Struct, frozen=True):
    """What the reader may do here."""

    send: bool
    write: bool


class Addresses(msgspec.Struct, frozen=True):
    """Where the person is written to, by channel; null where nothing is known."""

    email: str | None
    sms: str | None


class Conversation(ConversationRow, frozen=True, kw_only=True):
    """A conversation with its senders, the reader's draft, and who else has it open (JSON, as the database made it)."""

    can: May
    addresses: Addresses
    copies: list[str]
    senders: msgspec.Raw
    draft: msgspec.Raw
    viewers: msgspec.Raw
    read_to: int
    created_at: str
    zone: str | None
    local_time: str | None


_SENDERS: LiteralString = (
    "coalesce((SELECT json_agg(json_build_object('id', s.id, 'account_id', s.account_id, 'channel', s.channel, "
    "'name', s.name, 'address', s.address, 'is_default', s.is_default, 'pause_text', "
    "CASE WHEN s.paused_until > now() THEN s.pause_text ELSE '' END) ORDER BY s.channel, s.is_default DESC, s.id) "
    "FROM conversations_sender s JOIN conversations_channelaccount a ON a.id = s.account_id "
    "WHERE s.is_active AND a.is_active), '[]')::text"
)
_DRAFT: LiteralString = (
    "coalesce((SELECT " + DRAFT_OBJECT + " FROM conversations_draft d "  # noqa: S608 - constants of this room
    "WHERE d.user_id = %(me)s AND d.conversation_id = p.id), 'null')::text"
)
# Whom an answer to all goes to beside the person: who stood on their last mail, but for our own addresses.
_COPIES: LiteralString = (
    "CASE WHEN p.channels LIKE '%%email%%' THEN (SELECT array_agg(lower(a.one) ORDER BY a.nth) "
    "FROM (SELECT w.from_address, w.to_address, w.cc FROM conversations_message w WHERE w.conversation_id = p.id "
    "AND w.channel = 'email' AND w.direction = 'in' AND NOT w.is_machine ORDER BY w.id DESC LIMIT 1) m, "
    "unnest(m.from_address::text || (m.to_address::text || m.cc)) WITH ORDINALITY a(one, nth) "
    "WHERE a.one LIKE '%%_@_%%' AND lower(a.one) <> coalesce(nullif(lower(k.email), ''), lower(m.from_address)) "
    "AND NOT EXISTS (SELECT 1 FROM conversations_sender s WHERE s.channel = 'email' "
    "AND s.address = regexp_replace(lower(a.one), %(token)s, '@'))) END"
)
_VIEWERS: LiteralString = (
    "coalesce((SELECT json_agg(json_build_object('id', w.id, 'name', w.name, 'is_writing', v.is_writing) "
    "ORDER BY w.name, w.id) FROM conversations_viewing v JOIN accounts_user w ON w.id = v.user_id "
    "WHERE v.conversation_id = p.id AND v.user_id <> %(me)s "
    "AND v.seen_at > now() - make_interval(secs => %(viewing)s)), '[]')::text"
)


def _query(where: LiteralString, actor: Actor) -> LiteralString:
    return (
        "SELECT " + ROW_COLUMNS + ", " + ", ".join((_SENDERS, _DRAFT, _VIEWERS, _COPIES)) + ", coalesce(r.read_to, 0), "  # noqa: S608 - constants of this room
        "to_char(p.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), k.phone "
        "FROM (SELECT c.* FROM conversations_conversation c WHERE " + where + " AND " + visible_to(actor) + ") AS p "
        + ROW_JOINS
    )  # fmt: skip


@requires(Permission.CONVERSATIONS_READ)
def get_conversation(*, actor: Actor, conversation_id: int) -> Conversation:
    """The conversation, in whatever state. Raises `NotFound`."""
    return read_conversation(actor, conversation_id)


def read_conversation(actor: Actor, conversation_id: int) -> Conversation:
    """As `get_conversation`, for a service that answers with what it has changed."""
    check_id(conversation_id)
    values: dict[str, int | str] = {
        "me": actor.user_id or 0,
        "viewing": VIEWING_SECONDS,
        "id": conversation_id,
        "token": TOKEN_PATTERN,
    }
    with prepared_cursor() as cursor:
        cursor.execute(_query("c.id = %(id)s", actor), values)
        row = cursor.fetchone()
    if row is None:
        raise NotFound
    return _conversation(actor, row)


def check_conversation(actor: Actor, conversation_id: int) -> None:
    """Raises `NotFound` unless there is such a conversation and `actor` may see it."""
    check_id(conversation_id)
    with prepared_cursor() as cursor:
        cursor.execute(
            f"SELECT 1 FROM conversations_conversation c WHERE c.id = %s AND {visible_to(actor)}",  # noqa: S608
            [conversation_id],
        )
        if cursor.fetchone() is None:
            raise NotFound


def _conversation(actor: Actor, row: tuple[Any, ...]) -> Conversation:
    values = row_values(row)
    senders, draft, viewers, copies, read_to, created_at, phone = row[ROW_COLUMN_COUNT:]
    zone, local_time = _time_there(phone)
    return Conversation(
        **values,
        can=May(send=actor.may(Permission.MESSAGES_SEND), write=actor.may(Permission.CONVERSATIONS_WRITE)),
        addresses=Addresses(email=values["contact"].email or None, sms=phone or None),
        copies=list(dict.fromkeys(copies or []))[:COPIES_OFFERED],
        senders=msgspec.Raw(senders.encode()),
        draft=msgspec.Raw(draft.encode()),
        viewers=msgspec.Raw(viewers.encode()),
        read_to=read_to,
        created_at=created_at,
        zone=zone,
        local_time=local_time,
    )


def _time_there(phone: str) -> tuple[str | None, str | None]:
    """The zone of the person's number and what their clock shows; nothing where it may be one of several times."""
    now = clock.now()
    clocks = {zone: now.astimezone(ZoneInfo(zone)) for zone in (zones_of(phone) if phone else ())}
    if len({there.utcoffset() for there in clocks.values()}) != 1:
        return None, None
    zone, there = next(iter(clocks.items()))
    return zone, f"{there:%H:%M}"
