"""The timeline of a record: a reading of the journal, newest first, with bursts drawn together.

Two statements a page, however long: the events, and (by the caller's own function) the people's names.
"""

import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.db import connection
from psycopg import sql

from crm.core.access import Actor, ActorKind, Permission, requires
from crm.core.paging import PAGE_SIZE, PAGE_SIZE_MOST, pack_cursor, unpack_cursor
from crm.core.rows import Ref
from crm.journal.catalogue import EVENTS, KINDS, OTHER
from crm.journal.errors import UnknownKind
from crm.journal.publishing import Published
from crm.journal.reading import COLUMN_COUNT, COLUMNS, published_from
from crm.journal.undo import can_be_undone

# Events of one actor and one kind that lie no further apart than this, with nothing in between, are one group.
BURST = timedelta(minutes=10)

NamePeople = Callable[[Collection[int]], Mapping[int, str]]


@dataclass(frozen=True, slots=True)
class _Names:
    """Present names of those who acted; of the contacts too, in a timeline that is not one contact's."""

    people: Mapping[int, str]
    contacts: Mapping[int, str] | None


class TimelineActor(msgspec.Struct, frozen=True):
    """Who did it, and by what means when it was not the page."""

    kind: str
    id: int | None
    name: str
    via: str | None


class TimelineChange(msgspec.Struct, frozen=True):
    """A field's value before and after, as people read it."""

    field: str
    label: str
    before: str | None
    after: str | None


class TimelineEntry(msgspec.Struct, frozen=True):
    """One event."""

    id: int
    at: datetime
    name: str
    text: str
    changes: list[TimelineChange]
    change_id: uuid.UUID
    can_undo: bool
    is_undone: bool
    undoes: bool
    # In a company's timeline: whom it is about.
    contact: Ref | None = None


class TimelineGroup(msgspec.Struct, frozen=True):
    """What one actor did in one go. `id` is that of its earliest event: it stays while a burst grows."""

    id: int
    at: datetime
    first_at: datetime
    actor: TimelineActor
    # The bulk action or import that this is part of, which can be undone as a whole.
    set_id: uuid.UUID | None
    kind: str
    entries: list[TimelineEntry]


class TimelinePage(msgspec.Struct, frozen=True):
    """Groups, newest first, and where the next page begins."""

    items: list[TimelineGroup]
    next_cursor: str | None


class TimelineKind(msgspec.Struct, frozen=True):
    """A kind of event, by which a timeline is filtered."""

    key: str
    label: str


@requires(Permission.TIMELINE_READ)
def list_timeline_kinds(*, actor: Actor) -> list[TimelineKind]:
    """The kinds that events in a timeline have, by label."""
    keys = {event.kind.key for event in EVENTS.values() if event.has_timeline()}
    return sorted((TimelineKind(key, KINDS[key].label) for key in keys), key=lambda kind: kind.label)


def read_timeline(
    *,
    contact_id: int | None = None,
    company_id: int | None = None,
    opportunity_id: int | None = None,
    kind: str | None = None,
    cursor: str | None = None,
    limit: int = PAGE_SIZE,
    name_people: NamePeople,
    name_contacts: NamePeople | None = None,
) -> TimelinePage:
    """A page of `limit` events of one contact, company or opportunity that the caller has found to be the actor's.

    `name_people` gives the present names of users by id, in one query; `name_contacts` those of contacts, for
    a company's timeline. A burst that a page cuts is two groups.
    Raises `UnknownKind`, `BadCursor`.
    """
    limit = max(1, min(limit, PAGE_SIZE_MOST))
    of = {"contact_id": contact_id, "company_id": company_id, "opportunity_id": opportunity_id}
    named = [(column, record) for column, record in of.items() if record is not None]
    if len(named) != 1:
        raise ValueError("A timeline is of one record.")
    rows = _read(*named[0], kind=kind, cursor=cursor, limit=limit + 1)
    has_more = len(rows) > limit
    events = [(published_from(row), bool(row[COLUMN_COUNT])) for row in rows[:limit]]
    ids = {event.actor_id for event, _ in events if event.actor_kind == ActorKind.USER and event.actor_id is not None}
    names = name_people(ids) if ids else {}
    about = {event.subject_id for event, _ in events if event.subject == "contact"}
    known = _Names(people=names, contacts=name_contacts(about) if name_contacts else None)
    return TimelinePage(items=_grouped(events, known), next_cursor=pack_cursor(events[-1][0].id) if has_more else None)


def _read(column: str, record: int, *, kind: str | None, cursor: str | None, limit: int) -> list[tuple[Any, ...]]:
    conditions: list[sql.Composable] = [sql.SQL("e.{} = %(record)s").format(sql.Identifier(column))]
    values: dict[str, Any] = {"record": record, "limit": limit}
    if cursor:
        conditions.append(sql.SQL("e.id < %(before)s"))
        (values["before"],) = unpack_cursor(cursor, int)
    if kind:
        conditions.append(sql.SQL("e.name <> ALL(%(names)s)" if kind == OTHER.key else "e.name = ANY(%(names)s)"))
        values["names"] = list(EVENTS) if kind == OTHER.key else _names_of(kind)
    query = sql.SQL(
        "SELECT {columns}, EXISTS (SELECT 1 FROM journal_event u WHERE u.undoes = e.change_id) "
        "FROM journal_event e WHERE {conditions} ORDER BY e.id DESC LIMIT %(limit)s"
    ).format(columns=sql.SQL(COLUMNS), conditions=sql.SQL(" AND ").join(conditions))
    with connection.cursor() as reading:
        reading.execute(query, values)
        rows: list[tuple[Any, ...]] = reading.fetchall()
    return rows


def _names_of(kind: str) -> list[str]:
    names = [name for name, event in EVENTS.items() if event.kind.key == kind]
    if not names:
        raise UnknownKind(fields={"kind": ["There is no such kind of event."]})
    return names


def _grouped(events: list[tuple[Published, bool]], names: _Names) -> list[TimelineGroup]:
    bursts: list[list[tuple[Published, bool]]] = []
    for pair in events:
        if bursts and _belongs(pair[0], bursts[-1]):
            bursts[-1].append(pair)
        else:
            bursts.append([pair])
    return [_group(burst, names) for burst in bursts]


def _belongs(event: Published, burst: list[tuple[Published, bool]]) -> bool:
    newest = burst[0][0]
    return (
        _doer(event) == _doer(newest)
        and event.event.kind.key == newest.event.kind.key
        # Transactions that overlap may commit out of the order of their clocks.
        and abs(newest.at - event.at) <= BURST
    )


def _doer(event: Published) -> tuple[str, int | None, str, str | None, uuid.UUID | None]:
    return event.actor_kind, event.actor_id, event.actor_name, event.via, event.set_id


def _group(burst: list[tuple[Published, bool]], names: _Names) -> TimelineGroup:
    newest, earliest = burst[0][0], burst[-1][0]
    known = names.people.get(newest.actor_id or 0) if newest.actor_kind == ActorKind.USER else None
    return TimelineGroup(
        id=earliest.id,
        at=newest.at,
        first_at=earliest.at,
        actor=TimelineActor(
            kind=newest.actor_kind,
            id=newest.actor_id,
            name=known or newest.actor_name or "Somebody who has left",
            via=newest.via,
        ),
        set_id=newest.set_id,
        kind=newest.event.kind.key,
        entries=[_entry(event, names, is_undone=is_undone) for event, is_undone in burst],
    )


def _entry(event: Published, names: _Names, *, is_undone: bool) -> TimelineEntry:
    text, contact = event.event.text(), None
    if names.contacts is not None and event.subject == "contact":
        name = names.contacts.get(event.subject_id)
        text = event.event.text_at_company(name or "somebody who is gone")
        contact = Ref(event.subject_id, name) if name else None
    return TimelineEntry(
        id=event.id,
        at=event.at,
        name=event.name,
        text=text,
        changes=[
            TimelineChange(
                field=field,
                label=event.event.label_of(field),
                before=change.before_shown,
                after=change.after_shown,
            )
            for field, change in event.event.changes().items()
        ],
        change_id=event.change_id,
        can_undo=can_be_undone(event) and not is_undone,
        is_undone=is_undone,
        undoes=event.undoes is not None,
        contact=contact,
    )
