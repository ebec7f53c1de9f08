"""What is kept of an import, and how long. Files hold people who never agreed to be kept twice."""

from datetime import timedelta

from django.db import transaction

from crm.contacts.imports.models import ContactImport
from crm.contacts.imports.preparing import forget_contents
from crm.core import clock

# Files that nobody went on with, and cells of rows that were not taken.
KEEP = timedelta(days=30)
AT_ONCE = 100


def sweep() -> int:
    """Forgets the contents of imports that nobody has touched for thirty days. Returns how many."""
    before = clock.now() - KEEP
    waiting = ContactImport.objects.filter(created_at__lt=before, hidden_at__isnull=True)
    with transaction.atomic():
        old = [
            batch
            for batch in waiting.exclude(state__in=["previewing", "running"])
            .select_for_update(skip_locked=True)
            .order_by("id")[:AT_ONCE]
            if (batch.finished_at or batch.created_at) < before
        ]
        for batch in old:
            forget_contents(batch)
            batch.hidden_at = clock.now()
            batch.save(update_fields=["first_rows", "columns", "hidden_at"])
    return len(old)
