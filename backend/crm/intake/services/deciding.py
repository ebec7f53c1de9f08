"""What people decide of submissions: read again, whose it is, or nobody's."""

import msgspec
from django.db import transaction
from django.db.models.functions import Now

from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput
from crm.intake.enums import SubmissionState
from crm.intake.errors import SubmissionIsDone
from crm.intake.models import Submission
from crm.intake.selectors.forms import find_form
from crm.intake.selectors.submissions import SubmissionView, find_submission, view_of_submission

AT_ONCE_MOST = 1000


class Replayed(msgspec.Struct, frozen=True):
    """How many submissions are read again."""

    replayed: int


@requires(Permission.FORMS_WRITE)
@transaction.atomic
def replay_submission(*, actor: Actor, submission_id: int) -> SubmissionView:
    """Has it read again, by the form as it is now. What is in quarantine would land there again: it is decided.

    Raises `NotFound`, `SubmissionIsDone`, `InvalidInput`.
    """
    one = _undone(submission_id)
    if one.state == SubmissionState.QUARANTINED:
        raise InvalidInput(fields={"state": ["Say whose it is: make a contact of it, or discard it."]})
    return _again(actor, one, None)


@requires(Permission.FORMS_WRITE)
@transaction.atomic
def replay_submissions(*, actor: Actor, form_id: int) -> Replayed:
    """Has those that failed read again, a thousand at the most. Raises `NotFound`."""
    find_form(form_id)
    ids = list(
        Submission.objects.filter(form_id=form_id, state=SubmissionState.FAILED)
        .order_by("pk")
        .values_list("pk", flat=True)[:AT_ONCE_MOST]
    )
    count = Submission.objects.filter(pk__in=ids, state=SubmissionState.FAILED).update(
        state=SubmissionState.WAITING, due_at=Now(), attempts=0, reason="", done_at=None
    )
    return Replayed(count)


@requires(Permission.FORMS_WRITE)
@transaction.atomic
def decide_submission(*, actor: Actor, submission_id: int, merge_into: int | None = None) -> SubmissionView:
    """Says whose it is: that contact's, or (None) somebody's who is new. The worker carries it out.

    Raises `NotFound`, `SubmissionIsDone`.
    """
    one = _undone(submission_id)
    return _again(actor, one, "create" if merge_into is None else {"merge_into": merge_into})


@requires(Permission.FORMS_WRITE)
@transaction.atomic
def discard_submission(*, actor: Actor, submission_id: int) -> SubmissionView:
    """Makes nothing of it; it stays to be looked at. Raises `NotFound`, `SubmissionIsDone`."""
    one = _undone(submission_id)
    Submission.objects.filter(pk=one.pk).update(state=SubmissionState.DISCARDED, done_at=Now())
    return view_of_submission(actor, find_submission(submission_id))


def _undone(submission_id: int) -> Submission:
    one = find_submission(submission_id, lock=True)
    if one.state == SubmissionState.DONE:
        raise SubmissionIsDone
    return one


def _again(actor: Actor, one: Submission, decision: object) -> SubmissionView:
    Submission.objects.filter(pk=one.pk).update(
        state=SubmissionState.WAITING, due_at=Now(), attempts=0, reason="", done_at=None, decision=decision
    )
    return view_of_submission(actor, find_submission(one.pk))
