"""Tells the open pages that something has changed."""

from collections.abc import Sequence

from crm.journal.notices import Notice, tell_pages
from crm.journal.publishing import Published, on_batch


@on_batch(every=True)
def announce_changes(events: Sequence[Published]) -> None:
    """Sends each change to all open pages, those of one batch together.

    What stands in the audit log alone is not told: when a colleague signs in is not for everybody.
    """
    # One notice for many events of the same sort on the same record.
    notices = dict.fromkeys(
        Notice(event.name, event.subject, event.subject_id, event.contact_id, event.company_id)
        for event in events
        if not event.event.is_audited or event.event.has_timeline()
    )
    tell_pages(list(notices))
