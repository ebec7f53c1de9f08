"""Forgetting a person: in what jobs are called and were asked for, and in the files that exports made."""

from django.db.models import Q

from crm.bulk.enums import JobKind, JobState
from crm.bulk.models import BulkFile, BulkFilePart, BulkJob, BulkOutcome
from crm.core import clock
from crm.core.erasure import ERASED, Person, erases


@erases
def erase_from_bulk_jobs(person: Person) -> None:
    """Deletes the files of all exports of people, and empties jobs that name the person.

    A file can hold anybody, and whoever wants it again exports again: without the person.
    """
    # An export under way holds its job's row: this waits for its end, and its file goes with the others.
    BulkJob.objects.filter(kind=JobKind.EXPORT, state=JobState.OPEN).update(cancelled_at=clock.now())
    BulkFilePart.objects.all().delete()
    BulkFile.objects.all().delete()
    BulkOutcome.objects.filter(subject="contact", record_id__in=person.contact_ids).update(reason=ERASED)
    named = Q()
    # One letter as a name would be in every job.
    for term in (*person.terms, *(part for part in person.name_parts if len(part) > 2)):
        named |= Q(label__icontains=term) | Q(selection__icontains=term) | Q(params__icontains=term)
    BulkJob.objects.filter(named, state=JobState.OPEN).update(cancelled_at=clock.now())
    BulkJob.objects.filter(named).update(label=ERASED, selection=ERASED, params={})
