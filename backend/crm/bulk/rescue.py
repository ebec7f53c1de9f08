"""Jobs that nobody looks after: their worker died, or was ended in the middle."""

from datetime import timedelta

from django.db import connection, transaction

from crm.bulk.enums import JobState
from crm.bulk.queue import hand_to_worker
from crm.core.claims import claim_due, seconds_until_due
from crm.core.work import Work

# A batch takes a second or less and holds the job's row meanwhile; after each, a worker puts `due_at` off by so much.
LEASE = timedelta(seconds=10)
AT_ONCE = 20


def hand_out_again() -> int:
    """Hands jobs to a worker whose own has not been heard of. Returns how many."""
    with transaction.atomic():
        ids = [row[0] for row in claim_due(table="bulk_bulkjob", columns=["id"], state=JobState.OPEN, limit=AT_ONCE)]
        for job_id in ids:
            hand_to_worker(job_id)
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE bulk_bulkjob SET due_at = now() + make_interval(secs => %s) WHERE id = ANY(%s)",
                [LEASE.total_seconds(), ids],
            )
    return len(ids)


def seconds_until_look(most: float) -> float:
    """Seconds until some job is to be looked after, at most `most`."""
    return seconds_until_due(table="bulk_bulkjob", state=JobState.OPEN, most=most)


RESCUING = Work("bulk jobs", hand_out_again, seconds_until_look)
