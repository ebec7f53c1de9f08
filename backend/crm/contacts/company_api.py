"""Addresses where contacts and companies meet: the links between them, and those of one company."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from crm.companies import selectors as company_selectors
from crm.companies import services as company_services
from crm.companies.schemas import Company, CompanyChanged, CompanyConflictProblem, CompanyPatch
from crm.contacts import selectors, services
from crm.contacts.company_schemas import (
    CompanyArchivePreview,
    CompanyPeoplePage,
    CompanyPeopleQuery,
    ContactCompaniesChanged,
    ContactCompany,
    ContactCompanyIn,
    ContactCompanyPatch,
)
from crm.core.http import PROBLEMS, caller_of, json_response
from crm.journal.schemas import TimelinePage, TimelineQuery

router = Router(tags=["companies"])

CHANGED: dict[Any, Any] = {200: CompanyChanged, **PROBLEMS, 409: CompanyConflictProblem}
LINKS: dict[Any, Any] = {200: ContactCompaniesChanged, **PROBLEMS}


@router.get(
    "/contacts/{contact_id}/companies",
    response={200: list[ContactCompany], **PROBLEMS},
    operation_id="list_contact_companies",
)
def list_contact_companies(request: HttpRequest, contact_id: int) -> HttpResponse:
    """The companies that the contact belongs to, the primary one first, then those it has left."""
    return json_response(selectors.list_contact_companies(actor=caller_of(request), contact_id=contact_id))


@router.post("/contacts/{contact_id}/companies", response=LINKS, operation_id="add_contact_company")
def add_contact_company(request: HttpRequest, contact_id: int, payload: ContactCompanyIn) -> HttpResponse:
    """Links the contact to a company."""
    return json_response(
        services.add_contact_company(actor=caller_of(request), contact_id=contact_id, **payload.dict())
    )


@router.patch("/contacts/{contact_id}/companies/{link_id}", response=LINKS, operation_id="update_contact_company")
def update_contact_company(
    request: HttpRequest, contact_id: int, link_id: int, payload: ContactCompanyPatch
) -> HttpResponse:
    """Changes a link: role, start, end, or being the primary one."""
    return json_response(
        services.update_contact_company(
            actor=caller_of(request), contact_id=contact_id, link_id=link_id, changes=payload.sent()
        )
    )


@router.delete("/contacts/{contact_id}/companies/{link_id}", response=LINKS, operation_id="remove_contact_company")
def remove_contact_company(request: HttpRequest, contact_id: int, link_id: int) -> HttpResponse:
    """Takes away a link that should not have been."""
    return json_response(
        services.remove_contact_company(actor=caller_of(request), contact_id=contact_id, link_id=link_id)
    )


@router.get("/companies/{company_id}", response={200: Company, **PROBLEMS}, operation_id="get_company")
def get_company(request: HttpRequest, company_id: int) -> HttpResponse:
    """One company with its roll-ups, in the trash or not."""
    return json_response(company_selectors.get_company(actor=caller_of(request), company_id=company_id))


@router.patch("/companies/{company_id}", response=CHANGED, operation_id="update_company")
def update_company(request: HttpRequest, company_id: int, payload: CompanyPatch) -> HttpResponse:
    """Changes fields of a company, beside others who do the same."""
    return json_response(
        company_services.update_company(
            actor=caller_of(request), company_id=company_id, version=payload.version, changes=payload.sent()
        )
    )


@router.get(
    "/companies/{company_id}/people", response={200: CompanyPeoplePage, **PROBLEMS}, operation_id="list_company_people"
)
def list_company_people(request: HttpRequest, company_id: int, query: Query[CompanyPeopleQuery]) -> HttpResponse:
    """A page of the people who belong to the company, or who have left it, by name."""
    return json_response(selectors.list_company_people(actor=caller_of(request), company_id=company_id, **query.dict()))


@router.get(
    "/companies/{company_id}/timeline", response={200: TimelinePage, **PROBLEMS}, operation_id="list_company_timeline"
)
def list_company_timeline(request: HttpRequest, company_id: int, query: Query[TimelineQuery]) -> HttpResponse:
    """What happened to the company, and who came to it and left it, newest first."""
    return json_response(
        selectors.list_company_timeline(actor=caller_of(request), company_id=company_id, **query.dict())
    )


@router.get(
    "/companies/{company_id}/archive-preview",
    response={200: CompanyArchivePreview, **PROBLEMS},
    operation_id="preview_company_archive",
)
def preview_company_archive(request: HttpRequest, company_id: int) -> HttpResponse:
    """Whose links archiving the company would hide."""
    return json_response(selectors.preview_company_archive(actor=caller_of(request), company_id=company_id))


@router.post("/companies/{company_id}/archive", response=CHANGED, operation_id="archive_company")
def archive_company(request: HttpRequest, company_id: int) -> HttpResponse:
    """Moves the company to the trash, and hides the links to it. Its people stay."""
    return json_response(services.archive_company(actor=caller_of(request), company_id=company_id))


@router.post("/companies/{company_id}/restore", response=CHANGED, operation_id="restore_company")
def restore_company(request: HttpRequest, company_id: int) -> HttpResponse:
    """Brings the company back from the trash, with the links to it."""
    return json_response(services.restore_company(actor=caller_of(request), company_id=company_id))


@router.delete("/companies/{company_id}", response={204: None, **PROBLEMS}, operation_id="delete_company")
def delete_company(request: HttpRequest, company_id: int) -> HttpResponse:
    """Destroys an archived company for good. Its people stay."""
    services.delete_company(actor=caller_of(request), company_id=company_id)
    return HttpResponse(status=204)
