"""Claiming due rows of a work table: each row is its own queue entry.

Workers take rows with FOR UPDATE SKIP LOCKED inside the transaction that does the work. A worker that dies gives its
rows back by that very fact, and a row is never done by two at once.
"""

from typing import Any, LiteralString

from psycopg import sql

from crm.core.prepared import prepared_cursor


def claim_due(*, table: LiteralString, columns: list[LiteralString], state: str, limit: int) -> list[tuple[Any, ...]]:
    """Locks up to `limit` rows of `table` in `state` whose `due_at` has come, oldest due first.

    Returns `columns` of each. Must be called inside a transaction: the claim lasts as long as it does.
    The table needs a partial index on (due_at, id) for `state`.
    """
    query = sql.SQL(
        "SELECT {columns} FROM {table} WHERE state = {state} AND due_at <= statement_timestamp() "
        "ORDER BY due_at, id LIMIT {limit} FOR UPDATE SKIP LOCKED"
    ).format(
        columns=sql.SQL(", ").join(sql.Identifier(name) for name in columns),
        table=sql.Identifier(table),
        # Written into the query, so that the planner sees that the partial index covers it.
        state=sql.Literal(state),
        limit=sql.Literal(limit),
    )
    with prepared_cursor() as cursor:
        cursor.execute(query)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def seconds_until_due(*, table: LiteralString, state: str, most: float) -> float:
    """Seconds until the next row of `table` in `state` is due: 0 when one is, `most` when none is sooner."""
    query = sql.SQL(
        "SELECT extract(epoch FROM min(due_at) - clock_timestamp()) FROM {table} WHERE state = {state}"
    ).format(table=sql.Identifier(table), state=sql.Literal(state))
    with prepared_cursor() as cursor:
        cursor.execute(query)
        row = cursor.fetchone()
    if row is None or row[0] is None:
        return most
    return max(0.0, min(float(row[0]), most))
