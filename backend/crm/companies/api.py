"""Addresses of companies in general. Those of one company are the contacts room's: people's links come in there."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from crm.companies import selectors, services
from crm.companies.schemas import (
    CompanyChanged,
    CompanyChoice,
    CompanyChoicesQuery,
    CompanyConflictProblem,
    CompanyCount,
    CompanyCountQuery,
    CompanyDuplicatesQuery,
    CompanyIn,
    CompanyListQuery,
    CompanyMatches,
    CompanyPage,
)
from crm.core.http import PROBLEMS, caller_of, json_response

router = Router(tags=["companies"])

REFUSED: dict[Any, Any] = {**PROBLEMS, 409: CompanyConflictProblem}


@router.get("/companies", response={200: CompanyPage, **PROBLEMS}, operation_id="list_companies")
def list_companies(request: HttpRequest, query: Query[CompanyListQuery]) -> HttpResponse:
    """A page of companies, or of the trash; `q` searches names, domains and phone numbers."""
    return json_response(selectors.list_companies(actor=caller_of(request), **query.dict()))


@router.get("/companies/count", response={200: CompanyCount, **PROBLEMS}, operation_id="count_companies")
def count_companies(request: HttpRequest, query: Query[CompanyCountQuery]) -> HttpResponse:
    """How many companies the list holds, counted up to a thousand unless `exact`."""
    return json_response(selectors.count_companies(actor=caller_of(request), **query.dict()))


@router.get("/companies/suggest", response={200: list[CompanyChoice], **PROBLEMS}, operation_id="suggest_companies")
def suggest_companies(request: HttpRequest, query: Query[CompanyChoicesQuery]) -> HttpResponse:
    """Companies whose name or domain contains `q`, for choosing one."""
    return json_response(selectors.suggest_companies(actor=caller_of(request), **query.dict()))


@router.get("/companies/duplicates", response={200: CompanyMatches, **PROBLEMS}, operation_id="find_company_duplicates")
def find_company_duplicates(request: HttpRequest, query: Query[CompanyDuplicatesQuery]) -> HttpResponse:
    """Which companies have the same name or domain, for a warning while it is typed."""
    return json_response(selectors.find_company_duplicates(actor=caller_of(request), **query.dict()))


@router.post("/companies", response={201: CompanyChanged, **REFUSED}, operation_id="create_company")
def create_company(request: HttpRequest, payload: CompanyIn) -> HttpResponse:
    """Makes a company."""
    return json_response(services.create_company(actor=caller_of(request), **payload.dict()), status=201)
