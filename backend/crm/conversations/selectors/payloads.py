"""What providers posted, for an administrator: when, whether it could be read, and what came of it."""

from typing import Any, LiteralString

import msgspec
from django.db import connection

from crm.conversations.enums import PayloadState
from crm.conversations.models import ChannelAccount
from crm.conversations.selectors.visibility import BIGINT_MOST, check_id
from crm.core.access import Actor, Permission, requires
from crm.core.errors import NotFound
from crm.core.paging import PAGE_SIZE, BadCursor, pack_cursor, unpack_cursor
from crm.core.rows import iso


class PayloadRow(msgspec.Struct, frozen=True):
    """A payload without what is in it. `size` is in bytes."""

    id: int
    key: str
    state: str
    state_label: str
    received_at: str
    content_type: str
    size: int
    attempts: int
    error_text: str
    outcome: str
    done_at: str | None


class PayloadPage(msgspec.Struct, frozen=True):
    """Payloads, the newest first, and where the next page begins."""

    items: list[PayloadRow]
    next_cursor: str | None


_READ: LiteralString = (
    "SELECT p.id, p.key, p.state, " + iso("p.received_at") + ", p.content_type, octet_length(p.body), p.attempts, "  # noqa: S608 - constants of this room
    "p.error_text, p.outcome, " + iso("p.done_at") + " FROM conversations_payload p "
)  # fmt: skip


@requires(Permission.CHANNELS_READ)
def list_payloads(
    *, actor: Actor, account_id: int, state: PayloadState | None = None, cursor: str | None = None
) -> PayloadPage:
    """A page of what was posted to an account's hook. Raises `NotFound`, `BadCursor`."""
    check_id(account_id)
    if not ChannelAccount.objects.filter(pk=account_id).exists():
        raise NotFound
    query, values = _READ + "WHERE p.account_id = %s", [account_id]
    listed: list[Any] = values
    if state:
        query, listed = query + " AND p.state = %s", [*listed, state.value]
    if cursor:
        (before,) = unpack_cursor(cursor, int)
        if not 0 < before <= BIGINT_MOST:
            raise BadCursor(fields={"cursor": ["Start again from the first page."]})
        query, listed = query + " AND p.id < %s", [*listed, before]
    with connection.cursor() as reading:
        reading.execute(query + " ORDER BY p.id DESC LIMIT %s", [*listed, PAGE_SIZE + 1])
        rows = [_row(row) for row in reading.fetchall()]
    items = rows[:PAGE_SIZE]
    return PayloadPage(items, pack_cursor(items[-1].id) if len(rows) > PAGE_SIZE else None)


def read_payload_row(payload_id: int) -> PayloadRow:
    """One payload as it stands. Raises `NotFound`."""
    with connection.cursor() as reading:
        reading.execute(_READ + "WHERE p.id = %s", [payload_id])
        row = reading.fetchone()
    if row is None:
        raise NotFound
    return _row(row)


def _row(row: tuple[Any, ...]) -> PayloadRow:
    label = str(PayloadState(row[2]).label)
    return PayloadRow(row[0], row[1], row[2], label, row[3], row[4], row[5], row[6], row[7], row[8], row[9])
