"""Addresses of runs: whom workflows were carried out for, and what came of it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from crm.core.http import PROBLEMS, caller_of, json_response
from crm.workflows import selectors, services
from crm.workflows.run_schemas import (
    CursorQuery,
    ReplayedOut,
    ReplayIn,
    ReplayPlanOut,
    ReplayQuery,
    RunList,
    RunOut,
    RunsQuery,
)

router = Router(tags=["workflows"])

ONE: dict[Any, Any] = {200: RunOut, **PROBLEMS}


@router.get("/workflows/{workflow_id}/runs", response={200: RunList, **PROBLEMS}, operation_id="list_runs")
def list_runs(request: HttpRequest, workflow_id: int, query: Query[RunsQuery]) -> HttpResponse:
    """Runs of a workflow, the newest first."""
    return json_response(selectors.list_runs(actor=caller_of(request), workflow_id=workflow_id, **query.asked()))


@router.get("/contacts/{contact_id}/runs", response={200: RunList, **PROBLEMS}, operation_id="list_contact_runs")
def list_contact_runs(request: HttpRequest, contact_id: int, query: Query[CursorQuery]) -> HttpResponse:
    """Runs for one person, the newest first."""
    return json_response(
        selectors.list_contact_runs(actor=caller_of(request), contact_id=contact_id, **query.model_dump())
    )


@router.get("/runs/{run_id}", response=ONE, operation_id="get_run")
def get_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """One run with all its steps."""
    return json_response(selectors.get_run(actor=caller_of(request), run_id=run_id))


@router.post("/runs/{run_id}/cancel", response=ONE, operation_id="cancel_run")
def cancel_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """Takes the person out where they are."""
    return json_response(services.cancel_run(actor=caller_of(request), run_id=run_id))


@router.post("/runs/{run_id}/skip_wait", response=ONE, operation_id="skip_wait")
def skip_wait(request: HttpRequest, run_id: int) -> HttpResponse:
    """Lets a run that waits go on at once."""
    return json_response(services.skip_wait(actor=caller_of(request), run_id=run_id))


@router.get("/runs/{run_id}/replay_plan", response={200: ReplayPlanOut, **PROBLEMS}, operation_id="get_replay_plan")
def get_replay_plan(request: HttpRequest, run_id: int, query: Query[ReplayQuery]) -> HttpResponse:
    """What a replay would do again, and what it would not."""
    return json_response(selectors.get_replay_plan(actor=caller_of(request), run_id=run_id, **query.model_dump()))


@router.post("/runs/{run_id}/replay", response={201: RunOut, **PROBLEMS}, operation_id="replay_run")
def replay_run(request: HttpRequest, run_id: int, payload: ReplayIn) -> HttpResponse:
    """Makes a new run of one that has ended."""
    return json_response(
        services.replay_run(actor=caller_of(request), run_id=run_id, **payload.model_dump()), status=201
    )


@router.post(
    "/workflows/{workflow_id}/replay_failed", response={200: ReplayedOut, **PROBLEMS}, operation_id="replay_failed"
)
def replay_failed(request: HttpRequest, workflow_id: int, payload: ReplayIn) -> HttpResponse:
    """Replays the runs that have failed and were not replayed since."""
    return json_response(
        services.replay_failed(actor=caller_of(request), workflow_id=workflow_id, **payload.model_dump())
    )
