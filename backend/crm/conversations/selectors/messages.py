"""What was written in a conversation, with what happened to it between: a page at a time, the newest first."""

from datetime import UTC, datetime
from typing import Any, LiteralString

import msgspec

from crm.consent.enums import Channel
from crm.conversations.enums import Direction, MessageState, NextAct
from crm.conversations.events import ConversationSnoozed
from crm.conversations.quoting import quote_start
from crm.conversations.selectors.one import check_conversation
from crm.conversations.selectors.visibility import BIGINT_MOST, check_id
from crm.core.access import Actor, ActorKind, Permission, requires
from crm.core.errors import NotFound
from crm.core.paging import PAGE_SIZE_MOST, BadCursor, pack_cursor, unpack_cursor
from crm.core.prepared import prepared_cursor
from crm.core.rows import Ref, iso, ref_from
from crm.journal.reading import COLUMN_COUNT, COLUMNS, published_from

MESSAGES_PAGE = 40
# Between two messages nobody closes and opens a conversation more often than that.
EVENTS_MOST = 200


class SendError(msgspec.Struct, frozen=True):
    """Why a message did not arrive, and what to do."""

    code: str
    text: str
    next_act: str
    next_act_label: str


class MessageRow(msgspec.Struct, frozen=True, kw_only=True):
    """A message or a note. Moments are ISO 8601, UTC; `files`, `mentions` and `verdict` as the database has them."""

    id: int
    kind: str = "message"
    conversation_id: int
    direction: str
    channel: str
    state: str
    state_label: str
    purpose: str
    author: Ref | None
    via: str
    from_address: str
    to_address: str
    cc: list[str]
    subject: str
    text: str
    has_html: bool
    is_machine: bool
    segments: int | None
    provider_segments: int | None
    error: SendError | None
    verdict: msgspec.Raw
    is_override: bool
    override_reason: str
    due_at: str | None
    undo_until: str | None
    at: str
    sent_at: str | None
    delivered_at: str | None
    client_id: str | None
    files: msgspec.Raw
    template: Ref | None
    template_version_id: int | None
    mentions: msgspec.Raw
    # From which character of the text on a mail quotes what was written before: pages fold that.
    quoted_from: int | None


class EventRow(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened to the conversation. `until`: when one that was snoozed comes back (ISO 8601)."""

    id: int
    kind: str = "event"
    name: str
    at: datetime
    text: str
    actor: str
    until: str | None


class MessagePage(msgspec.Struct, frozen=True):
    """Messages and events, the newest first; `next_before` is where the page of older ones begins."""

    items: list[MessageRow | EventRow]
    next_before: str | None


_FILES: LiteralString = (
    "coalesce((SELECT json_agg(json_build_object('id', f.id, 'name', f.name, 'content_type', f.content_type, "
    "'size', f.size, 'state', f.state, 'is_inline', f.content_id <> '', 'error', f.error_text) ORDER BY f.id) "
    "FROM conversations_attachment f WHERE f.message_id = p.id), '[]')::text"
)
_MENTIONS: LiteralString = (
    "CASE WHEN p.direction = 'note' THEN coalesce((SELECT json_agg(json_build_object('id', w.id, 'name', w.name) "
    "ORDER BY w.name, w.id) FROM conversations_mention t JOIN accounts_user w ON w.id = t.user_id "
    "WHERE t.message_id = p.id), '[]')::text ELSE '[]' END"
)
_COLUMNS: LiteralString = (
    "p.id, p.conversation_id, p.direction, p.channel, p.state, p.purpose, p.author_id, u.name, p.via, p.from_address, "
    "p.to_address, p.cc, p.subject, p.text, p.html <> '', p.is_machine, p.segments, p.provider_segments, p.error_code, "
    "p.error_text, p.next_act, p.verdict::text, p.is_override, " + iso("p.due_at") + ", " + iso("p.at") + ", "
    + iso("p.sent_at") + ", " + iso("p.delivered_at") + ", p.client_id::text, " + _FILES + ", b.id, b.name, "
    + _MENTIONS + ", p.override_reason, p.template_version_id, p.at"
)  # fmt: skip
_JOINS: LiteralString = (
    "LEFT JOIN accounts_user u ON u.id = p.author_id "
    "LEFT JOIN conversations_templateversion e ON e.id = p.template_version_id "
    "LEFT JOIN conversations_messagetemplate b ON b.id = e.template_id "
)
_PAGE: LiteralString = (
    "SELECT " + _COLUMNS + " FROM (SELECT c.* FROM conversations_message c WHERE c.conversation_id = %s AND c.id < %s "  # noqa: S608 - constants of this room
    "ORDER BY c.id DESC LIMIT %s) AS p " + _JOINS + "ORDER BY p.id DESC"
)  # fmt: skip
_ONE: LiteralString = (
    "SELECT " + _COLUMNS + " FROM (SELECT c.* FROM conversations_message c WHERE c.id = %s) AS p " + _JOINS  # noqa: S608 - constants of this room
)
_EVENTS: LiteralString = (
    "SELECT " + COLUMNS + ", u.name FROM journal_event e "  # noqa: S608 - constants of this room
    "LEFT JOIN accounts_user u ON e.actor_kind = 'user' AND u.id = e.actor_id "
    "WHERE e.subject = 'conversation' AND e.subject_id = %s AND e.at >= %s AND e.at < %s "
    # That it began, its first message says.
    "AND e.name <> 'conversation.started' ORDER BY e.id DESC LIMIT %s"
)
_EVER = datetime.max.replace(tzinfo=UTC)
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@requires(Permission.CONVERSATIONS_READ)
def list_messages(
    *, actor: Actor, conversation_id: int, before: str | None = None, limit: int = MESSAGES_PAGE
) -> MessagePage:
    """A page of what was written, in the order in which it came here, and of what happened between.

    Raises `NotFound`, `BadCursor`.
    """
    check_conversation(actor, conversation_id)
    limit = max(1, min(limit, PAGE_SIZE_MOST))
    before_id, before_at = _unpack(before) if before else (BIGINT_MOST, _EVER)
    with prepared_cursor() as cursor:
        cursor.execute(_PAGE, [conversation_id, before_id, limit + 1])
        rows = cursor.fetchall()
    has_more, rows = len(rows) > limit, rows[:limit]
    from_at = min(rows[-1][-1], before_at) if has_more else _NEVER
    with prepared_cursor() as cursor:
        cursor.execute(_EVENTS, [conversation_id, from_at, before_at, EVENTS_MOST])
        events = [(event.at, _event(event, name)) for event, name in map(_published, cursor.fetchall())]
    items: list[MessageRow | EventRow] = []
    for row in rows:
        while events and events[0][0] > row[-1]:
            items.append(events.pop(0)[1])
        items.append(message_from(row))
    items += [event for _, event in events]
    return MessagePage(items=items, next_before=pack_cursor(rows[-1][0], from_at) if has_more else None)


@requires(Permission.CONVERSATIONS_READ)
def get_message(*, actor: Actor, message_id: int) -> MessageRow:
    """One message. Raises `NotFound`."""
    return read_message(actor, message_id)


def read_message(actor: Actor, message_id: int) -> MessageRow:
    """As `get_message`, for a service that answers with what it has written."""
    check_id(message_id)
    with prepared_cursor() as cursor:
        cursor.execute(_ONE, [message_id])
        row = cursor.fetchone()
    if row is None:
        raise NotFound
    check_conversation(actor, row[1])
    return message_from(row)


def message_from(row: tuple[Any, ...]) -> MessageRow:
    """The message in a row of the columns that this module reads."""
    is_waiting = row[4] == MessageState.QUEUED
    return MessageRow(
        id=row[0],
        conversation_id=row[1],
        direction=row[2],
        channel=row[3],
        state=row[4],
        state_label=str(MessageState(row[4]).label),
        purpose=row[5],
        author=ref_from(row[6], row[7]),
        via=row[8],
        from_address=row[9],
        to_address=row[10],
        cc=row[11],
        subject=row[12],
        text=row[13],
        has_html=row[14],
        is_machine=row[15],
        segments=row[16],
        provider_segments=row[17],
        error=_error(row[4], *row[18:21]),
        verdict=msgspec.Raw((row[21] or "null").encode()),
        is_override=row[22],
        override_reason=row[32],
        due_at=row[23],
        undo_until=row[23] if is_waiting and row[2] == Direction.OUT else None,
        at=row[24],
        sent_at=row[25],
        delivered_at=row[26],
        client_id=row[27],
        files=msgspec.Raw(row[28].encode()),
        template=ref_from(row[29], row[30]),
        template_version_id=row[33],
        mentions=msgspec.Raw(row[31].encode()),
        quoted_from=quote_start(row[13]) if row[3] == Channel.EMAIL else None,
    )


def _error(state: str, code: str, text: str, next_act: str) -> SendError | None:
    if not (code or text or state in {MessageState.FAILED, MessageState.UNKNOWN}):
        return None
    act = NextAct(next_act or NextAct.NONE)
    return SendError(code=code, text=text, next_act=act.value, next_act_label=str(act.label))


def _published(row: tuple[Any, ...]) -> tuple[Any, str | None]:
    return published_from(row), row[COLUMN_COUNT]


def _event(event: Any, name: str | None) -> EventRow:
    actor = name or event.actor_name or ("Kith" if event.actor_kind == ActorKind.SYSTEM else "Somebody who has left")
    until = event.event.until or None if isinstance(event.event, ConversationSnoozed) else None
    return EventRow(id=event.id, name=event.name, at=event.at, text=event.event.text(), actor=actor, until=until)


def _unpack(before: str) -> tuple[int, datetime]:
    message_id, at = unpack_cursor(before, int, datetime)
    if not 0 < message_id <= BIGINT_MOST or at.tzinfo is None:
        raise BadCursor(fields={"before": ["Start again from the newest."]})
    return message_id, at
