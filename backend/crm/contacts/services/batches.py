"""The single services for many contacts at once, by the same rules: a few statements, however many there are.

Each contact's events are a change of its own, which can be undone without the rest. Ids that are unknown are left out
of the answer. Contacts are locked in order of their ids, after tags and companies, as everywhere.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import connection, transaction
from psycopg import sql

from crm.bulk.catalogue import CHANGED, Outcome, refused, unchanged
from crm.contacts.errors import ContactIsArchived
from crm.contacts.events import (
    ContactArchived,
    ContactRestored,
    ContactTagAdded,
    ContactTagRemoved,
    ContactUpdated,
)
from crm.contacts.selectors.tags import TagRow
from crm.contacts.services.job_changes import change_companies
from crm.contacts.services.links import find_company, user_value
from crm.contacts.services.stored import StoredContact, changes_between, columns_of, lock_contacts
from crm.contacts.services.tagging import get_or_create_tags, tags_by_id
from crm.contacts.values import TAGS_MOST, check_is_somebody, clean_fields
from crm.core import clock
from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput
from crm.journal.catalogue import Event
from crm.journal.edits import NOTHING, Value, link_value, text_value
from crm.journal.publishing import publish_many

IN_TRASH = refused(f"{ContactIsArchived.title}.")
# Fields that can be made the same for many.
TEXT_FIELDS = ("first_name", "last_name", "notes")

# What is to be told of a contact, or why nothing is.
_Decision = Outcome | list[Event]


@requires(Permission.CONTACTS_WRITE)
@transaction.atomic
def tag_contacts(*, actor: Actor, contact_ids: Sequence[int], names: Sequence[str]) -> dict[int, Outcome]:
    """Puts the tags called `names` (as `clean_tags` gives them) on each of the contacts.

    Publishes `contact.tag_added`, and `tag.created` for tags that it makes.
    """
    tags = list(get_or_create_tags(actor=actor, names=names).values())
    outcomes, changed = _decide(actor, contact_ids, lambda stored: _tagging(stored, tags))
    put_many_tags(
        [
            (contact_id, event.tag_id)
            for contact_id, events in changed.items()
            for event in events
            if isinstance(event, ContactTagAdded)
        ]
    )
    _publish(actor, changed)
    return outcomes


def _tagging(stored: StoredContact, tags: Sequence[TagRow]) -> _Decision:
    missing = [tag for tag in tags if tag.id not in stored.tag_ids]
    if stored.archived_at is not None:
        return IN_TRASH
    if not missing:
        return unchanged("It has these tags already.")
    if len(stored.tag_ids) + len(missing) > TAGS_MOST:
        return refused(f"It would have more than {TAGS_MOST} tags.")
    return [ContactTagAdded(subject_id=stored.id, tag_id=tag.id, tag=tag.name) for tag in missing]


@requires(Permission.CONTACTS_WRITE)
@transaction.atomic
def untag_contacts(*, actor: Actor, contact_ids: Sequence[int], tag_ids: Sequence[int]) -> dict[int, Outcome]:
    """Takes the tags off each of the contacts. Publishes `contact.tag_removed`."""
    tags = tags_by_id(tag_ids)
    outcomes, changed = _decide(actor, contact_ids, lambda stored: _untagging(stored, tags))
    take_many_tags(
        [
            (contact_id, event.tag_id)
            for contact_id, events in changed.items()
            for event in events
            if isinstance(event, ContactTagRemoved)
        ]
    )
    _publish(actor, changed)
    return outcomes


def _untagging(stored: StoredContact, tags: Mapping[int, TagRow]) -> _Decision:
    present = [tag for tag in tags.values() if tag.id in stored.tag_ids]
    if stored.archived_at is not None:
        return IN_TRASH
    if not present:
        return unchanged("It has none of these tags.")
    return [ContactTagRemoved(subject_id=stored.id, tag_id=tag.id, tag=tag.name) for tag in present]


@requires(Permission.CONTACTS_WRITE)
@transaction.atomic
def assign_contacts(*, actor: Actor, contact_ids: Sequence[int], user_id: int | None) -> dict[int, Outcome]:
    """Makes that colleague the one who looks after each of the contacts; None leaves them to nobody.

    Publishes `contact.updated`. Raises `InvalidInput` unless the colleague is active.
    """
    return _write_field(actor, contact_ids, "assigned_user", user_value(user_id))


@requires(Permission.CONTACTS_WRITE)
@transaction.atomic
def set_contacts_field(*, actor: Actor, contact_ids: Sequence[int], field: str, value: str) -> dict[int, Outcome]:
    """Writes the same into one of `TEXT_FIELDS` of each of the contacts. Empty empties it.

    Publishes `contact.updated`. Raises `InvalidInput`.
    """
    cleaned, wrong = clean_fields({field: value})
    if wrong:
        raise InvalidInput(fields=wrong)
    return _write_field(actor, contact_ids, field, text_value(cleaned[field]))


def _write_field(actor: Actor, contact_ids: Sequence[int], field: str, value: Value) -> dict[int, Outcome]:
    outcomes, changed = _decide(actor, contact_ids, lambda stored: _editing(stored, field, value))
    write_many(changed, columns_of(field, value.kept))
    _publish(actor, changed)
    return outcomes


@requires(Permission.CONTACTS_WRITE)
@transaction.atomic
def set_contacts_company(*, actor: Actor, contact_ids: Sequence[int], company: str) -> dict[int, Outcome]:
    """A job change for each of the contacts, as when their company field is edited; empty leaves them without one.

    The company of that name is made when there is none. Publishes `contact.updated`, link events for the companies'
    timelines, and `company.created` as a change of its own. Raises `InvalidInput`.
    """
    cleaned, wrong = clean_fields({"company": company})
    if wrong:
        raise InvalidInput(fields=wrong)
    found = find_company(actor, cleaned["company"], uuid.uuid4())
    value = link_value(found.id, found.name) if found else NOTHING
    outcomes, changed = _decide(actor, contact_ids, lambda stored: _editing(stored, "company", value))
    links = change_companies(actor, list(changed), found)
    write_many(changed, {})
    _publish(actor, {contact_id: [*links[contact_id], *events] for contact_id, events in changed.items()})
    return outcomes


def _editing(stored: StoredContact, field: str, value: Value) -> _Decision:
    different = changes_between(stored, {field: value})
    if stored.archived_at is not None:
        return IN_TRASH
    if not different:
        return unchanged("It says so already.")
    after = {name: str(kept.kept or "") for name, kept in stored.values.items()} | {field: str(value.kept or "")}
    for reasons in check_is_somebody(after).values():
        return refused(f"Nothing would be left to know this contact by. {' '.join(reasons)}")
    return [ContactUpdated(subject_id=stored.id, version=stored.version + 1, fields=different)]


@requires(Permission.CONTACTS_WRITE)
@transaction.atomic
def archive_contacts(*, actor: Actor, contact_ids: Sequence[int]) -> dict[int, Outcome]:
    """Moves each of the contacts to the trash. Publishes `contact.archived`."""

    def decide(stored: StoredContact) -> _Decision:
        if stored.archived_at is not None:
            return unchanged("It is in the trash already.")
        return [ContactArchived(subject_id=stored.id)]

    outcomes, changed = _decide(actor, contact_ids, decide)
    write_many(changed, {"archived_at": clock.now(), "archived_by_id": actor.user_id})
    _publish(actor, changed)
    return outcomes


@requires(Permission.CONTACTS_WRITE)
@transaction.atomic
def restore_contacts(*, actor: Actor, contact_ids: Sequence[int]) -> dict[int, Outcome]:
    """Brings each of the contacts back from the trash. Publishes `contact.restored`."""

    def decide(stored: StoredContact) -> _Decision:
        if stored.archived_at is None:
            return unchanged("It is not in the trash.")
        return [ContactRestored(subject_id=stored.id)]

    outcomes, changed = _decide(actor, contact_ids, decide)
    write_many(changed, {"archived_at": None, "archived_by_id": None})
    _publish(actor, changed)
    return outcomes


def _decide(
    actor: Actor, contact_ids: Sequence[int], decide: Callable[[StoredContact], _Decision]
) -> tuple[dict[int, Outcome], dict[int, list[Event]]]:
    """Locks the contacts; what becomes of each, and the events of those that change."""
    outcomes: dict[int, Outcome] = {}
    changed: dict[int, list[Event]] = {}
    for stored in lock_contacts(actor, contact_ids).values():
        decision = decide(stored)
        if isinstance(decision, Outcome):
            outcomes[stored.id] = decision
        else:
            outcomes[stored.id], changed[stored.id] = CHANGED, decision
    return outcomes, changed


def _publish(actor: Actor, changed: Mapping[int, Sequence[Event]]) -> None:
    publish_many({uuid.uuid4(): events for events in changed.values()}, actor=actor)


def write_many(contact_ids: Mapping[int, Any] | Sequence[int], columns: Mapping[str, Any]) -> None:
    """Writes the same `columns` of locked contacts and raises their versions."""
    setters = [sql.SQL("{} = %s").format(sql.Identifier(column)) for column in columns]
    query = sql.SQL("UPDATE contacts_contact SET {setters} WHERE id = ANY(%s)").format(
        setters=sql.SQL(", ").join([*setters, sql.SQL("version = version + 1"), sql.SQL("updated_at = now()")])
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [*columns.values(), list(contact_ids)])


# The list on the contact's own row is written with the version, so that the trigger finds nothing left to do.
_LIST_TAGS = sql.SQL(
    "UPDATE contacts_contact c SET version = version + 1, updated_at = now(), "
    "tag_ids = ARRAY(SELECT unnest(c.tag_ids) {how} SELECT unnest(p.tags) ORDER BY 1) "
    "FROM (SELECT contact, array_agg(tag) AS tags FROM unnest(%(contacts)s::bigint[], %(tags)s::int[]) "
    "AS pairs(contact, tag) GROUP BY contact) AS p WHERE c.id = p.contact"
)


def put_many_tags(pairs: Sequence[tuple[int, int]]) -> None:
    """Writes pairs of locked contacts and tags that they lack, and raises the contacts' versions."""
    _write_tags(
        pairs,
        _LIST_TAGS.format(how=sql.SQL("UNION")),
        "INSERT INTO contacts_contacttag (contact_id, tag_id) "
        "SELECT * FROM unnest(%(contacts)s::bigint[], %(tags)s::int[])",
    )


def take_many_tags(pairs: Sequence[tuple[int, int]]) -> None:
    """Removes pairs of locked contacts and tags that they have, and raises the contacts' versions."""
    _write_tags(
        pairs,
        _LIST_TAGS.format(how=sql.SQL("EXCEPT")),
        "DELETE FROM contacts_contacttag t USING unnest(%(contacts)s::bigint[], %(tags)s::int[]) AS p(contact, tag) "
        "WHERE t.contact_id = p.contact AND t.tag_id = p.tag",
    )


def _write_tags(pairs: Sequence[tuple[int, int]], lists: sql.Composable, rows: str) -> None:
    if not pairs:
        return
    values = {"contacts": [contact for contact, _ in pairs], "tags": [tag for _, tag in pairs]}
    with connection.cursor() as cursor:
        cursor.execute(lists, values)
        cursor.execute(rows, values)
