"""Contacts as rows of a file. Headers are those that the import knows, so that what was exported can be imported."""

from collections.abc import Sequence
from typing import LiteralString

from django.db import connection
from psycopg import sql

from crm.bulk.catalogue import Cell, Column
from crm.contacts.selectors.visibility import visible_to
from crm.core.access import Actor, Permission, requires

# Key → header, and where it stands in the statement. A number that can't be read goes out as it was typed.
_COLUMNS: dict[str, tuple[str, LiteralString]] = {
    "first_name": ("First name", "c.first_name"),
    "last_name": ("Last name", "c.last_name"),
    "email": ("Email", "c.email"),
    "phone": ("Phone", "coalesce(nullif(c.phone, ''), c.phone_raw)"),
    "company": ("Company", "o.name"),
    "tags": (
        "Tags",
        "(SELECT string_agg(t.name, '; ' ORDER BY t.key) FROM contacts_tag t WHERE t.id = ANY(c.tag_ids))",
    ),
    "assigned_user": ("Assigned user", "u.name"),
    "notes": ("Notes", "c.notes"),
    "created_at": ("Created", "c.created_at"),
    "created_by": ("Created by", "b.name"),
    "updated_at": ("Last changed", "c.updated_at"),
    "archived_at": ("Archived", "c.archived_at"),
    "id": ("Kith id", "c.id"),
}
_MOMENTS = {"created_at", "updated_at", "archived_at"}
_QUERY = sql.SQL(
    "SELECT {columns} FROM contacts_contact c LEFT JOIN companies_company o ON o.id = c.company_id "
    "LEFT JOIN accounts_user u ON u.id = c.assigned_user_id LEFT JOIN accounts_user b ON b.id = c.created_by_id "
    "WHERE c.id = ANY(%s) AND {visible} ORDER BY c.id"
)


def export_columns(actor: Actor) -> list[Column]:
    """What can be exported. Moments are in the actor's own time, and say so."""
    return [
        Column(key, f"{label} ({actor.time_zone})" if key in _MOMENTS else label)
        for key, (label, _) in _COLUMNS.items()
    ]


@requires(Permission.CONTACTS_EXPORT)
def read_for_export(*, actor: Actor, ids: Sequence[int], columns: Sequence[str]) -> list[Sequence[Cell]]:
    """The contacts by id, as rows of those columns; those that are gone left out."""
    query = _QUERY.format(
        columns=sql.SQL(", ").join(sql.SQL(_COLUMNS[key][1]) for key in columns), visible=sql.SQL(visible_to(actor))
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [list(ids)])
        rows: list[Sequence[Cell]] = cursor.fetchall()
    return rows
