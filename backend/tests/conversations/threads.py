"""Short ways to conversations and messages: rows written by SQL, as cheap as rows can be."""

from django.db import connection

from crm.contacts.models import Contact
from crm.conversations.models import Conversation
from crm.core.access import Actor


def person(first_name: str = "Grace", **fields: str) -> Contact:
    """A contact."""
    return Contact.objects.create(first_name=first_name, **{"email": f"{first_name.lower()}@example.com", **fields})


def fill_threads(count: int, *, messages: int = 1, owner: Actor | None = None) -> list[int]:
    """So many contacts, each with a conversation that so many messages came in by. Ids, the newest last."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH people AS (INSERT INTO contacts_contact (first_name, last_name, email) "
            "SELECT 'Person', 'No' || n, 'person' || n || '@example.com' FROM generate_series(1, %s) n RETURNING id) "
            "INSERT INTO conversations_conversation (contact_id, turn, channel, channels, preview, preview_direction, "
            "assigned_user_id, last_at) SELECT id, 'us', 'sms', 'sms', 'Hello there', 'in', %s, "
            "now() + row_number() OVER (ORDER BY id) * interval '1 second' FROM people RETURNING id",
            [count, owner.user_id if owner else None],
        )
        ids = [row[0] for row in cursor.fetchall()]
        cursor.execute(
            "INSERT INTO conversations_message (conversation_id, direction, channel, state, text, at) "
            "SELECT t, 'in', 'sms', 'received', 'Message ' || n || ' of thread ' || t, now() + n * interval '1 second' "
            "FROM unnest(%s::bigint[]) t, generate_series(1, %s) n",
            [ids, messages],
        )
        cursor.execute(
            "UPDATE conversations_conversation c SET last_in_id = m.id, last_id = m.id "
            "FROM (SELECT conversation_id, max(id) AS id FROM conversations_message GROUP BY 1) m "
            "WHERE m.conversation_id = c.id"
        )
    return sorted(ids)


def stored(conversation_id: int) -> Conversation:
    """The conversation as it is now."""
    return Conversation.objects.get(pk=conversation_id)
