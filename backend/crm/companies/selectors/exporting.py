"""Companies as rows of a file."""

from collections.abc import Sequence
from typing import LiteralString

from django.db import connection
from psycopg import sql

from crm.bulk.catalogue import Cell, Column
from crm.companies.selectors.people import people_of
from crm.companies.selectors.visibility import visible_to
from crm.core.access import Actor, Permission, requires

# Key → header, and where it stands in the statement. A number that can't be read goes out as it was typed.
_COLUMNS: dict[str, tuple[str, LiteralString]] = {
    "name": ("Name", "p.name"),
    "website": ("Website", "p.website"),
    "phone": ("Phone", "coalesce(nullif(p.phone, ''), p.phone_raw)"),
    "address": ("Address", "p.address"),
    "industry": ("Industry", "p.industry"),
    "people": ("People", "(SELECT count(*) FROM ({people}) AS people)"),
    "notes": ("Notes", "p.notes"),
    "created_at": ("Created", "p.created_at"),
    "created_by": ("Created by", "b.name"),
    "updated_at": ("Last changed", "p.updated_at"),
    "archived_at": ("Archived", "p.archived_at"),
    "id": ("Kith id", "p.id"),
}
_MOMENTS = {"created_at", "updated_at", "archived_at"}
_QUERY = sql.SQL(
    "SELECT {columns} FROM (SELECT c.* FROM companies_company c WHERE c.id = ANY(%s) AND {visible}) AS p "
    "LEFT JOIN accounts_user b ON b.id = p.created_by_id ORDER BY p.id"
)


def export_columns(actor: Actor) -> list[Column]:
    """What can be exported. Moments are in the actor's own time, and say so."""
    return [
        Column(key, f"{label} ({actor.time_zone})" if key in _MOMENTS else label)
        for key, (label, _) in _COLUMNS.items()
    ]


@requires(Permission.COMPANIES_EXPORT)
def read_companies_for_export(*, actor: Actor, ids: Sequence[int], columns: Sequence[str]) -> list[Sequence[Cell]]:
    """The companies by id, as rows of those columns; those that are gone left out."""
    people = sql.SQL(people_of(actor))
    query = _QUERY.format(
        columns=sql.SQL(", ").join(sql.SQL(_COLUMNS[key][1]).format(people=people) for key in columns),
        visible=sql.SQL(visible_to(actor)),
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [list(ids)])
        rows: list[Sequence[Cell]] = cursor.fetchall()
    return rows
