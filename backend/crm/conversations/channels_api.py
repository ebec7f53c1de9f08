"""Addresses of channels and senders, which administrators set up, and of measuring a text."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from crm.conversations import selectors, services
from crm.conversations.channels_schemas import (
    ChannelAccount,
    ChannelChangeIn,
    ChannelCheck,
    ChannelIn,
    ChannelKind,
    Measure,
    MeasureIn,
    Sender,
    SenderChangeIn,
    SenderIn,
)
from crm.core.http import PROBLEMS, caller_of, json_response

router = Router(tags=["channels"])


@router.get("/channels/kinds", response={200: list[ChannelKind], **PROBLEMS}, operation_id="list_channel_kinds")
def list_channel_kinds(request: HttpRequest) -> HttpResponse:
    """What can be set up, with the schema of its settings."""
    return json_response(selectors.list_channel_kinds(actor=caller_of(request)))


@router.get("/channels", response={200: list[ChannelAccount], **PROBLEMS}, operation_id="list_channels")
def list_channels(request: HttpRequest) -> HttpResponse:
    """All channels that are set up."""
    return json_response(selectors.list_channels(actor=caller_of(request)))


@router.post("/channels", response={201: ChannelAccount, **PROBLEMS}, operation_id="add_channel")
def add_channel(request: HttpRequest, payload: ChannelIn) -> HttpResponse:
    """Sets up a channel."""
    return json_response(services.add_channel(actor=caller_of(request), **payload.dict()), status=201)


@router.patch("/channels/{account_id}", response={200: ChannelAccount, **PROBLEMS}, operation_id="change_channel")
def change_channel(request: HttpRequest, account_id: int, payload: ChannelChangeIn) -> HttpResponse:
    """Changes a channel."""
    changes = payload.dict(exclude={"version"})
    return json_response(
        services.change_channel(
            actor=caller_of(request), account_id=account_id, version=payload.version, changes=changes
        )
    )


@router.delete("/channels/{account_id}", response={204: None, **PROBLEMS}, operation_id="delete_channel")
def delete_channel(request: HttpRequest, account_id: int) -> HttpResponse:
    """Deletes a channel that was never used."""
    services.delete_channel(actor=caller_of(request), account_id=account_id)
    return HttpResponse(status=204)


@router.post("/channels/{account_id}/check", response={200: ChannelCheck, **PROBLEMS}, operation_id="check_channel")
def check_channel(request: HttpRequest, account_id: int) -> HttpResponse:
    """Asks the provider whether the settings work."""
    return json_response(services.check_channel(actor=caller_of(request), account_id=account_id))


@router.get("/senders", response={200: list[Sender], **PROBLEMS}, operation_id="list_senders")
def list_senders(request: HttpRequest) -> HttpResponse:
    """All numbers and addresses that messages are sent from."""
    return json_response(selectors.list_senders(actor=caller_of(request)))


@router.post("/channels/{account_id}/senders", response={201: Sender, **PROBLEMS}, operation_id="add_sender")
def add_sender(request: HttpRequest, account_id: int, payload: SenderIn) -> HttpResponse:
    """Adds a number or an address to a channel."""
    made = services.add_sender(actor=caller_of(request), account_id=account_id, **payload.dict())
    return json_response(made, status=201)


@router.patch("/senders/{sender_id}", response={200: Sender, **PROBLEMS}, operation_id="change_sender")
def change_sender(request: HttpRequest, sender_id: int, payload: SenderChangeIn) -> HttpResponse:
    """Changes a sender."""
    changes = payload.dict(exclude={"version"})
    return json_response(
        services.change_sender(actor=caller_of(request), sender_id=sender_id, version=payload.version, changes=changes)
    )


@router.post("/senders/{sender_id}/resume", response={200: Sender, **PROBLEMS}, operation_id="resume_sender")
def resume_sender(request: HttpRequest, sender_id: int) -> HttpResponse:
    """Ends the pause of a sender."""
    return json_response(services.resume_sender(actor=caller_of(request), sender_id=sender_id))


@router.delete("/senders/{sender_id}", response={204: None, **PROBLEMS}, operation_id="delete_sender")
def delete_sender(request: HttpRequest, sender_id: int) -> HttpResponse:
    """Deletes a sender that nothing was sent from."""
    services.delete_sender(actor=caller_of(request), sender_id=sender_id)
    return HttpResponse(status=204)


@router.post("/messages/measure", response={200: Measure, **PROBLEMS}, operation_id="measure_text")
def measure_text(request: HttpRequest, payload: MeasureIn) -> HttpResponse:
    """In how many parts a text message is sent, and which characters make it more."""
    return json_response(selectors.measure_text(actor=caller_of(request), **payload.dict()))
