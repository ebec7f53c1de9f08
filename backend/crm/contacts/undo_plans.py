"""What taking a change back would write to a contact: found out on what is stored, written afterwards, by the batch.

A change of the company goes back link by link, as it was made.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from crm.contacts.errors import ContactIsArchived
from crm.contacts.events import (
    FIELD_LABELS,
    ContactArchived,
    ContactRestored,
    ContactTagAdded,
    ContactTagRemoved,
    ContactUpdated,
)
from crm.contacts.imports.events import ConsentStated, ConsentTakenBack
from crm.contacts.link_events import CompanyLinkEvent
from crm.contacts.link_undo import undo_links
from crm.contacts.selectors import fields_changed_since
from crm.contacts.selectors.tags import TagRow
from crm.contacts.services.link_rows import Links
from crm.contacts.services.stored import StoredContact, columns_of
from crm.core import clock
from crm.core.access import Actor
from crm.core.rows import Ref
from crm.journal.catalogue import Change, Event
from crm.journal.edits import Value
from crm.journal.errors import UndoConflict

# What can be planned: all that is written to the contact's own row and its tags, and what was stated of its addresses;
# the links of a job change too.
PLANNED = (ContactUpdated, ContactTagAdded, ContactTagRemoved, ContactArchived, ContactRestored, ConsentStated)


def restated(event: ConsentStated) -> ConsentStated:
    """The opposite of a statement: that it is taken back, or stated again."""
    values = msgspec.structs.asdict(event)
    return ConsentStated(**values) if isinstance(event, ConsentTakenBack) else ConsentTakenBack(**values)


def can_be_planned(events: Sequence[Event]) -> bool:
    """Whether a `Plan` can take back all of these events of one change."""
    told = [event for event in events if isinstance(event, CompanyLinkEvent)]
    others = [event for event in events if not isinstance(event, CompanyLinkEvent)]
    # Links by themselves, and companies from before there were links, have rules of their own.
    has_company = any("company" in event.changes() for event in others)
    return (
        all(isinstance(event, PLANNED) for event in others)
        and all(event.is_within_edit for event in told)
        and has_company == bool(told)
    )


@dataclass(slots=True)
class Plan:
    """The contact as it would be, what is to be written, and what is to be told."""

    actor: Actor
    stored: StoredContact
    tags: Mapping[int, TagRow]
    people: Mapping[int, str]
    companies: Mapping[int, Ref]
    links: Links | None = None
    columns: dict[str, Any] = field(default_factory=dict)
    put: list[int] = field(default_factory=list)
    take: list[int] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    values: dict[str, Value] = field(init=False)
    tag_ids: set[int] = field(init=False)
    is_archived: bool = field(init=False)

    def __post_init__(self) -> None:
        self.values = dict(self.stored.values)
        self.tag_ids = set(self.stored.tag_ids)
        self.is_archived = self.stored.archived_at is not None

    def take_back(self, events: Sequence[Event]) -> None:
        """Plans the opposite of `events`, newest first. Raises `UndoConflict`, `ContactIsArchived`."""
        links = [event for event in events if isinstance(event, CompanyLinkEvent)]
        for event in events:
            match event:
                case CompanyLinkEvent():
                    continue
                case ContactArchived():
                    self._restore()
                case ContactRestored():
                    self._archive()
                case ConsentStated():
                    self.events.append(restated(event))
                case _ if self.is_archived:
                    raise ContactIsArchived
                case ContactUpdated():
                    self._write_back(event)
                case ContactTagAdded():
                    self._take_tag(event)
                case ContactTagRemoved():
                    self._put_tag(event)
        if links and self.links is not None:
            undo_links(self.links, links, self.companies)
            self.events = [*self.links.events, *self.events]

    def _archive(self) -> None:
        if self.is_archived:
            raise UndoConflict("This contact is in the trash already.")
        self.is_archived = True
        self.columns |= {"archived_at": clock.now().isoformat(), "archived_by_id": self.actor.user_id}
        self.events.append(ContactArchived(subject_id=self.stored.id))

    def _restore(self) -> None:
        if not self.is_archived:
            raise UndoConflict("This contact has been restored already.")
        self.is_archived = False
        self.columns |= {"archived_at": None, "archived_by_id": None}
        self.events.append(ContactRestored(subject_id=self.stored.id))

    def _write_back(self, event: ContactUpdated) -> None:
        later = [name for name, change in event.fields.items() if self.values[name].kept != change.after]
        if later:
            self._refuse(event, later)
        opposite = {name: self._opposite(name, change) for name, change in event.fields.items()}
        for name, change in opposite.items():
            self.values[name] = Value(change.after, change.after_text)
            self.columns |= columns_of(name, change.after)
        if not any(_says_something(self.values[name].kept) for name in ("first_name", "last_name", "email", "phone")):
            raise UndoConflict(
                "Nothing would be left to know this contact by: no name, no email address, no phone number."
            )
        self.events.append(ContactUpdated(subject_id=self.stored.id, version=self.stored.version + 1, fields=opposite))

    def _opposite(self, name: str, change: Change) -> Change:
        text = change.before_text
        if name == "assigned_user" and change.before is not None:
            if change.before not in self.people:
                raise UndoConflict(f"{text or 'What it was'} exists no more.")
            text = self.people[change.before]
        if name == "company" and change.before is not None:
            if change.before not in self.companies:
                raise UndoConflict(f"{text or 'What it was'} exists no more.")
            text = self.companies[change.before].name
        return Change(before=change.after, after=change.before, before_text=self.values[name].text, after_text=text)

    def _refuse(self, event: ContactUpdated, later: Sequence[str]) -> None:
        history = fields_changed_since(contact_id=self.stored.id, version=event.version)
        said: dict[str, list[str]] = {}
        for name in later:
            who = f"{history[name].changed_by} has" if name in history else "Somebody has"
            said[name] = [f"{who} changed the {FIELD_LABELS[name]} since."]
        raise UndoConflict(" ".join(message for messages in said.values() for message in messages), fields=said)

    def _take_tag(self, event: ContactTagAdded) -> None:
        if event.tag_id not in self.tag_ids:
            raise UndoConflict(f"The tag {event.tag} has been removed since.")
        self.tag_ids.discard(event.tag_id)
        self.take.append(event.tag_id)
        self.events.append(ContactTagRemoved(subject_id=self.stored.id, tag_id=event.tag_id, tag=event.tag))

    def _put_tag(self, event: ContactTagRemoved) -> None:
        tag = self.tags.get(event.tag_id)
        if tag is None:
            raise UndoConflict(f"The tag {event.tag} exists no more.")
        if event.tag_id in self.tag_ids:
            raise UndoConflict(f"The tag {event.tag} has been added again since.")
        self.tag_ids.add(event.tag_id)
        self.put.append(event.tag_id)
        self.events.append(ContactTagAdded(subject_id=self.stored.id, tag_id=tag.id, tag=tag.name))


def _says_something(value: Any) -> bool:
    """Whether a stored value is more than empty; a phone number is stored as typed and as E.164."""
    return any(value) if isinstance(value, list | tuple) else bool(value)
