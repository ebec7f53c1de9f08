"""Addresses of the contacts room."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from crm.contacts import selectors, services
from crm.contacts.schemas import (
    Contact,
    ContactChanged,
    ContactCount,
    ContactCountQuery,
    ContactIn,
    ContactListQuery,
    ContactPage,
    ContactPatch,
    Duplicates,
    DuplicatesQuery,
    EditConflictProblem,
    TagIn,
)
from crm.core.http import PROBLEMS, caller_of, json_response
from crm.journal.schemas import TimelinePage, TimelineQuery

router = Router(tags=["contacts"])

CHANGED: dict[Any, Any] = {200: ContactChanged, **PROBLEMS}


@router.get("/contacts", response={200: ContactPage, **PROBLEMS}, operation_id="list_contacts")
def list_contacts(request: HttpRequest, query: Query[ContactListQuery]) -> HttpResponse:
    """A page of contacts, or of the trash; `q` searches names, email addresses and phone numbers."""
    return json_response(selectors.list_contacts(actor=caller_of(request), **query.dict()))


@router.get("/contacts/count", response={200: ContactCount, **PROBLEMS}, operation_id="count_contacts")
def count_contacts(request: HttpRequest, query: Query[ContactCountQuery]) -> HttpResponse:
    """How many contacts the list holds, counted up to a thousand unless `exact`."""
    return json_response(selectors.count_contacts(actor=caller_of(request), **query.dict()))


@router.get("/contacts/duplicates", response={200: Duplicates, **PROBLEMS}, operation_id="find_duplicates")
def find_duplicates(request: HttpRequest, query: Query[DuplicatesQuery]) -> HttpResponse:
    """Who has the same email address or phone number, for a warning while it is typed."""
    return json_response(selectors.find_duplicates(actor=caller_of(request), **query.dict()))


@router.post("/contacts", response={201: ContactChanged, **PROBLEMS}, operation_id="create_contact")
def create_contact(request: HttpRequest, payload: ContactIn) -> HttpResponse:
    """Makes a contact."""
    return json_response(services.create_contact(actor=caller_of(request), **payload.dict()), status=201)


@router.get("/contacts/{contact_id}", response={200: Contact, **PROBLEMS}, operation_id="get_contact")
def get_contact(request: HttpRequest, contact_id: int) -> HttpResponse:
    """One contact, in the trash or not."""
    return json_response(selectors.get_contact(actor=caller_of(request), contact_id=contact_id))


@router.patch("/contacts/{contact_id}", response={**CHANGED, 409: EditConflictProblem}, operation_id="update_contact")
def update_contact(request: HttpRequest, contact_id: int, payload: ContactPatch) -> HttpResponse:
    """Changes fields of a contact, beside others who do the same."""
    return json_response(
        services.update_contact(
            actor=caller_of(request), contact_id=contact_id, version=payload.version, changes=payload.sent()
        )
    )


@router.delete("/contacts/{contact_id}", response={204: None, **PROBLEMS}, operation_id="delete_contact")
def delete_contact(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Destroys an archived contact for good."""
    services.delete_contact(actor=caller_of(request), contact_id=contact_id)
    return HttpResponse(status=204)


@router.post("/contacts/{contact_id}/archive", response=CHANGED, operation_id="archive_contact")
def archive_contact(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Moves the contact to the trash."""
    return json_response(services.archive_contact(actor=caller_of(request), contact_id=contact_id))


@router.post("/contacts/{contact_id}/restore", response=CHANGED, operation_id="restore_contact")
def restore_contact(request: HttpRequest, contact_id: int) -> HttpResponse:
    """Brings the contact back from the trash."""
    return json_response(services.restore_contact(actor=caller_of(request), contact_id=contact_id))


@router.post("/contacts/{contact_id}/tags", response=CHANGED, operation_id="add_contact_tag")
def add_contact_tag(request: HttpRequest, contact_id: int, payload: TagIn) -> HttpResponse:
    """Puts a tag on the contact."""
    return json_response(services.add_contact_tag(actor=caller_of(request), contact_id=contact_id, name=payload.name))


@router.delete("/contacts/{contact_id}/tags/{tag_id}", response=CHANGED, operation_id="remove_contact_tag")
def remove_contact_tag(request: HttpRequest, contact_id: int, tag_id: int) -> HttpResponse:
    """Takes a tag off the contact."""
    return json_response(services.remove_contact_tag(actor=caller_of(request), contact_id=contact_id, tag_id=tag_id))


@router.get("/contacts/{contact_id}/timeline", response={200: TimelinePage, **PROBLEMS}, operation_id="list_timeline")
def list_timeline(request: HttpRequest, contact_id: int, query: Query[TimelineQuery]) -> HttpResponse:
    """What happened to the contact, newest first."""
    return json_response(selectors.list_timeline(actor=caller_of(request), contact_id=contact_id, **query.dict()))
