"""Whose conversations an actor sees: the one place that every read and every lock starts from."""

from typing import LiteralString

from crm.core.access import Actor
from crm.core.errors import NotFound

BIGINT_MOST = 2**63 - 1


def visible_to(actor: Actor) -> LiteralString:
    """The condition on conversations (by the name c). Who may read conversations sees all of them."""
    return "TRUE"


def check_id(record_id: int) -> None:
    """Raises `NotFound` for a number that no id can be."""
    if not 0 < record_id <= BIGINT_MOST:
        raise NotFound
