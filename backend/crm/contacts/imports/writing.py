"""Writes a batch of new and of changed contacts, with their tags and events, in a few statements."""

import dataclasses
import itertools
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

from crm.companies.services import CompanyRef, get_or_create_companies
from crm.contacts.events import ContactCreated, ContactTagAdded, ContactUpdated
from crm.contacts.imports.enums import ConsentChannel
from crm.contacts.imports.events import ConsentStated
from crm.contacts.imports.people import Newcomer
from crm.contacts.selectors.tags import TagRow
from crm.contacts.services.job_changes import change_company
from crm.contacts.services.link_rows import put_primary_links
from crm.contacts.services.stored import StoredContact, changes_between, columns_of, lock_contacts
from crm.contacts.services.tagging import get_or_create_tags
from crm.contacts.values import TAGS_MOST, tag_key
from crm.core.access import Actor
from crm.journal.catalogue import Event
from crm.journal.edits import Value, link_value
from crm.journal.publishing import publish_many

_COPY_CONTACTS = (
    "COPY contacts_contact (id, first_name, last_name, email, phone_raw, phone, notes, company_id, company_ids, "
    "created_by_id, tag_ids) FROM STDIN"
)
_COPY_TAGS = "COPY contacts_contacttag (contact_id, tag_id) FROM STDIN"


def write_batch(
    actor: Actor,
    created: Mapping[int, Newcomer],
    merging: Mapping[int, Sequence[Newcomer]],
    *,
    source: str,
    wording: str = "",
) -> set[int]:
    """Writes new contacts under reserved ids, and adds to those with the ids of `merging`, which it locks.

    Returns the lines of the rows in `merging` that did add something. Each contact's events are a change of their own:
    it can be undone without the rest of the file. `source` and `wording` stand with what is stated of consent.
    """
    everybody = [*created.values(), *itertools.chain.from_iterable(merging.values())]
    # Tags and companies before contacts: so does whoever merges or deletes them, and nobody waits in a circle.
    companies = get_or_create_companies(actor=actor, names=[p.company for p in everybody if p.company])
    tags = get_or_create_tags(actor=actor, names=[name for person in everybody for name in person.tags])
    changes: dict[uuid.UUID, Sequence[Event]] = {}
    _insert(actor, created, companies, tags)
    linked = put_primary_links((i, companies[person.company]) for i, person in created.items() if person.company)
    for contact_id, newcomer in created.items():
        events: list[Event] = [ContactCreated(subject_id=contact_id)]
        events += [linked[contact_id]] if contact_id in linked else []
        events += [_tagged(contact_id, tags[name]) for name in newcomer.tags]
        if newcomer.consent:
            events += _consent(contact_id, newcomer, source, wording)
        changes[uuid.uuid4()] = events
    lines: set[int] = set()
    tag_ids = {name: tag.id for name, tag in tags.items()}
    for contact_id, stored in (lock_contacts(actor, merging) if merging else {}).items():
        newcomer, adding = _together(stored, merging[contact_id], tag_ids)
        named = [tags[name] for name in newcomer.tags]
        events = _merge(actor, stored, newcomer, companies.get(newcomer.company), named)
        events += _consent(contact_id, newcomer, source, wording)
        if events:
            lines |= adding
            changes[uuid.uuid4()] = events
    publish_many(changes, actor=actor)
    return lines


def who_would_add(actor: Actor, merging: Mapping[int, Sequence[Newcomer]]) -> set[int]:
    """Lines of the rows that would add something to the contacts with these ids. Writes nothing."""
    if not merging:
        return set()
    people = itertools.chain.from_iterable(merging.values())
    keys = {name: tag_key(name) for person in people for name in person.tags}
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, id FROM contacts_tag WHERE key = ANY(%s)", [list(keys.values())])
        found = dict(cursor.fetchall())
    tag_ids = {name: found.get(key) for name, key in keys.items()}
    lines: set[int] = set()
    for contact_id, stored in lock_contacts(actor, merging).items():
        lines |= _together(stored, merging[contact_id], tag_ids)[1]
    return lines


def _together(
    stored: StoredContact, rows: Sequence[Newcomer], tag_ids: Mapping[str, int | None]
) -> tuple[Newcomer, set[int]]:
    """What the rows say of a contact, as one; and the lines of those that add something to it."""
    whole = dataclasses.replace(rows[0])
    lines = {rows[0].line} if _adds(stored, rows[0], tag_ids) else set()
    for row in rows[1:]:
        if whole.absorb(row) and _adds(stored, row, tag_ids):
            lines.add(row.line)
    return whole, lines


def _adds(stored: StoredContact, newcomer: Newcomer, tag_ids: Mapping[str, int | None]) -> bool:
    if newcomer.consent or (newcomer.company and stored.values["company"].kept is None):
        return True
    if len(stored.tag_ids) < TAGS_MOST and any(tag_ids.get(name) not in stored.tag_ids for name in newcomer.tags):
        return True
    return bool(changes_between(stored, newcomer.new_to(stored)))


def _tagged(contact_id: int, tag: TagRow) -> ContactTagAdded:
    return ContactTagAdded(subject_id=contact_id, tag_id=tag.id, tag=tag.name)


def _consent(contact_id: int, newcomer: Newcomer, source: str, wording: str) -> list[Event]:
    """What the row states of its own addresses."""
    addresses = {
        ConsentChannel.EMAIL: newcomer.email,
        ConsentChannel.SMS: newcomer.phone or newcomer.phone_raw,
    }
    return [
        ConsentStated(
            subject_id=contact_id,
            channel=said.channel.value,
            address=addresses[said.channel],
            status=said.status.value,
            source=source,
            consent_wording=wording,
            stated_on=newcomer.consent_on,
        )
        for said in newcomer.consent
        if addresses[said.channel]
    ]


def _insert(
    actor: Actor, created: Mapping[int, Newcomer], companies: Mapping[str, CompanyRef], tags: Mapping[str, TagRow]
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
