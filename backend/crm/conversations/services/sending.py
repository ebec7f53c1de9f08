"""Sending a message: the gate is asked, and the message's row is what the worker finds when its time has come."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import msgspec
from django.db import IntegrityError, connection, transaction

from crm.consent.enums import Channel
from crm.consent.gate import Verdict
from crm.contacts.selectors import read_contact
from crm.conversations.enums import Direction, MessageState
from crm.conversations.errors import ContactInTrash, FileTooLarge, SendRefused
from crm.conversations.events import MessageOverridden
from crm.conversations.models import Draft, Message, Sender
from crm.conversations.segments import measure
from crm.conversations.selectors.messages import MessageRow, read_message
from crm.conversations.sending.asking import GO, HOLD, as_json, ask_gate, refusal_event, worth_keeping
from crm.conversations.sending.composing import rfc_id_of
from crm.conversations.sending.marketing import with_what_marketing_lacks
from crm.conversations.sending.writing import (
    NewMessage,
    Words,
    address_of,
    answered_mail,
    clean,
    purpose_with,
    sender_of,
    subject_of,
)
from crm.conversations.services.stored import StoredThread, lock_thread, note_outgoing, preview_of
from crm.conversations.services.uploads import FILE_MOST
from crm.core import clock
from crm.core.access import Actor, ActorKind, Permission, requires
from crm.core.errors import InvalidInput, TooManyRequests
from crm.core.text import has_refused_characters, tidy_line
from crm.journal.catalogue import Event
from crm.journal.notices import Notice, tell_pages
from crm.journal.publishing import publish

# How long a message waits for somebody to take it back.
UNDO = timedelta(seconds=10)
# What no person writes: two machines that answer each other end here (R14).
BY_ITSELF_AN_HOUR = 20
# What carriers take of a message with files (twilio.com/docs/messaging/guides/accepted-mime-types).
MEDIA_MOST, MEDIA_BYTES_MOST = 10, 5 * 1024 * 1024
REASON_MOST = 300
USED_ID = "This id was used before. Make another one."


class SentMessage(msgspec.Struct, frozen=True):
    """The message, and whether this call has made it: the same `client_id` makes one."""

    message: MessageRow
    is_new: bool


@dataclass(frozen=True, slots=True)
class _Written:
    """What is to be stored, with where it goes and what the gate said."""

    asked: NewMessage
    words: Words
    thread: StoredThread
    address: str
    sender: Sender
    verdict: Verdict
    override_reason: str


@requires(Permission.MESSAGES_SEND)
def send_message(
    *,
    actor: Actor,
    conversation_id: int,
    message: NewMessage,
    override_reason: str = "",
) -> SentMessage:
    """Writes a message that leaves after ten seconds, or when it says. The same `client_id` is one message.

    The gate is asked now and again when it leaves. What it refuses now stands in the thread as not sent, committed,
    and `SendRefused` tells the verdict; what it holds leaves when it says. With `override_reason` a refusal that the
    gate leaves to people is sent over: the reason stays with the message and stands in the timeline.
    Publishes `conversation.reopened` where one was closed, `message.refused` where the gate says no,
    `message.overridden` where it was sent over.
    Raises `NotFound`, `InvalidInput`, `SendRefused`, `ContactInTrash`, `FileTooLarge`, `TooManyRequests`.
    """
    try:
        made = _send(actor, conversation_id, message, override_reason)
    except IntegrityError as error:
        if "conversations_message_client_once" not in str(error):
            raise
        # Given at the same moment to a message in another conversation.
        raise InvalidInput(fields={"client_id": [USED_ID]}) from error
    if made.message.state == MessageState.REFUSED:
        # Raised when what was refused is stored: raised before, it would be gone.
        verdict = msgspec.json.decode(made.message.verdict)
        first: dict[str, str] = next(iter(verdict["reasons"]), {})
        raise SendRefused(first.get("text"), verdict=verdict, message_id=made.message.id)
    return made


@transaction.atomic
def _send(actor: Actor, conversation_id: int, asked: NewMessage, override_reason: str) -> SentMessage:
    thread = lock_thread(actor, conversation_id)
    known = Message.objects.filter(client_id=asked.client_id).values_list("pk", "conversation_id", "direction").first()
    if known is not None:
        if known[1:] != (thread.id, Direction.OUT):
            raise InvalidInput(fields={"client_id": [USED_ID]})
        return SentMessage(read_message(actor, known[0]), is_new=False)
    words, reason = clean(asked), _reason(override_reason)
    words = replace(words, purpose=purpose_with(asked.template_version_id, words.purpose))
    if read_contact(actor, thread.contact_id).archived_at is not None:
        raise ContactInTrash
    _check_loop(actor, thread)
    address = address_of(thread.contact_id, thread.id, words.channel)
    words = replace(words, cc=[one for one in words.cc if one != address])
    sender = sender_of(asked.sender_id, thread.id, words.channel)
    verdict = ask_gate(
        actor=actor,
        contact_id=thread.contact_id,
        channel=words.channel,
        address=address,
        cc=words.cc,
        purpose=words.purpose,
        sender=sender,
        override=bool(reason),
    )
    # What is said against it later was seen by nobody: the override is for what it was given for.
    was_needed = any(ground.can_override for ground in verdict.warnings)
    verdict = with_what_marketing_lacks(verdict, words, address)
    written = _Written(asked, words, thread, address, sender, verdict, reason if was_needed else "")
    return SentMessage(read_message(actor, _store(actor, written)), is_new=True)


def _reason(given: str) -> str:
    reason = tidy_line(given)
    if len(reason) > REASON_MOST or has_refused_characters(reason):
        raise InvalidInput(fields={"override_reason": [f"At most {REASON_MOST} characters, in one line."]})
    return reason


def _check_loop(actor: Actor, thread: StoredThread) -> None:
    if actor.kind is ActorKind.USER:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM conversations_message WHERE conversation_id = %s AND direction = 'out' "
            "AND author_id IS NULL AND at > now() - interval '1 hour'",
            [thread.id],
        )
        (count,) = cursor.fetchone() or (0,)
    if count >= BY_ITSELF_AN_HOUR:
        raise TooManyRequests("So much was sent here by itself within the hour that two machines may be answering.")


def _store(actor: Actor, written: _Written) -> int:
    words, asked, verdict, thread = written.words, written.asked, written.verdict, written.thread
    now = clock.now()
    is_refused = verdict.answer not in {GO, HOLD}
    due_at = asked.send_at or now + UNDO
    if verdict.answer == HOLD and verdict.hold_until is not None:
        due_at = max(due_at, verdict.hold_until)
    is_mail = words.channel is Channel.EMAIL
    answered = answered_mail(thread.id) if is_mail else None
    subject = subject_of(words.subject, answered) if is_mail else ""
    message = Message.objects.create(
        conversation_id=thread.id,
        direction=Direction.OUT,
        channel=words.channel,
        state=MessageState.REFUSED if is_refused else MessageState.QUEUED,
        purpose=words.purpose,
        account_id=written.sender.account_id,
        sender=written.sender,
        client_id=asked.client_id,
        due_at=None if is_refused else due_at,
        is_scheduled=asked.send_at is not None,
        from_address=written.sender.address,
        to_address=written.address,
        cc=list(words.cc),
        subject=subject,
        text=words.text,
        html=words.html,
        rfc_id=rfc_id_of(asked.client_id) if is_mail else "",
        in_reply_to=answered.in_reply_to if answered else [],
        rfc_references=answered.references if answered else [],
        verdict=worth_keeping(verdict),
        is_override=bool(written.override_reason),
        override_reason=written.override_reason,
        segments=None if is_mail else measure(words.text).segments,
        template_version_id=asked.template_version_id,
        author_id=actor.user_id,
        via=(actor.via or ("" if actor.user_id else actor.name))[:200],
        at=now,
    )
    files = _move_uploads(actor, message.pk, asked.uploads, words.channel)
    events: list[Event] = []
    ids = {"subject_id": message.pk, "contact_id": thread.contact_id}
    told: dict[str, Any] = {**ids, "conversation_id": thread.id, "channel": words.channel.value}
    if is_refused:
        events.append(refusal_event(told, as_json(verdict)))
    else:
        if written.override_reason:
            events.append(MessageOverridden(**told, reason=written.override_reason))
        Draft.objects.filter(conversation_id=thread.id, user_id=actor.user_id or 0).delete()
        if not message.is_scheduled:
            events += note_outgoing(
                thread,
                message_id=message.pk,
                channel=words.channel,
                preview=preview_of(subject=subject, text=words.text, files=files),
                at=now,
                is_by_person=actor.kind is ActorKind.USER,
            )
    publish(*events, actor=actor)
    tell_pages([Notice("message.changed", "conversation", thread.id, thread.contact_id)])
    return message.pk


_MOVE = """
    WITH moved AS (DELETE FROM conversations_upload WHERE id = ANY(%s) AND user_id = %s RETURNING *)
    INSERT INTO conversations_attachment (message_id, name, content_type, size, state, data)
    SELECT %s, name, content_type, size, 'stored', data FROM moved ORDER BY array_position(%s::bigint[], id)
    RETURNING size
"""


def _move_uploads(actor: Actor, message_id: int, uploads: Sequence[int], channel: Channel) -> int:
    """Makes the person's uploads files of the message. How many."""
    if not uploads:
        return 0
    ids = [one for one in uploads if 0 < one < 2**63]
    with connection.cursor() as cursor:
        cursor.execute(_MOVE, [ids, actor.user_id or 0, message_id, ids])
        sizes = [row[0] for row in cursor.fetchall()]
    if len(sizes) != len(uploads):
        raise InvalidInput(fields={"uploads": ["One of these files is not here any more. Add it again."]})
    if channel is Channel.SMS and (len(sizes) > MEDIA_MOST or sum(sizes) > MEDIA_BYTES_MOST):
        raise FileTooLarge("A text message carries ten files at most, of 5 MB together. Send them by email.")
    if sum(sizes) > FILE_MOST:
        raise FileTooLarge("Together these files are larger than 25 MB.")
    return len(sizes)
