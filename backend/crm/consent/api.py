"""Addresses of the consent room."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from crm.consent import selectors
from crm.consent.schemas import ChannelConsent
from crm.core.http import PROBLEMS, caller_of, json_response

router = Router(tags=["consent"])


@router.get(
    "/contacts/{contact_id}/consent",
    response={200: list[ChannelConsent], **PROBLEMS},
    operation_id="get_contact_consent",
)
def get_contact_consent(request: HttpRequest, contact_id: int) -> HttpResponse:
    """How the consent behind each of the contact's present addresses stands, and what was stated of it."""
    return json_response(selectors.get_contact_consent(actor=caller_of(request), contact_id=contact_id))
