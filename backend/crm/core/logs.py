"""The request's id, known to every log line and every problem document of that request."""

import logging
import re
import uuid
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="-")

_ACCEPTED = re.compile(r"[A-Za-z0-9_.-]{8,64}")


def new_request_id(offered: str | None) -> str:
    """`offered` when a proxy sent a harmless one, else a fresh id."""
    if offered and _ACCEPTED.fullmatch(offered):
        return offered
    return uuid.uuid4().hex


class RequestIdFilter(logging.Filter):
    """Puts the present request's id on each record."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = request_id.get()
        return True
