"""Who in a batch of rows is here already, by email address or phone number."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connection
from psycopg import sql

from crm.contacts.imports.people import Newcomer
from crm.contacts.selectors.rows import full_name_of
from crm.contacts.selectors.visibility import visible_to
from crm.core.access import Actor


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who is here, or came with an earlier row."""

    id: int
    name: str
    is_archived: bool = False
    # The row of this file that they came with, when they did.
    line: int | None = None

    def __str__(self) -> str:
        return f"{self.name} (line {self.line} of this file)" if self.line else f"{self.name} (no. {self.id})"


@dataclass(slots=True)
class Matches:
    """Everybody whom the rows of a batch may be, by address and by number."""

    by_email: dict[str, dict[int, Known]] = field(default_factory=dict)
    by_phone: dict[str, dict[int, Known]] = field(default_factory=dict)

    def add(self, known: Known, *, email: str, phone: str) -> None:
        """Notes somebody under both."""
        if email:
            self.by_email.setdefault(email.lower(), {})[known.id] = known
        if phone:
            self.by_phone.setdefault(phone, {})[known.id] = known

    def find(self, newcomer: Newcomer) -> list[Known]:
        """Whom the row may be: nobody, one, or several, between whom nothing is guessed.

        Somebody in the trash counts only when nobody else does. An address that is one person's decides when the number
        is that person's too, or nobody's: offices share numbers.
        """
        by_email = self.by_email.get(newcomer.email_key, {}) if newcomer.email else {}
        by_phone = self.by_phone.get(newcomer.phone, {}) if newcomer.phone else {}
        if not all(known.is_archived for known in (by_email | by_phone).values()):
            by_email, by_phone = _live(by_email), _live(by_phone)
        if len(by_email) == 1 and (not by_phone or by_email.keys() <= by_phone.keys()):
            return list(by_email.values())
        return list((by_email | by_phone).values())

    def shared_on(self, newcomer: Newcomer, known: Known) -> list[str]:
        """What the row has in common with that person: email, phone."""
        shared = []
        if newcomer.email and known.id in self.by_email.get(newcomer.email_key, {}):
            shared.append("email")
        if newcomer.phone and known.id in self.by_phone.get(newcomer.phone, {}):
            shared.append("phone")
        return shared

    def shared_with(self, newcomer: Newcomer, known: Known) -> list[str]:
        """The same, in words."""
        return [_WORDS[shared] for shared in self.shared_on(newcomer, known)]


_WORDS = {"email": "email address", "phone": "phone number"}


def _live(found: dict[int, Known]) -> dict[int, Known]:
    return {contact_id: known for contact_id, known in found.items() if not known.is_archived}


# A number of a switchboard may be a thousand people's: so many of them are enough to know that it decides nothing.
_QUERY = sql.SQL("""
    SELECT f.id, f.first_name, f.last_name, f.email, f.phone, f.phone_raw, f.archived_at IS NOT NULL
    FROM unnest(%(emails)s::text[]) AS wanted(email)
    CROSS JOIN LATERAL (SELECT c.* FROM contacts_contact c WHERE {visible} AND lower(c.email) = wanted.email
                        AND NOT c.email = '' ORDER BY c.archived_at IS NOT NULL, c.id LIMIT 3) AS f
    UNION
    SELECT f.id, f.first_name, f.last_name, f.email, f.phone, f.phone_raw, f.archived_at IS NOT NULL
    FROM unnest(%(phones)s::text[]) AS wanted(phone)
    CROSS JOIN LATERAL (SELECT c.* FROM contacts_contact c WHERE {visible} AND c.phone = wanted.phone
                        AND NOT c.phone = '' ORDER BY c.archived_at IS NOT NULL, c.id LIMIT 3) AS f
""")


def find_matches(actor: Actor, newcomers: Iterable[Newcomer]) -> Matches:
    """Everybody here, in the trash too, who shares an address or a number with one of the rows. One query."""
    people = list(newcomers)
    emails = {person.email_key for person in people if person.email}
    phones = {person.phone for person in people if person.phone}
    matches = Matches()
    if not emails and not phones:
        return matches
    with connection.cursor() as cursor:
        cursor.execute(
            _QUERY.format(visible=sql.SQL(visible_to(actor))), {"emails": list(emails), "phones": list(phones)}
        )
        for contact_id, first, last, email, phone, raw, is_archived in cursor.fetchall():
            known = Known(id=contact_id, name=full_name_of(first, last, email, raw), is_archived=is_archived)
            matches.add(known, email=email, phone=phone)
    return matches


_BY_ID = sql.SQL("""
    SELECT c.id, c.first_name, c.last_name, c.email, c.phone, c.phone_raw, c.archived_at IS NOT NULL
    FROM contacts_contact c WHERE {visible} AND c.id = ANY(%s)
""")


def find_known(actor: Actor, ids: Iterable[int]) -> dict[int, Known]:
    """Those of the contacts that there are, in the trash too, by id."""
    with connection.cursor() as cursor:
        cursor.execute(_BY_ID.format(visible=sql.SQL(visible_to(actor))), [list(ids)])
        return {
            row[0]: Known(id=row[0], name=full_name_of(row[1], row[2], row[3], row[5]), is_archived=row[6])
            for row in cursor.fetchall()
        }
