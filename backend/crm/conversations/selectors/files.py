"""Files of messages, and mails as they may be shown."""

import base64
from dataclasses import dataclass
from html import escape

from django.db import connection

from crm.conversations.enums import FileState
from crm.conversations.errors import FileNotHere
from crm.conversations.file_types import PICTURES
from crm.conversations.mail_html import Shown, harmless, page_headers, page_of
from crm.conversations.selectors.visibility import check_id, visible_to
from crm.core.access import Actor, Permission, requires
from crm.core.errors import NotFound

# Pictures inside a mail are part of the page that shows it: so much of them, the rest stays in the list of files.
INSIDE_MOST = 12 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class File:
    """A file's bytes."""

    name: str
    content_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class MailPage:
    """A mail as a document for a frame, with the headers that bound what it can do."""

    markup: str
    headers: dict[str, str]


@requires(Permission.CONVERSATIONS_READ)
def get_file(*, actor: Actor, file_id: int) -> File:
    """A file of a message. Raises `NotFound`, `FileNotHere`."""
    check_id(file_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT f.name, f.content_type, f.state, f.error_text, f.data FROM conversations_attachment f "  # noqa: S608
            "JOIN conversations_message m ON m.id = f.message_id "
            f"JOIN conversations_conversation c ON c.id = m.conversation_id WHERE f.id = %s AND {visible_to(actor)}",
            [file_id],
        )
        row = cursor.fetchone()
    if row is None:
        raise NotFound
    name, content_type, state, error, data = row
    if state != FileState.STORED or data is None:
        raise FileNotHere(error or None)
    return File(name, content_type, bytes(data))


@requires(Permission.CONVERSATIONS_READ)
def get_message_html(*, actor: Actor, message_id: int, images: bool = False, dark: bool = False) -> MailPage:
    """A message as a document that runs nothing and, without `images`, loads nothing from anywhere.

    A message without HTML is its text. Raises `NotFound`.
    """
    check_id(message_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT m.html, m.text FROM conversations_message m "  # noqa: S608
            f"JOIN conversations_conversation c ON c.id = m.conversation_id WHERE m.id = %s AND {visible_to(actor)}",
            [message_id],
        )
        row = cursor.fetchone()
    if row is None:
        raise NotFound
    markup, text = row
    if markup:
        shown = harmless(markup, pictures=_pictures(message_id), with_remote=images)
    else:
        shown = Shown(f"<pre>{escape(text)}</pre>", remote_images=0, has_colours=False)
    return MailPage(page_of(shown, dark=dark), page_headers(with_remote=images))


def _pictures(message_id: int) -> dict[str, str]:
    """The pictures inside a mail as data: addresses, by Content-ID in lower case."""
    found: dict[str, str] = {}
    left = INSIDE_MOST
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT content_id, content_type, data FROM conversations_attachment WHERE message_id = %s "
            "AND content_id <> '' AND state = 'stored' AND content_type = ANY(%s) AND size <= %s ORDER BY id",
            [message_id, sorted(PICTURES), INSIDE_MOST],
        )
        for content_id, content_type, data in cursor.fetchall():
            left -= len(data)
            if left < 0:
                break
            found[content_id.lower()] = f"data:{content_type};base64,{base64.b64encode(data).decode()}"
    return found
