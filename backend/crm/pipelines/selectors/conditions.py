"""Which opportunities are meant: the condition that board, list, count and bulk work share."""

from typing import Any

from psycopg import sql

from crm.core.access import Actor
from crm.core.filters import narrowed
from crm.core.text import escape_like, printable
from crm.pipelines.selectors.visibility import visible_to

QUERY_MOST = 200


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
    Each word of `q` stands somewhere in the title, the contact or the company's name.
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
    if filter:
        narrowing = narrowed(actor, subject="opportunity", filter=filter)
        where.append(narrowing.condition)
        values += narrowing.values
    for word in printable(q)[:QUERY_MOST].split():
        pattern = f"%{escape_like(word)}%"
        where.append(
            sql.SQL(
                "(c.search LIKE lower(f_unaccent(%s)) "
                "OR EXISTS (SELECT 1 FROM contacts_contact k WHERE k.id = c.contact_id AND k.search LIKE "
                "lower(f_unaccent(%s))) "
                "OR EXISTS (SELECT 1 FROM companies_company f WHERE f.id = c.company_id AND f.name_key LIKE lower(%s)))"
            )
        )
        values += [pattern, pattern, pattern]
    return sql.SQL(" AND ").join(where), values
