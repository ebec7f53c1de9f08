"""What is read of a contact, as one SQL statement gives it and as it goes out: no model objects on hot ways."""

from typing import Any, LiteralString

import msgspec

from crm.core.phone import is_valid_e164, show_typed
from crm.core.rows import Ref, iso, ref_from


class ContactRow(msgspec.Struct, frozen=True, kw_only=True):
    """A contact in a list. Moments (ISO 8601, UTC) and `tags` (JSON) are as the database has written them."""

    id: int
    first_name: str
    last_name: str
    full_name: str
    email: str
    phone: str
    phone_display: str
    tags: msgspec.Raw
    assigned_user: Ref | None
    company: Ref | None
    created_at: str
    updated_at: str
    archived_at: str | None
    archived_by: Ref | None
    version: int


class Contact(ContactRow, frozen=True, kw_only=True):
    """A contact with all that is kept of it."""

    phone_raw: str
    phone_is_valid: bool
    notes: str
    created_by: Ref | None


# Both start from a row set by the name p; people and companies are looked up for those rows alone.
TAGS: LiteralString = (
    "CASE WHEN cardinality(p.tag_ids) = 0 THEN '[]' ELSE coalesce((SELECT json_agg(json_build_object("
    "'id', t.id, 'name', t.name, 'color', t.color) ORDER BY t.key)::text FROM contacts_tag t "
    "WHERE t.id = ANY(p.tag_ids)), '[]') END"
)
ROW_COLUMNS: LiteralString = (
    "p.id, p.first_name, p.last_name, p.email, p.phone, p.phone_raw, " + TAGS + ", p.assigned_user_id, u.name, "
    "p.company_id, o.name, "
    + iso("p.created_at")
    + ", "
    + iso("p.updated_at")
    + ", "
    + iso("p.archived_at")
    + ", p.archived_by_id, a.name, p.version"
)
ROW_JOINS: LiteralString = (
    "LEFT JOIN accounts_user u ON u.id = p.assigned_user_id LEFT JOIN companies_company o ON o.id = p.company_id "
    "LEFT JOIN accounts_user a ON a.id = p.archived_by_id"
)
CONTACT_COLUMNS: LiteralString = ROW_COLUMNS + ", p.notes, p.created_by_id, b.name"
CONTACT_JOINS: LiteralString = ROW_JOINS + " LEFT JOIN accounts_user b ON b.id = p.created_by_id"


def full_name_of(first_name: str, last_name: str, email: str, phone: str) -> str:
    """What a contact is called: the name, else the address, else the number."""
    return f"{first_name} {last_name}".strip() or email or phone or "No name"


def _row_values(row: tuple[Any, ...]) -> dict[str, Any]:
    phone_display = show_typed(row[4], row[5])
    return {
        "id": row[0],
        "first_name": row[1],
        "last_name": row[2],
        "full_name": full_name_of(row[1], row[2], row[3], phone_display),
        "email": row[3],
        "phone": row[4],
        "phone_display": phone_display,
        "tags": msgspec.Raw(row[6].encode()),
        "assigned_user": ref_from(row[7], row[8]),
        "company": ref_from(row[9], row[10]),
        "created_at": row[11],
        "updated_at": row[12],
        "archived_at": row[13],
        "archived_by": ref_from(row[14], row[15]),
        "version": row[16],
    }


def row_from(row: tuple[Any, ...]) -> ContactRow:
    """The contact in a row of `ROW_COLUMNS`."""
    return ContactRow(**_row_values(row))


def contact_from(row: tuple[Any, ...]) -> Contact:
    """The contact in a row of `CONTACT_COLUMNS`."""
    return Contact(
        **_row_values(row),
        phone_raw=row[5],
        phone_is_valid=is_valid_e164(row[4]) if row[4] else not row[5],
        notes=row[17],
        created_by=ref_from(row[18], row[19]),
    )
