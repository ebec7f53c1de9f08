"""A provider of these tests' own: pigeons, whose posts are JSON and whose signature is a token in a header."""

import hashlib
import hmac
import json
from datetime import datetime
from typing import Any

from django.test import Client
from pydantic import BaseModel, SecretStr

from crm.consent.enums import Channel
from crm.conversations.adapters import SETTINGS_PURPOSE
from crm.conversations.enums import MessageState, NextAct
from crm.conversations.models import ChannelAccount
from crm.conversations.port import (
    ADAPTERS,
    CannotRead,
    Check,
    Fact,
    HookRequest,
    Incoming,
    IncomingFile,
    NotNow,
    NotVerified,
    Reading,
    Rejected,
    Report,
    register_adapter,
)
from crm.core.errors import InvalidInput
from crm.core.sealing import seal


class _Settings(BaseModel):
    token: SecretStr
    spare: SecretStr | None = None
    loft: str = "North"


class Pigeons:
    """Reads `{"messages": […], "reports": […]}`. What `fetched` holds by URL can be fetched; an error is raised."""

    kind, label, help = "pigeon", "Pigeons", "By wing."
    channels = (Channel.EMAIL, Channel.SMS)
    Settings = _Settings

    def __init__(self) -> None:
        self.fetched: dict[str, tuple[str, bytes] | Exception] = {}
        self.seen_urls: list[str] = []

    def check(self, settings: Any) -> Check:
        if settings.loft == "Burnt":
            raise RuntimeError("Smoke.")
        is_known = settings.token.get_secret_value() == "coo"
        return Check(is_passed=is_known, text="They know you." if is_known else "They do not know this token.")

    def check_sender(self, settings: Any, channel: Channel, address: str) -> str:
        if channel is Channel.EMAIL and "@" not in address:
            raise InvalidInput(fields={"address": ["Give an email address."]})
        return address.lower()

    def verify(self, settings: Any, request: HookRequest) -> None:
        self.seen_urls.append(request.url)
        if not hmac.compare_digest(request.headers.get("x-pigeon", ""), settings.token.get_secret_value()):
            raise NotVerified("The ring on its leg is not ours.")

    def key_of(self, settings: Any, request: HookRequest) -> str:
        return hashlib.sha256(request.body).hexdigest()

    def read(self, settings: Any, request: HookRequest) -> Reading:
        try:
            told = json.loads(request.body)
        except ValueError as error:
            raise CannotRead("It is not JSON.") from error
        if told.get("break"):
            raise RuntimeError("The pigeon has dropped it.")
        return Reading(
            messages=[_message(one) for one in told.get("messages", [])],
            reports=[_report(one) for one in told.get("reports", [])],
        )

    def fetch(self, settings: Any, url: str) -> tuple[str, bytes]:
        found = self.fetched.get(url, NotNow("The pigeon is still on its way."))
        if isinstance(found, Exception):
            raise found
        return found


def _message(told: dict[str, Any]) -> Incoming:
    files = [IncomingFile(**{**file, "data": file.get("data", "").encode("latin1")}) for file in told.pop("files", [])]
    at = datetime.fromisoformat(told.pop("at")) if "at" in told else None
    return Incoming(**{**told, "channel": Channel(told["channel"]), "files": files, "at": at})


def _report(told: dict[str, Any]) -> Report:
    state = MessageState(told["state"]) if told.get("state") else None
    act = NextAct(told.get("next_act", "none"))
    fact = Fact(**told["fact"]) if "fact" in told else None
    return Report(**{**told, "state": state, "next_act": act, "fact": fact, "at": datetime.fromisoformat(told["at"])})


PIGEONS = Pigeons()
if "pigeon" not in ADAPTERS:
    register_adapter(PIGEONS, headers=["x-pigeon-id"])  # type: ignore[arg-type]


def pigeons() -> ChannelAccount:
    """An account with them, whose token is "coo"."""
    PIGEONS.fetched.clear()
    PIGEONS.seen_urls.clear()
    sealed = seal(b'{"token": "coo"}', purpose=SETTINGS_PURPOSE)
    return ChannelAccount.objects.create(
        kind="pigeon", name="Pigeons", settings_sealed=sealed, hook_id="of-the-pigeons"
    )


GONE = Rejected("It flew away.")


def post(
    account: ChannelAccount, told: Any, *, token: str = "coo", query: str = "", client: Client | None = None
) -> int:
    """Posts to the account's hook as the provider does. The answer's status."""
    body = told if isinstance(told, bytes) else json.dumps(told).encode()
    path = f"/hooks/{account.kind}/{account.hook_id}{query}"
    headers = {"X-Pigeon": token, "X-Pigeon-Id": "7", "Cookie": "secret=1", "Host": "127.0.0.1"}
    answer = (client or Client(enforce_csrf_checks=True)).post(
        path, body, content_type="application/json", headers=headers
    )
    return answer.status_code


def sms(key: str, text: str = "Hello", address: str = "+12025550123", **fields: Any) -> dict[str, Any]:
    """A text message."""
    return {
        "key": key,
        "channel": "sms",
        "from_address": address,
        "to_addresses": ["+12025550100"],
        "text": text,
        **fields,
    }


def mail(key: str, text: str = "Hello", address: str = "grace@example.com", **fields: Any) -> dict[str, Any]:
    """A mail."""
    given = {
        "key": key,
        "channel": "email",
        "from_address": address,
        "to_addresses": ["hello@ours.example"],
        "text": text,
    }
    return {**given, "subject": "A question", "rfc_id": f"{key}@mail.example.com", **fields}


def report(key: str, state: str | None, at: str = "2026-11-20T10:00:00+00:00", **fields: Any) -> dict[str, Any]:
    """A report of a message."""
    return {"key": key, "state": state, "provider_state": state or "queued", "at": at, **fields}
