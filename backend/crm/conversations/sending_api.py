"""Addresses of messages that were written: taken back, hurried, sent again; and what the gate says beforehand."""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from crm.conversations import selectors, services
from crm.conversations.inbox_schemas import Message
from crm.conversations.sending_schemas import RetryIn, TakenBack, Verdict, VerdictQuery
from crm.core.http import PROBLEMS, caller_of, json_response

router = Router(tags=["conversations"])


@router.get("/conversations/{conversation_id}/verdict", response={200: Verdict, **PROBLEMS}, operation_id="get_verdict")
def get_verdict(request: HttpRequest, conversation_id: int, query: Query[VerdictQuery]) -> HttpResponse:
    """Whether the person may be written to now, and why not."""
    verdict = selectors.get_verdict(actor=caller_of(request), conversation_id=conversation_id, **query.dict())
    return json_response(verdict)


@router.post("/messages/{message_id}/cancel", response={200: TakenBack, **PROBLEMS}, operation_id="cancel_message")
def cancel_message(request: HttpRequest, message_id: int) -> HttpResponse:
    """Takes a message back that has not left, and gives back what it said."""
    return json_response(services.cancel_message(actor=caller_of(request), message_id=message_id))


@router.post("/messages/{message_id}/send-now", response={200: Message, **PROBLEMS}, operation_id="send_message_now")
def send_message_now(request: HttpRequest, message_id: int) -> HttpResponse:
    """Sends what waits at once."""
    return json_response(services.send_message_now(actor=caller_of(request), message_id=message_id))


@router.post("/messages/{message_id}/retry", response={200: Message, **PROBLEMS}, operation_id="retry_message")
def retry_message(request: HttpRequest, message_id: int, payload: RetryIn) -> HttpResponse:
    """Sends a message again that was not delivered."""
    return json_response(services.retry_message(actor=caller_of(request), message_id=message_id, **payload.dict()))
