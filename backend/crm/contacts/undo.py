"""Taking back what was done to a contact: the opposite change, when nothing has come after it."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from crm.accounts.selectors import names_of
from crm.companies.services import lock_live_companies
from crm.contacts.company_undo import undo_company_archiving
from crm.contacts.errors import ContactIsArchived
from crm.contacts.events import (
    FIELD_LABELS,
    ContactArchived,
    ContactCreated,
    ContactRestored,
    ContactTagAdded,
    ContactTagRemoved,
    ContactUpdated,
)
from crm.contacts.imports.events import ConsentStated, ConsentTakenBack
from crm.contacts.link_events import LINK_EVENTS, CompanyLinkEvent
from crm.contacts.link_undo import undo_links
from crm.contacts.selectors import fields_changed_since
from crm.contacts.services.archiving import put_in_trash, take_from_trash
from crm.contacts.services.company_links import finished
from crm.contacts.services.job_changes import change_company
from crm.contacts.services.link_rows import links_of, write_links
from crm.contacts.services.stored import StoredContact, lock_contact, write_columns, write_fields
from crm.contacts.services.tagging import put_tags, tags_by_id, take_tag
from crm.contacts.tag_undo import undo_tag_change
from crm.contacts.undo_plans import restated
from crm.core.access import Actor, Permission, requires
from crm.core.errors import NotFound
from crm.core.rows import Ref
from crm.journal.catalogue import Change, Event
from crm.journal.errors import UndoConflict
from crm.journal.publishing import Published, publish
from crm.journal.undo import undoes as takes_back

# This module is what every process loads to know the undos of the room.
__all__ = ["undo_company_archiving", "undo_contact_change", "undo_tag_change"]


@takes_back(
    ContactCreated,
    ContactUpdated,
    ContactTagAdded,
    ContactTagRemoved,
    ContactArchived,
    ContactRestored,
    ConsentStated,
    ConsentTakenBack,
    *LINK_EVENTS,
)
@requires(Permission.CONTACTS_WRITE)
def undo_contact_change(*, actor: Actor, events: Sequence[Published], change_id: uuid.UUID, undoes: uuid.UUID) -> None:
    """Writes the opposite of `events`. A contact whose making is taken back goes to the trash; nothing of it is lost.

    Raises `UndoConflict` when what is to be taken back has been changed since, or the contact is gone.
    """
    by_contact: dict[int, list[Event]] = {}
    for published in events:
        by_contact.setdefault(published.subject_id, []).append(published.event)
    # Companies and tags are locked before contacts, as everywhere.
    companies = lock_live_companies(companies_in([published.event for published in events]))
    tags_by_id(told.event.tag_id for told in events if isinstance(told.event, ContactTagRemoved))
    opposite: list[Event] = []
    for contact_id in sorted(by_contact):
        opposite += _undo_one(actor, contact_id, by_contact[contact_id], companies)
    publish(*opposite, actor=actor, change_id=change_id, undoes=undoes)


def companies_in(events: Sequence[Event]) -> set[int]:
    """Ids of the companies that links may go back to."""
    ids = {event.company_id for event in events if isinstance(event, CompanyLinkEvent)}
    fields = [
        event.fields["company"] for event in events if isinstance(event, ContactUpdated) if "company" in event.fields
    ]
    return ids | {change.before for change in fields if change.before is not None}


def _undo_one(actor: Actor, contact_id: int, events: Sequence[Event], companies: Mapping[int, Ref]) -> list[Event]:
    try:
        stored = lock_contact(actor, contact_id)
    except NotFound as missing:
        raise UndoConflict("This contact has been deleted for good.") from missing
    consent = [restated(event) for event in events if isinstance(event, ConsentStated)]
    if any(isinstance(event, ContactCreated) for event in events):
        return [*_archive(actor, stored), *consent]
    links = [event for event in events if isinstance(event, CompanyLinkEvent)]
    opposite: list[Event] = []
    # An edit of the company field looks at what is before its links, which it was made of, have gone back.
    for event in sorted(events, key=lambda event: not isinstance(event, ContactUpdated)):
        if isinstance(event, ContactUpdated):
            opposite += _undo_fields(actor, _live(stored), event, companies, has_links=bool(links))
        elif not isinstance(event, CompanyLinkEvent | ConsentStated):
            opposite += _undo_event(actor, stored, event)
        # Each step may stand on the one before.
        stored = lock_contact(actor, contact_id)
    opposite += consent
    return _undo_links(_live(stored), links, companies) + opposite if links else opposite


def _undo_links(stored: StoredContact, events: Sequence[CompanyLinkEvent], companies: Mapping[int, Ref]) -> list[Event]:
    links = links_of(stored.id, is_within_edit=events[0].is_within_edit)
    undo_links(links, events, companies)
    if not links.is_within_edit:
        return finished(stored, links)
    write_links([links])
    return [*links.events]


def _live(stored: StoredContact) -> StoredContact:
    if stored.archived_at is not None:
        raise ContactIsArchived
    return stored


def _undo_event(actor: Actor, stored: StoredContact, event: Event) -> list[Event]:
    match event:
        case ContactArchived():
            return _restore(stored)
        case ContactRestored():
            return _archive(actor, stored)
        case ContactTagAdded():
            return _take_tag(_live(stored), event)
        case ContactTagRemoved():
            return _put_tag(_live(stored), event)
    return []


def _archive(actor: Actor, stored: StoredContact) -> list[Event]:
    if stored.archived_at is not None:
        raise UndoConflict("This contact is in the trash already.")
    put_in_trash(actor, stored)
    return [ContactArchived(subject_id=stored.id)]


def _restore(stored: StoredContact) -> list[Event]:
    if stored.archived_at is None:
        raise UndoConflict("This contact has been restored already.")
    take_from_trash(stored)
    return [ContactRestored(subject_id=stored.id)]


def _undo_fields(
    actor: Actor, stored: StoredContact, event: ContactUpdated, companies: Mapping[int, Ref], *, has_links: bool
) -> list[Event]:
    later = [field for field, change in event.fields.items() if stored.values[field].kept != change.after]
    if later:
        _refuse_fields(stored, event, later)
    names = _present_names(event, companies)
    opposite = {
        field: Change(
            before=change.after,
            after=change.before,
            before_text=stored.values[field].text,
            after_text=names.get(field, change.before_text),
        )
        for field, change in event.fields.items()
    }
    left = {field: value.kept for field, value in stored.values.items()}
    left |= {field: change.after for field, change in opposite.items()}
    if not any(_says_something(left[field]) for field in ("first_name", "last_name", "email", "phone")):
        raise UndoConflict("Nothing would be left to know this contact by: no name, no email address, no phone number.")
    told: list[Event] = []
    if "company" in opposite and not has_links:
        # From before there were links: the company was all that was kept.
        told += change_company(actor, stored.id, companies.get(opposite["company"].after or 0))
    version = write_fields(stored, opposite)
    return [*told, ContactUpdated(subject_id=stored.id, version=version, fields=opposite)]


def _says_something(value: Any) -> bool:
    """Whether a stored value is more than empty; a phone number is stored as typed and as E.164."""
    return any(value) if isinstance(value, list | tuple) else bool(value)


def _refuse_fields(stored: StoredContact, event: ContactUpdated, later: list[str]) -> None:
    history = fields_changed_since(contact_id=stored.id, version=event.version)
    said: dict[str, list[str]] = {}
    for field in later:
        who = f"{history[field].changed_by} has" if field in history else "Somebody has"
        said[field] = [f"{who} changed the {FIELD_LABELS[field]} since."]
    raise UndoConflict(" ".join(message for messages in said.values() for message in messages), fields=said)


def _present_names(event: ContactUpdated, companies: Mapping[int, Ref]) -> dict[str, str]:
    """Names as they are now of the records that links go back to. Raises `UndoConflict` when one is gone."""
    names: dict[str, str] = {}
    live = {company_id: company.name for company_id, company in companies.items()}
    for field, find in (("company", lambda _: live), ("assigned_user", names_of)):
        change = event.fields.get(field)
        if change is None or change.before is None:
            continue
        found = find([change.before])
        if change.before not in found:
            raise UndoConflict(f"{change.before_text or 'What it was'} exists no more.")
        names[field] = found[change.before]
    return names


def _take_tag(stored: StoredContact, event: ContactTagAdded) -> list[Event]:
    if event.tag_id not in stored.tag_ids:
        raise UndoConflict(f"The tag {event.tag} has been removed since.")
    take_tag(stored.id, event.tag_id)
    write_columns(stored, {})
    return [ContactTagRemoved(subject_id=stored.id, tag_id=event.tag_id, tag=event.tag)]


def _put_tag(stored: StoredContact, event: ContactTagRemoved) -> list[Event]:
    tag = tags_by_id([event.tag_id]).get(event.tag_id)
    if tag is None:
        raise UndoConflict(f"The tag {event.tag} exists no more.")
    if event.tag_id in stored.tag_ids:
        raise UndoConflict(f"The tag {event.tag} has been added again since.")
    put_tags(stored.id, [event.tag_id])
    write_columns(stored, {})
    return [ContactTagAdded(subject_id=stored.id, tag_id=tag.id, tag=tag.name)]
