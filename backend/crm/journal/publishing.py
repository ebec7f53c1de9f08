"""Writing events and listening to them.

`publish` writes in the caller's transaction: the change, its event and what each listener has yet to hear of it are
committed together or not at all. Open pages are told at that very commit.
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from django.db import connection, transaction

from crm.core.access import Actor, ActorKind, Cause
from crm.core.prepared import prepared_cursor
from crm.journal.catalogue import Event
from crm.journal.notices import LIVE_CHANNEL, Notice, payloads_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """An event as it stands in the journal, and as a listener gets it."""

    id: int
    name: str
    at: datetime
    event: Event
    actor_kind: str
    actor_id: int | None
    actor_name: str
    via: str | None
    change_id: uuid.UUID
    undoes: uuid.UUID | None
    caused_by: int | None
    depth: int
    subject: str
    subject_id: int
    contact_id: int | None
    company_id: int | None
    opportunity_id: int | None
    set_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Listener:
    """A function that hears of events. `takes_many` ones get a list, in order of id.

    One `on_request` hears only the names that `interest.py` holds for it at the moment of the event; one that
    `skips_quiet` does not hear what quiet actors do.
    """

    name: str
    events: frozenset[str]
    function: Callable[[Any], None]
    takes_many: bool
    on_request: bool = False
    skips_quiet: bool = False


ALL_EVENTS = "*"
LISTENERS: dict[str, Listener] = {}


def on(*events: type[Event]) -> Callable[[Callable[[Published], None]], Callable[[Published], None]]:
    """Makes the function a listener of `events`: called once for each, by the worker, inside a savepoint of its own.

    What it writes to the database is committed together with the note that it has heard the event.
    """

    def register(function: Callable[[Published], None]) -> Callable[[Published], None]:
        _register(function, frozenset(event.name for event in events), takes_many=False)
        return function

    return register


def on_batch(
    *events: type[Event], every: bool = False, on_request: bool = False, skips_quiet: bool = False
) -> Callable[[Callable[[Sequence[Published]], None]], Callable[[Sequence[Published]], None]]:
    """As `on`, for a function that takes a list of events. With `every=True` it hears all there are.

    With `on_request` only those of them that it has asked for (`interest.set_interest`): what nobody asks for costs
    nothing. With `skips_quiet` not what a quiet actor does.
    """

    def register(function: Callable[[Sequence[Published]], None]) -> Callable[[Sequence[Published]], None]:
        names = frozenset({ALL_EVENTS}) if every else frozenset(event.name for event in events)
        _register(function, names, takes_many=True, on_request=on_request, skips_quiet=skips_quiet)
        return function

    return register


def _register(
    function: Callable[[Any], None],
    names: frozenset[str],
    *,
    takes_many: bool,
    on_request: bool = False,
    skips_quiet: bool = False,
) -> None:
    room = function.__module__.split(".")[1]
    name = f"{room}.{function.__name__}"
    if name in LISTENERS and LISTENERS[name].function is not function:
        raise RuntimeError(f"Two listeners are named {name}.")
    LISTENERS[name] = Listener(
        name=name,
        events=names,
        function=function,
        takes_many=takes_many,
        on_request=on_request,
        skips_quiet=skips_quiet,
    )


def listeners_of(event_name: str, *, is_quiet: bool = False) -> list[str]:
    """Names of the listeners that hear `event_name`, those on request among them."""
    return sorted(
        listener.name
        for listener in LISTENERS.values()
        if (event_name in listener.events or ALL_EVENTS in listener.events) and not (is_quiet and listener.skips_quiet)
    )


_EVENTS = """
    INSERT INTO journal_event (name, actor_kind, actor_id, actor_name, via, change_id, set_id, undoes,
                               caused_by, depth, subject, subject_id, contact_id, company_id, opportunity_id, data)
    SELECT e.name, %(actor_kind)s::text, %(actor_id)s::bigint, %(actor_name)s::text, %(via)s::text, e.change_id,
           %(set_id)s::uuid, e.undoes, %(caused_by)s::bigint,
           %(depth)s::smallint, e.subject, e.subject_id, e.contact_id, e.company_id, e.opportunity_id, e.data
    FROM ROWS FROM (
             unnest(%(names)s::text[], %(changes)s::uuid[], %(undoes)s::uuid[], %(subjects)s::text[],
                    %(subject_ids)s::bigint[], %(contacts)s::bigint[], %(companies)s::bigint[],
                    %(opportunities)s::bigint[]),
             jsonb_array_elements(%(datas)s::jsonb)
         ) WITH ORDINALITY
         AS e(name, change_id, undoes, subject, subject_id, contact_id, company_id, opportunity_id, data, position)
    ORDER BY e.position
    RETURNING id, name
"""
_DELIVERIES = """
    INSERT INTO journal_delivery (event_id, listener)
    SELECT written.id, l.listener
    FROM written JOIN unnest(%(listener_events)s::text[], %(listeners)s::text[], %(on_request)s::boolean[])
                      AS l(name, listener, on_request)
         ON l.name = written.name
    WHERE NOT l.on_request OR EXISTS (
        SELECT 1 FROM journal_interest i WHERE i.listener = l.listener AND i.event = written.name
    )
"""
# Sent when the transaction is committed, and not if it is rolled back.
_ANNOUNCE = "SELECT count(pg_notify(%(channel)s, p)) FROM jsonb_array_elements_text(%(notices)s::jsonb) AS p"
_INSERT = f"WITH written AS ({_EVENTS}) {_ANNOUNCE}"
_INSERT_HEARD = f"WITH written AS ({_EVENTS}), told AS ({_DELIVERIES}) {_ANNOUNCE}"


def publish(
    *events: Event,
    actor: Actor,
    change_id: uuid.UUID | None = None,
    undoes: uuid.UUID | None = None,
    caused_by: Published | None = None,
) -> uuid.UUID:
    """Writes `events` into the journal, in the caller's transaction, in one statement. Returns the change's id.

    `change_id` joins events of one user action that are published by several calls; without it a new one is made.
    `caused_by` is the event that a listener answers with these: they stand one deeper.
    Raises `TransactionManagementError` outside a transaction.
    """
    change = change_id or uuid.uuid4()
    _write([(change, undoes, event) for event in events], actor, caused_by)
    return change


def publish_many(
    changes: Mapping[uuid.UUID, Sequence[Event]],
    *,
    actor: Actor,
    undoes: Mapping[uuid.UUID, uuid.UUID] | None = None,
) -> None:
    """Writes the events of many changes in one statement, in the caller's transaction. Each can be undone by itself.

    For one call that does to many records what a person could do to each: an import, an action on a selection. With an
    `actor.change_set` they can be undone together, too. `undoes` names the change that each of `changes` takes back.
    """
    taken_back = undoes or {}
    pairs = [(change, taken_back.get(change), event) for change, events in changes.items() for event in events]
    _write(pairs, actor, None)


def _write(
    changes: Sequence[tuple[uuid.UUID, uuid.UUID | None, Event]], actor: Actor, caused_by: Published | None
) -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("publish() is called inside the transaction of the change.")
    if not changes:
        return
    events = [event for _, _, event in changes]
    cause = Cause(caused_by.id, caused_by.depth) if caused_by else actor.cause
    heard = [
        (name, listener)
        for name in {event.name for event in events}
        for listener in listeners_of(name, is_quiet=actor.is_quiet)
    ]
    values: dict[str, Any] = {
        "actor_kind": actor.kind.value,
        "actor_id": actor.id,
        "actor_name": "" if actor.kind is ActorKind.USER else actor.name,
        "via": actor.via,
        "set_id": actor.change_set,
        "caused_by": cause.event_id if cause else None,
        "depth": cause.depth + 1 if cause else 0,
        "names": [event.name for event in events],
        "changes": [change for change, _, _ in changes],
        "undoes": [undoes for _, undoes, _ in changes],
        "subjects": [event.subject for event in events],
        "subject_ids": [event.subject_id for event in events],
        "contacts": [event.contact for event in events],
        "companies": [event.company for event in events],
        "opportunities": [event.opportunity for event in events],
        # One document: of an array of them the driver would quote every mark by itself, at ten times the cost.
        "datas": msgspec.json.encode(events).decode(),
        "channel": LIVE_CHANNEL,
        "notices": msgspec.json.encode(payloads_of(_notices(events))).decode(),
    }
    if heard:
        values["listener_events"] = [name for name, _ in heard]
        values["listeners"] = [listener for _, listener in heard]
        values["on_request"] = [LISTENERS[listener].on_request for _, listener in heard]
    with prepared_cursor() as cursor:
        cursor.execute(_INSERT_HEARD if heard else _INSERT, values)


def _notices(events: Sequence[Event]) -> list[Notice]:
    """What the open pages are told, ids alone; of several events on one record the first.

    What stands in the audit log alone is not told: when a colleague signs in is not for everybody.
    """
    told: dict[tuple[str, int, int | None, int | None], Notice] = {}
    for event in events:
        if event.is_audited and not event.has_timeline():
            continue
        contact, company = event.contact, event.company
        key = (event.subject, event.subject_id, contact, company)
        if key not in told:
            told[key] = Notice(event.name, event.subject, event.subject_id, contact, company)
    return list(told.values())
