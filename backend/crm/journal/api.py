"""Addresses of the journal room."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from crm.core.http import PROBLEMS, caller_of, json_response
from crm.journal import selectors, services, timeline, undo
from crm.journal.schemas import (
    DeliveriesQuery,
    Delivery,
    DeliveryPage,
    DeliverySummary,
    RetriedDeliveries,
    TimelineKind,
    UndoneChange,
)

router = Router(tags=["journal"])


@router.get("/deliveries", response={200: DeliveryPage, **PROBLEMS}, operation_id="list_deliveries")
def list_deliveries(request: HttpRequest, query: Query[DeliveriesQuery]) -> HttpResponse:
    """A page of deliveries of events to listeners."""
    return json_response(selectors.list_deliveries(actor=caller_of(request), **query.dict()))


@router.get("/deliveries/summary", response={200: DeliverySummary, **PROBLEMS}, operation_id="get_delivery_summary")
def get_delivery_summary(request: HttpRequest) -> HttpResponse:
    """How many deliveries wait and how many have failed."""
    return json_response(selectors.get_delivery_summary(actor=caller_of(request)))


@router.post(
    "/deliveries/retry-failed", response={200: RetriedDeliveries, **PROBLEMS}, operation_id="retry_failed_deliveries"
)
def retry_failed_deliveries(request: HttpRequest) -> HttpResponse:
    """Has all failed deliveries tried again."""
    return json_response({"count": services.retry_failed_deliveries(actor=caller_of(request))})


@router.post("/deliveries/{delivery_id}/retry", response={200: Delivery, **PROBLEMS}, operation_id="retry_delivery")
def retry_delivery(request: HttpRequest, delivery_id: int) -> HttpResponse:
    """Has a failed delivery tried again."""
    return json_response(services.retry_delivery(actor=caller_of(request), delivery_id=delivery_id))


@router.post("/changes/{change_id}/undo", response={200: UndoneChange, **PROBLEMS}, operation_id="undo_change")
def undo_change(request: HttpRequest, change_id: UUID) -> HttpResponse:
    """Takes a change back."""
    return json_response(undo.undo_change(actor=caller_of(request), change_id=change_id))


@router.get("/timeline/kinds", response={200: list[TimelineKind], **PROBLEMS}, operation_id="list_timeline_kinds")
def list_timeline_kinds(request: HttpRequest) -> HttpResponse:
    """The kinds of events by which a timeline can be filtered."""
    return json_response(timeline.list_timeline_kinds(actor=caller_of(request)))
