"""Reading tags."""

from collections.abc import Iterable

import msgspec
from django.db import connection

from crm.core.access import Actor, Permission, requires
from crm.core.text import escape_like, identity_key, printable

CHOICES_MOST = 50


class TagRow(msgspec.Struct, frozen=True):
    """A tag."""

    id: int
    name: str
    color: str


@requires(Permission.TAGS_READ)
def list_tags(*, actor: Actor, q: str = "") -> list[TagRow]:
    """Up to fifty tags whose name contains `q`, those that begin with it first."""
    beginning = f"{escape_like(identity_key(printable(q)))}%"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, name, color FROM contacts_tag WHERE key LIKE %s ORDER BY key NOT LIKE %s, key LIMIT %s",
            [f"%{beginning}", beginning, CHOICES_MOST],
        )
        return [TagRow(*row) for row in cursor.fetchall()]


def tag_names(ids: Iterable[int]) -> dict[int, str]:
    """Names of tags by id; ids that none has are left out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name FROM contacts_tag WHERE id = ANY(%s)", [list(ids)])
        return dict(cursor.fetchall())
