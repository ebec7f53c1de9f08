"""The simulator as a provider: takes what it is given, does what its settings say, and reads what its page posts."""

import hmac
import secrets
import time
from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Any, Literal

import orjson
from pydantic import BaseModel, Field, SecretStr

from crm.consent.enums import Channel
from crm.conversations.enums import MessageState, NextAct
from crm.conversations.port import (
    Accepted,
    CannotRead,
    Check,
    Fact,
    HookRequest,
    Incoming,
    NotNow,
    NotVerified,
    OutcomeUnknown,
    Outgoing,
    Reading,
    Rejected,
    Report,
    register_adapter,
)
from crm.core import clock
from crm.core.errors import InvalidInput
from crm.core.phone import read_e164

KIND = "simulator"
TOKEN_HEADER = "x-simulator-token"  # noqa: S105 - a name
# A sender's lease lasts longer than this.
SECONDS_MOST = 25
Mode = Literal["deliver", "delay", "reject", "bounce", "hang", "429", "unknown"]


def _new_token() -> SecretStr:
    return SecretStr(secrets.token_urlsafe(24))


class SimulatorSettings(BaseModel):
    """What the simulator does with what it is given."""

    mode: Mode = Field(
        "deliver",
        title="What becomes of messages",
        description="deliver, delay, reject, bounce, hang, 429 (too busy) or unknown (the connection breaks).",
    )
    seconds: Annotated[float, Field(ge=0, le=SECONDS_MOST)] = Field(
        2, title="Seconds", description="How long delay, hang and 429 take."
    )
    token: SecretStr = Field(
        default_factory=_new_token, title="Token", description="What the simulator's page signs with. Made by itself."
    )


class Simulator:
    """A provider that reaches nobody."""

    kind, label = KIND, "Simulator"
    help = "A phone and a mailbox in the browser. Nothing leaves this machine."
    channels: Sequence[Channel] = (Channel.SMS, Channel.EMAIL)
    Settings = SimulatorSettings

    def check(self, settings: SimulatorSettings) -> Check:
        """It is always there."""
        return Check(is_passed=True, text=f"The simulator is ready. Its mode is {settings.mode}.")

    def check_sender(self, settings: SimulatorSettings, channel: Channel, address: str) -> str:
        """Any number that can be written, any address with an @."""
        if channel is Channel.EMAIL:
            name, at, host = address.strip().lower().partition("@")
            if not (name and at and host) or any(one.isspace() for one in address.strip()):
                raise InvalidInput(fields={"address": ["Give an email address, such as hello@kith.example."]})
            return address.strip().lower()
        number = read_e164(address, region="US")
        if not number:
            raise InvalidInput(fields={"address": ["Give a phone number, such as +1 202 555 0100."]})
        return number

    def receives_at(self, settings: SimulatorSettings, address: str) -> bool:
        """What is answered on its page comes back."""
        return True

    def send(self, settings: SimulatorSettings, outgoing: Outgoing) -> Accepted:
        """Does what `mode` says."""
        match settings.mode:
            case "reject":
                raise Rejected("The simulator refuses this message.", code="reject", next_act=NextAct.NONE)
            case "hang":
                time.sleep(settings.seconds)
                raise OutcomeUnknown("The simulator did not answer.")
            case "unknown":
                raise OutcomeUnknown("The simulator broke off in between.")
            case "429":
                raise NotNow("The simulator is too busy.", code="429", retry_after=settings.seconds)
            case "bounce":
                later = (0.0, _report(outgoing, MessageState.FAILED, fact=_bounced(outgoing)))
            case "delay":
                later = (settings.seconds, _report(outgoing, MessageState.DELIVERED, after=settings.seconds))
            case "deliver":
                later = (0.0, _report(outgoing, MessageState.DELIVERED))
        return Accepted(provider_id=outgoing.key, provider_state="taken", later=[later])

    def verify(self, settings: SimulatorSettings, request: HookRequest) -> None:
        """The account's token stands in a header."""
        if not hmac.compare_digest(
            request.headers.get(TOKEN_HEADER, "").encode(), settings.token.get_secret_value().encode()
        ):
            raise NotVerified("The simulator's token is missing or another one.")

    def key_of(self, settings: SimulatorSettings, request: HookRequest) -> str:
        """The id that the page gave the message."""
        return str(_told(request).get("key", ""))[:200]

    def read(self, settings: SimulatorSettings, request: HookRequest) -> Reading:
        """One message, as the page has written it."""
        told = _told(request)
        try:
            channel = Channel(told["channel"])
            message = Incoming(
                key=told["key"],
                channel=channel,
                from_address=told["from_address"],
                from_name=told.get("from_name", ""),
                to_addresses=[told["to_address"]],
                subject=told.get("subject", ""),
                text=told["text"],
                rfc_id=f"{told['key']}@simulator.example" if channel is Channel.EMAIL else "",
                in_reply_to=[told["in_reply_to"]] if told.get("in_reply_to") else [],
            )
        except (KeyError, ValueError, TypeError) as error:
            raise CannotRead("It is not what the simulator's page writes.") from error
        return Reading(messages=[message])

    def fetch(self, settings: SimulatorSettings, url: str) -> tuple[str, bytes]:
        """Nothing is kept elsewhere."""
        raise Rejected("The simulator keeps no files.")


def _told(request: HookRequest) -> dict[str, Any]:
    try:
        told = orjson.loads(request.body)
    except orjson.JSONDecodeError as error:
        raise CannotRead("It is not JSON.") from error
    if not isinstance(told, dict):
        raise CannotRead("It is not what the simulator's page writes.")
    return told


def _report(outgoing: Outgoing, state: MessageState, *, fact: Fact | None = None, after: float = 0) -> Report:
    has_failed = state is MessageState.FAILED
    return Report(
        key=f"{outgoing.key} {state.value}",
        provider_id=outgoing.key,
        message_key=outgoing.key,
        state=state,
        provider_state="bounced" if has_failed else "delivered",
        code="bounce" if has_failed else "",
        text="The simulator let it bounce: nobody is there." if has_failed else "",
        next_act=NextAct.FIX_ADDRESS if has_failed else NextAct.NONE,
        fact=fact,
        at=clock.now() + timedelta(seconds=after),
    )


def _bounced(outgoing: Outgoing) -> Fact:
    kind = "hard_bounce" if outgoing.channel is Channel.EMAIL else "unreachable_number"
    return Fact(kind=kind, address=outgoing.to_address, code="bounce", text="The simulator let it bounce.")


register_adapter(Simulator(), headers=[])
