"""Conditions asked of one record, with what each of them saw: else nobody could explain a branch later."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from psycopg import sql

from crm.core.access import Actor
from crm.core.errors import InvalidInput
from crm.core.filters import Field, IdSet, Link, asking_of, describe, predicate_of, read_filter, subject_of
from crm.workflows.engine.context import workflow_actor

VALUE_MOST = 200


@dataclass(frozen=True, slots=True)
class Looked:
    """Whether the whole holds, and for each condition: its words, whether it holds, and the value that it saw."""

    holds: bool
    conditions: list[Mapping[str, Any]]


def look(actor: Actor, subject: str, given: Mapping[str, Any] | None, record_id: int) -> Looked | None:
    """Asks the filter `given` of a record that exists. None where the filter names something that is gone."""
    try:
        checked = read_filter(subject, given)
    except InvalidInput:
        return None
    if checked is None:
        return Looked(True, [])
    whole, asking = predicate_of(actor, checked), asking_of(actor)
    conditions = [condition for _, condition in checked.conditions()]
    parts = [condition.field.predicate(condition.operator, condition.value, asking) for condition in conditions]
    shown = [_shown(condition.field) for condition in conditions]
    query = sql.SQL("SELECT {} FROM {} c WHERE c.id = %s").format(
        sql.SQL(", ").join([whole.condition, *(part.condition for part in parts), *shown]),
        sql.Identifier(subject_of(subject).table),
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [*whole.values, *(value for part in parts for value in part.values), record_id])
        row = cursor.fetchone()
    if row is None:
        return Looked(False, [])
    words = describe(actor=actor, subject=subject, filter=given).conditions
    held, values = row[1 : 1 + len(parts)], row[1 + len(parts) :]
    return Looked(
        bool(row[0]),
        [
            {"text": said.text, "holds": bool(holds), "value": _said(condition.field, value)}
            for said, condition, holds, value in zip(words, conditions, held, values, strict=True)
        ],
    )


def words_of_filter(subject: str, given: Mapping[str, Any] | None) -> str:
    """The conditions as people say them; empty where there are none, or they name something that is gone."""
    try:
        return describe(actor=workflow_actor("", via=""), subject=subject, filter=given).text
    except InvalidInput:
        return ""


def _shown(field: Field) -> sql.Composable:
    """The value that a condition looks at, where a column holds it."""
    column = getattr(field, "column", None)
    if column is None or isinstance(field, IdSet):
        return sql.SQL("to_jsonb({})").format(sql.SQL(column)) if column else sql.SQL("NULL")
    return sql.SQL("left(({})::text, 200)").format(sql.SQL(column))


def _said(field: Field, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(field, IdSet | Link) and field.names is not None:
        ids = _ids(value)
        names = field.names(ids) if ids else {}
        return ", ".join(names.get(one, f"#{one}") for one in ids)[:VALUE_MOST]
    return str(value)[:VALUE_MOST]


def _ids(value: Any) -> list[int]:
    found = value if isinstance(value, list) else str(value).strip("[]{} ").split(",")
    return [int(one) for one in found if str(one).strip().isdecimal()]
