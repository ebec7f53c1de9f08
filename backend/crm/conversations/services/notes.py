"""Private notes in a thread, and whom they name."""

import uuid
from collections.abc import Sequence

from django.db import connection, transaction

from crm.accounts.selectors import active_users
from crm.conversations.enums import Direction, MessageState
from crm.conversations.events import MessageNoted
from crm.conversations.models import Mention, Message
from crm.conversations.selectors.messages import MessageRow, read_message
from crm.conversations.services.stored import lock_thread
from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput, NotFound
from crm.core.text import has_refused_characters, tidy_block
from crm.journal.publishing import publish

TEXT_MOST = 20_000
MENTIONS_MOST = 50


@requires(Permission.CONVERSATIONS_WRITE)
@transaction.atomic
def add_note(
    *, actor: Actor, conversation_id: int, client_id: uuid.UUID, text: str, mentions: Sequence[int] = ()
) -> MessageRow:
    """Writes a note that only we see; those in `mentions` find themselves named. The same `client_id` is one note.

    Moves neither the turn nor the place in the list. Publishes `message.noted`. Raises `NotFound`, `InvalidInput`.
    """
    text = tidy_block(text)
    named = sorted(set(mentions))
    wrong: dict[str, list[str]] = {}
    if not text:
        wrong["text"] = ["Write something."]
    elif len(text) > TEXT_MOST or has_refused_characters(text, lines=True):
        wrong["text"] = [f"At most {TEXT_MOST:,} characters, none of them control characters."]
    if len(named) > MENTIONS_MOST or any(not 0 < one < 2**63 for one in named) or set(named) - active_users(named):
        wrong["mentions"] = [f"Name at most {MENTIONS_MOST} people who have an account here and are active."]
    if wrong:
        raise InvalidInput(fields=wrong)
    thread = lock_thread(actor, conversation_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO conversations_message (conversation_id, direction, state, client_id, text, author_id, via) "
            "VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT (client_id) DO NOTHING RETURNING id",
            [thread.id, Direction.NOTE, MessageState.NOTED, client_id, text, actor.user_id, actor.via or ""],
        )
        made = cursor.fetchone()
    if made is None:
        known = Message.objects.filter(client_id=client_id, conversation_id=thread.id, direction=Direction.NOTE).first()
        if known is None:
            raise NotFound
        return read_message(actor, known.pk)
    Mention.objects.bulk_create(Mention(message_id=made[0], user_id=user_id) for user_id in named)
    publish(
        MessageNoted(subject_id=made[0], contact_id=thread.contact_id, conversation_id=thread.id, mentions=named),
        actor=actor,
    )
    return read_message(actor, made[0])
