"""Mails that Inbound Parse posts: taken apart by SendGrid, or raw. Both become the same."""

import hashlib
import re
from collections.abc import Sequence
from datetime import datetime
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parseaddr, parsedate_to_datetime

from crm.channels.sendgrid.forms import Form, decoded, told_json
from crm.consent.enums import Channel
from crm.conversations.port import CannotRead, Incoming, IncomingFile

_ID = re.compile(r"<([^<>\s]+)>")
IDS_MOST = 200
ADDRESSES_MOST = 100
FILES_MOST = 100


def key_of_form(form: Form) -> str:
    """The mail's Message-ID and whom it came to, hashed; of a mail without an id, all its fields and files."""
    found = _id(_raw_headers(form).get("message-id", ""))
    made = hashlib.sha256(form.fields.get("envelope", b""))
    if found:
        made.update(found.encode())
    else:
        for name in sorted(form.fields):
            made.update(name.encode() + b"\0" + form.fields[name] + b"\0")
        for file in form.files:
            made.update(file.data)
    return f"mail {made.hexdigest()}"


def mail_of(form: Form, *, spam_from: float) -> Incoming:
    """The mail in a form. Raises `CannotRead`."""
    headers = _raw_headers(form)
    raw = _raw(form)
    sender = _words(headers["from"]) if headers.get("from") else form.text("from")
    name, address = parseaddr(sender)
    envelope = told_json(form.fields.get("envelope", b""))
    address = address or str(envelope.get("from") or "")
    if "@" not in address:
        raise CannotRead("It names nobody who wrote it.")
    text, html, files = _parts(raw) if raw is not None else (form.text("text"), form.text("html"), _files(form))
    told_to = envelope.get("to")
    to = [str(one) for one in told_to] if isinstance(told_to, list) else _addresses(headers.get("to", ""))
    written_to = _addresses(headers.get("to", "")) or _addresses(form.text("to"))
    also = [one for one in [*written_to, *_addresses(headers.get("cc", ""))] if one.lower() not in map(str.lower, to)]
    return Incoming(
        key=key_of_form(form),
        channel=Channel.EMAIL,
        from_address=address,
        from_name=name,
        to_addresses=to[:ADDRESSES_MOST],
        cc=also[:ADDRESSES_MOST],
        subject=_words(headers["subject"]) if raw is not None and "subject" in headers else form.text("subject"),
        text=text,
        html=html,
        rfc_id=_id(headers.get("message-id", "")),
        in_reply_to=_ids(headers.get("in-reply-to", "")),
        references=_ids(headers.get("references", "")),
        headers=headers,
        files=files[:FILES_MOST],
        is_spam=spam_from > 0 and _score(form) >= spam_from,
        at=_moment(headers.get("date", "")),
    )


def _raw(form: Form) -> Message | None:
    return message_from_bytes(form.fields["email"]) if "email" in form.fields else None


def _raw_headers(form: Form) -> dict[str, str]:
    """Names in lower case; one that comes twice joined by line ends. As they were written, folding taken away."""
    source = form.fields.get("email") or form.fields.get("headers", b"")
    mail = message_from_bytes(re.split(rb"\r?\n\r?\n", source, maxsplit=1)[0] + b"\r\n\r\n")
    headers: dict[str, str] = {}
    for name, value in mail.items():
        line = " ".join(str(value).split())
        known = headers.get(name.lower())
        headers[name.lower()] = f"{known}\n{line}" if known is not None else line
    return headers


def _words(value: str) -> str:
    """A header's encoded words, read."""
    try:
        return str(make_header(decode_header(value)))
    except (MessageError, LookupError, ValueError, UnicodeError):
        return value


def _addresses(value: str) -> list[str]:
    return [address for _, address in getaddresses([value]) if "@" in address]


def _ids(value: str) -> list[str]:
    return _ID.findall(value)[-IDS_MOST:]


def _id(value: str) -> str:
    found = _ID.search(value)
    return found[1] if found else ""


def _moment(value: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    # Without a zone nobody knows when it was.
    return at if at.tzinfo is not None else None


def _score(form: Form) -> float:
    try:
        return float(form.text("spam_score"))
    except ValueError:
        return 0.0


def _files(form: Form) -> list[IncomingFile]:
    named = {str(field): str(cid) for cid, field in told_json(form.fields.get("content-ids", b"")).items()}
    return [
        IncomingFile(
            name=file.name, content_type=file.content_type, data=file.data, content_id=named.get(file.part, "")
        )
        for file in form.files
    ]


def _parts(mail: Message) -> tuple[str, str, list[IncomingFile]]:
    texts: dict[str, list[str]] = {"text/plain": [], "text/html": []}
    files: list[IncomingFile] = []
    for part in _leaves(mail):
        kind = part.get_content_type()
        data = _data(part)
        name = part.get_filename()
        if name is None and part.get_content_disposition() != "attachment" and kind in texts:
            texts[kind].append(decoded(data, part.get_content_charset("utf-8")))
            continue
        files.append(
            IncomingFile(
                name=_words(str(name or "")),
                content_type=kind,
                data=data,
                content_id=str(part.get("content-id", "")).strip().strip("<>"),
            )
        )
    return "\n".join(texts["text/plain"]), "\n".join(texts["text/html"]), files


def _leaves(mail: Message) -> Sequence[Message]:
    found: list[Message] = []
    waiting: list[Message] = [mail]
    while waiting and len(found) < FILES_MOST * 2:
        part = waiting.pop()
        inner = part.get_payload()
        # A mail inside a mail is a file.
        if part.get_content_maintype() == "multipart" and isinstance(inner, list):
            waiting.extend(one for one in reversed(inner) if isinstance(one, Message))
        else:
            found.append(part)
    return found


def _data(part: Message) -> bytes:
    inner = part.get_payload()
    if isinstance(inner, list):
        return b"\n".join(one.as_bytes() for one in inner if isinstance(one, Message))
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""
