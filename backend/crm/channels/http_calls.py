"""Calls to providers over HTTP: bounded in time and bytes, with what a broken one means for a message."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import httpx

from crm.conversations.port import NotNow, OutcomeUnknown

# A call is over within 30 seconds whatever the provider does: connecting, then waiting for each part of the answer.
SECONDS_MOST = 25.0
_TIMEOUT = httpx.Timeout(15.0, connect=8.0)
ANSWER_MOST = 2 * 1024 * 1024
RETRY_AFTER_MOST = 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the provider answered. Header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


class TooLarge(Exception):
    """The answer is longer than what was asked for."""


@lru_cache(maxsize=1)
def _client() -> httpx.Client:
    # A connection that is kept may have been closed at the other end just now: a message sent on it would count as
    # unknown. Neither proxies nor passwords are taken from the environment.
    limits = httpx.Limits(max_keepalive_connections=0)
    return httpx.Client(timeout=_TIMEOUT, limits=limits, trust_env=False, follow_redirects=False)


def call(method: str, url: str, *, most: int = ANSWER_MOST, **given: Any) -> Answer:
    """One request; redirects are answers. Raises `NotNow` when it surely did not arrive, else `OutcomeUnknown`.

    `TooLarge` for an answer of more than `most` bytes.
    """
    until = time.monotonic() + SECONDS_MOST
    name = urlsplit(url).hostname or "the provider"
    try:
        with _client().stream(method, url, **given) as answer:
            body = bytearray()
            for part in answer.iter_bytes():
                body += part
                if len(body) > most:
                    raise TooLarge
                if time.monotonic() > until:
                    raise OutcomeUnknown(f"{name} took too long to answer.")
            return Answer(status=answer.status_code, headers=answer.headers, body=bytes(body))
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        raise NotNow(f"{name} can't be reached.") from error
    except (httpx.UnsupportedProtocol, httpx.InvalidURL) as error:
        raise NotNow("The address in the channel's settings can't be called.") from error
    except httpx.HTTPError as error:
        raise OutcomeUnknown(f"The connection to {name} broke before it answered.") from error


def refuse_when_busy(answer: Answer, name: str) -> None:
    """Raises `NotNow` for 429 and for a server that says it took nothing; `OutcomeUnknown` for a gateway's word.

    A gateway that had no answer (502, 504) does not know whether the message was taken.
    """
    if answer.status in {502, 504}:
        raise OutcomeUnknown(f"{name} did not say whether it took the message ({answer.status}).")
    if answer.status == 429 or answer.status >= 500:
        text = f"{name} is too busy." if answer.status == 429 else f"{name} has a fault ({answer.status})."
        raise NotNow(text, code=str(answer.status), retry_after=_retry_after(answer))


def _retry_after(answer: Answer) -> float | None:
    try:
        seconds = float(answer.headers.get("retry-after", ""))
    except ValueError:
        return None
    return min(seconds, RETRY_AFTER_MOST) if seconds >= 0 else None


def checked_base_url(value: str) -> str:
    """An https address, or http on this machine, without a slash at its end. Raises `ValueError`."""
    parts = urlsplit(value.strip())
    is_here = parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost", "::1"}
    if not parts.hostname or not (parts.scheme == "https" or is_here) or parts.username or parts.query:
        raise ValueError("Give an address that begins with https://")
    return value.strip().rstrip("/")
