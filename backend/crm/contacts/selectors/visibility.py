"""Whose contacts an actor sees: the one place that every read and every lock starts from."""

from typing import LiteralString

from crm.core.access import Actor
from crm.core.errors import NotFound

BIGINT_MOST = 2**63 - 1
INTEGER_MOST = 2**31 - 1


def visible_to(actor: Actor) -> LiteralString:
    """The condition on contacts (by the name c) that all reads start from. Who may read contacts sees all of them."""
    return "TRUE"


def check_id(contact_id: int) -> None:
    """Raises `NotFound` for a number that no id can be."""
    if not 0 < contact_id <= BIGINT_MOST:
        raise NotFound
