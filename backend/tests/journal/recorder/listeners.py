"""Two listeners, one for single events and one for lists, that take their time."""

import os
import time
from collections.abc import Sequence

from django.db import connection

from crm.companies.events import CompanyCreated
from crm.journal.publishing import Published, on, on_batch


def _write_down(listener: str, ids: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO recorder_heard (listener, event_id) SELECT %s, unnest(%s::bigint[])", [listener, list(ids)]
        )


@on(CompanyCreated)
def hear_one(event: Published) -> None:
    """Takes a millisecond for each unless told otherwise, so that whatever dies often dies half-way."""
    _write_down("one", [event.id])
    time.sleep(float(os.environ.get("RECORDER_SECONDS", "0.001")))


@on_batch(CompanyCreated)
def hear_many(events: Sequence[Published]) -> None:
    """Takes a little for each list."""
    _write_down("many", [event.id for event in events])
    time.sleep(0.01)
