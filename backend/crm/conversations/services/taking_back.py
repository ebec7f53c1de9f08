"""Taking a message back before it leaves, sending it at once, and sending again what was not delivered."""

from typing import Any

import msgspec
from django.db import connection, transaction

from crm.conversations.enums import Direction, MessageState
from crm.conversations.errors import AlreadySent, MayBeSentTwice, NotToRetry
from crm.conversations.models import Message
from crm.conversations.selectors.messages import MessageRow, read_message
from crm.conversations.selectors.visibility import check_id
from crm.conversations.services.drafts import SUBJECT_MOST, Begun, begin_draft, hold_files
from crm.conversations.services.stored import StoredThread, lock_thread, note_outgoing, note_taken_back, preview_of
from crm.core import clock
from crm.core.access import Actor, ActorKind, Permission, requires
from crm.core.errors import NotFound
from crm.core.work import WORK_CHANNEL
from crm.journal.notices import Notice, tell_pages
from crm.journal.publishing import publish


class DraftUpload(msgspec.Struct, frozen=True):
    """A file of a message that was taken back, as it can be sent with another."""

    id: int
    name: str
    content_type: str
    size: int


class TakenBackDraft(msgspec.Struct, frozen=True, kw_only=True):
    """What a message that was taken back said: for the composer to go on with."""

    channel: str
    sender_id: int | None
    template_version_id: int | None
    cc: list[str]
    subject: str
    text: str
    html: str
    uploads: list[DraftUpload]


class TakenBack(msgspec.Struct, frozen=True):
    """A message that was taken back, and what it said."""

    message: MessageRow
    draft: TakenBackDraft


@requires(Permission.MESSAGES_SEND)
@transaction.atomic
def cancel_message(*, actor: Actor, message_id: int) -> TakenBack:
    """Takes a message back that has not left. What it said is the actor's draft, where they have begun no other.

    Publishes nothing: what never left is no history. Tells the pages. Raises `NotFound`, `AlreadySent`.
    """
    thread, message = _lock(actor, message_id)
    if message.state != MessageState.QUEUED:
        raise AlreadySent
    Message.objects.filter(pk=message_id).update(
        state=MessageState.CANCELLED, due_at=None, error_code="", error_text="", next_act=""
    )
    uploads = _files_back(actor, message_id)
    draft = TakenBackDraft(
        channel=message.channel,
        sender_id=message.sender_id,
        template_version_id=message.template_version_id,
        cc=message.cc,
        subject=message.subject,
        text=message.text,
        html=message.html,
        uploads=uploads,
    )
    if actor.user_id is not None:
        _keep_taken_back(actor.user_id, thread.id, draft)
    if not message.is_scheduled:
        note_taken_back(thread)
    _tell(thread)
    return TakenBack(read_message(actor, message_id), draft)


def _keep_taken_back(user_id: int, conversation_id: int, back: TakenBackDraft) -> None:
    """Makes it the person's draft, where they have begun no other."""
    begun = Begun(
        channel=back.channel,
        sender_id=back.sender_id,
        template_version_id=back.template_version_id,
        cc=back.cc,
        subject=back.subject[:SUBJECT_MOST],
        text=back.text,
        html=back.html,
    )
    draft_id = begin_draft(user_id, conversation_id, begun)
    if draft_id is not None:
        hold_files(user_id, draft_id, [file.id for file in back.uploads])


@requires(Permission.MESSAGES_SEND)
@transaction.atomic
def send_message_now(*, actor: Actor, message_id: int) -> MessageRow:
    """Sends what waits (to be taken back, for its day, to be tried again) as soon as its sender can.

    What the gate holds, it holds again. Publishes `conversation.reopened` where one was closed. Raises `NotFound`,
    `AlreadySent`.
    """
    thread, message = _lock(actor, message_id)
    if message.state != MessageState.QUEUED:
        raise AlreadySent
    Message.objects.filter(pk=message_id).update(due_at=clock.now(), is_scheduled=False)
    if message.is_scheduled:
        events = note_outgoing(
            thread,
            message_id=message_id,
            channel=message.channel,
            preview=preview_of(subject=message.subject, text=message.text),
            at=clock.now(),
            is_by_person=actor.kind is ActorKind.USER,
        )
        publish(*events, actor=actor)
    _wake_worker()
    _tell(thread)
    return read_message(actor, message_id)


@requires(Permission.MESSAGES_SEND)
@transaction.atomic
def retry_message(*, actor: Actor, message_id: int, accept_twice: bool = False) -> MessageRow:
    """Sends a message again that was not delivered. The gate is asked when it leaves.

    Of one whose outcome nobody knows, `accept_twice` says that it may come twice. Publishes nothing: that it was sent
    is told when it was. Raises `NotFound`, `NotToRetry`, `MayBeSentTwice`.
    """
    thread, message = _lock(actor, message_id)
    if message.state == MessageState.UNKNOWN and not accept_twice:
        raise MayBeSentTwice
    if message.state not in {MessageState.FAILED, MessageState.UNKNOWN}:
        raise NotToRetry
    again: dict[str, Any] = {
        "state": MessageState.QUEUED, "due_at": clock.now(), "attempts": 0, "leased_until": None, "provider_id": "",
        "provider_state": "", "provider_segments": None, "error_code": "", "error_text": "", "next_act": "",
        "sent_at": None, "delivered_at": None,
    }  # fmt: skip
    Message.objects.filter(pk=message_id).update(**again)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE conversations_conversation SET failed_count = greatest(0, failed_count - 1) WHERE id = %s",
            [thread.id],
        )
    _wake_worker()
    _tell(thread)
    return read_message(actor, message_id)


def _lock(actor: Actor, message_id: int) -> tuple[StoredThread, Message]:
    """A message that one of us wrote, and its conversation, locked in this order. Raises `NotFound`."""
    check_id(message_id)
    conversation_id = (
        Message.objects.filter(pk=message_id, direction=Direction.OUT).values_list("conversation_id", flat=True).first()
    )
    if conversation_id is None:
        raise NotFound
    thread = lock_thread(actor, conversation_id)
    with connection.cursor() as cursor:
        # Waits for a lane that has it in hand at this moment, and then sees what became of it.
        cursor.execute("SELECT 1 FROM conversations_message WHERE id = %s FOR NO KEY UPDATE", [message_id])
    message = Message.objects.defer("search").filter(pk=message_id).first()
    if message is None:
        raise NotFound
    return thread, message


def _files_back(actor: Actor, message_id: int) -> list[DraftUpload]:
    """Makes the files of a message uploads of the actor again."""
    if actor.user_id is None:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO conversations_upload (user_id, name, content_type, size, data) "
            "SELECT %s, name, content_type, size, data FROM conversations_attachment "
            "WHERE message_id = %s AND data IS NOT NULL ORDER BY id RETURNING id, name, content_type, size",
            [actor.user_id, message_id],
        )
        made = [DraftUpload(*row) for row in cursor.fetchall()]
        # They are the draft's now; a message that never left keeps none.
        cursor.execute("DELETE FROM conversations_attachment WHERE message_id = %s", [message_id])
    return made


def _wake_worker() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"NOTIFY {WORK_CHANNEL}")


def _tell(thread: StoredThread) -> None:
    tell_pages([Notice("message.changed", "conversation", thread.id, thread.contact_id)])
