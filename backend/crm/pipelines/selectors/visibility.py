"""Whose opportunities an actor sees: the one place that every read and every lock starts from."""

from typing import LiteralString

from crm.core.access import Actor
from crm.core.errors import NotFound

BIGINT_MOST = 2**63 - 1


def visible_to(actor: Actor) -> LiteralString:
    """The condition on opportunities (by the name c) that all reads start from. Who may read them sees all."""
    return "TRUE"


def check_id(record_id: int) -> None:
    """Raises `NotFound` for a number that no id can be."""
    if not 0 < record_id <= BIGINT_MOST:
        raise NotFound
