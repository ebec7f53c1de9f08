"""Lists: one statement a page, by keyset, searched and filtered. Each room says which table, columns and orders.

How a search is run depends on how much it finds. Scarce matches: find them by the index, then sort. Many: walk the
order and stop at the page's end. Between the two, walk a little way first: mostly the page is full by then. The planner
alone gets this wrong when matches are few and far from where the walk begins.
"""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, LiteralString

from django.db import connection
from psycopg import sql

from crm.core.paging import BadCursor, pack_cursor, unpack_cursor
from crm.core.prepared import prepared_cursor
from crm.core.rows import iso

BIGINT_MOST = 2**63 - 1
COUNT_MOST = 1000
# Measured at a million contacts: up to the first share of the list, matches are found first and sorted then; up to the
# second one only if the page is not full after a while of walking (what was imported at once stands together in time).
# What is more than that is met soon enough, but in an order by name: who is found by a name stands together there.
SCARCE = 0.007
FEW = 0.04
FEW_BY_NAME = 0.2
# Rows that stand in the table as they do in the order are walked twenty times as fast: 0.3 ms for a thousand.
SCARCE_AS_STORED = 0.003
# How long a while is: as many rows as the page takes by that share, and half as many again; more than those who came
# with the last small import, of whom nobody may match. The walk ends where the page is full.
NEAR_TIMES = 1.6
NEAR_LEAST = 2000
NEAR_LEAST_AS_STORED = 10_000
NEAR_MOST = 30_000
# Days that hold no more rows than this are read whole.
STRETCH_MOST = 20_000
# The planner's figure for a whole list and when it was asked for: good enough for a minute, in each process for itself.
_WHOLE_FOR_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Order:
    """An order of a list: by one column, then by id. `type` is what the column's values are (`str` or `datetime`).

    `is_as_stored` when rows come into the table in about this order.
    """

    column: LiteralString
    is_down: bool
    type: type
    is_as_stored: bool = False


@dataclass(frozen=True, slots=True)
class Where:
    """A condition on a table by the name c, and its values. `is_narrow` when something was searched or filtered for."""

    condition: sql.Composable
    values: Sequence[Any] = ()
    is_narrow: bool = False
    # Parts of the condition that bound a column from one side or both ("created this week"), by that column: an order
    # by it is walked from there to there.
    bounds: Mapping[str, tuple[sql.Composable, Sequence[Any]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Rows between bounds of a column, as something to select from."""

    column: str
    rows: tuple[sql.Composable, Sequence[Any]]


@dataclass(slots=True)
class Listing:
    """A list of one table's rows."""

    table: LiteralString
    _whole: dict[str, tuple[float, float]] = field(default_factory=dict)

    def read_page(
        self,
        *,
        columns: sql.Composable,
        joins: sql.Composable,
        state: LiteralString,
        where: Where,
        sort: str,
        order: Order,
        cursor: str | None,
        limit: int,
    ) -> tuple[list[tuple[Any, ...]], str | None]:
        """A page of rows of `columns` (the id first), and where the next one begins.

        Columns and joins start from the page's rows by the name p: what they look up, they look up for those alone.
        `state` is the part of the condition that cuts the table into lists of their own (in the trash or not).
        Raises `BadCursor` for a cursor of another order.
        """
        after, after_values = _after(sort, order, cursor)
        parts: dict[str, sql.Composable] = {
            "table": sql.Identifier(self.table),
            "state": sql.SQL(state),
            "where": where.condition,
            "after": after,
            "column": sql.Identifier(order.column),
            "direction": sql.SQL("DESC" if order.is_down else "ASC"),
            "columns": columns,
            "key": sql.SQL(f"p.{order.column}" if order.type is str else iso(f"p.{order.column}")),
            "joins": joins,
            "limit": sql.Literal(limit + 1),
        }
        # A search is planned with its words in sight; a plain page is always walked the same way.
        with connection.cursor() if where.is_narrow else prepared_cursor() as reading:
            share = self._found_share(state, where) if where.is_narrow else 1.0
            few = FEW_BY_NAME if order.type is str else FEW
            stretch = self._stretch(state, where) if share <= few else None
            rows: list[tuple[Any, ...]] = []
            is_whole = stretch is not None and stretch.column == order.column
            near = _ALL if is_whole else _near(share, few, order, limit)
            if near and (is_whole or stretch is None):
                bound, bound_values = where.bounds.get(order.column, _UNBOUND)
                query = _NEAR.format(**parts, bound=bound, near=sql.Literal(near))
                reading.execute(query, [*bound_values, *after_values, *where.values])
                rows = reading.fetchall()
            if len(rows) <= limit and not is_whole:
                source, source_values = stretch.rows if stretch else (parts["table"], ())
                query = (_FEW if share <= few else _MANY).format(**parts, source=source)
                reading.execute(query, [*source_values, *where.values, *after_values])
                rows = reading.fetchall()
        if len(rows) <= limit:
            return rows, None
        last = rows[limit - 1]
        return rows[:limit], pack_cursor(sort, last[-1], last[0])

    def count(self, *, state: LiteralString, where: Where, most: int | None = COUNT_MOST) -> tuple[int, bool]:
        """How many rows there are, counted up to `most`, and whether there are more than that."""
        stretch = self._stretch(state, where)
        source, source_values = stretch.rows if stretch else (sql.Identifier(self.table), ())
        query = sql.SQL("SELECT count(*) FROM (SELECT 1 FROM {source} c WHERE {where} LIMIT %s) AS found").format(
            source=source, where=sql.SQL(" AND ").join([sql.SQL(state), where.condition])
        )
        with connection.cursor() as reading:
            reading.execute(query, [*source_values, *where.values, None if most is None else most + 1])
            (count,) = reading.fetchone() or (0,)
        return (count, False) if most is None else (min(count, most), count > most)

    def _stretch(self, state: LiteralString, where: Where) -> "_Stretch | None":
        """The shortest stretch of rows within which all that is asked for lies, when one is short."""
        shortest: tuple[float, _Stretch] | None = None
        for column, (bound, values) in where.bounds.items():
            within = sql.SQL(" AND ").join([sql.SQL(state), bound])
            count = self._estimate(within, values)
            if count <= STRETCH_MOST and (shortest is None or count < shortest[0]):
                # OFFSET keeps the planner from mixing other indexes in, whose cost it takes for too little.
                rows = sql.SQL("(SELECT c.* FROM {} c WHERE {} OFFSET 0)").format(sql.Identifier(self.table), within)
                shortest = count, _Stretch(column, (rows, values))
        return shortest[1] if shortest else None

    def _found_share(self, state: LiteralString, where: Where) -> float:
        """What share of the list the planner expects to be found."""
        now = time.monotonic()
        asked_at, whole = self._whole.get(state, (-_WHOLE_FOR_SECONDS, 0.0))
        if now - asked_at >= _WHOLE_FOR_SECONDS:
            whole = self._estimate(sql.SQL(state), ())
            self._whole[state] = (now, whole)
        found = self._estimate(sql.SQL(" AND ").join([sql.SQL(state), where.condition]), where.values)
        return found / max(1.0, whole)

    def _estimate(self, condition: sql.Composable, values: Sequence[Any]) -> float:
        with connection.cursor() as reading:
            reading.execute(_ESTIMATE.format(table=sql.Identifier(self.table), where=condition), list(values))
            (plan,) = reading.fetchone() or ("[]",)
        parsed = json.loads(plan) if isinstance(plan, str) else plan
        return float(parsed[0]["Plan"]["Plan Rows"])


# The page is cut before what belongs to its rows is looked up. The sort value comes last, for the cursor.
_MANY = sql.SQL(
    "SELECT {columns}, {key} FROM (SELECT c.* FROM {table} c WHERE {state} AND {where} {after} "
    "ORDER BY c.{column} {direction}, c.id {direction} LIMIT {limit}) AS p {joins} "
    "ORDER BY p.{column} {direction}, p.id {direction}"
)
# The limit keeps the planner from taking the inner rows by any other way than in order.
_ALL = 2**31
_UNBOUND: tuple[sql.Composable, Sequence[Any]] = (sql.SQL("TRUE"), ())
_NEAR = sql.SQL(
    "SELECT {columns}, {key} FROM (SELECT c.* FROM (SELECT c.* FROM {table} c WHERE {state} AND {bound} {after} "
    "ORDER BY c.{column} {direction}, c.id {direction} LIMIT {near}) AS c WHERE {where} "
    "ORDER BY c.{column} {direction}, c.id {direction} LIMIT {limit}) AS p {joins} "
    "ORDER BY p.{column} {direction}, p.id {direction}"
)
_FEW = sql.SQL(
    "WITH found AS MATERIALIZED (SELECT c.id, c.{column} FROM {source} c WHERE {state} AND {where}), "
    "page AS MATERIALIZED (SELECT c.id FROM found c WHERE TRUE {after} "
    "ORDER BY c.{column} {direction}, c.id {direction} LIMIT {limit}) "
    "SELECT {columns}, {key} FROM page JOIN {table} p ON p.id = page.id {joins} "
    "ORDER BY p.{column} {direction}, p.id {direction}"
)
_ESTIMATE = sql.SQL("EXPLAIN (FORMAT JSON) SELECT 1 FROM {table} c WHERE {where}")


def _near(share: float, few: float, order: Order, limit: int) -> int:
    """How many rows of the order are looked at first, 0 for none."""
    scarce, least = (SCARCE_AS_STORED, NEAR_LEAST_AS_STORED) if order.is_as_stored else (SCARCE, NEAR_LEAST)
    return min(NEAR_MOST, max(least, round(NEAR_TIMES * limit / share))) if scarce < share <= few else 0


def _after(sort: str, order: Order, cursor: str | None) -> tuple[sql.Composable, list[Any]]:
    if not cursor:
        return sql.SQL(""), []
    packed_sort, value, last_id = unpack_cursor(cursor, str, order.type, int)
    is_storable = not isinstance(value, str) or "\0" not in value
    if packed_sort != sort or not 0 < last_id <= BIGINT_MOST or not is_storable:
        raise BadCursor(fields={"cursor": ["Start again from the first page."]})
    condition = sql.SQL("AND (c.{column}, c.id) {sign} (%s, %s)").format(
        column=sql.Identifier(order.column), sign=sql.SQL("<" if order.is_down else ">")
    )
    return condition, [value, last_id]
