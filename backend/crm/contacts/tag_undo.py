"""Taking back what was done to tags as such: names and colours, merging, deleting.

Contacts get back exactly the tags they had. Left out is whoever is gone, and whoever has lost the tag since that theirs
went up in: somebody has decided about that one.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from typing import Any

import msgspec
from django.db import IntegrityError, connection, transaction

from crm.contacts.errors import TagExists
from crm.contacts.events import (
    ContactTagDeleted,
    ContactTagMerged,
    ContactTagRestored,
    ContactTagUnmerged,
    TagDeleted,
    TagMerged,
    TagRestored,
    TagUnmerged,
    TagUpdated,
)
from crm.contacts.selectors.tags import TagRow
from crm.contacts.services.tagging import tags_by_id
from crm.contacts.services.tags import (
    StoredTag,
    drop_tag,
    lock_tags,
    move_tag,
    name_taken,
    take_tag_off,
    write_tag,
)
from crm.contacts.values import tag_key
from crm.core.access import Actor, Permission, requires
from crm.core.errors import NotFound
from crm.journal.catalogue import Change, Event
from crm.journal.errors import UndoConflict
from crm.journal.publishing import Published, publish, publish_many
from crm.journal.sets import sentence_of, undoes_many
from crm.journal.undo import undoes as takes_back
from crm.views.services import replace_in_views, take_back_replacement

DECIDED_SINCE = "Somebody has changed its tags since, or it has been deleted."


@takes_back(
    TagUpdated,
    TagDeleted,
    TagRestored,
    TagMerged,
    TagUnmerged,
    ContactTagDeleted,
    ContactTagRestored,
    ContactTagMerged,
    ContactTagUnmerged,
)
@requires(Permission.TAGS_WRITE)
def undo_tag_change(*, actor: Actor, events: Sequence[Published], change_id: uuid.UUID, undoes: uuid.UUID) -> None:
    """Writes the opposite of `events`, contacts by the thousand in a few statements.

    Raises `UndoConflict` when a name has been taken since, or a tag that is needed is gone.
    """
    opposite: list[Event] = []
    for (kind, *_), group in groupby((told.event for told in events), key=_sort_of):
        opposite += _UNDO[kind](list(group))
    publish(*opposite, actor=actor, change_id=change_id, undoes=undoes)
    for event in opposite:
        match event:
            case TagUnmerged():
                take_back_replacement(actor, replaced=undoes, change_id=change_id)
            case TagMerged():
                replace_in_views(
                    actor, subject="contact", field="tags", before=event.subject_id, after=event.into_id,
                    change_id=change_id,
                )  # fmt: skip


@undoes_many(ContactTagDeleted, ContactTagRestored, ContactTagMerged, ContactTagUnmerged)
@requires(Permission.TAGS_WRITE)
def undo_tag_changes(*, actor: Actor, changes: Mapping[uuid.UUID, Sequence[Published]]) -> dict[uuid.UUID, str]:
    """The same for what a job did to contacts, each a change of its own; says of those that could not be why."""
    pairs = [(told.event, change_id) for change_id, events in changes.items() for told in events]
    refused: dict[uuid.UUID, str] = {}
    for (kind, *_), group in groupby(pairs, key=lambda pair: _sort_of(pair[0])):
        told = list(group)
        change_of = {event.subject_id: change_id for event, change_id in told}
        try:
            with transaction.atomic():
                opposite = _UNDO[kind]([event for event, _ in told])
        except UndoConflict as conflict:
            refused |= dict.fromkeys(change_of.values(), sentence_of(conflict))
            continue
        back = {uuid.uuid4(): event for event in opposite}
        publish_many(
            {new: [event] for new, event in back.items()},
            actor=actor,
            undoes={new: change_of.pop(event.subject_id) for new, event in back.items()},
        )
        refused |= dict.fromkeys(change_of.values(), DECIDED_SINCE)
    return refused


def _sort_of(event: Event) -> tuple[type[Event], int, int | None]:
    """Events of contacts are taken back together when they tell of the same tags; those of tags one by one."""
    return type(event), getattr(event, "tag_id", event.subject_id), getattr(event, "into_id", None)


def _write_back(events: Sequence[TagUpdated]) -> list[Event]:
    (event,) = events
    stored = _locked(event.subject_id)
    later = [field for field, change in event.fields.items() if getattr(stored, field) != change.after]
    if later:
        labels = " and ".join(event.label_of(field).lower() for field in later)
        raise UndoConflict(f"The {labels} of the tag {stored.name} has been changed since.")
    try:
        write_tag(stored, {field: change.before for field, change in event.fields.items()})
    except TagExists as taken:
        raise UndoConflict(taken.detail) from taken
    opposite = {field: Change(before=change.after, after=change.before) for field, change in event.fields.items()}
    return [TagUpdated(subject_id=stored.id, tag=stored.name, fields=opposite)]


def _undelete(events: Sequence[TagDeleted]) -> list[Event]:
    (event,) = events
    _bring_back(event)
    return [TagRestored(**msgspec.structs.asdict(event))]


def _unmerge(events: Sequence[TagMerged]) -> list[Event]:
    (event,) = events
    _bring_back(event)
    return [TagUnmerged(**msgspec.structs.asdict(event))]


def _bring_back(event: TagDeleted) -> None:
    """Writes the tag's row again, under the id that it had."""
    values: list[int | str] = [event.subject_id, event.tag, tag_key(event.tag), event.color, event.created_at]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO contacts_tag (id, name, key, color, created_at) VALUES (%s, %s, %s, %s, %s)", values
            )
    except IntegrityError as taken:
        raise UndoConflict(name_taken(event.tag).detail) from taken


def _merge_rest(events: Sequence[TagUnmerged]) -> list[Event]:
    """Merges again: contacts that got the tag meanwhile, too."""
    (event,) = events
    stored, into = _both(event.subject_id, event.tag, event.into_id, event.into)
    moved = move_tag(stored.id, into.id)
    drop_tag(stored.id)
    return [*_merged(stored, into, moved), TagMerged(**msgspec.structs.asdict(event))]


def _merge_again(events: Sequence[ContactTagUnmerged]) -> list[Event]:
    first = events[0]
    stored, into = _both(first.tag_id, first.tag, first.into_id, first.into)
    return _merged(stored, into, move_tag(stored.id, into.id, _contacts(events)))


def _merged(stored: StoredTag, into: StoredTag, moved: Sequence[tuple[int, bool]]) -> list[Event]:
    return [
        ContactTagMerged(
            subject_id=number, tag_id=stored.id, tag=stored.name, into_id=into.id, into=into.name, had_into=had_into
        )
        for number, had_into in moved
    ]


def _delete_rest(events: Sequence[TagRestored]) -> list[Event]:
    """Deletes again: from contacts that got the tag meanwhile, too."""
    (event,) = events
    stored = _locked(event.subject_id)
    bearers = take_tag_off(stored.id)
    drop_tag(stored.id)
    return [
        *(ContactTagDeleted(subject_id=number, tag_id=stored.id, tag=stored.name) for number in bearers),
        TagDeleted(**msgspec.structs.asdict(event)),
    ]


def _take_off_again(events: Sequence[ContactTagRestored]) -> list[Event]:
    stored = _locked(events[0].tag_id)
    bearers = take_tag_off(stored.id, _contacts(events))
    return [ContactTagDeleted(subject_id=number, tag_id=stored.id, tag=stored.name) for number in bearers]


def _put_back(events: Sequence[ContactTagDeleted]) -> list[Event]:
    tag = _present(events[0].tag_id, events[0].tag)
    back = _put_on(tag.id, _contacts(events))
    return [ContactTagRestored(subject_id=number, tag_id=tag.id, tag=tag.name) for number in back]


def _take_apart(events: Sequence[ContactTagMerged]) -> list[Event]:
    first = events[0]
    _present(first.tag_id, first.tag)
    alone = sorted(event.subject_id for event in events if not event.had_into)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT 1 FROM contacts_contact WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE) "
            "AS locked",
            [_contacts(events)],
        )
        cursor.execute(
            "UPDATE contacts_contacttag AS ct SET tag_id = %s WHERE tag_id = %s AND contact_id = ANY(%s) "
            "AND NOT EXISTS (SELECT 1 FROM contacts_contacttag o WHERE o.contact_id = ct.contact_id AND o.tag_id = %s) "
            "RETURNING contact_id",
            [first.tag_id, first.into_id, alone, first.tag_id],
        )
        back = {row[0] for row in cursor.fetchall()}
    back.update(_put_on(first.tag_id, [event.subject_id for event in events if event.had_into]))
    return [
        ContactTagUnmerged(
            subject_id=event.subject_id,
            tag_id=event.tag_id,
            tag=event.tag,
            into_id=event.into_id,
            into=event.into,
            had_into=event.had_into,
        )
        for event in sorted(events, key=lambda event: event.subject_id)
        if event.subject_id in back
    ]


def _contacts(events: Sequence[Event]) -> list[int]:
    return [event.subject_id for event in events]


def _put_on(tag_id: int, ids: list[int]) -> list[int]:
    """Puts the tag on those of the contacts that there are and that lack it; returns these."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO contacts_contacttag (contact_id, tag_id) SELECT id, %s FROM ("
            "SELECT id FROM contacts_contact WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE) AS locked "
            "ON CONFLICT DO NOTHING RETURNING contact_id",
            [tag_id, ids],
        )
        return sorted(row[0] for row in cursor.fetchall())


def _locked(tag_id: int) -> StoredTag:
    try:
        (stored,) = lock_tags([tag_id])
    except NotFound as missing:
        raise UndoConflict("This tag exists no more.") from missing
    return stored


def _present(tag_id: int, name: str) -> TagRow:
    tag = tags_by_id([tag_id]).get(tag_id)
    if tag is None:
        raise UndoConflict(f"The tag {name} exists no more.")
    return tag


def _both(tag_id: int, tag: str, into_id: int, into: str) -> tuple[StoredTag, StoredTag]:
    try:
        stored, other = lock_tags([tag_id, into_id])
    except NotFound as missing:
        raise UndoConflict(f"One of the tags {tag} and {into} exists no more.") from missing
    return stored, other


_UNDO: dict[type[Event], Callable[[Any], list[Event]]] = {
    TagUpdated: _write_back,
    TagDeleted: _undelete,
    TagRestored: _delete_rest,
    TagMerged: _unmerge,
    TagUnmerged: _merge_rest,
    ContactTagDeleted: _put_back,
    ContactTagRestored: _take_off_again,
    ContactTagMerged: _take_apart,
    ContactTagUnmerged: _merge_again,
}
