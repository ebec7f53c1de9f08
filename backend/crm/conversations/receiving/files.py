"""Files that come along with messages: kept within limits, told by their bytes, fetched where that needs us."""

import logging
from collections.abc import Sequence
from datetime import timedelta

from django.db import connection, transaction

from crm.conversations.adapters import UnknownKind, adapter_of, settings_of
from crm.conversations.enums import FileState
from crm.conversations.file_types import tidy_name, type_of
from crm.conversations.models import Attachment
from crm.conversations.port import IncomingFile, NotNow, Rejected
from crm.core import clock
from crm.core.claims import seconds_until_due
from crm.core.sealing import CannotUnseal
from crm.journal.notices import Notice, tell_pages

log = logging.getLogger(__name__)

FILE_MOST = 25 * 1024 * 1024
MESSAGE_MOST = 35 * 1024 * 1024
FILES_MOST = 50
# Providers keep such files for hours at least; who does not answer is asked five times in an hour.
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 3600))
# While it is fetched nobody else fetches it; a worker that dies leaves it for the next one.
LEASE = timedelta(seconds=90)
AT_ONCE = 5


def keep_files(message_id: int, files: Sequence[IncomingFile]) -> None:
    """Writes the files of a message that was just written. What is too large is named, and not kept."""
    if not files:
        return
    total = 0
    rows = []
    for file in files[:FILES_MOST]:
        kind = type_of(file.data, file.content_type) if file.data else file.content_type[:120]
        row = Attachment(
            message_id=message_id,
            name=tidy_name(file.name, kind),
            content_type=kind.replace("\0", ""),
            size=len(file.data),
            state=FileState.STORED,
            content_id=file.content_id.replace("\0", "").strip().strip("<>")[:255],
        )
        total += len(file.data)
        if file.fetch_url:
            row.state, row.source_url, row.due_at = FileState.TO_FETCH, file.fetch_url[:2000], clock.now()
        elif len(file.data) > FILE_MOST or total > MESSAGE_MOST:
            row.state, row.error_text = FileState.REFUSED, "It is larger than is kept: 25 MB a file, 35 MB a message."
        else:
            row.data = file.data
        rows.append(row)
    Attachment.objects.bulk_create(rows)


def fetch_files(limit: int = AT_ONCE) -> int:
    """Fetches files that are due, one after the other, outside of any transaction. Returns how many it tried."""
    taken = 0
    while taken < limit and (found := _claim()) is not None:
        _fetch(found)
        taken += 1
    return taken


def _claim() -> int | None:
    """Takes the next file that is due, for as long as the lease lasts."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE conversations_attachment SET due_at = statement_timestamp() + make_interval(secs => %s), "
            "attempts = attempts + 1 "
            "WHERE id = (SELECT id FROM conversations_attachment WHERE state = 'to_fetch' "
            "AND due_at <= statement_timestamp() ORDER BY due_at, id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id",
            [LEASE.total_seconds()],
        )
        row = cursor.fetchone()
    return row[0] if row else None


def _fetch(file_id: int) -> None:
    file = Attachment.objects.select_related("message__account", "message__conversation").filter(pk=file_id).first()
    if file is None or file.message.account is None:
        return
    account = file.message.account
    values: dict[str, object]
    try:
        kind, data = adapter_of(account).fetch(settings_of(account), file.source_url)
    except NotNow as error:
        values = _put_off(file, error.text)
    except Rejected as error:
        values = {"state": FileState.FAILED, "error_text": error.text[:300], "due_at": None}
    except (UnknownKind, CannotUnseal):
        values = {"state": FileState.FAILED, "error_text": "The channel's account can't be used.", "due_at": None}
    except Exception:
        # One file that an adapter stumbles over does not hold up what else is to be fetched.
        log.exception("File %s could not be fetched", file_id)
        values = _put_off(file, "It could not be fetched.")
    else:
        values = _stored(kind, data, file.name)
    Attachment.objects.filter(pk=file_id, state=FileState.TO_FETCH).update(**values)
    thread = file.message.conversation
    tell_pages([Notice("message.changed", "conversation", thread.pk, thread.contact_id)])


def _stored(told: str, data: bytes, name: str) -> dict[str, object]:
    if len(data) > FILE_MOST:
        refused = "It is larger than is kept: 25 MB a file."
        return {"state": FileState.REFUSED, "error_text": refused, "due_at": None, "size": len(data)}
    kind = type_of(data, told)
    return {
        "state": FileState.STORED, "data": data, "size": len(data), "content_type": kind,
        "name": tidy_name(name, kind), "due_at": None, "error_text": "",
    }  # fmt: skip


def _put_off(file: Attachment, text: str) -> dict[str, object]:
    if file.attempts > len(PAUSES):
        return {"state": FileState.FAILED, "error_text": text[:300], "due_at": None}
    return {"due_at": clock.now() + PAUSES[file.attempts - 1], "error_text": text[:300]}


def seconds_until_fetch(most: float) -> float:
    """Seconds until the next file is due, at most `most`."""
    return seconds_until_due(table="conversations_attachment", state=FileState.TO_FETCH, most=most)
