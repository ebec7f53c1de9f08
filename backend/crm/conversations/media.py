"""Files of text messages, where providers fetch them: Twilio takes addresses (`MediaUrl`), not bytes.

A link names one file and until when it holds, sealed under a key from `KITH_SECRET_KEY`: nobody makes one for another
file, and there is nothing to sign in to. What does not hold any more and what never was are answered alike.
"""

import datetime as dt

import msgspec
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from crm.conversations.enums import FileState
from crm.core import clock
from crm.core.http import attachment, unknown_path
from crm.core.sealing import CannotUnseal, seal, unseal

# Twilio fetches within minutes; a message that waits for its provider is tried for hours.
LIFE = dt.timedelta(days=1)
_PURPOSE = "media link"
_TOKEN_MOST = 400
_READ = """
    SELECT f.name, f.content_type, f.data FROM conversations_attachment f
    JOIN conversations_message m ON m.id = f.message_id
    WHERE f.id = %s AND f.state = %s AND f.data IS NOT NULL AND m.direction = 'out' AND m.channel = 'sms'
"""


class _Inside(msgspec.Struct, array_like=True):
    file_id: int
    until: float


def media_url(file_id: int) -> str:
    """The address at which anybody who has it gets this file of a text message of ours, for a day."""
    inside = _Inside(file_id, (clock.now() + LIFE).timestamp())
    token = seal(msgspec.json.encode(inside), purpose=_PURPOSE).decode().rstrip("=")
    return f"{settings.PUBLIC_URL}/media/{token}"


def _file_of(token: str) -> int | None:
    if len(token) > _TOKEN_MOST or not token.isascii():
        return None
    try:
        padded = (token + "=" * (-len(token) % 4)).encode()
        inside = msgspec.json.decode(unseal(padded, purpose=_PURPOSE), type=_Inside)
    except (CannotUnseal, msgspec.DecodeError, ValueError):
        return None
    return inside.file_id if clock.now().timestamp() < inside.until else None


@require_safe
def serve_media(request: HttpRequest, token: str) -> HttpResponseBase:
    """The file that a link names, under the type that its bytes are."""
    row = None
    if (file_id := _file_of(token)) is not None:
        with connection.cursor() as cursor:
            cursor.execute(_READ, [file_id, FileState.STORED])
            row = cursor.fetchone()
    if row is None:
        return unknown_path(request)
    name, content_type, data = row
    answer: HttpResponse | HttpResponseBase = attachment([bytes(data)], name=name, content_type=content_type)
    answer["Content-Length"] = str(len(data))
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer
