"""Addresses of a person's rights: to have all that is kept of them, and to be forgotten."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from crm.contacts import services
from crm.contacts.schemas import Erased, EraseIn
from crm.core.http import PROBLEMS, caller_of, json_response

router = Router(tags=["privacy"])


@router.get("/contacts/{contact_id}/personal-data", response={200: dict, **PROBLEMS}, operation_id="get_personal_data")
def get_personal_data(request: HttpRequest, contact_id: int) -> HttpResponse:
    """All that is kept of the person, as one file."""
    answer = json_response(services.get_personal_data(actor=caller_of(request), contact_id=contact_id))
    answer["Content-Disposition"] = f'attachment; filename="personal-data-{contact_id}.json"'
    return answer


@router.post("/contacts/{contact_id}/erase", response={200: Erased, **PROBLEMS}, operation_id="erase_contact")
def erase_contact(request: HttpRequest, contact_id: int, payload: EraseIn) -> HttpResponse:
    """Erases the person everywhere; what stays says nothing of them."""
    return json_response(services.erase_contact(actor=caller_of(request), contact_id=contact_id, **payload.dict()))
