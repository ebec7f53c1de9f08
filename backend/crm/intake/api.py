"""Addresses of forms and submissions, for whoever looks after them. Where strangers post is in `receiving.py`."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from crm.core.http import PROBLEMS, caller_of, json_response
from crm.intake import selectors, services
from crm.intake.schemas import (
    DecideIn,
    FormIn,
    FormListItem,
    FormOut,
    FormPatch,
    FormsQuery,
    NewSecretOut,
    ReplayedSubmissions,
    SubmissionList,
    SubmissionOut,
    SubmissionsQuery,
)

router = Router(tags=["forms"])

ONE: dict[Any, Any] = {200: FormOut, **PROBLEMS}
SUBMISSION: dict[Any, Any] = {200: SubmissionOut, **PROBLEMS}


@router.get("/forms", response={200: list[FormListItem], **PROBLEMS}, operation_id="list_forms")
def list_forms(request: HttpRequest, query: Query[FormsQuery]) -> HttpResponse:
    """Forms by name."""
    return json_response(selectors.list_forms(actor=caller_of(request), **query.model_dump()))


@router.post("/forms", response={201: FormOut, **PROBLEMS}, operation_id="create_form")
def create_form(request: HttpRequest, payload: FormIn) -> HttpResponse:
    """Sets up a form with an address of its own."""
    return json_response(services.create_form(actor=caller_of(request), **payload.model_dump()), status=201)


@router.get("/forms/{form_id}", response=ONE, operation_id="get_form")
def get_form(request: HttpRequest, form_id: int) -> HttpResponse:
    """One form."""
    return json_response(selectors.get_form(actor=caller_of(request), form_id=form_id))


@router.patch("/forms/{form_id}", response=ONE, operation_id="update_form")
def update_form(request: HttpRequest, form_id: int, payload: FormPatch) -> HttpResponse:
    """Changes what was sent of a form."""
    return json_response(
        services.update_form(actor=caller_of(request), form_id=form_id, version=payload.version, changes=payload.sent())
    )


@router.post("/forms/{form_id}/secret", response={200: NewSecretOut, **PROBLEMS}, operation_id="rotate_form_secret")
def rotate_form_secret(request: HttpRequest, form_id: int) -> HttpResponse:
    """Makes a secret with which submissions have to be signed. It is told this once."""
    return json_response(services.rotate_form_secret(actor=caller_of(request), form_id=form_id))


@router.delete("/forms/{form_id}/secret", response=ONE, operation_id="drop_form_secret")
def drop_form_secret(request: HttpRequest, form_id: int) -> HttpResponse:
    """Has submissions need no signature any more."""
    return json_response(services.drop_form_secret(actor=caller_of(request), form_id=form_id))


@router.post("/forms/{form_id}/archive", response=ONE, operation_id="archive_form")
def archive_form(request: HttpRequest, form_id: int) -> HttpResponse:
    """Puts it into the trash: its address answers nobody."""
    return json_response(services.archive_form(actor=caller_of(request), form_id=form_id))


@router.post("/forms/{form_id}/restore", response=ONE, operation_id="restore_form")
def restore_form(request: HttpRequest, form_id: int) -> HttpResponse:
    """Brings it back from the trash, at the same address."""
    return json_response(services.restore_form(actor=caller_of(request), form_id=form_id))


@router.get("/forms/{form_id}/submissions", response={200: SubmissionList, **PROBLEMS}, operation_id="list_submissions")
def list_submissions(request: HttpRequest, form_id: int, query: Query[SubmissionsQuery]) -> HttpResponse:
    """What was posted to a form, the newest first."""
    return json_response(selectors.list_submissions(actor=caller_of(request), form_id=form_id, **query.asked()))


@router.post(
    "/forms/{form_id}/replay", response={200: ReplayedSubmissions, **PROBLEMS}, operation_id="replay_submissions"
)
def replay_submissions(request: HttpRequest, form_id: int) -> HttpResponse:
    """Has those that failed read again, by the form as it is now."""
    return json_response(services.replay_submissions(actor=caller_of(request), form_id=form_id))


@router.get("/submissions/{submission_id}", response=SUBMISSION, operation_id="get_submission")
def get_submission(request: HttpRequest, submission_id: int) -> HttpResponse:
    """One submission, as it came."""
    return json_response(selectors.get_submission(actor=caller_of(request), submission_id=submission_id))


@router.post("/submissions/{submission_id}/replay", response=SUBMISSION, operation_id="replay_submission")
def replay_submission(request: HttpRequest, submission_id: int) -> HttpResponse:
    """Has it read again, by the form as it is now."""
    return json_response(services.replay_submission(actor=caller_of(request), submission_id=submission_id))


@router.post("/submissions/{submission_id}/decide", response=SUBMISSION, operation_id="decide_submission")
def decide_submission(request: HttpRequest, submission_id: int, payload: DecideIn) -> HttpResponse:
    """Says whose it is."""
    return json_response(
        services.decide_submission(actor=caller_of(request), submission_id=submission_id, merge_into=payload.merge_into)
    )


@router.post("/submissions/{submission_id}/discard", response=SUBMISSION, operation_id="discard_submission")
def discard_submission(request: HttpRequest, submission_id: int) -> HttpResponse:
    """Makes nothing of it."""
    return json_response(services.discard_submission(actor=caller_of(request), submission_id=submission_id))
