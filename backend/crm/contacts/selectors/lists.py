"""The list of contacts: one statement a page, by keyset, with search.

How a search is run depends on how much it finds. Few matches: find them by the index, then sort. Many: walk the order
and stop at the page's end. The planner alone gets this wrong when matches are few and far from where the walk begins.
"""

import json
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any, LiteralString

import msgspec
from django.db import connection
from psycopg import sql

from crm.contacts.enums import ContactSort
from crm.contacts.selectors.rows import ROW_COLUMNS, ROW_JOINS, ContactRow, row_from
from crm.contacts.selectors.visibility import BIGINT_MOST, visible_to
from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput
from crm.core.paging import PAGE_SIZE, PAGE_SIZE_MOST, BadCursor, pack_cursor, unpack_cursor
from crm.core.prepared import prepared_cursor
from crm.core.rows import iso
from crm.core.search import condition_of, read_terms

COUNT_MOST = 1000
# Up to this share of the list, matches are found first and sorted then (measured at a million contacts). More of them
# for an order by name: those who are found by a name stand together in it, mostly far from where the walk begins.
FEW = 0.04
FEW_BY_NAME = 0.2


@dataclass(frozen=True, slots=True)
class _Order:
    column: LiteralString
    is_down: bool
    type: type


_ORDERS: dict[ContactSort, _Order] = {
    ContactSort.NEWEST: _Order("created_at", is_down=True, type=datetime),
    ContactSort.OLDEST: _Order("created_at", is_down=False, type=datetime),
    ContactSort.NAME: _Order("sort_name", is_down=False, type=str),
    ContactSort.NAME_DOWN: _Order("sort_name", is_down=True, type=str),
    ContactSort.CHANGED: _Order("updated_at", is_down=True, type=datetime),
    ContactSort.CHANGED_LAST: _Order("updated_at", is_down=False, type=datetime),
    ContactSort.ARCHIVED: _Order("archived_at", is_down=True, type=datetime),
    ContactSort.ARCHIVED_LAST: _Order("archived_at", is_down=False, type=datetime),
}
_TRASH_ONLY = {ContactSort.ARCHIVED, ContactSort.ARCHIVED_LAST}


class ContactPage(msgspec.Struct, frozen=True):
    """A page of contacts, and where the next one begins."""

    items: list[ContactRow]
    next_cursor: str | None


class ContactCount(msgspec.Struct, frozen=True):
    """How many there are, counted up to a thousand: `is_capped` says that there are more."""

    count: int
    is_capped: bool


@requires(Permission.CONTACTS_READ)
def list_contacts(
    *,
    actor: Actor,
    q: str = "",
    archived: bool = False,
    sort: ContactSort | None = None,
    cursor: str | None = None,
    limit: int = PAGE_SIZE,
) -> ContactPage:
    """A page of contacts that `q` finds, or of the trash. The trash stands newest first by when it was filled.

    Raises `BadCursor` for a cursor of another order, `InvalidInput` for an order by archiving outside the trash.
    """
    sort = sort or (ContactSort.ARCHIVED if archived else ContactSort.NEWEST)
    if sort in _TRASH_ONLY and not archived:
        raise InvalidInput(fields={"sort": ["Only the trash can be sorted by when contacts were archived."]})
    limit = max(1, min(limit, PAGE_SIZE_MOST))
    terms = read_terms(q)
    order = _ORDERS[sort]
    where, values = _filter(actor, archived=archived, terms=terms)
    few = FEW_BY_NAME if order.type is str else FEW
    is_few = bool(terms) and _found_share(where, values, archived=archived) <= few
    after, after_values = _after(sort, order, cursor)
    query = (_FEW if is_few else _MANY).format(
        where=where,
        after=after,
        column=sql.Identifier(order.column),
        direction=sql.SQL("DESC" if order.is_down else "ASC"),
        columns=sql.SQL(ROW_COLUMNS),
        key=sql.SQL("p.sort_name" if order.type is str else iso("p." + order.column)),
        joins=sql.SQL(ROW_JOINS),
        limit=sql.Literal(limit + 1),
    )
    # A search is planned with its words in sight; a plain page is always walked the same way.
    with connection.cursor() if terms else prepared_cursor() as reading:
        reading.execute(query, [*values, *after_values])
        rows = reading.fetchall()
    items = [row_from(row) for row in rows[:limit]]
    if len(rows) <= limit:
        return ContactPage(items=items, next_cursor=None)
    last = rows[limit - 1]
    return ContactPage(items=items, next_cursor=pack_cursor(sort.value, last[-1], last[0]))


@requires(Permission.CONTACTS_READ)
def count_contacts(*, actor: Actor, q: str = "", archived: bool = False) -> ContactCount:
    """How many contacts `q` finds; stops counting at a thousand."""
    where, values = _filter(actor, archived=archived, terms=read_terms(q))
    query = sql.SQL("SELECT count(*) FROM (SELECT 1 FROM contacts_contact c WHERE {where} LIMIT %s) AS found").format(
        where=where
    )
    with connection.cursor() as reading:
        reading.execute(query, [*values, COUNT_MOST + 1])
        (count,) = reading.fetchone() or (0,)
    return ContactCount(count=min(count, COUNT_MOST), is_capped=count > COUNT_MOST)


# The page is cut before names of people, companies and tags are looked up. The sort value comes last, for the cursor.
_MANY = sql.SQL(
    "SELECT {columns}, {key} FROM (SELECT c.* FROM contacts_contact c WHERE {where} {after} "
    "ORDER BY c.{column} {direction}, c.id {direction} LIMIT {limit}) AS p {joins} "
    "ORDER BY p.{column} {direction}, p.id {direction}"
)
_FEW = sql.SQL(
    "WITH found AS MATERIALIZED (SELECT c.id, c.{column} FROM contacts_contact c WHERE {where}), "
    "page AS MATERIALIZED (SELECT c.id FROM found c WHERE TRUE {after} "
    "ORDER BY c.{column} {direction}, c.id {direction} LIMIT {limit}) "
    "SELECT {columns}, {key} FROM page JOIN contacts_contact p ON p.id = page.id {joins} "
    "ORDER BY p.{column} {direction}, p.id {direction}"
)
_ESTIMATE = sql.SQL("EXPLAIN (FORMAT JSON) SELECT 1 FROM contacts_contact c WHERE {where}")
# The planner's figure for a whole list and when it was asked for: good enough for a minute, in each process for itself.
_WHOLE_FOR_SECONDS = 60.0
_whole: dict[bool, tuple[float, float]] = {}


def _filter(actor: Actor, *, archived: bool, terms: list[list[str]]) -> tuple[sql.Composable, list[Any]]:
    where: list[sql.Composable] = [_state(archived=archived), sql.SQL(visible_to(actor))]
    values: list[Any] = []
    if terms:
        condition, values = condition_of(terms)
        where.append(condition)
    return sql.SQL(" AND ").join(where), values


def _state(*, archived: bool) -> sql.SQL:
    return sql.SQL("c.archived_at IS NOT NULL" if archived else "c.archived_at IS NULL")


def _found_share(where: sql.Composable, values: list[Any], *, archived: bool) -> float:
    """What share of the list the planner expects the search to find."""
    now = time.monotonic()
    asked_at, whole = _whole.get(archived, (-_WHOLE_FOR_SECONDS, 0.0))
    if now - asked_at >= _WHOLE_FOR_SECONDS:
        whole = _estimate(_state(archived=archived), [])
        _whole[archived] = (now, whole)
    return _estimate(where, values) / max(1.0, whole)


def _estimate(where: sql.Composable, values: list[Any]) -> float:
    with connection.cursor() as reading:
        reading.execute(_ESTIMATE.format(where=where), values)
        (plan,) = reading.fetchone() or ("[]",)
    parsed = json.loads(plan) if isinstance(plan, str) else plan
    return float(parsed[0]["Plan"]["Plan Rows"])


def _after(sort: ContactSort, order: _Order, cursor: str | None) -> tuple[sql.Composable, list[Any]]:
    if not cursor:
        return sql.SQL(""), []
    packed_sort, value, last_id = unpack_cursor(cursor, str, order.type, int)
    is_storable = not isinstance(value, str) or "\0" not in value
    if packed_sort != sort.value or not 0 < last_id <= BIGINT_MOST or not is_storable:
        raise BadCursor(fields={"cursor": ["Start again from the first page."]})
    condition = sql.SQL("AND (c.{column}, c.id) {sign} (%s, %s)").format(
        column=sql.Identifier(order.column), sign=sql.SQL("<" if order.is_down else ">")
    )
    return condition, [value, last_id]
