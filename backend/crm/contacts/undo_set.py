"""Taking many changes of contacts back at once: a bulk action, an import. A few statements for a thousand of them.

Contacts that the set made, and that nobody else has touched since, are deleted for good, with their tags and links;
whoever was touched stays, and is told. All else goes back field by field, by the rules of a single undo.
"""

import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

import msgspec
from django.db import connection, transaction
from psycopg import sql

from crm.accounts.selectors import names_of
from crm.companies.services import lock_live_companies
from crm.contacts.events import (
    ContactArchived,
    ContactCreated,
    ContactDeleted,
    ContactRestored,
    ContactTagAdded,
    ContactTagRemoved,
    ContactUpdated,
)
from crm.contacts.imports.events import ConsentStated, ConsentTakenBack
from crm.contacts.link_events import LINK_EVENTS, CompanyLinkEvent
from crm.contacts.selectors.tags import TagRow
from crm.contacts.services.batches import put_many_tags, take_many_tags, write_many
from crm.contacts.services.link_rows import Links, read_links_of, write_links
from crm.contacts.services.stored import StoredContact, lock_contacts
from crm.contacts.services.tagging import tags_by_id
from crm.contacts.tag_undo import undo_tag_changes
from crm.contacts.undo import companies_in, undo_contact_change
from crm.contacts.undo_made import delete_rows, undo_companies_made, undo_tags_made
from crm.contacts.undo_plans import Plan, can_be_planned, restated
from crm.core.access import Actor, Permission, requires
from crm.core.errors import Refusal
from crm.core.rows import Ref
from crm.journal.catalogue import Event
from crm.journal.publishing import Published, publish_many
from crm.journal.sets import find_touched, sentence_of, undoes_many

# This module is what every process loads to know how the room's changes are taken back by the thousand.
__all__ = ["undo_companies_made", "undo_contact_changes", "undo_tag_changes", "undo_tags_made"]

_Changes = Mapping[uuid.UUID, Sequence[Published]]
_Reasons = dict[uuid.UUID, str]

GONE = "This contact has been deleted for good."
NEEDED = "Other records belong to this contact, so it stays."
TOUCHED = "Somebody has changed this contact since, so it stays."


@undoes_many(
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
def undo_contact_changes(*, actor: Actor, changes: _Changes) -> _Reasons:
    """Takes the changes back, newest first; says of those that could not be why.

    Publishes `contact.deleted` for contacts that the set had made, else what the single undo publishes.
    """
    refused: _Reasons = {}
    # Companies and tags are locked before the first of the contacts, as everywhere.
    kept = [events for events in changes.values() if _sort_of(events) != "made"]
    told = [event.event for event in chain.from_iterable(kept)]
    companies = lock_live_companies(companies_in(told))
    tags = tags_by_id({event.tag_id for event in told if isinstance(event, ContactTagRemoved)})
    for some in _rounds(changes):
        sorts: dict[str, dict[uuid.UUID, Sequence[Published]]] = defaultdict(dict)
        for change_id, events in some.items():
            sorts[_sort_of(events)][change_id] = events
        refused |= _unmake(actor, sorts["made"])
        refused |= _take_back(actor, sorts["planned"], tags, companies)
        refused |= _one_by_one(actor, sorts["other"])
    return refused


def _rounds(changes: _Changes) -> Iterator[dict[uuid.UUID, Sequence[Published]]]:
    """The changes in turns, each of which has at most one of any contact: the newest first."""
    turns: Counter[int] = Counter()
    rounds: list[dict[uuid.UUID, Sequence[Published]]] = []
    for change_id, events in changes.items():
        ids = {event.subject_id for event in events}
        turn = max(turns[contact_id] for contact_id in ids)
        turns.update({contact_id: turn + 1 - turns[contact_id] for contact_id in ids})
        if turn == len(rounds):
            rounds.append({})
        rounds[turn][change_id] = events
    yield from rounds


def _sort_of(events: Sequence[Published]) -> str:
    if len({event.subject_id for event in events}) > 1:
        return "other"
    if any(isinstance(event.event, ContactCreated) for event in events):
        return "made" if events[0].set_id else "other"
    return "planned" if can_be_planned([event.event for event in events]) else "other"


def _one_by_one(actor: Actor, changes: _Changes) -> _Reasons:
    refused: _Reasons = {}
    for change_id, events in changes.items():
        try:
            with transaction.atomic():
                undo_contact_change(actor=actor, events=events, change_id=uuid.uuid4(), undoes=change_id)
        except Refusal as refusal:
            refused[change_id] = sentence_of(refusal)
    return refused


def _unmake(actor: Actor, changes: _Changes) -> _Reasons:
    """Deletes the contacts that these changes made, unless they have been touched by others."""
    if not changes:
        return {}
    made = {change_id: events[0].subject_id for change_id, events in changes.items()}
    set_id = next(iter(changes.values()))[0].set_id
    stored = lock_contacts(actor, made.values())
    touched = find_touched(column="contact_id", ids=list(stored), sets=[set_id, actor.change_set])
    refused = {
        change_id: TOUCHED if contact_id in stored else GONE
        for change_id, contact_id in made.items()
        if contact_id in touched or contact_id not in stored
    }
    wanted = {change_id: contact_id for change_id, contact_id in made.items() if change_id not in refused}
    # Contacts before what belongs to them: the triggers that keep a contact's lists then find nobody to write to.
    deleted = delete_rows("contacts_contact", wanted.values(), _delete_belongings)
    unmade = {change_id: contact_id for change_id, contact_id in wanted.items() if contact_id in deleted}
    refused |= dict.fromkeys(wanted.keys() - unmade.keys(), NEEDED)
    _publish(
        actor,
        {
            change_id: [*_restated(changes[change_id]), ContactDeleted(subject_id=contact_id)]
            for change_id, contact_id in unmade.items()
        },
    )
    return refused


def _restated(events: Sequence[Published]) -> list[Event]:
    """What was stated of the consent of a contact that is deleted is taken back: the address may be somebody else's."""
    return [restated(told.event) for told in events if isinstance(told.event, ConsentStated)]


def _delete_belongings(ids: Collection[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM contacts_contactcompany WHERE contact_id = ANY(%s)", [list(ids)])
        cursor.execute("DELETE FROM contacts_contacttag WHERE contact_id = ANY(%s)", [list(ids)])


def _take_back(actor: Actor, changes: _Changes, tags: Mapping[int, TagRow], companies: Mapping[int, Ref]) -> _Reasons:
    if not changes:
        return {}
    stored = lock_contacts(actor, {events[0].subject_id for events in changes.values()})
    told = [event.event for event in chain.from_iterable(changes.values())]
    links = _links_of([event.subject_id for event in told if isinstance(event, CompanyLinkEvent)])
    people = names_of(
        event.fields["assigned_user"].before
        for event in told
        if isinstance(event, ContactUpdated) and "assigned_user" in event.fields
    )
    plans: dict[uuid.UUID, Plan] = {}
    refused: _Reasons = {}
    for change_id, events in changes.items():
        contact: StoredContact | None = stored.get(events[0].subject_id)
        if contact is None:
            refused[change_id] = GONE
            continue
        plan = Plan(actor, contact, tags, people, companies, links.get(contact.id))
        try:
            plan.take_back([event.event for event in events])
        except Refusal as refusal:
            refused[change_id] = sentence_of(refusal)
        else:
            plans[change_id] = plan
    _write(list(plans.values()))
    _publish(actor, {change_id: plan.events for change_id, plan in plans.items()})
    return refused


def _links_of(contact_ids: Sequence[int]) -> dict[int, Links]:
    return read_links_of(set(contact_ids), is_within_edit=True) if contact_ids else {}


_TYPES = {"assigned_user_id": "bigint", "archived_by_id": "bigint", "archived_at": "timestamptz"}


def _write(plans: Sequence[Plan]) -> None:
    groups: dict[tuple[str, ...], list[Plan]] = defaultdict(list)
    for plan in plans:
        if plan.columns:
            groups[tuple(sorted(plan.columns))].append(plan)
    for columns, group in groups.items():
        _write_columns(columns, [{"id": plan.stored.id, **plan.columns} for plan in group])
    write_links([plan.links for plan in plans if plan.links])
    # Where nothing but links went back, triggers wrote the contact's row, and not its version.
    write_many([plan.stored.id for plan in plans if plan.links and not plan.columns], {})
    take_many_tags([(plan.stored.id, tag_id) for plan in plans for tag_id in plan.take])
    put_many_tags([(plan.stored.id, tag_id) for plan in plans for tag_id in plan.put])


def _write_columns(columns: Sequence[str], rows: list[dict[str, Any]]) -> None:
    names = [sql.Identifier(column) for column in columns]
    query = sql.SQL(
        "UPDATE contacts_contact c SET {setters}, version = version + 1, updated_at = now() "
        "FROM jsonb_to_recordset(%s::jsonb) AS n(id bigint, {types}) WHERE c.id = n.id"
    ).format(
        setters=sql.SQL(", ").join(sql.SQL("{0} = n.{0}").format(name) for name in names),
        types=sql.SQL(", ").join(
            sql.SQL("{} {}").format(name, sql.SQL(_TYPES.get(column, "text")))
            for name, column in zip(names, columns, strict=True)
        ),
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [msgspec.json.encode(rows).decode()])


def _publish(actor: Actor, told: Mapping[uuid.UUID, Sequence[Event]]) -> None:
    """Each change that was taken back is answered by one of its own."""
    pairs = [(uuid.uuid4(), change_id) for change_id in told]
    publish_many({new: told[change_id] for new, change_id in pairs}, actor=actor, undoes=dict(pairs))
