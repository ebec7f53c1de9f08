"""The request's id, known to every log line and every problem document of that request."""

import logging
import re
import uuid
from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="-")

# What a database or a mail server quotes in its errors is somebody's.
_EMAIL = re.compile(r"[^\s<>\"'(),;:=\[\]{}]+@[^\s<>\"'(),;:=\[\]{}]+\.[^\s<>\"'(),;:=\[\]{}]+")
_DETAIL = re.compile(r"^(DETAIL|CONTEXT):.*$", re.MULTILINE)

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


class LineFormatter(logging.Formatter):
    """A record with its traceback, without what it quotes of rows, and without email addresses."""

    def format(self, record: logging.LogRecord) -> str:
        return _EMAIL.sub("[email]", _DETAIL.sub(r"\1: [left out]", super().format(record)))
