"""A contact as it stands, locked for a change; its fields as the journal compares them; and the writing of them."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from django.db import connection
from psycopg import sql

from crm.contacts.selectors.rows import Contact
from crm.contacts.selectors.visibility import check_id, visible_to
from crm.core.access import Actor
from crm.core.errors import NotFound
from crm.journal.catalogue import Change
from crm.journal.edits import Value, differences, link_value, phone_value, text_value


class ContactChanged(msgspec.Struct, frozen=True):
    """The contact after a change, and the change's id for its undo: None when there was nothing to change."""

    contact: Contact
    change_id: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class StoredContact:
    """A locked contact. `values` holds what people edit, by name of the field."""

    id: int
    version: int
    archived_at: datetime | None
    tag_ids: frozenset[int]
    values: Mapping[str, Value]


# Locking and reading are two statements: one that waits for a row looks at it again, but not at what it was joined to.
_LOCK = sql.SQL(
    "SELECT c.id FROM contacts_contact c WHERE c.id = ANY(%s) AND {visible} ORDER BY c.id FOR NO KEY UPDATE"
)
_READ = """
    SELECT c.id, c.version, c.archived_at, c.tag_ids, c.first_name, c.last_name, c.email, c.phone_raw, c.phone, c.notes,
           c.company_id, o.name, c.assigned_user_id, u.name
    FROM contacts_contact c
    LEFT JOIN companies_company o ON o.id = c.company_id
    LEFT JOIN accounts_user u ON u.id = c.assigned_user_id
    WHERE c.id = ANY(%s)
    ORDER BY c.id
"""


def lock_contact(actor: Actor, contact_id: int) -> StoredContact:
    """The contact, which no other transaction changes until this one ends. Raises `NotFound`."""
    check_id(contact_id)
    found = lock_contacts(actor, [contact_id])
    if not found:
        raise NotFound
    return found[contact_id]


def lock_contacts(actor: Actor, ids: Collection[int]) -> dict[int, StoredContact]:
    """Those of the contacts that there are, by id, locked in order of id."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK.format(visible=sql.SQL(visible_to(actor))), [list(ids)])
        locked = [row[0] for row in cursor.fetchall()]
        cursor.execute(_READ, [locked])
        return {row[0]: _stored_from(row) for row in cursor.fetchall()}


def _stored_from(row: tuple[Any, ...]) -> StoredContact:
    return StoredContact(
        id=row[0],
        version=row[1],
        archived_at=row[2],
        tag_ids=frozenset(row[3]),
        values={
            "first_name": text_value(row[4]),
            "last_name": text_value(row[5]),
            "email": text_value(row[6]),
            "phone": phone_value(row[7], row[8]),
            "notes": text_value(row[9]),
            "company": link_value(row[10], row[11]),
            "assigned_user": link_value(row[12], row[13]),
        },
    )


def columns_of(field: str, kept: Any) -> dict[str, Any]:
    """The columns that a field's value is stored in. None for the company: triggers on its links write that."""
    if field == "phone":
        raw, e164 = kept or ("", "")
        return {"phone_raw": raw, "phone": e164}
    if field == "company":
        return {}
    if field == "assigned_user":
        return {"assigned_user_id": kept}
    return {field: kept}


def changes_between(stored: StoredContact, wanted: Mapping[str, Value]) -> dict[str, Change]:
    """Those of `wanted` that differ from what is stored."""
    return differences(stored.values, wanted)


def write_columns(stored: StoredContact, columns: Mapping[str, Any]) -> int:
    """Writes `columns` of a locked contact and raises its version, which is returned."""
    setters = [sql.SQL("{} = %s").format(sql.Identifier(column)) for column in columns]
    query = sql.SQL("UPDATE contacts_contact SET {setters} WHERE id = %s RETURNING version").format(
        setters=sql.SQL(", ").join([*setters, sql.SQL("version = version + 1"), sql.SQL("updated_at = now()")])
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [*columns.values(), stored.id])
        (version,) = cursor.fetchone() or (stored.version + 1,)
    return int(version)


def write_fields(stored: StoredContact, changes: Mapping[str, Change]) -> int:
    """Writes the values after `changes` of a locked contact and raises its version, which is returned."""
    columns: dict[str, Any] = {}
    for field, change in changes.items():
        columns |= columns_of(field, change.after)
    return write_columns(stored, columns)
