"""Who meets the conditions of a trigger, as they are now."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.db import connection
from psycopg import sql

from crm.core.errors import InvalidInput
from crm.core.filters import predicate_of, read_filter, subject_of
from crm.workflows.catalogue import TriggerKind
from crm.workflows.engine.context import workflow_actor


def records_meeting(
    name: str, time_zone: str, kind: TriggerKind, given: Mapping[str, Any] | None, ids: Collection[int]
) -> set[int]:
    """Those of the records that are not in the trash and meet the conditions, if there are any."""
    chosen = _chosen(name, time_zone, kind, given) if ids else None
    if chosen is None:
        return set()
    query, values = chosen
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("{} AND c.id = ANY(%s)").format(query), [*values, list(ids)])
        return {row[0] for row in cursor.fetchall()}


def count_meeting(name: str, time_zone: str, kind: TriggerKind, given: Mapping[str, Any] | None, most: int) -> int:
    """How many records are not in the trash and meet the conditions, counted up to `most`."""
    chosen = _chosen(name, time_zone, kind, given)
    if chosen is None:
        return 0
    query, values = chosen
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT count(*) FROM ({} LIMIT %s) AS found").format(query), [*values, most])
        row = cursor.fetchone()
    return row[0] if row else 0


def _chosen(
    name: str, time_zone: str, kind: TriggerKind, given: Mapping[str, Any] | None
) -> tuple[sql.Composed, Sequence[Any]] | None:
    """The query for ids of records that meet the conditions, and its values; None where they name what is gone."""
    actor = workflow_actor(name, via="", time_zone=time_zone)
    subject = subject_of(kind.subject)
    try:
        checked = read_filter(kind.subject, given)
    except InvalidInput:
        # It names a field that is gone: nobody is taken in by mistake.
        return None
    condition: sql.Composable = sql.SQL("TRUE")
    values: Sequence[Any] = ()
    if checked is not None:
        predicate = predicate_of(actor, checked)
        condition, values = predicate.condition, predicate.values
    query = sql.SQL("SELECT c.id FROM {} c WHERE c.archived_at IS NULL AND {}").format(
        sql.Identifier(subject.table), condition
    )
    return query, values
