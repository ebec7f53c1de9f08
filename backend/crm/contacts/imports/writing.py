"""Writes a batch of new and of changed contacts, with their tags and events, in a few statements."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import connection

from crm.companies.services import CompanyRef, get_or_create_companies
from crm.contacts.events import ContactCreated, ContactTagAdded, ContactUpdated
from crm.contacts.imports.people import Newcomer
from crm.contacts.selectors.tags import TagRow
from crm.contacts.services.job_changes import change_company
from crm.contacts.services.link_rows import put_primary_links
from crm.contacts.services.stored import StoredContact, changes_between, columns_of
from crm.contacts.services.tagging import get_or_create_tags
from crm.contacts.values import TAGS_MOST
from crm.core.access import Actor
from crm.journal.catalogue import Event
from crm.journal.edits import Value, link_value
from crm.journal.publishing import publish_many

_COPY_CONTACTS = (
    "COPY contacts_contact (id, first_name, last_name, email, phone_raw, phone, notes, company_id, company_ids, "
    "created_by_id, tag_ids) FROM STDIN"
)
_COPY_TAGS = "COPY contacts_contacttag (contact_id, tag_id) FROM STDIN"


def reserve_ids(count: int) -> list[int]:
    """Ids for so many new contacts, known before they are written."""
    if not count:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('contacts_contact', 'id')) FROM generate_series(1, %s)", [count]
        )
        return [row[0] for row in cursor.fetchall()]


def write_batch(
    actor: Actor, created: dict[int, Newcomer], merged: Sequence[tuple[StoredContact, Newcomer]]
) -> set[int]:
    """Writes new contacts under reserved ids and adds to locked ones. Returns the ids of the latter that did change.

    Each contact's events are a change of their own: it can be undone without the rest of the file.
    """
    everybody = [*created.values(), *(newcomer for _, newcomer in merged)]
    companies = get_or_create_companies(actor=actor, names=[p.company for p in everybody if p.company])
    tags = get_or_create_tags(actor=actor, names=[name for person in everybody for name in person.tags])
    changes: dict[uuid.UUID, Sequence[Event]] = {}
    _insert(actor, created, companies, tags)
    linked = put_primary_links((i, companies[person.company]) for i, person in created.items() if person.company)
    for contact_id, newcomer in created.items():
        changes[uuid.uuid4()] = [
            ContactCreated(subject_id=contact_id),
            *([linked[contact_id]] if contact_id in linked else ()),
            *(_tagged(contact_id, tags[name]) for name in newcomer.tags),
        ]
    changed: set[int] = set()
    for stored, newcomer in merged:
        events = _merge(
            actor, stored, newcomer, companies.get(newcomer.company), [tags[name] for name in newcomer.tags]
        )
        if events:
            changed.add(stored.id)
            changes[uuid.uuid4()] = events
    publish_many(changes, actor=actor)
    return changed


def _tagged(contact_id: int, tag: TagRow) -> ContactTagAdded:
    return ContactTagAdded(subject_id=contact_id, tag_id=tag.id, tag=tag.name)


def _insert(
    actor: Actor, created: dict[int, Newcomer], companies: dict[str, CompanyRef], tags: dict[str, TagRow]
) -> None:
    if not created:
        return
    # COPY: an INSERT spends more time on quoting its values than the database on storing them.
    with connection.cursor() as cursor, cursor.copy(_COPY_CONTACTS) as copy:
        for contact_id, person in created.items():
            company_id = companies[person.company].id if person.company else None
            copy.write_row(
                (
                    contact_id,
                    person.first_name,
                    person.last_name,
                    person.email,
                    person.phone_raw,
                    person.phone,
                    person.notes,
                    company_id,
                    f"{{{company_id}}}" if company_id else "{}",
                    actor.user_id,
                    # Written out here: the driver's way with a list takes longer than all else of the row.
                    f"{{{','.join(str(tag_id) for tag_id in sorted(tags[name].id for name in person.tags))}}}",
                )
            )
    with connection.cursor() as cursor, cursor.copy(_COPY_TAGS) as copy:
        for contact_id, person in created.items():
            for name in person.tags:
                copy.write_row((contact_id, tags[name].id))


def _put_tags(pairs: Sequence[tuple[int, int]]) -> None:
    if not pairs:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO contacts_contacttag (contact_id, tag_id) SELECT * FROM unnest(%s::bigint[], %s::int[]) "
            "ON CONFLICT DO NOTHING",
            [[contact for contact, _ in pairs], [tag for _, tag in pairs]],
        )


def _merge(
    actor: Actor, stored: StoredContact, newcomer: Newcomer, company: CompanyRef | None, tags: Sequence[TagRow]
) -> list[Event]:
    wanted: dict[str, Value] = newcomer.new_to(stored)
    if company and stored.values["company"].kept is None:
        wanted["company"] = link_value(company.id, company.name)
    different = changes_between(stored, wanted)
    added = [tag for tag in tags if tag.id not in stored.tag_ids][: TAGS_MOST - len(stored.tag_ids)]
    if not different and not added:
        return []
    links = change_company(actor, stored.id, company) if "company" in different else []
    columns: dict[str, Any] = {}
    for field, change in different.items():
        columns |= columns_of(field, change.after)
    setters = "".join(f"{column} = %s, " for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE contacts_contact SET {setters}tag_ids = %s, version = version + 1, updated_at = now() "  # noqa: S608 - names of our own columns
            "WHERE id = %s",
            [*columns.values(), sorted(stored.tag_ids | {tag.id for tag in added}), stored.id],
        )
    _put_tags([(stored.id, tag.id) for tag in added])
    events: list[Event] = [_tagged(stored.id, tag) for tag in added]
    if different:
        events[:0] = [*links, ContactUpdated(subject_id=stored.id, version=stored.version + 1, fields=different)]
    return events
