"""Reading deliveries: what listeners have heard, have yet to hear, and could not take."""

from datetime import datetime
from typing import Any, LiteralString

import msgspec
from django.db import connection

from crm.core.access import Actor, Permission, requires
from crm.core.errors import NotFound
from crm.core.paging import PAGE_SIZE, pack_cursor, unpack_cursor
from crm.journal.enums import DeliveryFilter


class DeliveryRow(msgspec.Struct, frozen=True):
    """One event for one listener."""

    id: int
    event_id: int
    event_name: str
    listener: str
    state: str
    attempts: int
    error: str
    due_at: datetime
    created_at: datetime
    finished_at: datetime | None


class DeliveryPage(msgspec.Struct, frozen=True):
    """Deliveries, newest first, and where the next page begins."""

    items: list[DeliveryRow]
    next_cursor: str | None


class DeliverySummary(msgspec.Struct, frozen=True):
    """How delivery stands. An `oldest_pending_at` long ago says that no worker runs."""

    pending: int
    failed: int
    oldest_pending_at: datetime | None


_READ: LiteralString = (
    "SELECT d.id, d.event_id, e.name, d.listener, d.state, d.attempts, d.error, d.due_at, d.created_at, d.finished_at "
    "FROM journal_delivery d JOIN journal_event e ON e.id = d.event_id "
)
# Written into the query, so that the planner sees that a partial index covers it.
_STATE: dict[DeliveryFilter, LiteralString] = {
    DeliveryFilter.PENDING: "d.state = 'pending'",
    DeliveryFilter.FAILED: "d.state = 'failed'",
    DeliveryFilter.ALL: "TRUE",
}


@requires(Permission.DELIVERIES_READ)
def list_deliveries(
    *, actor: Actor, state: DeliveryFilter = DeliveryFilter.FAILED, cursor: str | None = None
) -> DeliveryPage:
    """A page of deliveries in `state`, newest first. Raises `BadCursor`."""
    values: list[Any] = []
    query = f"{_READ} WHERE {_STATE[state]}"
    if cursor:
        query += " AND d.id < %s"
        values += unpack_cursor(cursor, int)
    with connection.cursor() as reading:
        reading.execute(f"{query} ORDER BY d.id DESC LIMIT %s", [*values, PAGE_SIZE + 1])
        rows = [DeliveryRow(*row) for row in reading.fetchall()]
    items = rows[:PAGE_SIZE]
    return DeliveryPage(items=items, next_cursor=pack_cursor(items[-1].id) if len(rows) > PAGE_SIZE else None)


@requires(Permission.DELIVERIES_READ)
def get_delivery_summary(*, actor: Actor) -> DeliverySummary:
    """How many deliveries wait and how many have failed."""
    with connection.cursor() as reading:
        reading.execute(
            "SELECT (SELECT count(*) FROM journal_delivery WHERE state = 'pending'), "
            "(SELECT count(*) FROM journal_delivery WHERE state = 'failed'), "
            "(SELECT min(created_at) FROM journal_delivery WHERE state = 'pending')"
        )
        return DeliverySummary(*(reading.fetchone() or (0, 0, None)))


def read_delivery(delivery_id: int) -> DeliveryRow:
    """One delivery as it stands. Raises `NotFound`."""
    with connection.cursor() as reading:
        reading.execute(f"{_READ} WHERE d.id = %s", [delivery_id])
        row = reading.fetchone()
    if row is None:
        raise NotFound
    return DeliveryRow(*row)
