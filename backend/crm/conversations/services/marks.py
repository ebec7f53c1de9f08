"""What each of us keeps about a conversation: how far it was read, what was begun to be written, who has it open."""

from django.db import connection, transaction

from crm.consent.enums import Channel
from crm.conversations.models import Draft
from crm.conversations.selectors.one import VIEWING_SECONDS, Conversation, read_conversation
from crm.conversations.selectors.visibility import BIGINT_MOST, check_id, visible_to
from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput, NotFound
from crm.core.text import has_refused_characters
from crm.journal.notices import Notice, tell_pages

DRAFT_MOST = 200_000
SUBJECT_MOST = 300
NOTE = "note"


@requires(Permission.CONVERSATIONS_READ)
@transaction.atomic
def mark_conversation_read(*, actor: Actor, conversation_id: int, message_id: int) -> Conversation:
    """Notes that the actor has read up to a message, never less than before. Publishes nothing: it is no history.

    Tells the pages. Raises `NotFound`.
    """
    contact_id, last_id, _ = _find(actor, conversation_id)
    if 0 < message_id <= BIGINT_MOST:
        _mark(actor, conversation_id, contact_id, min(message_id, last_id), never_back=True)
    return read_conversation(actor, conversation_id)


@requires(Permission.CONVERSATIONS_READ)
@transaction.atomic
def mark_conversation_unread(*, actor: Actor, conversation_id: int) -> Conversation:
    """Makes the last message that came in unread again for the actor. Publishes nothing. Raises `NotFound`."""
    contact_id, _, last_in_id = _find(actor, conversation_id)
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
    contact_id, _, _ = _find(actor, conversation_id)
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


@requires(Permission.CONVERSATIONS_WRITE)
@transaction.atomic
def save_draft(
    *,
    actor: Actor,
    conversation_id: int,
    channel: str,
    sender_id: int | None = None,
    subject: str = "",
    text: str = "",
    html: str = "",
) -> None:
    """Keeps what the actor has begun to write, in the place of what was kept before. Publishes nothing.

    Raises `NotFound`, `InvalidInput`.
    """
    _find(actor, conversation_id)
    wrong: dict[str, list[str]] = {}
    if channel not in {*Channel.values, NOTE}:
        wrong["channel"] = ["Use email, sms or note."]
    for field, value, most in (
        ("subject", subject, SUBJECT_MOST),
        ("text", text, DRAFT_MOST),
        ("html", html, DRAFT_MOST),
    ):
        if len(value) > most or has_refused_characters(value, lines=True):
            wrong[field] = [f"At most {most:,} characters, none of them control characters."]
    if sender_id is not None and not 0 < sender_id <= BIGINT_MOST:
        wrong["sender_id"] = ["There is no such sender."]
    if wrong:
        raise InvalidInput(fields=wrong)
    if actor.user_id is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO conversations_draft (user_id, conversation_id, channel, sender_id, subject, text, html) "
            "VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (user_id, conversation_id) DO UPDATE SET "
            "channel = EXCLUDED.channel, sender_id = EXCLUDED.sender_id, subject = EXCLUDED.subject, "
            "text = EXCLUDED.text, html = EXCLUDED.html, updated_at = now()",
            [actor.user_id, conversation_id, channel, sender_id, subject, text, html],
        )


@requires(Permission.CONVERSATIONS_WRITE)
@transaction.atomic
def delete_draft(*, actor: Actor, conversation_id: int) -> None:
    """Throws away what the actor has begun to write. Publishes nothing. Raises `NotFound`."""
    _find(actor, conversation_id)
    Draft.objects.filter(conversation_id=conversation_id, user_id=actor.user_id or 0).delete()


def _find(actor: Actor, conversation_id: int) -> tuple[int, int, int]:
    """Contact, last message and last message that came in, of a conversation that stays until this ends."""
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
