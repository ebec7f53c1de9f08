"""Breaking a job off."""

from django.db import transaction

from crm.bulk.enums import JobState
from crm.bulk.errors import JobIsOver
from crm.bulk.models import BulkJob
from crm.bulk.selectors import JobRow, read_job
from crm.core import clock
from crm.core.access import Actor, Permission, requires


@requires(Permission.CONTACTS_BULK)
@transaction.atomic
def cancel_bulk_job(*, actor: Actor, job_id: int) -> JobRow:
    """Has the job stop after the batch in hand. What was done by then stays, and can be undone.

    Raises `NotFound`, `JobIsOver`.
    """
    read_job(actor, job_id)
    # Waits for the batch in hand, which holds the row: what this answers is how it stands after it.
    asked = BulkJob.objects.filter(pk=job_id, state=JobState.OPEN).update(cancelled_at=clock.now(), due_at=clock.now())
    if not asked:
        raise JobIsOver
    return read_job(actor, job_id)
