"""Telling the open pages that something has changed: ids alone. What a page may know of them the API decides."""

from collections.abc import Iterator, Sequence

import msgspec
from django.db import connection

LIVE_CHANNEL = "kith_live"
# PostgreSQL carries less than 8000 bytes in one message.
PAYLOAD_MOST = 7500


class Notice(msgspec.Struct, frozen=True):
    """What a page is told."""

    name: str
    subject: str
    id: int
    contact_id: int | None = None
    company_id: int | None = None


def tell_pages(notices: Sequence[Notice]) -> None:
    """Sends `notices` to all open pages when the transaction is committed; at once outside of one."""
    payloads = payloads_of(notices)
    if payloads:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, p) FROM unnest(%s::text[]) AS p", [LIVE_CHANNEL, payloads])


def payloads_of(notices: Sequence[Notice]) -> list[str]:
    """The messages that carry `notices` on `LIVE_CHANNEL`."""
    return list(_payloads(notices))


def _payloads(notices: Sequence[Notice]) -> Iterator[str]:
    """`{"changes": […]}` as often as needed to hold all."""
    parts: list[bytes] = []
    size = 0
    for notice in notices:
        part = msgspec.json.encode(notice)
        if parts and size + len(part) + 20 > PAYLOAD_MOST:
            yield _payload(parts)
            parts, size = [], 0
        parts.append(part)
        size += len(part) + 1
    if parts:
        yield _payload(parts)


def _payload(parts: Sequence[bytes]) -> str:
    return '{"changes":[' + b",".join(parts).decode() + "]}"
