"""Writing what came of a message: in a transaction of its own, conversation first, then the message.

Who writes knows which try it was: what a later try is at is not taken back by the outcome of an earlier one.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, LiteralString

from django.db import connection, transaction

from crm.conversations.enums import RANK, MessageState, NextAct
from crm.conversations.events import MessageFailed, MessageOutcomeUnknown, MessageSent
from crm.conversations.models import Message
from crm.conversations.port import Accepted, NotNow, Rejected
from crm.conversations.sending.asking import refusal_event, tell_gate
from crm.conversations.sending.pacing import pause_seconds
from crm.conversations.services.stored import StoredThread, lock_thread_by_id, note_outgoing, preview_of
from crm.core import clock
from crm.core.access import Actor, ActorKind, system_actor
from crm.core.prepared import prepared_cursor
from crm.journal.catalogue import Event
from crm.journal.notices import Notice, tell_pages
from crm.journal.publishing import publish

# Pauses double from two seconds to five minutes: about an hour in all.
TRIES_MOST = 16
TEXT_MOST, CODE_MOST, STATE_MOST, PROVIDER_ID_MOST = 500, 60, 60, 998
UNKNOWN_TEXT = (
    "The connection broke while it was being sent. It may have arrived: ask, or look at the provider, before you send "
    "it again."
)
STOPPED_TEXT = "Kith was stopped while it was being sent. It may have arrived: ask before you send it again."


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a message was not delivered, and the right thing to do."""

    text: str
    code: str = ""
    next_act: NextAct = NextAct.RETRY


@dataclass(frozen=True, slots=True)
class _Found:
    """A locked message, with its locked conversation. In the order of `_READ`."""

    thread: StoredThread
    id: int
    contact_id: int
    channel: str
    purpose: str
    state: str
    attempts: int
    author_id: int | None
    via: str
    account_id: int
    sender_address: str
    to_address: str
    is_scheduled: bool
    subject: str
    text: str

    @property
    def ids(self) -> dict[str, Any]:
        """What every event of a message names."""
        return {
            "subject_id": self.id,
            "contact_id": self.contact_id,
            "conversation_id": self.thread.id,
            "channel": self.channel,
        }

    @property
    def author(self) -> Actor:
        """Who wrote it, as the journal names them. What is published here needs no permission any more."""
        if self.author_id is None:
            return system_actor("Kith", via=self.via or None)
        return Actor(kind=ActorKind.USER, id=self.author_id, name="", permissions=frozenset())

    def is_try(self, attempt: int) -> bool:
        """Whether it is still at that try."""
        return self.state == MessageState.SENDING and self.attempts == attempt


_WHERE: LiteralString = "SELECT conversation_id FROM conversations_message WHERE id = %s::bigint"
_READ: LiteralString = """
    SELECT m.id, t.contact_id, m.channel, m.purpose, m.state, m.attempts, m.author_id, m.via, m.account_id,
           m.from_address, m.to_address, m.is_scheduled, CASE WHEN m.is_scheduled THEN m.subject ELSE '' END,
           CASE WHEN m.is_scheduled THEN m.text ELSE '' END
    FROM conversations_message m JOIN conversations_conversation t ON t.id = m.conversation_id WHERE m.id = %s::bigint
"""


def _lock(message_id: int) -> _Found | None:
    """The message and its conversation, locked; None when the person was erased meanwhile."""
    with prepared_cursor() as cursor:
        cursor.execute(_WHERE, [message_id])
        where = cursor.fetchone()
        thread = lock_thread_by_id(where[0]) if where else None
        if thread is None:
            return None
        cursor.execute("SELECT 1 FROM conversations_message WHERE id = %s::bigint FOR NO KEY UPDATE", [message_id])
        cursor.execute(_READ, [message_id])
        row = cursor.fetchone()
    return _Found(thread, *row) if row else None


# One id for two messages is the provider's mistake; the first keeps it. What a report has said stays.
_ACCEPTED: LiteralString = """
    UPDATE conversations_message m SET leased_until = NULL, sent_at = coalesce(sent_at, clock_timestamp()),
        provider_segments = coalesce(provider_segments, %(segments)s::smallint),
        provider_id = CASE WHEN %(id)s::text <> '' AND NOT EXISTS (
            SELECT 1 FROM conversations_message o WHERE o.account_id = m.account_id AND o.provider_id = %(id)s::text
            AND o.provider_id <> ''
        ) THEN %(id)s::text ELSE provider_id END,
        state = CASE WHEN %(moves)s::bool THEN 'sent' ELSE state END,
        provider_state = CASE WHEN %(moves)s::bool THEN %(word)s::text ELSE provider_state END,
        error_code = CASE WHEN %(moves)s::bool THEN '' ELSE error_code END,
        error_text = CASE WHEN %(moves)s::bool THEN '' ELSE error_text END,
        next_act = CASE WHEN %(moves)s::bool THEN '' ELSE next_act END
    WHERE id = %(message)s::bigint
"""


@transaction.atomic
def write_accepted(message_id: int, accepted: Accepted) -> None:
    """The provider has taken it: `sent`, unless a report has said more already. Publishes `message.sent`."""
    found = _lock(message_id)
    if found is None:
        return
    values = {
        "message": message_id,
        "segments": accepted.segments,
        "id": _kept(accepted.provider_id, PROVIDER_ID_MOST),
        "word": _kept(accepted.provider_state, STATE_MOST),
        "moves": RANK[MessageState.SENT] > RANK[found.state],
    }
    with prepared_cursor() as cursor:
        cursor.execute(_ACCEPTED, values)
    if found.state == MessageState.UNKNOWN:
        _count_failed(found.thread.id, -1)
    else:
        tell_gate(found)
    events: list[Event] = [MessageSent(**found.ids)]
    if found.is_scheduled:
        events += note_outgoing(
            found.thread,
            message_id=message_id,
            channel=found.channel,
            preview=preview_of(subject=found.subject, text=found.text),
            at=clock.now(),
            is_by_person=found.author_id is not None,
        )
    publish(*events, actor=found.author)


def write_rejected(message_id: int, attempt: int, refusal: Rejected) -> None:
    """The provider refused it for good: `failed`, with its words and what to do. Publishes `message.failed`."""
    _fail(message_id, attempt, Failure(refusal.text, refusal.code, refusal.next_act), {MessageState.SENDING})


@transaction.atomic
def write_put_off(message_id: int, attempt: int, refusal: NotNow) -> None:
    """The provider surely did not take it: tried again later and later, and failed after `TRIES_MOST` tries.

    Publishes `message.failed` then; until then the pages are told.
    """
    if attempt >= TRIES_MOST:
        text = f"{refusal.text.rstrip('.')}. It was tried {attempt} times."
        _fail(message_id, attempt, Failure(text, refusal.code), {MessageState.SENDING})
        return
    found = _lock(message_id)
    if found is None or not found.is_try(attempt):
        return
    Message.objects.filter(pk=message_id).update(
        state=MessageState.QUEUED,
        leased_until=None,
        due_at=clock.now() + timedelta(seconds=pause_seconds(attempt, refusal.retry_after)),
        error_code=_kept(refusal.code, CODE_MOST),
        error_text=_kept(refusal.text, TEXT_MOST),
        next_act=NextAct.NONE,
    )
    _tell(found)


@transaction.atomic
def write_unknown(message_id: int, attempt: int, text: str = UNKNOWN_TEXT) -> None:
    """It may have been taken: `unknown`, and never sent again by itself. Publishes `message.outcome_unknown`."""
    found = _lock(message_id)
    if found is None or not found.is_try(attempt):
        return
    Message.objects.filter(pk=message_id).update(
        state=MessageState.UNKNOWN,
        leased_until=None,
        error_code="",
        error_text=_kept(text, TEXT_MOST),
        next_act=NextAct.RETRY,
    )
    _count_failed(found.thread.id, 1)
    tell_gate(found)
    publish(MessageOutcomeUnknown(**found.ids), actor=system_actor("Kith"))


def fail_before_sending(message_id: int, failure: Failure) -> None:
    """It can't be sent as things are, and the provider was not asked: `failed`. Publishes `message.failed`."""
    _fail(message_id, None, failure, {MessageState.QUEUED})


@transaction.atomic
def refuse_before_sending(message_id: int, verdict: dict[str, Any]) -> None:
    """The gate said no when it was to leave: `refused`, with the verdict. Publishes `message.refused`."""
    found = _lock(message_id)
    if found is None or found.state != MessageState.QUEUED:
        return
    Message.objects.filter(pk=message_id).update(state=MessageState.REFUSED, verdict=verdict, due_at=None)
    _count_failed(found.thread.id, 1)
    publish(refusal_event(found.ids, verdict), actor=system_actor("Kith"))


@transaction.atomic
def _fail(message_id: int, attempt: int | None, failure: Failure, states: set[MessageState]) -> None:
    found = _lock(message_id)
    if found is None or found.state not in states:
        return
    if attempt is not None and not found.is_try(attempt):
        return
    Message.objects.filter(pk=message_id).update(
        state=MessageState.FAILED,
        leased_until=None,
        error_code=_kept(failure.code, CODE_MOST),
        error_text=_kept(failure.text, TEXT_MOST),
        next_act=failure.next_act,
    )
    _count_failed(found.thread.id, 1)
    publish(MessageFailed(**found.ids), actor=system_actor("Kith"))


def _count_failed(conversation_id: int, by: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE conversations_conversation SET failed_count = greatest(0, failed_count + %s) WHERE id = %s",
            [by, conversation_id],
        )


def _tell(found: _Found) -> None:
    tell_pages([Notice("message.changed", "conversation", found.thread.id, found.thread.contact_id)])


def _kept(text: str, most: int) -> str:
    """What the database can hold of a provider's words."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")[:most]


def expired_leases(most: int) -> list[tuple[int, int]]:
    """Messages, and which try it was, whose lease ran out: whoever sent them has died, or was cut off."""
    with prepared_cursor() as cursor:
        cursor.execute(
            "SELECT id, attempts FROM conversations_message WHERE state = 'sending' "
            "AND leased_until < statement_timestamp() ORDER BY leased_until LIMIT %s",
            [most],
        )
        return list(cursor.fetchall())
