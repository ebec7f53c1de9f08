"""Which companies a person belongs to, and who belongs to a company."""

from collections.abc import Collection
from datetime import date
from typing import Any, LiteralString

import msgspec
from django.db import connection
from psycopg import sql

from crm.companies.selectors import check_company
from crm.companies.selectors.people import tells_people
from crm.contacts.selectors.one import check_contact
from crm.contacts.selectors.rows import full_name_of
from crm.contacts.selectors.visibility import BIGINT_MOST, visible_to
from crm.core.access import Actor, Permission, requires
from crm.core.paging import PAGE_SIZE, PAGE_SIZE_MOST, BadCursor, pack_cursor, unpack_cursor
from crm.core.phone import show_typed

PREVIEW_MOST = 50


class LinkedCompany(msgspec.Struct, frozen=True):
    """A company, as a link shows it."""

    id: int
    name: str
    domain: str


class CompanyLink(msgspec.Struct, frozen=True, kw_only=True):
    """A person's link to a company. Without an end the person belongs there now."""

    link_id: int
    company: LinkedCompany
    role: str
    started_on: date | None
    ended_on: date | None
    is_primary: bool


class LinkedPerson(msgspec.Struct, frozen=True):
    """A contact, as a link shows it."""

    id: int
    full_name: str
    email: str
    phone_display: str


class PersonLink(msgspec.Struct, frozen=True, kw_only=True):
    """A company's link to a person. `version` is the contact's."""

    link_id: int
    contact: LinkedPerson
    role: str
    started_on: date | None
    ended_on: date | None
    is_primary: bool
    version: int


class PersonLinkPage(msgspec.Struct, frozen=True):
    """A page of people, and where the next one begins."""

    items: list[PersonLink]
    next_cursor: str | None


class PersonToUnlink(msgspec.Struct, frozen=True, kw_only=True):
    """A person whose link would be hidden."""

    id: int
    full_name: str
    role: str
    is_primary: bool


class ArchivePreview(msgspec.Struct, frozen=True):
    """Whose links archiving a company would hide: how many people, and the first fifty of them."""

    people_count: int
    people: list[PersonToUnlink]


@tells_people
def people_of_company(actor: Actor, *, former: bool) -> LiteralString:
    """Ids of the contacts, not in the trash, that belong to the company p, or have left it.

    Hidden links are those of a company in the trash: they tell who comes back with it.
    """
    return (_FORMER if former else _PRESENT) + visible_to(actor)


_PRESENT: LiteralString = (
    "SELECT l.contact_id FROM contacts_contactcompany l JOIN contacts_contact c ON c.id = l.contact_id "
    "WHERE l.company_id = p.id AND l.ended_on IS NULL AND c.archived_at IS NULL AND "
)
_FORMER: LiteralString = (
    "SELECT DISTINCT l.contact_id FROM contacts_contactcompany l JOIN contacts_contact c ON c.id = l.contact_id "
    "WHERE l.company_id = p.id AND l.ended_on IS NOT NULL AND NOT EXISTS (SELECT 1 FROM contacts_contactcompany n "
    "WHERE n.contact_id = l.contact_id AND n.company_id = l.company_id AND n.ended_on IS NULL) "
    "AND c.archived_at IS NULL AND "
)


@requires(Permission.CONTACTS_READ)
def list_contact_companies(*, actor: Actor, contact_id: int) -> list[CompanyLink]:
    """The person's links: the primary one, other present ones, former ones, the latest first. Raises `NotFound`."""
    check_contact(actor, contact_id)
    return read_links(contact_id)


def read_links(contact_id: int) -> list[CompanyLink]:
    """As `list_contact_companies`, for a service that answers with what it has changed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.id, o.id, o.name, o.domain, l.role, l.started_on, l.ended_on, l.is_primary "
            "FROM contacts_contactcompany l JOIN companies_company o ON o.id = l.company_id "
            "WHERE l.contact_id = %s AND NOT l.is_hidden "
            "ORDER BY l.ended_on DESC NULLS FIRST, l.is_primary DESC, l.id",
            [contact_id],
        )
        return [
            CompanyLink(
                link_id=row[0],
                company=LinkedCompany(row[1], row[2], row[3]),
                role=row[4],
                started_on=row[5],
                ended_on=row[6],
                is_primary=row[7],
            )
            for row in cursor.fetchall()
        ]


_PEOPLE = sql.SQL("""
    SELECT l.id, c.id, c.first_name, c.last_name, c.email, c.phone, c.phone_raw, l.role, l.started_on, l.ended_on,
           l.is_primary, c.version, c.sort_name
    FROM contacts_contactcompany l JOIN contacts_contact c ON c.id = l.contact_id
    WHERE l.company_id = %(company)s AND {visible} AND c.archived_at IS NULL AND {state} {after}
    ORDER BY c.sort_name, l.id
    LIMIT %(limit)s
""")


@requires(Permission.CONTACTS_READ)
def list_company_people(
    *, actor: Actor, company_id: int, former: bool = False, cursor: str | None = None, limit: int = PAGE_SIZE
) -> PersonLinkPage:
    """A page of the people who belong to the company, or of those who have left it, by name.

    Somebody who left twice stands there twice. Of a company in the trash, those who come back with it.
    Raises `NotFound`, `BadCursor`.
    """
    check_company(actor, company_id)
    limit = max(1, min(limit, PAGE_SIZE_MOST))
    rows = _people(actor, company_id, former=former, cursor=cursor, limit=limit + 1)
    has_more = len(rows) > limit
    items = [_person_link(row) for row in rows[:limit]]
    return PersonLinkPage(
        items=items, next_cursor=pack_cursor(rows[limit - 1][-1], rows[limit - 1][0]) if has_more else None
    )


@requires(Permission.CONTACTS_READ)
def preview_company_archive(*, actor: Actor, company_id: int) -> ArchivePreview:
    """Whose links would be hidden if the company were archived; nobody is archived with it. Raises `NotFound`."""
    check_company(actor, company_id)
    people = _people(actor, company_id, former=False, cursor=None, limit=PREVIEW_MOST)
    query = sql.SQL("SELECT count(*) FROM (SELECT %s::bigint AS id) AS p, LATERAL ({people}) AS people")
    with connection.cursor() as reading:
        reading.execute(query.format(people=sql.SQL(people_of_company(actor, former=False))), [company_id])
        (count,) = reading.fetchone() or (0,)
    return ArchivePreview(
        people_count=count,
        people=[
            PersonToUnlink(
                id=link.contact.id, full_name=link.contact.full_name, role=link.role, is_primary=link.is_primary
            )
            for link in map(_person_link, people)
        ],
    )


def contact_names(actor: Actor, ids: Collection[int]) -> dict[int, str]:
    """What contacts are called, by id; those that there are not, or not for `actor`, are left out."""
    with connection.cursor() as reading:
        reading.execute(
            "SELECT c.id, c.first_name, c.last_name, c.email, c.phone, c.phone_raw FROM contacts_contact c "  # noqa: S608 - a constant
            f"WHERE c.id = ANY(%s) AND {visible_to(actor)}",
            [list(ids)],
        )
        return {row[0]: full_name_of(row[1], row[2], row[3], show_typed(row[4], row[5])) for row in reading.fetchall()}


def _people(actor: Actor, company_id: int, *, former: bool, cursor: str | None, limit: int) -> list[tuple[Any, ...]]:
    values: dict[str, Any] = {"company": company_id, "limit": limit}
    after = sql.SQL("")
    if cursor:
        name, link_id = unpack_cursor(cursor, str, int)
        if "\0" in name or not 0 < link_id <= BIGINT_MOST:
            raise BadCursor(fields={"cursor": ["Start again from the first page."]})
        values |= {"name": name, "link": link_id}
        after = sql.SQL("AND (c.sort_name, l.id) > (%(name)s, %(link)s)")
    query = _PEOPLE.format(
        visible=sql.SQL(visible_to(actor)),
        state=sql.SQL("l.ended_on IS NOT NULL" if former else "l.ended_on IS NULL"),
        after=after,
    )
    with connection.cursor() as reading:
        reading.execute(query, values)
        rows: list[tuple[Any, ...]] = reading.fetchall()
    return rows


def _person_link(row: tuple[Any, ...]) -> PersonLink:
    phone_display = show_typed(row[5], row[6])
    return PersonLink(
        link_id=row[0],
        contact=LinkedPerson(row[1], full_name_of(row[2], row[3], row[4], phone_display), row[4], phone_display),
        role=row[7],
        started_on=row[8],
        ended_on=row[9],
        is_primary=row[10],
        version=row[11],
    )
