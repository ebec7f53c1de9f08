"""Addresses of workflows: writing them, their versions, trying them, putting them to work."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from crm.core.http import PROBLEMS, caller_of, json_response
from crm.workflows import selectors, services
from crm.workflows.schemas import (
    AnswerOut,
    Catalogue,
    DiffQuery,
    EnrolIn,
    EnrolledOut,
    EstimateOut,
    MovedOut,
    MoveRunsIn,
    SeenVersion,
    StepChangeOut,
    TrialIn,
    TrialOut,
    VersionListItem,
    VersionOut,
    WhyQuery,
    WorkflowIn,
    WorkflowList,
    WorkflowOut,
    WorkflowPatch,
    WorkflowProblem,
    WorkflowsQuery,
)

router = Router(tags=["workflows"])

ONE: dict[Any, Any] = {200: WorkflowOut, **PROBLEMS, frozenset({409, 422}): WorkflowProblem}


@router.get("/workflows/catalogue", response={200: Catalogue, **PROBLEMS}, operation_id="get_workflow_catalogue")
def get_workflow_catalogue(request: HttpRequest) -> HttpResponse:
    """All kinds of triggers and steps."""
    return json_response(selectors.get_workflow_catalogue(actor=caller_of(request)))


@router.get("/workflows", response={200: WorkflowList, **PROBLEMS}, operation_id="list_workflows")
def list_workflows(request: HttpRequest, query: Query[WorkflowsQuery]) -> HttpResponse:
    """Workflows, the last changed first."""
    return json_response(selectors.list_workflows(actor=caller_of(request), **query.asked()))


@router.post("/workflows", response={201: WorkflowOut, **PROBLEMS}, operation_id="create_workflow")
def create_workflow(request: HttpRequest, payload: WorkflowIn) -> HttpResponse:
    """Makes a draft."""
    return json_response(services.create_workflow(actor=caller_of(request), **payload.model_dump()), status=201)


@router.get("/workflows/{workflow_id}", response={200: WorkflowOut, **PROBLEMS}, operation_id="get_workflow")
def get_workflow(request: HttpRequest, workflow_id: int) -> HttpResponse:
    """One workflow with its draft, what is wrong with it, and how many people stand where."""
    return json_response(selectors.get_workflow(actor=caller_of(request), workflow_id=workflow_id))


@router.patch("/workflows/{workflow_id}", response=ONE, operation_id="update_workflow")
def update_workflow(request: HttpRequest, workflow_id: int, payload: WorkflowPatch) -> HttpResponse:
    """Saves the name or the draft, however unfinished."""
    return json_response(
        services.update_workflow(
            actor=caller_of(request), workflow_id=workflow_id, version=payload.version, changes=payload.sent()
        )
    )


@router.post("/workflows/{workflow_id}/activate", response=ONE, operation_id="activate_workflow")
def activate_workflow(request: HttpRequest, workflow_id: int, payload: SeenVersion) -> HttpResponse:
    """Publishes the draft where it differs from the live version, and puts it to work."""
    return json_response(
        services.activate_workflow(actor=caller_of(request), workflow_id=workflow_id, version=payload.version)
    )


@router.post("/workflows/{workflow_id}/pause", response=ONE, operation_id="pause_workflow")
def pause_workflow(request: HttpRequest, workflow_id: int) -> HttpResponse:
    """Has it start nothing, and holds what is under way."""
    return json_response(services.pause_workflow(actor=caller_of(request), workflow_id=workflow_id))


@router.post("/workflows/{workflow_id}/resume", response=ONE, operation_id="resume_workflow")
def resume_workflow(request: HttpRequest, workflow_id: int) -> HttpResponse:
    """Lets a paused workflow go on."""
    return json_response(services.resume_workflow(actor=caller_of(request), workflow_id=workflow_id))


@router.get(
    "/workflows/{workflow_id}/versions",
    response={200: list[VersionListItem], **PROBLEMS},
    operation_id="list_workflow_versions",
)
def list_workflow_versions(request: HttpRequest, workflow_id: int) -> HttpResponse:
    """Versions, the newest first."""
    return json_response(selectors.list_workflow_versions(actor=caller_of(request), workflow_id=workflow_id))


@router.get(
    "/workflows/{workflow_id}/versions/{number}",
    response={200: VersionOut, **PROBLEMS},
    operation_id="get_workflow_version",
)
def get_workflow_version(request: HttpRequest, workflow_id: int, number: int) -> HttpResponse:
    """What a version said."""
    return json_response(
        selectors.get_workflow_version(actor=caller_of(request), workflow_id=workflow_id, number=number)
    )


@router.get(
    "/workflows/{workflow_id}/diff", response={200: list[StepChangeOut], **PROBLEMS}, operation_id="get_workflow_diff"
)
def get_workflow_diff(request: HttpRequest, workflow_id: int, query: Query[DiffQuery]) -> HttpResponse:
    """What differs between two versions, or a version and the draft."""
    return json_response(
        selectors.get_workflow_diff(actor=caller_of(request), workflow_id=workflow_id, **query.model_dump())
    )


@router.post("/workflows/{workflow_id}/test", response={**ONE, 200: TrialOut}, operation_id="try_workflow")
def try_workflow(request: HttpRequest, workflow_id: int, payload: TrialIn) -> HttpResponse:
    """What the draft would do for somebody. Nothing is written, nothing is sent."""
    return json_response(
        selectors.try_workflow(actor=caller_of(request), workflow_id=workflow_id, **payload.model_dump())
    )


@router.post("/workflows/{workflow_id}/enrol", response={200: EnrolledOut, **PROBLEMS}, operation_id="enrol_contacts")
def enrol_contacts(request: HttpRequest, workflow_id: int, payload: EnrolIn) -> HttpResponse:
    """Starts it for people by hand."""
    return json_response(
        services.enrol_contacts(actor=caller_of(request), workflow_id=workflow_id, **payload.model_dump())
    )


@router.get("/workflows/{workflow_id}/why", response={200: AnswerOut, **PROBLEMS}, operation_id="explain_start")
def explain_start(request: HttpRequest, workflow_id: int, query: Query[WhyQuery]) -> HttpResponse:
    """Why it did or did not start for somebody."""
    return json_response(
        selectors.explain_start(actor=caller_of(request), workflow_id=workflow_id, **query.model_dump())
    )


@router.get(
    "/workflows/{workflow_id}/estimate", response={200: EstimateOut, **PROBLEMS}, operation_id="estimate_matches"
)
def estimate_matches(request: HttpRequest, workflow_id: int) -> HttpResponse:
    """How many meet the trigger's conditions now."""
    return json_response(selectors.estimate_matches(actor=caller_of(request), workflow_id=workflow_id))


@router.post("/workflows/{workflow_id}/archive", response=ONE, operation_id="archive_workflow")
def archive_workflow(request: HttpRequest, workflow_id: int) -> HttpResponse:
    """Puts it into the trash; whoever is under way is held."""
    return json_response(services.archive_workflow(actor=caller_of(request), workflow_id=workflow_id))


@router.post("/workflows/{workflow_id}/restore", response=ONE, operation_id="restore_workflow")
def restore_workflow(request: HttpRequest, workflow_id: int) -> HttpResponse:
    """Brings it back from the trash."""
    return json_response(services.restore_workflow(actor=caller_of(request), workflow_id=workflow_id))


@router.post("/workflows/{workflow_id}/copy", response={201: WorkflowOut, **PROBLEMS}, operation_id="copy_workflow")
def copy_workflow(request: HttpRequest, workflow_id: int) -> HttpResponse:
    """Makes a draft of one's own with the same trigger and steps."""
    return json_response(services.copy_workflow(actor=caller_of(request), workflow_id=workflow_id), status=201)


@router.post(
    "/workflows/{workflow_id}/versions/{number}/move_runs",
    response={200: MovedOut, **PROBLEMS},
    operation_id="move_runs",
)
def move_runs(request: HttpRequest, workflow_id: int, number: int, payload: MoveRunsIn) -> HttpResponse:
    """Has people who are under way in a version go on in another."""
    return json_response(
        services.move_runs(actor=caller_of(request), workflow_id=workflow_id, number=number, to=payload.to)
    )
