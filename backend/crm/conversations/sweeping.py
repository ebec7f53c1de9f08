"""Taking away what nobody asks for any more."""

from datetime import timedelta

from crm.conversations.enums import PayloadState
from crm.conversations.models import Payload, Upload, Viewing
from crm.core import clock

UPLOADS_FOR = timedelta(days=1)
VIEWING_FOR = timedelta(hours=1)
# As long as an administrator may want to have something read again; what failed waits longer for that.
DONE_FOR, FAILED_FOR = timedelta(days=30), timedelta(days=90)


def sweep() -> None:
    """Deletes uploads that no draft has, who had what open, and payloads whose time is over."""
    now = clock.now()
    Upload.objects.filter(created_at__lt=now - UPLOADS_FOR, draft__isnull=True).delete()
    Viewing.objects.filter(seen_at__lt=now - VIEWING_FOR).delete()
    Payload.objects.filter(state=PayloadState.DONE, received_at__lt=now - DONE_FOR).delete()
    Payload.objects.filter(state=PayloadState.FAILED, received_at__lt=now - FAILED_FOR).delete()
