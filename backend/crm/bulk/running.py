"""Doing a job: batch by batch, each in one transaction with the note of what became of its records.

A worker that dies in between leaves nothing half done: the batch in hand is taken back with its note, and the next
worker goes on from there. Two workers on one job do not meet: whoever comes second finds the job's row taken.
"""

import time
from collections import Counter

from django.db import connection, transaction

from crm.bulk import holding
from crm.bulk.catalogue import ACTIONS, CHANGED, Outcome, read_params, refused
from crm.bulk.enums import JobKind, JobState, OutcomeState
from crm.bulk.exporting import run_export
from crm.bulk.models import BulkBatch, BulkJob, BulkOutcome
from crm.bulk.rescue import LEASE
from crm.core import clock
from crm.core.access import Actor
from crm.core.errors import Refusal
from crm.journal.sets import undo_changes

# Pages are told of progress no more often than this.
TELL_SECONDS = 0.5
GONE = refused("It is gone, or was never here.")


def run_job(job_id: int, *, batches: int | None = None) -> None:
    """Does what is left of the job, or no more than so many `batches` of it. A job that is over stays as it is.

    What goes wrong is tried again later, five times in all; then the job has failed, and says so.
    """
    try:
        if BulkJob.objects.filter(pk=job_id, kind=JobKind.EXPORT).exists():
            run_export(job_id)
        else:
            _run_batches(job_id, batches)
    except Exception as error:
        if connection.connection is None or connection.connection.closed:
            # No fault of the job's: it is handed out again once the database is back.
            raise
        with transaction.atomic():
            job = holding.take(job_id)
            if job is not None:
                holding.note_fault(job, error)
    holding.tell(job_id)


def _run_batches(job_id: int, most: int | None) -> None:
    done, told_at = 0, 0.0
    while (most is None or done < most) and _do_batch(job_id):
        done += 1
        if time.monotonic() - told_at >= TELL_SECONDS:
            holding.tell(job_id)
            told_at = time.monotonic()


def _do_batch(job_id: int) -> bool:
    """Does the next batch. False when there is none, or nobody may do it."""
    with transaction.atomic():
        job = holding.take(job_id)
        if job is None:
            return False
        if job.cancelled_at is not None:
            holding.end(job, JobState.CANCELLED)
            return False
        batch = job.batches.order_by("number").first()
        if batch is None:
            _finish(job)
            return False
        try:
            actor = holding.acting(job)
            with transaction.atomic():
                outcomes = _undo(actor, batch) if job.kind == JobKind.UNDO else _act(job, actor, batch)
        except Refusal as refusal:
            holding.end(job, JobState.FAILED, holding.words_of(refusal))
            return False
        _note(job, batch, outcomes)
        return True


def _finish(job: BulkJob) -> None:
    """Ends a job whose records are all done."""
    action = ACTIONS.get((job.subject, job.action))
    try:
        if job.kind == JobKind.ACTION and action and action.finish:
            with transaction.atomic():
                action.finish(actor=holding.acting(job), params=read_params(action.params, job.params))
    except Refusal as refusal:
        holding.end(job, JobState.FAILED, holding.words_of(refusal))
    else:
        holding.end(job, JobState.DONE)


_Outcomes = list[tuple[str, int, Outcome]]


def _act(job: BulkJob, actor: Actor, batch: BulkBatch) -> _Outcomes:
    action = ACTIONS[job.subject, job.action]
    found = action.run(actor=actor, ids=batch.record_ids, params=read_params(action.params, job.params))
    return [(job.subject, record_id, found.get(record_id, GONE)) for record_id in batch.record_ids]


def _undo(actor: Actor, batch: BulkBatch) -> _Outcomes:
    subjects, changes = batch.subjects or [], batch.change_ids or []
    found = undo_changes(actor=actor, change_ids=changes)
    return [
        (subject, record_id, refused(reason) if (reason := found[change_id]) else CHANGED)
        for subject, record_id, change_id in zip(subjects, batch.record_ids, changes, strict=True)
    ]


def _note(job: BulkJob, batch: BulkBatch, outcomes: _Outcomes) -> None:
    counts = Counter(outcome.state for subject, _, outcome in outcomes if subject == job.subject)
    BulkOutcome.objects.bulk_create(
        BulkOutcome(job=job, subject=subject, record_id=record_id, state=outcome.state, reason=outcome.reason)
        for subject, record_id, outcome in outcomes
        if outcome.state is not OutcomeState.CHANGED
    )
    batch.delete()
    now = clock.now()
    job.changed += counts[OutcomeState.CHANGED]
    job.unchanged += counts[OutcomeState.UNCHANGED]
    job.refused += counts[OutcomeState.REFUSED]
    job.started_at = job.started_at or now
    job.due_at = now + LEASE
    job.attempts = 0
    job.save(update_fields=["changed", "unchanged", "refused", "started_at", "due_at", "attempts"])
