"""A conversation as it stands, locked for a change; and what adding a message changes about it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, LiteralString

from django.db import connection
from psycopg import sql

from crm.accounts.selectors import active_users
from crm.consent.enums import Channel
from crm.conversations.enums import ConversationState, Direction, Turn
from crm.conversations.events import ConversationReopened, ConversationStarted
from crm.conversations.quoting import written_part
from crm.conversations.selectors.visibility import check_id, visible_to
from crm.core.access import Actor
from crm.core.errors import NotFound
from crm.core.prepared import prepared_cursor
from crm.journal.catalogue import Event

PREVIEW_MOST = 160


@dataclass(frozen=True, slots=True)
class StoredThread:
    """A locked conversation."""

    id: int
    contact_id: int
    state: str
    snoozed_until: datetime | None
    turn: str
    assigned_user_id: int | None
    channels: str
    preview_direction: str
    last_at: datetime
    last_in_id: int
    last_id: int
    waiting_since: datetime | None


_COLUMNS: LiteralString = (
    "c.id, c.contact_id, c.state, c.snoozed_until, c.turn, c.assigned_user_id, c.channels, c.preview_direction, "
    "c.last_at, c.last_in_id, c.last_id, c.waiting_since"
)


def lock_thread(actor: Actor, conversation_id: int) -> StoredThread:
    """The conversation, which no other transaction changes until this one ends. Raises `NotFound`."""
    check_id(conversation_id)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM conversations_conversation c WHERE c.id = %s AND {visible_to(actor)} "  # noqa: S608
            "FOR NO KEY UPDATE",
            [conversation_id],
        )
        row = cursor.fetchone()
    if row is None:
        raise NotFound
    return StoredThread(*row)


def hold_thread(actor: Actor, conversation_id: int) -> tuple[int, int, int]:
    """Contact, last message and last message that came in, of a conversation that stays until this ends.

    Others may change it meanwhile. Raises `NotFound`.
    """
    check_id(conversation_id)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT c.contact_id, c.last_id, c.last_in_id FROM conversations_conversation c WHERE c.id = %s "  # noqa: S608
            f"AND {visible_to(actor)} FOR KEY SHARE",
            [conversation_id],
        )
        row = cursor.fetchone()
    if row is None:
        raise NotFound
    return row[0], row[1], row[2]


def lock_thread_by_id(conversation_id: int) -> StoredThread | None:
    """As `lock_thread`, for what Kith does by itself. None when it is gone."""
    with prepared_cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM conversations_conversation c WHERE c.id = %s FOR NO KEY UPDATE",  # noqa: S608
            [conversation_id],
        )
        row = cursor.fetchone()
    return StoredThread(*row) if row else None


def thread_of(contact_id: int) -> tuple[StoredThread, list[Event]]:
    """The contact's conversation, locked, made when there is none; and the events to publish when it was.

    The contact's row must be locked or known to stay. Two who ask at once get the same one. A new thread belongs to
    whom the contact belongs to, while that person is active here.
    """
    found = _lock_of(contact_id)
    if found is not None:
        return found, []
    with connection.cursor() as cursor:
        cursor.execute("SELECT assigned_user_id FROM contacts_contact WHERE id = %s", [contact_id])
        (owner,) = cursor.fetchone() or (None,)
        owner = owner if owner is not None and active_users([owner]) else None
        cursor.execute(
            "INSERT INTO conversations_conversation (contact_id, assigned_user_id) VALUES (%s, %s) "
            "ON CONFLICT (contact_id) DO NOTHING RETURNING id",
            [contact_id, owner],
        )
        made = cursor.fetchone()
    thread = _lock_of(contact_id)
    if thread is None:
        raise NotFound
    return thread, [ConversationStarted(subject_id=thread.id, contact_id=contact_id)] if made else []


def _lock_of(contact_id: int) -> StoredThread | None:
    with prepared_cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM conversations_conversation c WHERE c.contact_id = %s FOR NO KEY UPDATE",  # noqa: S608
            [contact_id],
        )
        row = cursor.fetchone()
    return StoredThread(*row) if row else None


def write_columns(thread: StoredThread, columns: dict[str, Any]) -> None:
    """Writes columns of a locked conversation and raises its version."""
    setters = [sql.SQL("{} = %s").format(sql.Identifier(column)) for column in columns]
    query = sql.SQL("UPDATE conversations_conversation SET {}, version = version + 1 WHERE id = %s").format(
        sql.SQL(", ").join(setters)
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [*columns.values(), thread.id])


def preview_of(*, subject: str, text: str, files: int = 0) -> str:
    """What the list shows of a message: its first words, else its subject, else that there are files."""
    words = " ".join(text.split()) or " ".join(subject.split())
    return words[:PREVIEW_MOST] or ("1 file" if files == 1 else f"{files} files" if files else "")


def channels_with(channels: str, channel: str) -> str:
    """The channels of a conversation after a message by `channel`, in alphabetical order."""
    return " ".join(sorted({*channels.split(), channel} - {""}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """A message that was added to a conversation from outside. `counts` is false for one that needs no answer."""

    message_id: int
    channel: Channel
    preview: str
    at: datetime
    counts: bool


def note_incoming(thread: StoredThread, came: Came) -> list[Event]:
    """Writes into a locked conversation that a message came in, and returns the events to publish.

    One that counts makes it our turn, reopens what is closed and opens what is snoozed. A machine's mail or a keyword
    does none of that.
    """
    columns: dict[str, Any] = {
        "channels": channels_with(thread.channels, came.channel),
        "last_in_id": max(thread.last_in_id, came.message_id),
        "last_id": max(thread.last_id, came.message_id),
    }
    # What was on its way for longer than what is here already changes nothing of how the thread is shown.
    if not thread.last_id or came.at >= thread.last_at:
        columns |= {
            "channel": came.channel,
            "preview": came.preview,
            "preview_direction": Direction.IN,
            "last_at": came.at,
        }
    events: list[Event] = []
    if came.counts:
        is_waiting = thread.turn == Turn.US and thread.waiting_since is not None
        waiting_since = min(came.at, thread.waiting_since) if is_waiting and thread.waiting_since else came.at
        columns |= {"turn": Turn.US, "waiting_since": waiting_since}
        if thread.state != ConversationState.OPEN:
            columns |= {"state": ConversationState.OPEN, "snoozed_until": None}
            events.append(ConversationReopened(subject_id=thread.id, contact_id=thread.contact_id, by_message=True))
    write_columns(thread, columns)
    return events


def note_outgoing(
    thread: StoredThread, *, message_id: int, channel: str, preview: str, at: datetime, is_by_person: bool
) -> list[Event]:
    """Writes into a locked conversation that one of us has answered, and returns the events to publish.

    It is their turn. A person's message opens what is closed, since somebody waits for an answer now; what is snoozed
    stays so. What Kith writes by itself opens nothing.
    """
    columns: dict[str, Any] = {
        "channels": channels_with(thread.channels, channel),
        "channel": channel,
        "last_id": max(thread.last_id, message_id),
        "preview": preview,
        "preview_direction": Direction.OUT,
        "last_at": max(at, thread.last_at),
    }
    events: list[Event] = []
    if thread.state != ConversationState.CLOSED:
        columns |= {"turn": Turn.THEM, "waiting_since": None}
    elif is_by_person:
        columns |= {"turn": Turn.THEM, "waiting_since": None, "state": ConversationState.OPEN}
        events.append(ConversationReopened(subject_id=thread.id, contact_id=thread.contact_id))
    write_columns(thread, columns)
    return events


# What was taken back, refused, or waits for its day is not part of what was said.
_SAID: LiteralString = (
    "direction IN ('in', 'out') AND state NOT IN ('cancelled', 'refused') AND NOT (state = 'queued' AND is_scheduled)"
)


def note_taken_back(thread: StoredThread) -> None:
    """Writes into a locked conversation how it stands without a message that was taken back: by what is left of it."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, direction, channel, subject, text, at FROM conversations_message WHERE conversation_id = %s "  # noqa: S608
            f"AND {_SAID} ORDER BY at DESC, id DESC LIMIT 1",
            [thread.id],
        )
        last = cursor.fetchone()
        cursor.execute(
            f"SELECT at FROM conversations_message WHERE conversation_id = %(id)s AND direction = 'in' "  # noqa: S608
            "AND NOT is_machine AND id > coalesce((SELECT max(id) FROM conversations_message "
            f"WHERE conversation_id = %(id)s AND direction = 'out' AND {_SAID}), 0) ORDER BY id LIMIT 1",
            {"id": thread.id},
        )
        waiting = cursor.fetchone()
    columns: dict[str, Any] = {"preview": "", "preview_direction": "", "channel": ""}
    if last is not None:
        columns = {
            "preview": preview_of(subject=last[3], text=written_part(last[4])),
            "preview_direction": last[1],
            "channel": last[2],
            "last_at": last[5],
        }
    if thread.state != ConversationState.CLOSED:
        turn = Turn.US if waiting else Turn.THEM if last and last[1] == Direction.OUT else Turn.NOBODY
        columns |= {"turn": turn, "waiting_since": waiting[0] if waiting else None}
    write_columns(thread, columns)
