"""The words of a message as they are kept: what the database can hold, and no more than anybody reads."""

from dataclasses import dataclass

from crm.conversations.mail_html import plain_from_html
from crm.conversations.port import Incoming

TEXT_MOST = 200_000
HTML_MOST = 2_000_000
SUBJECT_MOST = 500


@dataclass(frozen=True, slots=True)
class Texts:
    """Subject, plain text and HTML of a message."""

    subject: str
    text: str
    html: str


def texts_of(incoming: Incoming) -> Texts:
    """What a message says. A mail without a plain part gets one made of its HTML."""
    html = _storable(incoming.html)
    # What is too long to be shown safely is shown as text.
    kept = html if len(html) <= HTML_MOST else ""
    text = _storable(incoming.text).replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text and html:
        text = plain_from_html(html[:HTML_MOST])
    subject = " ".join(_storable(incoming.subject).split())
    return Texts(subject=subject[:SUBJECT_MOST], text=text[:TEXT_MOST], html=kept)


def _storable(text: str) -> str:
    """Without NUL and halves of characters, which PostgreSQL refuses."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
