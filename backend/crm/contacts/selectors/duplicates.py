"""Who has the same address or number: told while it is typed, refused nowhere."""

import msgspec
from django.conf import settings
from django.db import connection
from psycopg import sql

from crm.contacts.selectors.rows import full_name_of
from crm.contacts.selectors.visibility import BIGINT_MOST, visible_to
from crm.core.access import Actor, Permission, requires
from crm.core.phone import parse_phone, show_typed
from crm.core.text import printable

MATCHES_MOST = 10
SHARED_MOST = 20
TYPED_MOST = 254


class DuplicateMatch(msgspec.Struct, frozen=True, kw_only=True):
    """A contact that shares an email address or a phone number with what was typed."""

    id: int
    full_name: str
    email: str
    phone: str
    matched_on: list[str]
    is_archived: bool


class Duplicates(msgspec.Struct, frozen=True):
    """Up to ten matches: both in common first, then those not in the trash, then the oldest."""

    matches: list[DuplicateMatch]


# The conditions of the two indexes are written out, so that the planner knows that they hold what is asked for.
_QUERY = sql.SQL("""
    SELECT * FROM (
        SELECT c.id, c.first_name, c.last_name, c.email, c.phone, c.phone_raw, c.archived_at IS NOT NULL AS is_archived,
               lower(c.email) = lower(%(email)s) AND NOT c.email = '' AS by_email,
               c.phone = %(phone)s AND NOT c.phone = '' AS by_phone
        FROM contacts_contact c
        WHERE {visible} AND c.id <> %(other_than)s
          AND ((lower(c.email) = lower(%(email)s) AND NOT c.email = '') OR (c.phone = %(phone)s AND NOT c.phone = ''))
    ) AS matched
    ORDER BY by_email AND by_phone DESC, is_archived, id
    LIMIT %(most)s
""")


@requires(Permission.CONTACTS_READ)
def find_duplicates(*, actor: Actor, email: str = "", phone: str = "", except_id: int | None = None) -> Duplicates:
    """Contacts with `email` (in whatever case) or with the same number as `phone`, read as dialled from here."""
    email = printable(email[:TYPED_MOST]).strip()
    e164 = parse_phone(phone[:TYPED_MOST], region=settings.DEFAULT_PHONE_REGION).e164 or ""
    if not email and not e164:
        return Duplicates(matches=[])
    other_than = except_id if except_id is not None and 0 < except_id <= BIGINT_MOST else 0
    with connection.cursor() as cursor:
        cursor.execute(
            _QUERY.format(visible=sql.SQL(visible_to(actor))),
            {"email": email, "phone": e164, "other_than": other_than, "most": MATCHES_MOST},
        )
        rows = cursor.fetchall()
    return Duplicates(
        matches=[
            DuplicateMatch(
                id=row[0],
                full_name=full_name_of(row[1], row[2], row[3], show_typed(row[4], row[5])),
                email=row[3],
                phone=show_typed(row[4], row[5]),
                matched_on=[name for name, matched in (("email", row[7]), ("phone", row[8])) if matched],
                is_archived=row[6],
            )
            for row in rows
        ]
    )


def ids_with_address(*, email: str = "", phone: str = "") -> list[int]:
    """Contacts, in the trash too, that have this address (in whatever case) or this number (E.164): the oldest twenty.

    For rooms that note in timelines what happened to an address, whoever has it.
    """
    if not email and not phone:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM contacts_contact c WHERE (lower(c.email) = lower(%(email)s) AND NOT c.email = '') "
            "OR (c.phone = %(phone)s AND NOT c.phone = '') ORDER BY id LIMIT %(most)s",
            {"email": email, "phone": phone, "most": SHARED_MOST},
        )
        return [row[0] for row in cursor.fetchall()]
