"""The list of contacts, and how many there are."""

from datetime import datetime
from typing import LiteralString

import msgspec
from psycopg import sql

from crm.contacts.enums import ContactSort
from crm.contacts.selectors.rows import ROW_COLUMNS, ROW_JOINS, ContactRow, row_from
from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput
from crm.core.filters import narrowed
from crm.core.listing import COUNT_MOST, Listing, Order
from crm.core.paging import PAGE_SIZE, PAGE_SIZE_MOST

_CONTACTS = Listing("contacts_contact")
_ORDERS: dict[ContactSort, Order] = {
    ContactSort.NEWEST: Order("created_at", is_down=True, type=datetime, is_as_stored=True),
    ContactSort.OLDEST: Order("created_at", is_down=False, type=datetime, is_as_stored=True),
    ContactSort.NAME: Order("sort_name", is_down=False, type=str),
    ContactSort.NAME_DOWN: Order("sort_name", is_down=True, type=str),
    ContactSort.CHANGED: Order("updated_at", is_down=True, type=datetime),
    ContactSort.CHANGED_LAST: Order("updated_at", is_down=False, type=datetime),
    ContactSort.ARCHIVED: Order("archived_at", is_down=True, type=datetime),
    ContactSort.ARCHIVED_LAST: Order("archived_at", is_down=False, type=datetime),
}
_TRASH_ONLY = {ContactSort.ARCHIVED, ContactSort.ARCHIVED_LAST}
_COLUMNS, _JOINS = sql.SQL(ROW_COLUMNS), sql.SQL(ROW_JOINS)


class ContactPage(msgspec.Struct, frozen=True):
    """A page of contacts, and where the next one begins."""

    items: list[ContactRow]
    next_cursor: str | None


class ContactCount(msgspec.Struct, frozen=True):
    """How many there are; `is_capped` says that there are more than were counted."""

    count: int
    is_capped: bool


@requires(Permission.CONTACTS_READ)
def list_contacts(
    *,
    actor: Actor,
    q: str = "",
    filter: str | None = None,  # noqa: A002 - the API's name
    archived: bool = False,
    sort: ContactSort | None = None,
    cursor: str | None = None,
    limit: int = PAGE_SIZE,
) -> ContactPage:
    """A page of contacts that `q` finds and `filter` lets through, or of the trash.

    The trash stands newest first by when it was filled. Raises `BadCursor` for a cursor of another order,
    `InvalidInput` for a wrong filter or an order by archiving outside the trash.
    """
    sort = sort or (ContactSort.ARCHIVED if archived else ContactSort.NEWEST)
    if sort in _TRASH_ONLY and not archived:
        raise InvalidInput(fields={"sort": ["Only the trash can be sorted by when contacts were archived."]})
    rows, next_cursor = _CONTACTS.read_page(
        columns=_COLUMNS,
        joins=_JOINS,
        state=_state(archived=archived),
        where=narrowed(actor, subject="contact", q=q, filter=filter),
        sort=sort.value,
        order=_ORDERS[sort],
        cursor=cursor,
        limit=max(1, min(limit, PAGE_SIZE_MOST)),
    )
    return ContactPage(items=[row_from(row) for row in rows], next_cursor=next_cursor)


@requires(Permission.CONTACTS_READ)
def count_contacts(
    *,
    actor: Actor,
    q: str = "",
    filter: str | None = None,  # noqa: A002 - the API's name
    archived: bool = False,
    exact: bool = False,
) -> ContactCount:
    """How many contacts `q` finds and `filter` lets through; stops counting at a thousand unless `exact`.

    Raises `InvalidInput` for a wrong filter.
    """
    count, is_capped = _CONTACTS.count(
        state=_state(archived=archived),
        where=narrowed(actor, subject="contact", q=q, filter=filter),
        most=None if exact else COUNT_MOST,
    )
    return ContactCount(count=count, is_capped=is_capped)


def _state(*, archived: bool) -> LiteralString:
    return "c.archived_at IS NOT NULL" if archived else "c.archived_at IS NULL"
