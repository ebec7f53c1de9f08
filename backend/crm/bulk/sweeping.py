"""Taking away what has had its time."""

from datetime import timedelta

from crm.bulk.enums import JobState
from crm.bulk.models import BulkFile, BulkJob
from crm.core import clock

# The journal keeps what a job changed; for how long the job itself is shown, and can be undone as a whole.
KEEP_JOBS = timedelta(days=90)


def sweep() -> None:
    """Deletes files that have expired, and jobs that ended three months ago."""
    now = clock.now()
    BulkFile.objects.filter(expires_at__lte=now).delete()
    BulkJob.objects.filter(finished_at__lt=now - KEEP_JOBS).exclude(state=JobState.OPEN).delete()
