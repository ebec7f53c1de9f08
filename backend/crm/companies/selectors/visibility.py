"""Whose companies an actor sees: the one place that every read and every lock starts from."""

from typing import LiteralString

from crm.core.access import Actor
from crm.core.errors import NotFound

BIGINT_MOST = 2**63 - 1


def visible_to(actor: Actor) -> LiteralString:
    """The condition on companies (by the name c) that all reads start from. Who may read companies sees all of them."""
    return "TRUE"


def check_id(company_id: int) -> None:
    """Raises `NotFound` for a number that no id can be."""
    if not 0 < company_id <= BIGINT_MOST:
        raise NotFound
