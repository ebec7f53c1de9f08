"""A server on loopback that looks like Twilio's API."""

import base64
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from tests.channels.provider import Provider, Reply, Request

SAMPLES = Path(__file__).parent / "samples"
ACCOUNT, TOKEN = "AC" + "a" * 32, "12345"
CONTRACT = json.loads((SAMPLES / "twilio_message.json").read_text())


class LookAlike:
    """Takes messages as the contract says they are; refuses what is told it."""

    def __init__(self) -> None:
        self.refusal: tuple[int, int, str] | None = None
        self.retry_after = ""
        self.media: dict[str, Reply] = {}
        self.provider = Provider(self.answer)

    def answer(self, asked: Request) -> Reply:
        if asked.path in self.media:
            return self.media[asked.path]
        name, _, password = (
            base64.b64decode(asked.headers["authorization"].removeprefix("Basic ")).decode().partition(":")
        )
        if (name, password) not in {(ACCOUNT, TOKEN), ("SK" + "b" * 32, "key")}:
            return _json(401, {"code": 20003, "message": "Authenticate", "status": 401})
        if asked.method == "GET":
            return _json(200, {"sid": ACCOUNT, "status": "active", "type": "Full", "friendly_name": "Kith"})
        if self.refusal:
            status, code, text = self.refusal
            headers = {"Retry-After": self.retry_after} if self.retry_after else None
            return _json(status, {"code": code, "message": text, "status": status}, headers)
        form = dict(parse_qsl(asked.body.decode(), strict_parsing=True))
        assert asked.path == CONTRACT["path"].replace("{AccountSid}", ACCOUNT)
        assert set(form) <= set(CONTRACT["patterns"])
        assert set(CONTRACT["required"]) <= set(form)
        for field, value in form.items():
            assert not CONTRACT["patterns"][field] or re.fullmatch(CONTRACT["patterns"][field], value)
        return taken("SM" + "c" * 32)


def taken(sid: str) -> Reply:
    """What Twilio answers for a message that it takes."""
    return _json(201, {"sid": sid, "status": "queued", "num_segments": "2", "error_code": None})


def _json(status: int, told: Any, headers: dict[str, str] | None = None) -> Reply:
    return Reply(status, json.dumps(told).encode(), {"Content-Type": "application/json", **(headers or {})})
