"""Tells the open pages that something has changed."""

from collections.abc import Iterator, Sequence

import msgspec
from django.db import connection

from crm.journal.publishing import Published, on_batch

LIVE_CHANNEL = "kith_live"
# PostgreSQL carries less than 8000 bytes in one message.
PAYLOAD_MOST = 7500


class Notice(msgspec.Struct, frozen=True):
    """What a page is told: ids alone. What it may know of them the API decides."""

    name: str
    subject: str
    id: int
    contact_id: int | None


@on_batch(every=True)
def announce_changes(events: Sequence[Published]) -> None:
    """Sends each change to all open pages, those of one batch together.

    What stands in the audit log alone is not told: when a colleague signs in is not for everybody.
    """
    # One notice for many events of the same sort on the same record.
    notices = dict.fromkeys(
        Notice(event.name, event.subject, event.subject_id, event.contact_id)
        for event in events
        if not event.event.is_audited or event.event.has_timeline()
    )
    payloads = list(_payloads(list(notices)))
    if payloads:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, p) FROM unnest(%s::text[]) AS p", [LIVE_CHANNEL, payloads])


def _payloads(notices: Sequence[Notice]) -> Iterator[str]:
    """`{"changes": […]}` as often as needed to hold all."""
    parts: list[str] = []
    size = 0
    for notice in notices:
        part = msgspec.json.encode(notice).decode()
        if parts and size + len(part.encode()) + 20 > PAYLOAD_MOST:
            yield _payload(parts)
            parts, size = [], 0
        parts.append(part)
        size += len(part.encode()) + 1
    if parts:
        yield _payload(parts)


def _payload(parts: Sequence[str]) -> str:
    return '{"changes":[' + ",".join(parts) + "]}"
