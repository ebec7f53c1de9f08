"""Reading companies."""

from typing import LiteralString

import msgspec
from django.db import connection

from crm.core.access import Actor, Permission, requires
from crm.core.text import identity_key

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
    key = identity_key("".join(character for character in q if character.isprintable()))
    pattern = key.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, name, domain FROM companies_company WHERE {visible_to(actor)} AND name_key LIKE %s "
            "ORDER BY name_key NOT LIKE %s, name_key, id LIMIT %s",
            [f"%{pattern}%", f"{pattern}%", CHOICES_MOST],
        )
        return [CompanyRow(*row) for row in cursor.fetchall()]
