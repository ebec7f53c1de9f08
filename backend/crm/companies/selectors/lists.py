"""The list of companies, how many there are, and those to choose from."""

from datetime import datetime
from typing import LiteralString

import msgspec
from django.db import connection
from psycopg import sql

from crm.companies.enums import CompanySort
from crm.companies.selectors.rows import ROW_JOINS, CompanyRow, row_columns, row_from
from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput
from crm.core.filters import narrowed
from crm.core.listing import COUNT_MOST, Listing, Order
from crm.core.paging import PAGE_SIZE, PAGE_SIZE_MOST
from crm.core.search import QUERY_MOST, as_stored
from crm.core.text import escape_like, printable

CHOICES_MOST = 20
_COMPANIES = Listing("companies_company")
_ORDERS: dict[CompanySort, Order] = {
    CompanySort.NAME: Order("sort_name", is_down=False, type=str),
    CompanySort.NAME_DOWN: Order("sort_name", is_down=True, type=str),
    CompanySort.NEWEST: Order("created_at", is_down=True, type=datetime, is_as_stored=True),
    CompanySort.OLDEST: Order("created_at", is_down=False, type=datetime, is_as_stored=True),
    CompanySort.CHANGED: Order("updated_at", is_down=True, type=datetime),
    CompanySort.CHANGED_LAST: Order("updated_at", is_down=False, type=datetime),
    CompanySort.ARCHIVED: Order("archived_at", is_down=True, type=datetime),
    CompanySort.ARCHIVED_LAST: Order("archived_at", is_down=False, type=datetime),
}
_TRASH_ONLY = {CompanySort.ARCHIVED, CompanySort.ARCHIVED_LAST}


class CompanyPage(msgspec.Struct, frozen=True):
    """A page of companies, and where the next one begins."""

    items: list[CompanyRow]
    next_cursor: str | None


class CompanyCount(msgspec.Struct, frozen=True):
    """How many there are; `is_capped` says that there are more than were counted."""

    count: int
    is_capped: bool


class CompanyChoice(msgspec.Struct, frozen=True):
    """A company in a list of choices."""

    id: int
    name: str
    domain: str


@requires(Permission.COMPANIES_READ)
def list_companies(
    *,
    actor: Actor,
    q: str = "",
    filter: str | None = None,  # noqa: A002 - the API's name
    archived: bool = False,
    sort: CompanySort | None = None,
    cursor: str | None = None,
    limit: int = PAGE_SIZE,
) -> CompanyPage:
    """A page of companies that `q` finds by name, domain or number and `filter` lets through, or of the trash.

    By name, or as `sort` says.
    Raises `BadCursor` for a cursor of another order, `InvalidInput` for a wrong filter or an order by archiving
    outside the trash.
    """
    sort = sort or (CompanySort.ARCHIVED if archived else CompanySort.NAME)
    if sort in _TRASH_ONLY and not archived:
        raise InvalidInput(fields={"sort": ["Only the trash can be sorted by when companies were archived."]})
    rows, next_cursor = _COMPANIES.read_page(
        columns=row_columns(actor),
        joins=ROW_JOINS,
        state=_state(archived=archived),
        where=narrowed(actor, subject="company", q=q, filter=filter),
        sort=sort.value,
        order=_ORDERS[sort],
        cursor=cursor,
        limit=max(1, min(limit, PAGE_SIZE_MOST)),
    )
    return CompanyPage(items=[row_from(row) for row in rows], next_cursor=next_cursor)


@requires(Permission.COMPANIES_READ)
def count_companies(
    *,
    actor: Actor,
    q: str = "",
    filter: str | None = None,  # noqa: A002 - the API's name
    archived: bool = False,
    exact: bool = False,
) -> CompanyCount:
    """How many companies `q` finds and `filter` lets through; stops counting at a thousand unless `exact`.

    Raises `InvalidInput` for a wrong filter.
    """
    count, is_capped = _COMPANIES.count(
        state=_state(archived=archived),
        where=narrowed(actor, subject="company", q=q, filter=filter),
        most=None if exact else COUNT_MOST,
    )
    return CompanyCount(count=count, is_capped=is_capped)


@requires(Permission.COMPANIES_READ)
def suggest_companies(*, actor: Actor, q: str = "") -> list[CompanyChoice]:
    """Up to twenty companies that `q` finds as in the list, those whose name begins with it first."""
    where = narrowed(actor, subject="company", q=q)
    beginning = f"{escape_like(' '.join(as_stored(printable(q[:QUERY_MOST])).split()))}%"
    query = sql.SQL(
        "SELECT c.id, c.name, c.domain FROM companies_company c WHERE {state} AND {where} "
        "ORDER BY c.sort_name NOT LIKE %s, c.sort_name, c.id LIMIT %s"
    ).format(state=sql.SQL(_state(archived=False)), where=where.condition)
    with connection.cursor() as cursor:
        cursor.execute(query, [*where.values, beginning, CHOICES_MOST])
        return [CompanyChoice(*row) for row in cursor.fetchall()]


def _state(*, archived: bool) -> LiteralString:
    return "c.archived_at IS NOT NULL" if archived else "c.archived_at IS NULL"
