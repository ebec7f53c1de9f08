"""Addresses of the consent room."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from crm.consent import selectors, services
from crm.consent.schemas import BlockIn, ChannelConsent, LiftIn, ReviewIn
from crm.core.http import PROBLEMS, caller_of, json_response

router = Router(tags=["consent"])
ANSWERS = {200: list[ChannelConsent], **PROBLEMS}


@router.get("/contacts/{contact_id}/consent", response=ANSWERS, operation_id="get_contact_consent")
def get_contact_consent(request: HttpRequest, contact_id: int) -> HttpResponse:
    """How the consent behind each of the contact's present addresses stands, why, and what happened to it."""
    return json_response(selectors.get_contact_consent(actor=caller_of(request), contact_id=contact_id))


@router.post("/contacts/{contact_id}/consent/block", response=ANSWERS, operation_id="block_contact_address")
def block_contact_address(request: HttpRequest, contact_id: int, payload: BlockIn) -> HttpResponse:
    """Stops marketing to the contact's present address, or everything."""
    changed = services.block_contact_address(actor=caller_of(request), contact_id=contact_id, **payload.dict())
    return json_response(changed)


@router.post("/contacts/{contact_id}/consent/lift", response=ANSWERS, operation_id="lift_contact_block")
def lift_contact_block(request: HttpRequest, contact_id: int, payload: LiftIn) -> HttpResponse:
    """Lifts one thing that stands against the contact's present address; some only an administrator lifts."""
    changed = services.lift_contact_block(actor=caller_of(request), contact_id=contact_id, **payload.dict())
    return json_response(changed)


@router.post("/contacts/{contact_id}/consent/review", response=ANSWERS, operation_id="review_contact_opt_out")
def review_contact_opt_out(request: HttpRequest, contact_id: int, payload: ReviewIn) -> HttpResponse:
    """Says whether what the contact wrote is an opt-out."""
    changed = services.review_contact_opt_out(actor=caller_of(request), contact_id=contact_id, **payload.dict())
    return json_response(changed)
