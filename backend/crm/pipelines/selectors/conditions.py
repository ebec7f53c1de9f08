"""Which opportunities are meant: the condition that board, list, count and bulk work share."""

from typing import Any

from psycopg import sql

from crm.core.access import Actor
from crm.core.filters import narrowed
from crm.pipelines.selectors.visibility import visible_to


def matching(
    actor: Actor,
    *,
    q: str = "",
    filter: str | None = None,  # noqa: A002 - the API's name
    pipeline_id: int | None = None,
    status: str | None = None,
    archived: bool = False,
) -> tuple[sql.Composable, list[Any]]:
    """SQL on opportunities (by the name c), and its values.

    `filter` is a tree of conditions on opportunities as JSON. Raises `InvalidInput` with the field `filter`.
    What `q` finds, `searching.py` says.
    """
    where: list[sql.Composable] = [
        sql.SQL("c.archived_at IS NOT NULL" if archived else "c.archived_at IS NULL"),
        sql.SQL(visible_to(actor)),
    ]
    values: list[Any] = []
    if pipeline_id is not None:
        where.append(sql.SQL("c.pipeline_id = %s"))
        values.append(pipeline_id)
    if status is not None:
        where.append(sql.SQL("c.status = %s"))
        values.append(status)
    if q or filter:
        narrowing = narrowed(actor, subject="opportunity", q=q, filter=filter)
        where.append(narrowing.condition)
        values += narrowing.values
    return sql.SQL(" AND ").join(where), values
