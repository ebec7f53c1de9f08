"""Addresses of the simulator's page."""

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from crm.conversations.simulator import reading, schemas, talking
from crm.core.http import PROBLEMS, caller_of, json_response

router = Router(tags=["simulator"])


@router.get(
    "/simulator/people", response={200: list[schemas.SimulatorPerson], **PROBLEMS}, operation_id="list_simulator_people"
)
def list_simulator_people(request: HttpRequest, query: Query[schemas.SimulatorPeopleQuery]) -> HttpResponse:
    """Who was written to or wrote by the simulator."""
    return json_response(reading.list_simulator_people(actor=caller_of(request), **query.dict()))


@router.get(
    "/simulator/messages",
    response={200: list[schemas.SimulatorMessage], **PROBLEMS},
    operation_id="list_simulator_messages",
)
def list_simulator_messages(request: HttpRequest, query: Query[schemas.SimulatorMessagesQuery]) -> HttpResponse:
    """What a phone or a mailbox holds."""
    return json_response(reading.list_simulator_messages(actor=caller_of(request), **query.dict()))


@router.post(
    "/simulator/messages", response={202: schemas.SimulatorPosted, **PROBLEMS}, operation_id="post_simulator_message"
)
def post_simulator_message(request: HttpRequest, payload: schemas.SimulatorMessageIn) -> HttpResponse:
    """Writes as somebody outside."""
    return json_response(talking.post_simulator_message(actor=caller_of(request), **payload.dict()), status=202)


@router.get(
    "/simulator/behaviour", response={200: schemas.SimulatorBehaviour, **PROBLEMS}, operation_id="get_simulator"
)
def get_simulator(request: HttpRequest) -> HttpResponse:
    """What becomes of what is sent."""
    return json_response(talking.get_simulator(actor=caller_of(request)))


@router.put(
    "/simulator/behaviour", response={200: schemas.SimulatorBehaviour, **PROBLEMS}, operation_id="change_simulator"
)
def change_simulator(request: HttpRequest, payload: schemas.SimulatorBehaviour) -> HttpResponse:
    """Says what becomes of what is sent from now on."""
    return json_response(talking.change_simulator(actor=caller_of(request), **payload.dict()))
