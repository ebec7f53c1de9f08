"""Addresses of tags as such; those of tags on one contact stand in `api.py`."""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from crm.contacts import selectors, services
from crm.contacts.schemas import Tag, TagsQuery
from crm.contacts.tag_schemas import TagChanged, TagExistsProblem, TagGone, TagMerge, TagPatch, TagUses, TagWithCount
from crm.core.http import PROBLEMS, caller_of, json_response

router = Router(tags=["tags"])


@router.get("/tags", response={200: list[Tag], **PROBLEMS}, operation_id="list_tags")
def list_tags(request: HttpRequest, query: Query[TagsQuery]) -> HttpResponse:
    """Tags whose name contains `q`."""
    return json_response(selectors.list_tags(actor=caller_of(request), **query.dict()))


@router.get("/tags/all", response={200: list[TagWithCount], **PROBLEMS}, operation_id="list_all_tags")
def list_all_tags(request: HttpRequest) -> HttpResponse:
    """All tags by name, each with the number of contacts that have it."""
    return json_response(selectors.list_all_tags(actor=caller_of(request)))


@router.patch(
    "/tags/{tag_id}", response={200: TagChanged, **PROBLEMS, 409: TagExistsProblem}, operation_id="update_tag"
)
def update_tag(request: HttpRequest, tag_id: int, payload: TagPatch) -> HttpResponse:
    """Gives the tag another name or colour, on all contacts at once."""
    return json_response(services.update_tag(actor=caller_of(request), tag_id=tag_id, **payload.dict()))


@router.get("/tags/{tag_id}/uses", response={200: TagUses, **PROBLEMS}, operation_id="get_tag_uses")
def get_tag_uses(request: HttpRequest, tag_id: int) -> HttpResponse:
    """Where the tag is used."""
    return json_response(selectors.get_tag_uses(actor=caller_of(request), tag_id=tag_id))


@router.post("/tags/{tag_id}/merge", response={200: TagGone, **PROBLEMS}, operation_id="merge_tag")
def merge_tag(request: HttpRequest, tag_id: int, payload: TagMerge) -> HttpResponse:
    """Has every contact with the tag bear another one in its place."""
    return json_response(services.merge_tag(actor=caller_of(request), tag_id=tag_id, **payload.dict()))


@router.delete("/tags/{tag_id}", response={200: TagGone, **PROBLEMS}, operation_id="delete_tag")
def delete_tag(request: HttpRequest, tag_id: int) -> HttpResponse:
    """Takes the tag off every contact and deletes it."""
    return json_response(services.delete_tag(actor=caller_of(request), tag_id=tag_id))
