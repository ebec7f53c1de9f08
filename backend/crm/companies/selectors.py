"""Reading companies."""

from collections.abc import Iterable
from typing import LiteralString

import msgspec
from django.db import connection

from crm.core.access import Actor, Permission, requires
from crm.core.text import escape_like, identity_key, printable

CHOICES_MOST = 20


class CompanyRow(msgspec.Struct, frozen=True):
    """A company in a list of choices."""

    id: int
    name: str
    domain: str


def visible_to(actor: Actor) -> LiteralString:
    """The condition that all reads start from. Whoever may read companies sees all of them."""
    return "TRUE"


@requires(Permission.COMPANIES_READ)
def list_companies(*, actor: Actor, q: str = "") -> list[CompanyRow]:
    """Up to twenty companies whose name contains `q`, those that begin with it first."""
    pattern = escape_like(identity_key(printable(q)))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, name, domain FROM companies_company WHERE {visible_to(actor)} AND name_key LIKE %s "  # noqa: S608 - constants
            "ORDER BY name_key NOT LIKE %s, name_key, id LIMIT %s",
            [f"%{pattern}%", f"{pattern}%", CHOICES_MOST],
        )
        return [CompanyRow(*row) for row in cursor.fetchall()]


def company_names(ids: Iterable[int]) -> dict[int, str]:
    """Names of companies by id; ids that none has are left out. For a room that shows a link."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name FROM companies_company WHERE id = ANY(%s)", [list(ids)])
        return dict(cursor.fetchall())
