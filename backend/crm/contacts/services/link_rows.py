"""Links to companies as they stand, what is to become of them, and the writing of that, for one contact or a thousand.

The contacts are locked by whoever calls, and their companies before them; triggers on the table keep the contacts' own
columns.
"""

import dataclasses
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, LiteralString

from django.db import connection

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
from crm.core.sequences import take_ids

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
    """The links of one locked contact, in the order in which they were made, as they are to be.

    `events` tells what is another since they were read; `write_links` writes it.
    """

    def __init__(self, contact_id: int, stored: Iterable[StoredLink], *, is_within_edit: bool = False) -> None:
        self.contact_id = contact_id
        self.is_within_edit = is_within_edit
        self.events: list[CompanyLinkEvent] = []
        self.rows: dict[int, StoredLink] = {link.id: link for link in stored}
        self.stored: dict[int, StoredLink] = dict(self.rows)
        # Ids for links that are added, so that a thousand contacts ask for theirs at once.
        self.free_ids: list[int] = []

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
        if link_id is None:
            link_id = self.free_ids.pop() if self.free_ids else take_ids("contacts_contactcompany", 1)[0]
        link = StoredLink(
            id=link_id,
            contact_id=self.contact_id,
            company=company,
            role=role,
            started_on=started_on,
            ended_on=ended_on,
            is_primary=is_primary,
            created_at=clock.now(),
        )
        self.rows[link.id] = link
        self.events.append(ContactCompanyLinked(**self._said(link), **as_told(link.values())))
        return link

    def change(self, link: StoredLink, **changes: Any) -> StoredLink:
        """Gives a link other values."""
        different = field_changes(link.values(), changes)
        if not different:
            return link
        changed = dataclasses.replace(link, **changes)
        self.rows[link.id] = changed
        self.events.append(ContactCompanyChanged(**self._said(link), fields=different))
        return changed

    def remove(self, link: StoredLink) -> None:
        """Takes a link away, as if it had never been."""
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


def links_of(contact_id: int, *, is_within_edit: bool = False) -> Links:
    """The links of one locked contact."""
    return read_links_of([contact_id], is_within_edit=is_within_edit)[contact_id]


def read_links_of(contact_ids: Collection[int], *, is_within_edit: bool = False) -> dict[int, Links]:
    """The links of locked contacts, by contact: in one statement."""
    found: dict[int, list[StoredLink]] = {contact_id: [] for contact_id in contact_ids}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT l.id, l.contact_id, l.company_id, o.name, l.role, l.started_on, l.ended_on, l.is_primary, "
            "l.created_at FROM contacts_contactcompany l JOIN companies_company o ON o.id = l.company_id "
            "WHERE l.contact_id = ANY(%s) AND NOT l.is_hidden ORDER BY l.id",
            [list(contact_ids)],
        )
        for row in cursor.fetchall():
            link = StoredLink(
                id=row[0],
                contact_id=row[1],
                company=Ref(row[2], row[3]),
                role=row[4],
                started_on=row[5],
                ended_on=row[6],
                is_primary=row[7],
                created_at=row[8],
            )
            found[link.contact_id].append(link)
    return {contact_id: Links(contact_id, links, is_within_edit=is_within_edit) for contact_id, links in found.items()}


_ROWS: LiteralString = (
    "unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::text[], %s::date[], %s::date[], %s::boolean[]) "
    "AS n(id, contact_id, company_id, role, started_on, ended_on, is_primary)"
)


def write_links(several: Collection[Links]) -> None:
    """Writes what is to become of the links of these contacts: a few statements, however many contacts."""
    gone = [link.id for links in several for link in links.stored.values() if link.id not in links.rows]
    new = [link for links in several for link in links.rows.values() if link.id not in links.stored]
    changed = [
        link
        for links in several
        for link in links.rows.values()
        if link.id in links.stored and link.values() != links.stored[link.id].values()
    ]
    with connection.cursor() as cursor:
        if gone:
            cursor.execute("DELETE FROM contacts_contactcompany WHERE id = ANY(%s)", [gone])
        # A place is left before another link takes it: the index on the one primary looks at each row by itself.
        for _, links in groupby(sorted(changed, key=_turn), key=_turn):
            cursor.execute(
                "UPDATE contacts_contactcompany l SET role = n.role, "  # noqa: S608 - a constant
                "started_on = n.started_on, ended_on = n.ended_on, is_primary = n.is_primary "
                f"FROM {_ROWS} WHERE l.id = n.id",
                _columns(links),
            )
        if new:
            cursor.execute(
                "INSERT INTO contacts_contactcompany "  # noqa: S608 - a constant
                "(id, contact_id, company_id, role, started_on, ended_on, is_primary) "
                f"SELECT n.* FROM {_ROWS} ORDER BY n.id",
                _columns(new),
            )


def _turn(link: StoredLink) -> tuple[bool, bool]:
    return link.is_current, link.is_primary


def _columns(links: Iterable[StoredLink]) -> list[list[Any]]:
    rows = [
        (link.id, link.contact_id, link.company.id, link.role, link.started_on, link.ended_on, link.is_primary)
        for link in links
    ]
    return [list(column) for column in zip(*rows, strict=True)]


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
