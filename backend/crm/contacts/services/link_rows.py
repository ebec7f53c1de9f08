"""Links to companies as they stand, and the writing of them. The contact is locked by whoever calls, and its companies
before it; triggers on the table keep the contact's own columns.
"""

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from psycopg import sql

from crm.contacts.link_events import (
    CompanyLinkEvent,
    ContactCompanyChanged,
    ContactCompanyLinked,
    ContactCompanyUnlinked,
    as_told,
    field_changes,
)
from crm.core import clock
from crm.core.rows import Ref

FIELDS = ("role", "started_on", "ended_on", "is_primary")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredLink:
    """A link to a company that is not in the trash."""

    id: int
    contact_id: int
    company: Ref
    role: str
    started_on: date | None
    ended_on: date | None
    is_primary: bool
    created_at: datetime

    @property
    def is_current(self) -> bool:
        """Whether the person belongs there now."""
        return self.ended_on is None

    def values(self) -> dict[str, Any]:
        """What people change of a link, by name."""
        return {field: getattr(self, field) for field in FIELDS}


class Links:
    """The links of one locked contact, in the order in which they were made. What is written is told by `events`."""

    def __init__(self, contact_id: int, *, is_within_edit: bool = False) -> None:
        self.contact_id = contact_id
        self.is_within_edit = is_within_edit
        self.events: list[CompanyLinkEvent] = []
        self.rows: dict[int, StoredLink] = {link.id: link for link in _read([contact_id])}

    @property
    def current(self) -> list[StoredLink]:
        """Where the person belongs now."""
        return [link for link in self.rows.values() if link.is_current]

    @property
    def primary(self) -> StoredLink | None:
        """The link to the company that stands for all."""
        return next((link for link in self.current if link.is_primary), None)

    def current_at(self, company_id: int) -> StoredLink | None:
        """The present link to that company."""
        return next((link for link in self.current if link.company.id == company_id), None)

    def add(
        self,
        company: Ref,
        *,
        role: str = "",
        started_on: date | None = None,
        ended_on: date | None = None,
        is_primary: bool = False,
        link_id: int | None = None,
    ) -> StoredLink:
        """Links the contact to a company that is locked; `link_id` is that of a link which comes back."""
        columns = ["contact_id", "company_id", *FIELDS]
        values: list[Any] = [self.contact_id, company.id, role, started_on, ended_on, is_primary]
        if link_id is not None:
            columns, values = ["id", *columns], [link_id, *values]
        with connection.cursor() as cursor:
            cursor.execute(
                sql.SQL("INSERT INTO contacts_contactcompany ({}) VALUES ({}) RETURNING id, created_at").format(
                    sql.SQL(", ").join(map(sql.Identifier, columns)),
                    sql.SQL(", ").join([sql.Placeholder()] * len(columns)),
                ),
                values,
            )
            made_id, created_at = cursor.fetchone() or (0, clock.now())
        link = StoredLink(
            id=made_id,
            contact_id=self.contact_id,
            company=company,
            role=role,
            started_on=started_on,
            ended_on=ended_on,
            is_primary=is_primary,
            created_at=created_at,
        )
        self.rows[link.id] = link
        self.events.append(ContactCompanyLinked(**self._said(link), **as_told(link.values())))
        return link

    def change(self, link: StoredLink, **changes: Any) -> StoredLink:
        """Writes other values of a link."""
        different = field_changes(link.values(), changes)
        if not different:
            return link
        setters = sql.SQL(", ").join(sql.SQL("{} = %s").format(sql.Identifier(field)) for field in different)
        with connection.cursor() as cursor:
            cursor.execute(
                sql.SQL("UPDATE contacts_contactcompany SET {} WHERE id = %s").format(setters),
                [*(changes[field] for field in different), link.id],
            )
        changed = dataclasses.replace(link, **changes)
        self.rows[link.id] = changed
        self.events.append(ContactCompanyChanged(**self._said(link), fields=different))
        return changed

    def remove(self, link: StoredLink) -> None:
        """Takes a link away, as if it had never been."""
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM contacts_contactcompany WHERE id = %s", [link.id])
        del self.rows[link.id]
        self.events.append(ContactCompanyUnlinked(**self._said(link), **as_told(link.values())))

    def _said(self, link: StoredLink) -> dict[str, Any]:
        return {
            "subject_id": self.contact_id,
            "link_id": link.id,
            "company_id": link.company.id,
            "company_name": link.company.name,
            "is_within_edit": self.is_within_edit,
        }


def _read(contact_ids: Sequence[int]) -> list[StoredLink]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.id, l.contact_id, l.company_id, o.name, l.role, l.started_on, l.ended_on, l.is_primary, "
            "l.created_at FROM contacts_contactcompany l JOIN companies_company o ON o.id = l.company_id "
            "WHERE l.contact_id = ANY(%s) AND NOT l.is_hidden ORDER BY l.id",
            [list(contact_ids)],
        )
        return [
            StoredLink(
                id=row[0],
                contact_id=row[1],
                company=Ref(row[2], row[3]),
                role=row[4],
                started_on=row[5],
                ended_on=row[6],
                is_primary=row[7],
                created_at=row[8],
            )
            for row in cursor.fetchall()
        ]


def put_primary_links(pairs: Iterable[tuple[int, Ref]]) -> dict[int, ContactCompanyLinked]:
    """Links contacts that have no company yet, each to one that is locked. What tells of it, by contact.

    For contacts that are made, one or a thousand: their own rows may hold already what the triggers would write.
    """
    companies = dict(pairs)
    if not companies:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO contacts_contactcompany (contact_id, company_id, is_primary) "
            "SELECT contact_id, company_id, TRUE FROM unnest(%s::bigint[], %s::bigint[]) AS n(contact_id, company_id) "
            "RETURNING contact_id, id",
            [list(companies), [company.id for company in companies.values()]],
        )
        made = cursor.fetchall()
    return {
        contact_id: ContactCompanyLinked(
            subject_id=contact_id,
            link_id=link_id,
            company_id=companies[contact_id].id,
            company_name=companies[contact_id].name,
            is_primary=True,
        )
        for contact_id, link_id in made
    }
