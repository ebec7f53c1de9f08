"""From a submission to a contact: by the form's mapping and the one rule of imports. Done by the worker."""

import logging
from datetime import timedelta
from typing import Any, LiteralString

import msgspec
from django.conf import settings
from django.db import connection, transaction
from django.db.models.functions import Now

from crm.contacts.enums import DuplicatePolicy
from crm.contacts.events import FormSubmitted
from crm.contacts.imports.consent import ConsentPlan
from crm.contacts.imports.enums import ConsentChannel, Outcome
from crm.contacts.imports.loading import Batch, RowResult
from crm.contacts.imports.mapping import ColumnMapping, guess_mapping
from crm.contacts.imports.people import Reader
from crm.contacts.imports.reading import Row
from crm.contacts.services.batches import assign_contacts
from crm.core.access import Actor, Permission, system_actor
from crm.core.claims import claim_due, seconds_until_due
from crm.core.work import Work
from crm.intake.enums import SubmissionState
from crm.intake.models import Form, Submission
from crm.intake.parsing import CannotParse, parse_body
from crm.journal.delivery import describe
from crm.journal.publishing import publish

log = logging.getLogger(__name__)

AT_ONCE = 20
TRIES = 5
REASON_MOST = 500
# What is told of a submission in the journal.
TOLD_FIELDS, TOLD_LENGTH = 50, 500
_TABLE: LiteralString = "intake_submission"
_PERMISSIONS = frozenset(
    {
        Permission.CONTACTS_READ,
        Permission.CONTACTS_WRITE,
        Permission.CONTACTS_BULK,
        Permission.COMPANIES_READ,
        Permission.COMPANIES_WRITE,
        Permission.TAGS_READ,
        Permission.TAGS_WRITE,
        Permission.USERS_READ,
    }
)


def form_actor(form: Form) -> Actor:
    """The form as the one who acts: no more of Kith is open to what strangers post."""
    system = system_actor(f"Form {form.name}")
    return Actor(kind=system.kind, name=system.name, permissions=_PERMISSIONS, via=f"form #{form.pk}")


def read_submissions(limit: int = AT_ONCE) -> int:
    """Reads up to `limit` submissions that are due, each in a transaction of its own. Returns how many it took."""
    taken = 0
    while taken < limit and _read_next():
        taken += 1
    return taken


def seconds_until_submission(most: float) -> float:
    """Seconds until the next submission is due, at most `most`."""
    return seconds_until_due(table=_TABLE, state=SubmissionState.WAITING, most=most)


READING = Work("what forms received", read_submissions, seconds_until_submission)


def _read_next() -> bool:
    with transaction.atomic():
        rows = claim_due(table=_TABLE, columns=["id"], state=SubmissionState.WAITING, limit=1)
        if not rows:
            return False
        submission = Submission.objects.select_related("form").get(pk=rows[0][0])
        try:
            with transaction.atomic():
                _take_in(submission)
                connection.check_constraints()
        except CannotParse as error:
            _end(submission, SubmissionState.FAILED, str(error))
        except Exception as error:
            if connection.connection is None or connection.connection.closed:
                raise
            _put_off(submission, error)
    return True


def _put_off(submission: Submission, error: Exception) -> None:
    log.warning("Submission %s could not be read, try %s", submission.pk, submission.attempts + 1)
    attempts = submission.attempts + 1
    if attempts >= TRIES:
        _end(submission, SubmissionState.FAILED, describe(error), attempts=attempts)
        return
    Submission.objects.filter(pk=submission.pk).update(
        attempts=attempts, reason=describe(error)[:REASON_MOST], due_at=Now() + timedelta(seconds=2**attempts)
    )


def _end(submission: Submission, state: SubmissionState, reason: str = "", **columns: Any) -> None:
    Submission.objects.filter(pk=submission.pk).update(
        state=state, reason=reason[:REASON_MOST], done_at=Now(), **columns
    )


def _take_in(submission: Submission) -> None:
    form = submission.form
    values = parse_body(submission.content_type, bytes(submission.body))
    if form.honeypot and values.get(form.honeypot) and submission.decision is None:
        reason = f"The hidden field {form.honeypot} was filled in: no person did that."
        _end(submission, SubmissionState.QUARANTINED, reason, values=values)
        return
    mapping = _mapping(form, values)
    row = Row(1, list(values.values()))
    reader = Reader(
        ColumnMapping(list(values), mapping),
        region=settings.DEFAULT_PHONE_REGION,
        consent=_consent(form, list(values)),
        tags=form.tags,
    )
    actor = form_actor(form)
    decisions = {1: submission.decision} if submission.decision else {}
    batch = Batch(
        actor,
        DuplicatePolicy.MERGE,
        source=f"form {form.name}",
        wording=form.consent.get("wording", ""),
        decisions=decisions,
    )
    (result,) = batch.load([(row, reader.read(row))])
    _note(submission, form, actor, values, result)


def _mapping(form: Form, values: dict[str, str]) -> dict[int, str]:
    """Which field of ours each of these gives, by position; learnt from the first submission that has any."""
    names = list(values)
    if not form.is_learnt:
        guess = guess_mapping(names, [list(values.values())])
        learnt = {names[position]: target for position, target in guess.fields.items()}
        if learnt:
            Form.objects.filter(pk=form.pk, is_learnt=False).update(mapping=learnt, is_learnt=True)
            form.mapping, form.is_learnt = learnt, True
    return {names.index(name): target for name, target in form.mapping.items() if name in values}


def _consent(form: Form, names: list[str]) -> ConsentPlan:
    columns = {
        channel: names.index(form.consent[channel.value])
        for channel in ConsentChannel
        if form.consent.get(channel.value) in names
    }
    return ConsentPlan(columns=columns, wording=form.consent.get("wording", ""))


def _note(submission: Submission, form: Form, actor: Actor, values: dict[str, str], result: RowResult) -> None:
    reason = " ".join(result.reasons)
    if result.candidates:
        candidates = [dict(one) for one in result.candidates]
        _end(submission, SubmissionState.HELD, reason, values=values, candidates=candidates)
        return
    if result.contact_id is None:
        _end(submission, SubmissionState.FAILED, reason, values=values, candidates=[])
        return
    contact_id = result.contact_id
    if result.outcome is Outcome.CREATED and form.assigned_user_id is not None:
        assign_contacts(actor=actor, contact_ids=[contact_id], user_id=form.assigned_user_id)
    told = {name: value[:TOLD_LENGTH] for name, value in list(values.items())[:TOLD_FIELDS] if value}
    publish(
        FormSubmitted(
            subject_id=form.pk,
            contact_id=contact_id,
            submission_id=submission.pk,
            form_name=form.name,
            values=msgspec.to_builtins(told),
        ),
        actor=actor,
    )
    _end(submission, SubmissionState.DONE, reason, values=values, candidates=[], contact_id=contact_id)
