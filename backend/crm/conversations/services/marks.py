"""What each of us keeps about a conversation: how far it was read, and who has it open."""

from django.db import connection, transaction

from crm.conversations.selectors.one import VIEWING_SECONDS, Conversation, read_conversation
from crm.conversations.selectors.visibility import BIGINT_MOST
from crm.conversations.services.stored import hold_thread
from crm.core.access import Actor, Permission, requires
from crm.journal.notices import Notice, tell_pages


@requires(Permission.CONVERSATIONS_READ)
@transaction.atomic
def mark_conversation_read(*, actor: Actor, conversation_id: int, message_id: int) -> Conversation:
    """Notes that the actor has read up to a message, never less than before. Publishes nothing: it is no history.

    Tells the pages. Raises `NotFound`.
    """
    contact_id, last_id, _ = hold_thread(actor, conversation_id)
    if 0 < message_id <= BIGINT_MOST:
        _mark(actor, conversation_id, contact_id, min(message_id, last_id), never_back=True)
    return read_conversation(actor, conversation_id)


@requires(Permission.CONVERSATIONS_READ)
@transaction.atomic
def mark_conversation_unread(*, actor: Actor, conversation_id: int) -> Conversation:
    """Makes the last message that came in unread again for the actor. Publishes nothing. Raises `NotFound`."""
    contact_id, _, last_in_id = hold_thread(actor, conversation_id)
    if last_in_id:
        _mark(actor, conversation_id, contact_id, last_in_id - 1, never_back=False)
    return read_conversation(actor, conversation_id)


def _mark(actor: Actor, conversation_id: int, contact_id: int, read_to: int, *, never_back: bool) -> None:
    if actor.user_id is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO conversations_readmark AS r (user_id, conversation_id, read_to) VALUES (%s, %s, %s) "
            "ON CONFLICT (user_id, conversation_id) DO UPDATE SET read_to = EXCLUDED.read_to "
            "WHERE r.read_to < EXCLUDED.read_to OR r.read_to > EXCLUDED.read_to AND NOT %s RETURNING 1",
            [actor.user_id, conversation_id, read_to, never_back],
        )
        if cursor.fetchone():
            tell_pages([Notice("conversation.read", "conversation", conversation_id, contact_id)])


@requires(Permission.CONVERSATIONS_READ)
@transaction.atomic
def view_conversation(*, actor: Actor, conversation_id: int, is_writing: bool = False) -> None:
    """Notes that the actor has the conversation open, and whether they write. Told again every few seconds.

    Tells the pages when that is news. Raises `NotFound`.
    """
    contact_id, _, _ = hold_thread(actor, conversation_id)
    if actor.user_id is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT is_writing FROM conversations_viewing WHERE conversation_id = %s AND user_id = %s "
            "AND seen_at > now() - make_interval(secs => %s)",
            [conversation_id, actor.user_id, VIEWING_SECONDS],
        )
        before = cursor.fetchone()
        cursor.execute(
            "INSERT INTO conversations_viewing (conversation_id, user_id, is_writing) VALUES (%s, %s, %s) "
            "ON CONFLICT (conversation_id, user_id) DO UPDATE SET is_writing = EXCLUDED.is_writing, seen_at = now()",
            [conversation_id, actor.user_id, is_writing],
        )
    if before is None or before[0] != is_writing:
        tell_pages([Notice("conversation.viewed", "conversation", conversation_id, contact_id)])
