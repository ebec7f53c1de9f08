"""Forgetting a person: their thread with all that was written, and what names them elsewhere; telling what is kept."""

from typing import Any

from django.db import connection
from psycopg import sql

from crm.conversations.models import Attachment, Conversation, DeliveryReport, Message
from crm.core.erasure import ERASED, Person, erases, redact, tells_personal_data
from crm.core.text import escape_like

_TEXTS = {"subject": 500, "text": 200_000, "html": 2_000_000}


@erases
def erase_from_conversations(person: Person) -> None:
    """Deletes the person's thread: messages, files, drafts, marks and mentions go with it in the database itself.

    Empties everything that providers have posted, for any of it may hold the person: what was done with it stays
    known by its key. In other threads their addresses, numbers and names give way to a word.
    """
    addresses = [*person.emails, *person.phones]
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM conversations_deliveryreport WHERE message_id IN (SELECT m.id FROM conversations_message m "
            "JOIN conversations_conversation t ON t.id = m.conversation_id WHERE t.contact_id = ANY(%s))",
            [list(person.contact_ids)],
        )
        cursor.execute("DELETE FROM conversations_conversation WHERE contact_id = ANY(%s)", [list(person.contact_ids)])
        cursor.execute(
            "UPDATE conversations_payload SET body = '', headers = '{}', query = '' "
            "WHERE state <> 'queued' AND body <> ''"
        )
        for column in ("from_address", "to_address"):
            cursor.execute(
                f"UPDATE conversations_message SET {column} = %s WHERE {column} = ANY(%s)",  # noqa: S608 - constants
                [ERASED, addresses],
            )
        for address in addresses:
            cursor.execute(
                "UPDATE conversations_message SET cc = array_replace(cc, %s, %s) WHERE %s = ANY(cc)",
                [address, ERASED, address],
            )
            cursor.execute(
                "UPDATE conversations_draft SET cc = array_remove(cc, %s) WHERE %s = ANY(cc)", [address, address]
            )
    redact("conversations_deliveryreport", "text", person.terms, where=sql.SQL("text <> ''"), most=500)
    _redact_elsewhere(person)


def _redact_elsewhere(person: Person) -> None:
    """Takes what can only be this person out of other threads. The index of words finds where to look."""
    if not person.marks:
        return
    patterns = [sql.Literal(f"%{escape_like(mark.lower())}%") for mark in person.marks]
    naming = sql.SQL("search LIKE ANY(ARRAY[{}])").format(sql.SQL(", ").join(patterns))
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT id, conversation_id FROM conversations_message WHERE {}").format(naming))
        found = cursor.fetchall()
    if not found:
        return
    these = sql.SQL("id = ANY({})").format(sql.Literal([row[0] for row in found]))
    for column, most in _TEXTS.items():
        redact("conversations_message", column, person.marks, where=these, most=most)
    threads = sql.SQL("id = ANY({})").format(sql.Literal([row[1] for row in found]))
    redact("conversations_conversation", "preview", person.marks, where=threads, most=160)


@tells_personal_data("conversation")
def tell_conversation(person: Person) -> dict[str, Any] | None:
    """What was written with the person, notes about them among it, and which files there are."""
    thread = Conversation.objects.filter(contact_id=person.contact_id).first()
    if thread is None:
        return None
    files: dict[int, list[dict[str, Any]]] = {}
    for file in Attachment.objects.filter(message__conversation=thread).defer("data").order_by("id"):
        files.setdefault(file.message_id, []).append(
            {"name": file.name, "content_type": file.content_type, "size": file.size}
        )
    reports: dict[int, list[dict[str, Any]]] = {}
    messages = list(Message.objects.filter(conversation=thread).defer("search", "html").order_by("id"))
    for report in DeliveryReport.objects.filter(message_id__in=[message.pk for message in messages]).order_by("at"):
        reports.setdefault(report.message_id, []).append({"state": report.provider_state, "at": report.at})
    return {
        "state": thread.state,
        "started_at": thread.created_at,
        "messages": [
            {
                "direction": message.direction,
                "channel": message.channel,
                "state": message.state,
                "from": message.from_address,
                "to": message.to_address,
                "cc": message.cc,
                "subject": message.subject,
                "text": message.text,
                "at": message.at,
                "sent_at": message.sent_at,
                "delivered_at": message.delivered_at,
                "files": files.get(message.pk, []),
                "reports": reports.get(message.pk, []),
            }
            for message in messages
        ],
    }
