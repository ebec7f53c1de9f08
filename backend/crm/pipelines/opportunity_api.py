"""Addresses of opportunities."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from crm.core.http import PROBLEMS, caller_of, json_response
from crm.journal.schemas import TimelinePage, TimelineQuery
from crm.pipelines import selectors, services
from crm.pipelines.query_schemas import OpportunityCountQuery, OpportunityListQuery
from crm.pipelines.schemas import (
    Card,
    CloseIn,
    MoveIn,
    Opportunity,
    OpportunityChanged,
    OpportunityCount,
    OpportunityIn,
    OpportunityPage,
    OpportunityPatch,
    OpportunityProblem,
    PartIn,
    ReopenIn,
    StageVisit,
)

router = Router(tags=["opportunities"])

CHANGED: dict[Any, Any] = {200: OpportunityChanged, **PROBLEMS, 409: OpportunityProblem}


@router.get("/opportunities", response={200: OpportunityPage, **PROBLEMS}, operation_id="list_opportunities")
def list_opportunities(request: HttpRequest, query: Query[OpportunityListQuery]) -> HttpResponse:
    """A page of opportunities, or of the trash."""
    return json_response(selectors.list_opportunities(actor=caller_of(request), **query.dict()))


@router.get("/opportunities/count", response={200: OpportunityCount, **PROBLEMS}, operation_id="count_opportunities")
def count_opportunities(request: HttpRequest, query: Query[OpportunityCountQuery]) -> HttpResponse:
    """How many opportunities the list holds, counted up to a thousand unless all are asked for, and their sums."""
    return json_response(selectors.count_opportunities(actor=caller_of(request), **query.dict()))


@router.post(
    "/opportunities",
    response={201: OpportunityChanged, **PROBLEMS, 409: OpportunityProblem},
    operation_id="create_opportunity",
)
def create_opportunity(request: HttpRequest, payload: OpportunityIn) -> HttpResponse:
    """Makes an opportunity on top of a stage."""
    return json_response(services.create_opportunity(actor=caller_of(request), **payload.dict()), status=201)


@router.get("/opportunities/{opportunity_id}", response={200: Opportunity, **PROBLEMS}, operation_id="get_opportunity")
def get_opportunity(request: HttpRequest, opportunity_id: int) -> HttpResponse:
    """One opportunity, in the trash or not."""
    return json_response(selectors.get_opportunity(actor=caller_of(request), opportunity_id=opportunity_id))


@router.patch("/opportunities/{opportunity_id}", response=CHANGED, operation_id="update_opportunity")
def update_opportunity(request: HttpRequest, opportunity_id: int, payload: OpportunityPatch) -> HttpResponse:
    """Changes fields of an opportunity, beside others who do the same."""
    return json_response(
        services.update_opportunity(
            actor=caller_of(request),
            opportunity_id=opportunity_id,
            version=payload.version,
            changes=payload.sent(),
        )
    )


@router.post("/opportunities/{opportunity_id}/move", response=CHANGED, operation_id="move_opportunity")
def move_opportunity(request: HttpRequest, opportunity_id: int, payload: MoveIn) -> HttpResponse:
    """Moves a card to a stage, of any pipeline, and to a place in it."""
    return json_response(
        services.move_opportunity(actor=caller_of(request), opportunity_id=opportunity_id, **payload.dict())
    )


@router.post("/opportunities/{opportunity_id}/close", response=CHANGED, operation_id="close_opportunity")
def close_opportunity(request: HttpRequest, opportunity_id: int, payload: CloseIn) -> HttpResponse:
    """Marks an opportunity as won, lost or abandoned."""
    return json_response(
        services.close_opportunity(actor=caller_of(request), opportunity_id=opportunity_id, **payload.dict())
    )


@router.post("/opportunities/{opportunity_id}/reopen", response=CHANGED, operation_id="reopen_opportunity")
def reopen_opportunity(request: HttpRequest, opportunity_id: int, payload: ReopenIn) -> HttpResponse:
    """Takes up a closed opportunity again."""
    return json_response(
        services.reopen_opportunity(actor=caller_of(request), opportunity_id=opportunity_id, **payload.dict())
    )


@router.post("/opportunities/{opportunity_id}/archive", response=CHANGED, operation_id="archive_opportunity")
def archive_opportunity(request: HttpRequest, opportunity_id: int) -> HttpResponse:
    """Moves an opportunity to the trash."""
    return json_response(services.archive_opportunity(actor=caller_of(request), opportunity_id=opportunity_id))


@router.post("/opportunities/{opportunity_id}/restore", response=CHANGED, operation_id="restore_opportunity")
def restore_opportunity(request: HttpRequest, opportunity_id: int) -> HttpResponse:
    """Brings an opportunity back from the trash."""
    return json_response(services.restore_opportunity(actor=caller_of(request), opportunity_id=opportunity_id))


@router.delete("/opportunities/{opportunity_id}", response={204: None, **PROBLEMS}, operation_id="delete_opportunity")
def delete_opportunity(request: HttpRequest, opportunity_id: int) -> HttpResponse:
    """Destroys an archived opportunity for good."""
    services.delete_opportunity(actor=caller_of(request), opportunity_id=opportunity_id)
    return HttpResponse(status=204)


@router.post("/opportunities/{opportunity_id}/contacts", response=CHANGED, operation_id="add_opportunity_contact")
def add_opportunity_contact(request: HttpRequest, opportunity_id: int, payload: PartIn) -> HttpResponse:
    """Gives a further person a part in the opportunity."""
    return json_response(
        services.add_opportunity_contact(actor=caller_of(request), opportunity_id=opportunity_id, **payload.dict())
    )


@router.delete(
    "/opportunities/{opportunity_id}/contacts/{contact_id}",
    response=CHANGED,
    operation_id="remove_opportunity_contact",
)
def remove_opportunity_contact(request: HttpRequest, opportunity_id: int, contact_id: int) -> HttpResponse:
    """Takes a further person out of the opportunity."""
    return json_response(
        services.remove_opportunity_contact(
            actor=caller_of(request), opportunity_id=opportunity_id, contact_id=contact_id
        )
    )


@router.get(
    "/opportunities/{opportunity_id}/timeline",
    response={200: TimelinePage, **PROBLEMS},
    operation_id="list_opportunity_timeline",
)
def list_opportunity_timeline(request: HttpRequest, opportunity_id: int, query: Query[TimelineQuery]) -> HttpResponse:
    """What happened to the opportunity, newest first."""
    return json_response(
        selectors.list_opportunity_timeline(actor=caller_of(request), opportunity_id=opportunity_id, **query.dict())
    )


@router.get(
    "/opportunities/{opportunity_id}/stage-log",
    response={200: list[StageVisit], **PROBLEMS},
    operation_id="list_stage_log",
)
def list_stage_log(request: HttpRequest, opportunity_id: int) -> HttpResponse:
    """Every stay of the opportunity in a stage, oldest first."""
    return json_response(selectors.list_stage_log(actor=caller_of(request), opportunity_id=opportunity_id))


@router.get(
    "/contacts/{contact_id}/opportunities",
    response={200: list[Card], **PROBLEMS},
    operation_id="list_contact_opportunities",
)
def list_contact_opportunities(request: HttpRequest, contact_id: int) -> HttpResponse:
    """A contact's opportunities, as its own or with a part in them."""
    return json_response(selectors.list_contact_opportunities(actor=caller_of(request), contact_id=contact_id))


@router.get(
    "/companies/{company_id}/opportunities",
    response={200: list[Card], **PROBLEMS},
    operation_id="list_company_opportunities",
)
def list_company_opportunities(request: HttpRequest, company_id: int) -> HttpResponse:
    """A company's opportunities."""
    return json_response(selectors.list_company_opportunities(actor=caller_of(request), company_id=company_id))
