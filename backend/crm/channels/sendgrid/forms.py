"""The multipart form of Inbound Parse: each field in a charset of its own, which the field `charsets` names."""

import re
from dataclasses import dataclass, field
from email.message import Message

import orjson

from crm.conversations.port import CannotRead

PARTS_MOST = 500
_NAME = re.compile(rb'[; ]name="([^"]*)"', re.IGNORECASE)
_FILENAME = re.compile(rb'filename="((?:[^"\\]|\\.)*)"', re.IGNORECASE)
_TYPE = re.compile(rb"^content-type:[ \t]*([^\r\n;]+)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class FilePart:
    """A file of the form."""

    part: str
    name: str
    content_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Form:
    """Fields as bytes, and files."""

    fields: dict[str, bytes] = field(repr=False)
    files: list[FilePart]
    charsets: dict[str, str]

    def text(self, name: str) -> str:
        """A field in its own charset; what can't be read of it is marked. Empty when there is none."""
        value = self.fields.get(name, b"")
        return decoded(value, self.charsets.get(name, "utf-8"))


def decoded(value: bytes, charset: str) -> str:
    """Text of bytes whose charset somebody has named."""
    try:
        return value.decode(charset, "replace")
    except (LookupError, ValueError, UnicodeError):
        return value.decode("utf-8", "replace")


def form_of(content_type: str, body: bytes) -> Form:
    """Takes a form apart, without copying what is in it more than once. Raises `CannotRead`."""
    header: Message[str, str] = Message()
    header["content-type"] = content_type.replace("\r", "").replace("\n", "")
    boundary = header.get_param("boundary")
    if header.get_content_type() != "multipart/form-data" or not isinstance(boundary, str) or not boundary:
        raise CannotRead("It is not the form that Inbound Parse posts.")
    fields: dict[str, bytes] = {}
    files: list[FilePart] = []
    parts = (b"\r\n" + body).split(b"\r\n--" + boundary.encode("utf-8", "replace"))
    if len(parts) > PARTS_MOST:
        raise CannotRead("It has more parts than any mail.")
    for part in parts[1:]:
        if part.startswith(b"--"):
            break
        head, gap, value = part.partition(b"\r\n\r\n")
        name = _NAME.search(head)
        if not gap or not name:
            continue
        field_name = name[1].decode("utf-8", "replace")
        filename = _FILENAME.search(head)
        if filename is None:
            fields.setdefault(field_name, value)
            continue
        kind = _TYPE.search(head)
        told = kind[1].decode("latin-1").strip() if kind else "application/octet-stream"
        files.append(FilePart(field_name, filename[1].decode("utf-8", "replace").replace('\\"', '"'), told, value))
    if not fields:
        raise CannotRead("There is nothing in this form.")
    return Form(fields, files, _charsets(fields.get("charsets", b"")))


def _charsets(told: bytes) -> dict[str, str]:
    read = told_json(told)
    return {str(name): str(charset) for name, charset in read.items()}


def told_json(told: bytes) -> dict[str, object]:
    """A field that is a JSON object; empty for any other."""
    try:
        read = orjson.loads(told)
    except orjson.JSONDecodeError:
        return {}
    return read if isinstance(read, dict) else {}
