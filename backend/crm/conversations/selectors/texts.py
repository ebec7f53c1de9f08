"""The words of one message, for rooms above that ask for no more."""

from datetime import datetime

from django.db import connection


def text_of_message(message_id: int) -> str:
    """The plain words of a message, empty for one that is gone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM conversations_message WHERE id = %s", [message_id])
        row = cursor.fetchone()
    return str(row[0]) if row else ""


def has_written_since(contact_id: int, moment: datetime, channel: str = "any") -> bool:
    """Whether the person has written since then: neither a machine nor a word like STOP counts."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM journal_event e WHERE e.contact_id = %s AND e.name = 'message.received' "
            "AND e.at >= %s AND NOT coalesce((e.data->>'is_keyword')::boolean, FALSE) "
            "AND NOT coalesce((e.data->>'is_machine')::boolean, FALSE) "
            "AND (%s = 'any' OR e.data->>'channel' = %s))",
            [contact_id, moment, channel, channel],
        )
        (found,) = cursor.fetchone() or (False,)
    return bool(found)
