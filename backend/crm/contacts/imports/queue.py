"""An import on its way to a worker, and back to one when its worker has died."""

from datetime import timedelta

from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from crm.contacts.imports.enums import ImportState
from crm.core.claims import claim_due, seconds_until_due
from crm.core.work import Work

# The task that `contacts/jobs.py` defines; named here, since a service knows no jobs.
RUN_IMPORT = "contacts.run_import"
# A batch takes a second or less and holds the import's row meanwhile; each puts `due_at` off by so much.
LEASE = timedelta(seconds=10)
AT_ONCE = 20
_UNDER_WAY = (ImportState.PREVIEWING, ImportState.RUNNING)


def hand_to_worker(import_id: int) -> None:
    """Has a worker take the import up, when this transaction is committed. One that waits for a worker goes on."""
    try:
        with transaction.atomic():
            app.configure_task(RUN_IMPORT, queue="imports", queueing_lock=f"import {import_id}").defer(
                import_id=import_id
            )
    except AlreadyEnqueued:
        return


def hand_out_again() -> int:
    """Hands imports to a worker whose own has not been heard of. Returns how many."""
    with transaction.atomic():
        ids = [
            row[0]
            for state in _UNDER_WAY
            for row in claim_due(table="contacts_import", columns=["id"], state=state, limit=AT_ONCE)
        ]
        for import_id in ids:
            hand_to_worker(import_id)
        if ids:
            with connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE contacts_import SET due_at = now() + make_interval(secs => %s) WHERE id = ANY(%s)",
                    [LEASE.total_seconds(), ids],
                )
    return len(ids)


def seconds_until_look(most: float) -> float:
    """Seconds until some import is to be looked after, at most `most`."""
    for state in _UNDER_WAY:
        most = seconds_until_due(table="contacts_import", state=state, most=most)
    return most


RESCUING = Work("imports", hand_out_again, seconds_until_look)
