"""Opportunities as rows of a file."""

from collections.abc import Sequence
from typing import LiteralString

from django.db import connection
from psycopg import sql

from crm.bulk.catalogue import Cell, Column
from crm.core.access import Actor, Permission, requires
from crm.core.money import whole_units_sql
from crm.pipelines.enums import Source, Status
from crm.pipelines.selectors.rows import PERSON, opportunity_joins
from crm.pipelines.selectors.visibility import visible_to

_DAYS: LiteralString = (
    "greatest(0, p.earlier_seconds_in_stage + "
    "extract(epoch FROM coalesce(p.closed_at, statement_timestamp()) - p.stage_entered_at)::bigint) / 86400"
)
# Key → header, and where it stands in the statement. Amounts are in whole units, beside their currency.
_COLUMNS: dict[str, tuple[str, LiteralString]] = {
    "title": ("Title", "p.title"),
    "pipeline": ("Pipeline", "l.name"),
    "stage": ("Stage", "g.name"),
    "status": ("Status", "p.status"),
    "value": ("Value", "round(" + whole_units_sql("p.value_cents", "p.currency") + ", 4)::float8"),
    "currency": ("Currency", "p.currency"),
    "contact": ("Contact", "CASE WHEN k.id IS NULL THEN '' ELSE " + PERSON + " END"),
    "company": ("Company", "f.name"),
    "assigned_user": ("Assigned user", "u.name"),
    "source": ("Source", "p.source"),
    "expected_close_on": ("Expected close date", "p.expected_close_on::text"),
    "days_in_stage": ("Days in stage", _DAYS),
    "next_step": ("Next step", "p.next_step"),
    "next_step_on": ("Date of the next step", "p.next_step_on::text"),
    "close_reason": ("Reason", "p.close_reason"),
    "notes": ("Notes", "p.notes"),
    "created_at": ("Created", "p.created_at"),
    "created_by": ("Created by", "b.name"),
    "updated_at": ("Last changed", "p.updated_at"),
    "closed_at": ("Closed", "p.closed_at"),
    "archived_at": ("Archived", "p.archived_at"),
    "id": ("Kith id", "p.id"),
}
_MOMENTS = {"created_at", "updated_at", "closed_at", "archived_at"}
_LABELS = {"status": dict(Status.choices), "source": dict(Source.choices)}
_QUERY = sql.SQL(
    "SELECT {columns} FROM (SELECT c.* FROM pipelines_opportunity c WHERE c.id = ANY(%s) AND {visible}) AS p {joins} "
    "ORDER BY p.id"
)


def export_columns(actor: Actor) -> list[Column]:
    """What can be exported. Moments are in the actor's own time, and say so."""
    return [
        Column(key, f"{label} ({actor.time_zone})" if key in _MOMENTS else label)
        for key, (label, _) in _COLUMNS.items()
    ]


@requires(Permission.OPPORTUNITIES_EXPORT)
def read_opportunities_for_export(*, actor: Actor, ids: Sequence[int], columns: Sequence[str]) -> list[Sequence[Cell]]:
    """The opportunities by id, as rows of those columns; those that are gone left out."""
    query = _QUERY.format(
        columns=sql.SQL(", ").join(sql.SQL(_COLUMNS[key][1]) for key in columns),
        visible=sql.SQL(visible_to(actor)),
        joins=sql.SQL(opportunity_joins()),
    )
    labels = [_LABELS.get(key) for key in columns]
    with connection.cursor() as cursor:
        cursor.execute(query, [list(ids)])
        return [
            [words[cell] if words and cell else cell for cell, words in zip(row, labels, strict=True)]
            for row in cursor.fetchall()
        ]
