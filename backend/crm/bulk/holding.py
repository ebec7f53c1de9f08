"""A job in the hands of a worker: taken, done by whoever asked for it, ended, told of."""

import dataclasses
import logging
from datetime import timedelta

from crm.accounts.actors import present_actor
from crm.accounts.selectors import names_of
from crm.bulk.catalogue import ACTIONS, EXPORTS
from crm.bulk.enums import JobKind, JobState
from crm.bulk.models import BulkJob
from crm.core import clock
from crm.core.access import Actor, Permission
from crm.core.errors import NotAllowed, Refusal
from crm.journal.delivery import describe
from crm.journal.notices import Notice, tell_pages
from crm.journal.sets import set_can_be_undone

log = logging.getLogger(__name__)

TRIES_MOST = 5
_FAULT = "Something broke on our side. What was done so far can be undone."


class ActorHasLeft(Refusal):
    """Whoever asked for the job may not sign in any more."""

    code = "actor_has_left"


def take(job_id: int) -> BulkJob | None:
    """The job, locked until the transaction ends; None when it is over, or another worker has it."""
    return BulkJob.objects.select_for_update(skip_locked=True).filter(pk=job_id, state=JobState.OPEN).first()


def acting(job: BulkJob) -> Actor:
    """Whoever asked for the job, with what they may do at this moment. Raises `ActorHasLeft`, `NotAllowed`."""
    actor = present_actor(job.actor_id)
    if actor is None:
        raise ActorHasLeft(f"{names_of([job.actor_id])[job.actor_id]} may not sign in any more.")
    for permission in (Permission.CONTACTS_BULK, _permission_for(job)):
        if not actor.may(permission):
            raise NotAllowed(permission)
    is_undo = job.kind == JobKind.UNDO
    via = "undo of a bulk action" if is_undo else "bulk action"
    return dataclasses.replace(actor, via=via, change_set=job.set_id, is_quiet=is_undo)


def _permission_for(job: BulkJob) -> Permission:
    match job.kind:
        case JobKind.UNDO:
            return Permission.CHANGES_UNDO
        case JobKind.EXPORT:
            return EXPORTS[job.subject].permission
        case _:
            return ACTIONS[job.subject, job.action].permission


def end(job: BulkJob, state: JobState, error: str = "") -> None:
    """Writes that a locked job is over."""
    job.batches.all().delete()
    job.state = state
    job.error = error
    job.finished_at = clock.now()
    job.is_undoable = job.kind != JobKind.EXPORT and job.changed > 0 and set_can_be_undone(job.set_id)
    job.save(update_fields=["state", "error", "finished_at", "is_undoable"])


def words_of(refusal: Refusal) -> str:
    """Why a job can't go on: what the refusal says of fields, or else all that it says."""
    messages = [message for several in (refusal.fields or {}).values() for message in several]
    return " ".join(messages) or refusal.detail


def note_fault(job: BulkJob, error: Exception) -> None:
    """Writes that a locked job met a fault: it is tried again a little later, or has failed."""
    job.attempts += 1
    log.warning("Bulk job %s failed, try %s of %s: %s", job.pk, job.attempts, TRIES_MOST, describe(error))
    if job.attempts >= TRIES_MOST:
        end(job, JobState.FAILED, _FAULT)
    else:
        job.due_at = clock.now() + timedelta(seconds=2**job.attempts)
    job.save(update_fields=["attempts", "due_at"])


def tell(job_id: int) -> None:
    """Tells the open pages that the job has come further."""
    tell_pages([Notice("bulk.progressed", "bulk_job", job_id)])
