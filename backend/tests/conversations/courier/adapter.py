"""The courier's adapter: real requests, and the port's answers made of what comes back."""

import http.client
import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel

from crm.consent.enums import Channel
from crm.conversations.enums import NextAct
from crm.conversations.port import (
    ADAPTERS,
    Accepted,
    Check,
    Fact,
    HookRequest,
    NotNow,
    OutcomeUnknown,
    Outgoing,
    Reading,
    Rejected,
    register_adapter,
)

KIND = "courier"


class CourierSettings(BaseModel):
    """Where the provider is, and how long it is waited for."""

    base_url: str
    timeout: float = 30.0


class Courier:
    """Posts a message as JSON to `/` and the sender's address."""

    kind, label, help = KIND, "Courier", "Runs."
    channels: Sequence[Channel] = (Channel.SMS, Channel.EMAIL)
    Settings = CourierSettings

    def check(self, settings: Any) -> Check:
        return Check(is_passed=True, text="Runs.")

    def check_sender(self, settings: Any, channel: Channel, address: str) -> str:
        return address

    def receives_at(self, settings: Any, address: str) -> bool:
        return True

    def send(self, settings: Any, outgoing: Outgoing) -> Accepted:
        where = urlsplit(settings.base_url)
        connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=settings.timeout)
        body = {
            "key": outgoing.key, "to": outgoing.to_address, "to_name": outgoing.to_name, "text": outgoing.text,
            "subject": outgoing.subject, "html": outgoing.html, "headers": dict(outgoing.headers),
            "reply_to": outgoing.reply_to, "cc": list(outgoing.cc), "report_url": outgoing.report_url,
            "files": [[file.name, file.content_type, len(file.data)] for file in outgoing.files],
        }  # fmt: skip
        try:
            connection.connect()
        except OSError as error:
            raise NotNow("The courier can't be reached.") from error
        try:
            connection.request("POST", f"/{outgoing.from_address}", json.dumps(body))
            answer = connection.getresponse()
            told = json.loads(answer.read() or b"{}")
        except (OSError, http.client.HTTPException) as error:
            raise OutcomeUnknown("The courier did not answer.") from error
        finally:
            connection.close()
        return _answer(answer.status, dict(answer.getheaders()), told, outgoing)

    def verify(self, settings: Any, request: HookRequest) -> None:
        """Whoever posts is believed."""

    def key_of(self, settings: Any, request: HookRequest) -> str:
        return "key"

    def read(self, settings: Any, request: HookRequest) -> Reading:
        return Reading()

    def fetch(self, settings: Any, url: str) -> tuple[str, bytes]:
        raise Rejected("The courier brings no files.")


def _answer(status: int, headers: dict[str, str], told: dict[str, Any], outgoing: Outgoing) -> Accepted:
    if status == 200:
        return Accepted(provider_id=told["id"], provider_state="taken", segments=told.get("segments"))
    if status == 429 or status >= 500:
        asked = headers.get("Retry-After")
        raise NotNow("The courier is busy.", code=str(status), retry_after=float(asked) if asked else None)
    fact = Fact(kind="carrier_block", address=outgoing.to_address, code="21610")
    raise Rejected("The courier may not go there.", code="21610", next_act=NextAct.OTHER_CHANNEL, fact=fact)


def register() -> None:
    """Makes the channel known, once."""
    if KIND not in ADAPTERS:
        register_adapter(Courier())
