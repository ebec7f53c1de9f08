"""Lists of opportunities: one statement a page, by keyset."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, LiteralString

import msgspec
from django.db import connection
from psycopg import sql

from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput
from crm.core.paging import PAGE_SIZE, PAGE_SIZE_MOST, BadCursor, pack_cursor, unpack_cursor
from crm.pipelines.enums import OpportunitySort
from crm.pipelines.selectors.board import Total
from crm.pipelines.selectors.conditions import matching
from crm.pipelines.selectors.rows import CARD_COLUMN_COUNT, Card, card_columns, card_from, card_joins, today_of
from crm.pipelines.selectors.visibility import check_id

COUNT_MOST = 1000
SHOWN_MOST = 200


@dataclass(frozen=True, slots=True)
class _Order:
    # SQL on p and o alike; the type is what the cursor carries it back as.
    column: LiteralString
    type: LiteralString
    is_down: bool


_ORDERS: dict[OpportunitySort, _Order] = {
    OpportunitySort.NEWEST: _Order("c.created_at", "timestamptz", is_down=True),
    OpportunitySort.OLDEST: _Order("c.created_at", "timestamptz", is_down=False),
    OpportunitySort.CHANGED: _Order("c.updated_at", "timestamptz", is_down=True),
    OpportunitySort.TITLE: _Order("c.sort_title", "text", is_down=False),
    OpportunitySort.TITLE_DOWN: _Order("c.sort_title", "text", is_down=True),
    # What has no value stands as if it were nothing; what has no date stands last.
    OpportunitySort.VALUE: _Order("coalesce(c.value_cents, -1)", "bigint", is_down=True),
    OpportunitySort.VALUE_UP: _Order("coalesce(c.value_cents, -1)", "bigint", is_down=False),
    OpportunitySort.CLOSING: _Order("coalesce(c.expected_close_on, 'infinity'::date)", "date", is_down=False),
    OpportunitySort.ARCHIVED: _Order("c.archived_at", "timestamptz", is_down=True),
}


class OpportunityPage(msgspec.Struct, frozen=True):
    """A page of opportunities, and where the next one begins."""

    items: list[Card]
    next_cursor: str | None


class OpportunityCount(msgspec.Struct, frozen=True):
    """How many there are, counted up to a thousand, and what they sum up to; no sums beyond that."""

    count: int
    is_capped: bool
    totals: list[Total]


_PAGE = sql.SQL(
    "SELECT {columns}, p.place::text FROM (SELECT c.*, {order} AS place FROM pipelines_opportunity c "
    "WHERE {where} {after} ORDER BY {order} {direction}, c.id {direction} LIMIT {limit}) AS p {joins} "
    "ORDER BY p.place {direction}, p.id {direction}"
)
_COUNT = sql.SQL(
    "SELECT c.currency, count(*), coalesce(sum(c.value_cents), 0)::bigint, "
    "round(coalesce(sum(c.value_cents::numeric * CASE c.status WHEN 'open' THEN g.win_probability WHEN 'won' THEN 100 "
    "ELSE 0 END), 0) / 100)::bigint, count(c.value_cents) FROM (SELECT c.* FROM pipelines_opportunity c WHERE {where} "
    "LIMIT {most}) AS c JOIN pipelines_stage g ON g.id = c.stage_id GROUP BY c.currency ORDER BY 3 DESC, 1"
)


@requires(Permission.OPPORTUNITIES_READ)
def list_opportunities(
    *,
    actor: Actor,
    q: str = "",
    filter: str | None = None,  # noqa: A002 - the API's name
    pipeline_id: int | None = None,
    status: str | None = None,
    archived: bool = False,
    sort: OpportunitySort = OpportunitySort.NEWEST,
    cursor: str | None = None,
    limit: int = PAGE_SIZE,
) -> OpportunityPage:
    """A page of the opportunities that match. Raises `BadCursor` for a cursor of another order, `InvalidInput`."""
    if sort is OpportunitySort.ARCHIVED and not archived:
        raise InvalidInput(fields={"sort": ["Only the trash has this order. Ask with archived=true."]})
    limit = max(1, min(limit, PAGE_SIZE_MOST))
    order = _ORDERS[sort]
    where, values = matching(actor, q=q, filter=filter, pipeline_id=pipeline_id, status=status, archived=archived)
    after: sql.Composable = sql.SQL("")
    if cursor is not None:
        place, last_id = _unpack(cursor, sort)
        after = sql.SQL("AND ({order}, c.id) {than} (%s::{type}, %s)").format(
            order=sql.SQL(order.column), than=sql.SQL("<" if order.is_down else ">"), type=sql.SQL(order.type)
        )
        values = [*values, place, last_id]
    query = _PAGE.format(
        columns=sql.SQL(card_columns()),
        order=sql.SQL(order.column),
        where=where,
        after=after,
        direction=sql.SQL("DESC" if order.is_down else "ASC"),
        limit=sql.Literal(limit + 1),
        joins=sql.SQL(card_joins()),
    )
    today = today_of(actor)
    with connection.cursor() as reading:
        reading.execute(query, values)
        rows = reading.fetchall()
    items = [card_from(row, today) for row in rows[:limit]]
    if len(rows) <= limit:
        return OpportunityPage(items=items, next_cursor=None)
    last = rows[limit - 1]
    return OpportunityPage(items=items, next_cursor=pack_cursor(sort.value, last[CARD_COLUMN_COUNT], last[0]))


def _unpack(cursor: str, sort: OpportunitySort) -> tuple[str, int]:
    of, place, last_id = unpack_cursor(cursor, str, str, int)
    # The place is put into a cast: what no such value can be is refused here and not by the database.
    if of != sort.value or not _is_place(place, _ORDERS[sort].type):
        raise BadCursor(fields={"cursor": ["Start again from the first page."]})
    return place, last_id


def _is_place(place: str, kind: str) -> bool:
    if "\x00" in place:
        return False
    try:
        match kind:
            case "bigint":
                return -1 <= int(place) < 2**63
            case "date":
                return place == "infinity" or bool(date.fromisoformat(place))
            case "timestamptz":
                return bool(datetime.fromisoformat(place))
    except ValueError:
        return False
    return True


@requires(Permission.OPPORTUNITIES_READ)
def count_opportunities(
    *,
    actor: Actor,
    q: str = "",
    filter: str | None = None,  # noqa: A002 - the API's name
    pipeline_id: int | None = None,
    status: str | None = None,
    archived: bool = False,
    exact: bool = False,
) -> OpportunityCount:
    """How many opportunities match, and their sums per currency, of up to a thousand of them, or of all if `exact`."""
    where, values = matching(actor, q=q, filter=filter, pipeline_id=pipeline_id, status=status, archived=archived)
    with connection.cursor() as reading:
        reading.execute(_COUNT.format(where=where, most=sql.Literal(None if exact else COUNT_MOST + 1)), values)
        rows = reading.fetchall()
    count = sum(row[1] for row in rows)
    is_capped = not exact and count > COUNT_MOST
    totals = [] if is_capped else [Total(row[0], row[2], row[3]) for row in rows if row[4]]
    return OpportunityCount(count=COUNT_MOST if is_capped else count, is_capped=is_capped, totals=totals)


@requires(Permission.OPPORTUNITIES_READ)
def list_contact_opportunities(*, actor: Actor, contact_id: int) -> list[Card]:
    """Up to two hundred opportunities that are a contact's or that it has a part in: open ones first, newest first."""
    check_id(contact_id)
    return _shown(
        actor,
        sql.SQL(
            "(c.contact_id = %s OR EXISTS (SELECT 1 FROM pipelines_opportunitycontact h "
            "WHERE h.opportunity_id = c.id AND h.contact_id = %s))"
        ),
        [contact_id, contact_id],
    )


@requires(Permission.OPPORTUNITIES_READ)
def list_company_opportunities(*, actor: Actor, company_id: int) -> list[Card]:
    """Up to two hundred opportunities of a company: open ones first, newest first."""
    check_id(company_id)
    return _shown(actor, sql.SQL("c.company_id = %s"), [company_id])


_SHOWN = sql.SQL(
    "SELECT {columns} FROM (SELECT c.* FROM pipelines_opportunity c WHERE {where} AND {of} "
    "ORDER BY NOT c.status = 'open', c.id DESC LIMIT {most}) AS p {joins} ORDER BY NOT p.status = 'open', p.id DESC"
)


def _shown(actor: Actor, of: sql.Composable, of_values: list[Any]) -> list[Card]:
    where, values = matching(actor)
    query = _SHOWN.format(
        columns=sql.SQL(card_columns()),
        where=where,
        of=of,
        most=sql.Literal(SHOWN_MOST),
        joins=sql.SQL(card_joins()),
    )
    today = today_of(actor)
    with connection.cursor() as reading:
        reading.execute(query, [*values, *of_values])
        return [card_from(row, today) for row in reading.fetchall()]
