"""Addresses of the views room, and those that say what lists can be filtered by."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from crm.core.http import PROBLEMS, caller_of, json_response
from crm.views import schemas, selectors, services

router = Router(tags=["views"])

CHANGED: dict[Any, Any] = {**PROBLEMS, 409: schemas.ViewConflictProblem}


@router.get("/filters/{subject}", response={200: schemas.FilterFields, **PROBLEMS}, operation_id="get_filter_fields")
def get_filter_fields(request: HttpRequest, subject: str) -> HttpResponse:
    """By what a sort of record can be filtered, and how."""
    return json_response(selectors.get_filter_fields(actor=caller_of(request), subject=subject))


@router.get(
    "/filters/{subject}/words", response={200: schemas.FilterWords, **PROBLEMS}, operation_id="get_filter_words"
)
def get_filter_words(request: HttpRequest, subject: str, query: Query[schemas.FilterQuery]) -> HttpResponse:
    """A filter as people say it, as a whole and by condition."""
    return json_response(selectors.get_filter_words(actor=caller_of(request), subject=subject, filter=query.filter))


@router.get("/views", response={200: list[schemas.View], **PROBLEMS}, operation_id="list_views")
def list_views(request: HttpRequest, query: Query[schemas.ViewsQuery]) -> HttpResponse:
    """One's own views and those that others share, the pinned ones first."""
    return json_response(selectors.list_views(actor=caller_of(request), subject=query.subject))


@router.post("/views", response={201: schemas.ViewChanged, **PROBLEMS}, operation_id="create_view")
def create_view(request: HttpRequest, payload: schemas.ViewIn) -> HttpResponse:
    """Saves a view of a list."""
    return json_response(services.create_view(actor=caller_of(request), **payload.dict()), status=201)


@router.post("/views/order", response={204: None, **PROBLEMS}, operation_id="order_views")
def order_views(request: HttpRequest, payload: schemas.ViewOrder) -> HttpResponse:
    """Puts one's pinned views into an order."""
    services.order_views(actor=caller_of(request), subject=payload.subject, ids=payload.ids)
    return HttpResponse(status=204)


@router.patch("/views/{view_id}", response={200: schemas.ViewChanged, **CHANGED}, operation_id="update_view")
def update_view(request: HttpRequest, view_id: int, payload: schemas.ViewPatch) -> HttpResponse:
    """Changes a view: its owner's to do, or an administrator's when it is shared."""
    changed = services.update_view(
        actor=caller_of(request), view_id=view_id, version=payload.version, changes=payload.sent()
    )
    return json_response(changed)


@router.delete("/views/{view_id}", response={200: schemas.ViewGone, **PROBLEMS}, operation_id="delete_view")
def delete_view(request: HttpRequest, view_id: int) -> HttpResponse:
    """Deletes a view. Its undo brings it back."""
    return json_response(services.delete_view(actor=caller_of(request), view_id=view_id))


@router.post("/views/{view_id}/pin", response={200: schemas.View, **PROBLEMS}, operation_id="pin_view")
def pin_view(request: HttpRequest, view_id: int) -> HttpResponse:
    """Keeps a view at hand."""
    return json_response(services.pin_view(actor=caller_of(request), view_id=view_id))


@router.post("/views/{view_id}/unpin", response={200: schemas.View, **PROBLEMS}, operation_id="unpin_view")
def unpin_view(request: HttpRequest, view_id: int) -> HttpResponse:
    """Keeps a view at hand no more."""
    return json_response(services.unpin_view(actor=caller_of(request), view_id=view_id))
