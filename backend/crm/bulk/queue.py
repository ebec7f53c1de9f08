"""A job on its way to a worker."""

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

# The task that `jobs.py` defines; named here, since a service knows no jobs.
RUN_BULK_JOB = "bulk.run"


def hand_to_worker(job_id: int) -> None:
    """Has a worker take the job up, when this transaction is committed. One that waits for a worker already goes on."""
    try:
        with transaction.atomic():
            app.configure_task(RUN_BULK_JOB, queue="bulk", queueing_lock=f"bulk {job_id}").defer(job_id=job_id)
    except AlreadyEnqueued:
        return
