"""Addresses of the companies room."""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from crm.companies import selectors
from crm.companies.schemas import CompaniesQuery, Company
from crm.core.http import PROBLEMS, caller_of, json_response

router = Router(tags=["companies"])


@router.get("/companies", response={200: list[Company], **PROBLEMS}, operation_id="list_companies")
def list_companies(request: HttpRequest, query: Query[CompaniesQuery]) -> HttpResponse:
    """Companies whose name contains `q`, for choosing one."""
    return json_response(selectors.list_companies(actor=caller_of(request), **query.dict()))
