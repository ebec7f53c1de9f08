"""Opening, closing, snoozing and handing over conversations."""

from datetime import datetime, timedelta

from django.db import connection, transaction

from crm.accounts.selectors import active_users, names_of
from crm.contacts.selectors import read_contact
from crm.conversations.enums import ConversationState, Direction, Turn
from crm.conversations.events import (
    ConversationAssigned,
    ConversationClosed,
    ConversationReopened,
    ConversationSnoozed,
    ConversationWoken,
)
from crm.conversations.selectors.one import Conversation, read_conversation
from crm.conversations.services.stored import StoredThread, lock_thread, thread_of, write_columns
from crm.core import clock
from crm.core.access import Actor, Permission, requires, system_actor
from crm.core.errors import InvalidInput
from crm.core.text import has_refused_characters, tidy_block
from crm.core.work import Work
from crm.journal.publishing import publish

NOTE_MOST = 1000
SNOOZE_MOST = timedelta(days=366)
WOKEN_AT_ONCE = 100


@requires(Permission.CONVERSATIONS_WRITE)
@transaction.atomic
def open_conversation(*, actor: Actor, contact_id: int) -> Conversation:
    """The contact's conversation, made when there is none; it begins with the contact's owner.

    Publishes `conversation.started`. Raises `NotFound`.
    """
    read_contact(actor, contact_id)
    with connection.cursor() as cursor:
        # A contact that is destroyed meanwhile takes its conversation along.
        cursor.execute("SELECT 1 FROM contacts_contact WHERE id = %s FOR KEY SHARE", [contact_id])
    thread, events = thread_of(contact_id)
    publish(*events, actor=actor)
    return read_conversation(actor, thread.id)


@requires(Permission.CONVERSATIONS_WRITE)
@transaction.atomic
def close_conversation(*, actor: Actor, conversation_id: int) -> Conversation:
    """Puts the conversation away until the person writes again. One that is closed stays as it is.

    Publishes `conversation.closed`. Raises `NotFound`.
    """
    thread = lock_thread(actor, conversation_id)
    if thread.state != ConversationState.CLOSED:
        write_columns(
            thread,
            {
                "state": ConversationState.CLOSED,
                "snoozed_until": None,
                "turn": Turn.NOBODY,
                "waiting_since": None,
                "failed_count": 0,
            },
        )
        publish(ConversationClosed(subject_id=thread.id, contact_id=thread.contact_id), actor=actor)
    return read_conversation(actor, conversation_id)


@requires(Permission.CONVERSATIONS_WRITE)
@transaction.atomic
def reopen_conversation(*, actor: Actor, conversation_id: int) -> Conversation:
    """Takes up a closed or snoozed conversation. One that is open stays as it is.

    Publishes `conversation.reopened`. Raises `NotFound`.
    """
    thread = lock_thread(actor, conversation_id)
    if thread.state != ConversationState.OPEN:
        write_columns(thread, _opened(thread))
        publish(ConversationReopened(subject_id=thread.id, contact_id=thread.contact_id), actor=actor)
    return read_conversation(actor, conversation_id)


def _opened(thread: StoredThread) -> dict[str, object]:
    """Columns of a conversation that is open again: whose turn it is, the last message says."""
    turns = {Direction.IN: Turn.US, Direction.OUT: Turn.THEM}
    turn = turns.get(Direction(thread.preview_direction), Turn.NOBODY) if thread.preview_direction else Turn.NOBODY
    return {
        "state": ConversationState.OPEN,
        "snoozed_until": None,
        "turn": turn,
        "waiting_since": (thread.waiting_since or thread.last_at) if turn is Turn.US else None,
    }


@requires(Permission.CONVERSATIONS_WRITE)
@transaction.atomic
def snooze_conversation(*, actor: Actor, conversation_id: int, until: datetime) -> Conversation:
    """Puts the conversation out of the way until a moment, or until the person writes.

    Publishes `conversation.snoozed`. Raises `NotFound`, `InvalidInput`.
    """
    now = clock.now()
    if until.tzinfo is None or not now < until <= now + SNOOZE_MOST:
        raise InvalidInput(fields={"until": ["Choose a moment to come, within a year."]})
    thread = lock_thread(actor, conversation_id)
    if (thread.state, thread.snoozed_until) != (ConversationState.SNOOZED, until):
        write_columns(thread, {"state": ConversationState.SNOOZED, "snoozed_until": until})
        publish(
            ConversationSnoozed(subject_id=thread.id, contact_id=thread.contact_id, until=until.isoformat()),
            actor=actor,
        )
    return read_conversation(actor, conversation_id)


def wake_snoozed() -> int:
    """Opens the conversations whose time has come, oldest first. Returns how many. Publishes `conversation.woken`."""
    actor = system_actor("Kith")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE conversations_conversation SET state = 'open', snoozed_until = NULL, version = version + 1 "
                "WHERE id IN (SELECT id FROM conversations_conversation WHERE state = 'snoozed' "
                "AND snoozed_until <= statement_timestamp() ORDER BY snoozed_until LIMIT %s FOR UPDATE SKIP LOCKED) "
                "RETURNING id, contact_id",
                [WOKEN_AT_ONCE],
            )
            woken = cursor.fetchall()
        publish(*(ConversationWoken(subject_id=row[0], contact_id=row[1]) for row in woken), actor=actor)
    return len(woken)


def seconds_until_waking(most: float) -> float:
    """Seconds until the next snoozed conversation is due, at most `most`."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT extract(epoch FROM min(snoozed_until) - clock_timestamp()) FROM conversations_conversation "
            "WHERE state = 'snoozed'"
        )
        (seconds,) = cursor.fetchone() or (None,)
    return most if seconds is None else max(0.0, min(float(seconds), most))


WAKING = Work("snoozed conversations", wake_snoozed, seconds_until_waking)


@requires(Permission.CONVERSATIONS_WRITE)
@transaction.atomic
def assign_conversation(*, actor: Actor, conversation_id: int, user_id: int | None, note: str = "") -> Conversation:
    """Hands the conversation to somebody, or to nobody, with a note that stands in the thread.

    Publishes `conversation.assigned`. Raises `NotFound`, `InvalidInput`.
    """
    note = tidy_block(note)
    wrong: dict[str, list[str]] = {}
    if user_id is not None and not (0 < user_id < 2**63 and active_users([user_id])):
        wrong["user_id"] = ["Choose somebody who has an account here and is active."]
    if len(note) > NOTE_MOST or has_refused_characters(note, lines=True):
        wrong["note"] = [f"At most {NOTE_MOST:,} characters, none of them control characters."]
    if wrong:
        raise InvalidInput(fields=wrong)
    thread = lock_thread(actor, conversation_id)
    if user_id != thread.assigned_user_id or note:
        write_columns(thread, {"assigned_user_id": user_id})
        user = names_of([user_id]).get(user_id, "") if user_id is not None else ""
        event = ConversationAssigned(
            subject_id=thread.id, contact_id=thread.contact_id, user_id=user_id, user=user, note=note
        )
        publish(event, actor=actor)
    return read_conversation(actor, conversation_id)
