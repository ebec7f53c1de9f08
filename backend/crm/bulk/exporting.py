"""Making a file: read by batches, written to disk as they come, stored in one transaction at the end.

A worker that dies leaves nothing, and the next one begins again. Nothing is stored of a job that was cancelled, or
whose owner may export no more.
"""

import itertools
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import IO
from zoneinfo import ZoneInfo

from django.db import transaction

from crm.bulk import holding
from crm.bulk.catalogue import EXPORTS, SUBJECTS, Cell, read_params
from crm.bulk.enums import JobState
from crm.bulk.events import RecordsExported
from crm.bulk.exports import ExportParams, file_name, labels_of
from crm.bulk.models import BulkFile, BulkFilePart, BulkJob
from crm.bulk.rescue import LEASE
from crm.bulk.writers import CONTENT_TYPES, open_writer
from crm.core import clock
from crm.core.access import Actor
from crm.core.errors import Refusal
from crm.journal.publishing import publish

KEEP_FILES = timedelta(days=7)
PART_BYTES = 256 * 1024
PARTS_AT_ONCE = 16
TELL_SECONDS = 0.5


def run_export(job_id: int) -> None:
    """Makes the file of a job. One that is over, or is stopped meanwhile, leaves none."""
    with tempfile.TemporaryFile() as file:
        written = _write(job_id, file)
        if written is None:
            return
        with transaction.atomic():
            job = holding.take(job_id)
            if job is None or _is_stopped(job):
                return
            actor = _acting(job)
            if actor is not None:
                _store(job, actor, file, written)


def _write(job_id: int, file: IO[bytes]) -> int | None:
    """Writes all rows; returns how many, or None when the job was stopped."""
    writer = None
    count = number = 0
    told_at = 0.0
    while True:
        with transaction.atomic():
            job = holding.take(job_id)
            if job is None or _is_stopped(job):
                return None
            actor = _acting(job)
            if actor is None:
                return None
            export, params = EXPORTS[job.subject], read_params(ExportParams, job.params)
            if writer is None:
                header = labels_of(export, actor, params.columns)
                writer = open_writer(params.format, file, header, sheet=SUBJECTS[job.subject].many.capitalize())
            batch = job.batches.filter(number=number).first()
            if batch is None:
                break
            rows = export.read(actor=actor, ids=batch.record_ids, columns=params.columns)
            _note(job, is_first=number == 0, rows=len(rows), gone=len(batch.record_ids) - len(rows))
        writer.write(_in_zone(row, actor) for row in rows)
        count += len(rows)
        number += 1
        if time.monotonic() - told_at >= TELL_SECONDS:
            holding.tell(job_id)
            told_at = time.monotonic()
    writer.close()
    return count


def _acting(job: BulkJob) -> Actor | None:
    """Whoever asked for it; None when they may export no more, which ends the job."""
    try:
        return holding.acting(job)
    except Refusal as refusal:
        holding.end(job, JobState.FAILED, holding.words_of(refusal))
        return None


def _is_stopped(job: BulkJob) -> bool:
    if job.cancelled_at is not None:
        holding.end(job, JobState.CANCELLED)
    return job.cancelled_at is not None


def _note(job: BulkJob, *, is_first: bool, rows: int, gone: int) -> None:
    # The first batch begins the count anew: another worker may have come some way.
    job.changed = rows + (0 if is_first else job.changed)
    job.refused = gone + (0 if is_first else job.refused)
    job.started_at = job.started_at or clock.now()
    job.due_at = clock.now() + LEASE
    job.save(update_fields=["changed", "refused", "started_at", "due_at"])


def _in_zone(row: Sequence[Cell], actor: Actor) -> list[Cell]:
    zone = ZoneInfo(actor.time_zone)
    return [cell.astimezone(zone).replace(tzinfo=None) if isinstance(cell, datetime) else cell for cell in row]


def _store(job: BulkJob, actor: Actor, file: IO[bytes], count: int) -> None:
    params = read_params(ExportParams, job.params)
    subject = SUBJECTS[job.subject]
    now = clock.now()
    BulkFile.objects.filter(job=job).delete()
    stored = BulkFile.objects.create(
        job=job,
        name=file_name(subject, params.format, actor, now),
        content_type=CONTENT_TYPES[params.format],
        size=file.seek(0, 2),
        expires_at=now + KEEP_FILES,
    )
    file.seek(0)
    parts = _parts(stored, file)
    while some := list(itertools.islice(parts, PARTS_AT_ONCE)):
        BulkFilePart.objects.bulk_create(some)
    event = RecordsExported(
        subject_id=job.pk,
        count=count,
        records=subject.many,
        format=params.format.upper(),
        columns=list(params.columns),
        selection=job.selection,
    )
    publish(event, actor=actor)
    holding.end(job, JobState.DONE)


def _parts(stored: BulkFile, file: IO[bytes]) -> Iterator[BulkFilePart]:
    number = 0
    while content := file.read(PART_BYTES):
        yield BulkFilePart(file=stored, number=number, content=content)
        number += 1
