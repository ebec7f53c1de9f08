"""Taking a job back, or any other set of changes: a job of its own, which can be taken back in turn."""

import uuid

from django.db import connection, transaction
from psycopg import sql

from crm.bulk.enums import JobKind, JobState
from crm.bulk.errors import JobCannotBeUndone
from crm.bulk.models import BulkJob
from crm.bulk.queue import hand_to_worker
from crm.bulk.selectors import JobRow, read_job
from crm.bulk.services.starting import Asked, make_job
from crm.core.access import Actor, Permission, requires
from crm.journal.errors import NothingToUndo
from crm.journal.sets import changes_to_undo

UNDO = "undo"
UNDO_BATCH = 1000

_SETTLE = sql.SQL(
    "INSERT INTO bulk_bulkbatch (job_id, number, record_ids, subjects, change_ids) "
    "SELECT %s, (position - 1) / %s, array_agg(subject_id ORDER BY position), array_agg(subject ORDER BY position), "
    "array_agg(change_id ORDER BY position) FROM ({changes}) AS changes GROUP BY 2 "
    # Tags and companies that a set made by the way are taken back too, and not counted among its records.
    "RETURNING (SELECT count(*) FROM unnest(subjects) AS s WHERE s = %s)"
)


@requires(Permission.CHANGES_UNDO)
@transaction.atomic
def undo_bulk_job(*, actor: Actor, job_id: int) -> JobRow:
    """A job that takes back all that another one did, the last change first; what has been changed since is reported.

    Raises `NotFound`, `JobCannotBeUndone`.
    """
    job = read_job(actor, job_id)
    if not job.can_undo:
        raise JobCannotBeUndone
    label = f"Redo: {job.label.removeprefix('Undo: ')}" if job.label.startswith("Undo: ") else f"Undo: {job.label}"
    return undo_set(actor=actor, set_id=job.set_id, subject=job.subject, label=label)


@requires(Permission.CHANGES_UNDO)
@transaction.atomic
def undo_set(*, actor: Actor, set_id: uuid.UUID, subject: str, label: str) -> JobRow:
    """A job that takes back the changes of a set: for rooms whose own work is one (an import).

    Whether the actor may know of the set, the caller has decided. Raises `JobCannotBeUndone`, `NothingToUndo`.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('undo set ' || %s, 0))", [str(set_id)])
        if BulkJob.objects.filter(undoes_set_id=set_id, state=JobState.OPEN).exists():
            raise JobCannotBeUndone("This is being undone already.")
        asked = Asked(JobKind.UNDO, UNDO, {}, label, Permission.CHANGES_UNDO)
        job = make_job(actor, subject=subject, asked=asked, undoes_set_id=set_id)
        changes, values = changes_to_undo(set_id)
        cursor.execute(_SETTLE.format(changes=changes), [job.pk, UNDO_BATCH, *values, subject])
        counts = [row[0] for row in cursor.fetchall()]
    if not counts:
        raise NothingToUndo
    job.total = sum(counts)
    job.save(update_fields=["total"])
    hand_to_worker(job.pk)
    return read_job(actor, job.pk)
