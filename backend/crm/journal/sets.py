"""Change sets taken back: the changes of one bulk action or import, many at a time, each with its own outcome.

Each change goes to whoever knows how: a function that takes back many at once (`@undoes_many`), else the one that takes
back one (`@undoes`). What is written carries `undoes`, so that no change is taken back twice, by whatever way.
"""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, LiteralString, Protocol, TypeVar

from django.db import connection, transaction
from psycopg import sql

from crm.core.access import Actor, Permission, requires
from crm.core.errors import Refusal
from crm.journal.catalogue import EVENTS, Event
from crm.journal.publishing import Published
from crm.journal.reading import COLUMN_COUNT, COLUMNS, published_from
from crm.journal.undo import UNDOERS, can_be_undone

_UNDONE_ALREADY = "This was undone already."


class BatchUndoer(Protocol):
    """Takes back `changes` (each with its events, newest first; the newest change first) in the caller's transaction.

    It publishes each as a change of its own (`publish_many(…, undoes=…)`), and returns for those that it can't take
    back the reason in words. It checks that the actor may do so.
    """

    def __call__(
        self, *, actor: Actor, changes: Mapping[uuid.UUID, Sequence[Published]]
    ) -> Mapping[uuid.UUID, str]: ...


_BatchUndoer = TypeVar("_BatchUndoer", bound=BatchUndoer)

BATCH_UNDOERS: dict[str, BatchUndoer] = {}


def undoes_many(*events: type[Event]) -> Callable[[_BatchUndoer], _BatchUndoer]:
    """Makes the function the one that takes back many changes made of `events`, when a whole set is taken back.

    Events without an undo of their own (a tag that an import made) may have one here.
    """

    def register(function: _BatchUndoer) -> _BatchUndoer:
        for event in events:
            if BATCH_UNDOERS.setdefault(event.name, function) is not function:
                raise RuntimeError(f"Two functions undo many {event.name}.")
        return function

    return register


_Locker = Callable[[Sequence[int]], None]

_LOCKERS: dict[_Locker, frozenset[str]] = {}


def locks_first(*events: type[Event]) -> Callable[[_Locker], _Locker]:
    """Makes the function the one that locks what `events` were about (ids, rising) before a batch is taken back.

    For records that an undo would come to only after those that all others lock later. In the order of registration.
    """

    def register(function: _Locker) -> _Locker:
        _LOCKERS[function] = frozenset(event.name for event in events)
        return function

    return register


def undoable_names() -> list[str]:
    """Names of the events that can be taken back as part of a set."""
    return sorted({*UNDOERS, *BATCH_UNDOERS})


def changes_to_undo(set_id: uuid.UUID) -> tuple[sql.Composable, list[Any]]:
    """The statement that finds what of a set can be taken back and has not been: newest first.

    Its columns: `change_id`, `subject`, `subject_id` (what the change was about) and `position` (1 for the newest).
    """
    query = sql.SQL(
        "SELECT change_id, (array_agg(subject ORDER BY id))[1] AS subject, (array_agg(subject_id ORDER BY id))[1] AS "
        "subject_id, row_number() OVER (ORDER BY max(id) DESC) AS position FROM journal_event e WHERE set_id = %s AND "
        "name = ANY(%s) AND NOT EXISTS (SELECT 1 FROM journal_event u WHERE u.undoes = e.change_id) GROUP BY change_id"
    )
    return query, [set_id, undoable_names()]


def set_can_be_undone(set_id: uuid.UUID) -> bool:
    """Whether a set has changes to take back, and took back none in a way that is for good (a deletion).

    What goes along with what can be taken back (told of the people of a company that came back) is in nobody's way.
    """
    takes_back = undoable_names()
    harmless = [*takes_back, *(name for name, event in EVENTS.items() if event.goes_along)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM journal_event WHERE set_id = %(set)s AND name = ANY(%(names)s)) "
            "AND NOT EXISTS (SELECT 1 FROM journal_event WHERE set_id = %(set)s AND undoes IS NOT NULL "
            "AND name <> ALL(%(harmless)s))",
            {"set": set_id, "names": takes_back, "harmless": harmless},
        )
        (can_be_undone,) = cursor.fetchone() or (False,)
    return bool(can_be_undone)


def set_holds(set_id: uuid.UUID, event: type[Event]) -> bool:
    """Whether an event of that class is part of the set."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM journal_event WHERE set_id = %s AND name = %s)", [set_id, event.name]
        )
        (holds,) = cursor.fetchone() or (False,)
    return bool(holds)


@requires(Permission.CHANGES_UNDO)
@transaction.atomic
def undo_changes(*, actor: Actor, change_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, str | None]:
    """Takes back each of the changes, newest first; says for each why it could not be, or None.

    One that is refused leaves the others as they are. Publishes what the rooms' undos publish.
    """
    events = _load(change_ids)
    outcomes: dict[uuid.UUID, str | None] = {
        change_id: None if change_id in events else _UNDONE_ALREADY for change_id in change_ids
    }
    for lock, names in _LOCKERS.items():
        ids = {event.subject_id for told in events.values() for event in told if event.name in names}
        if ids:
            lock(sorted(ids))
    for undoer, changes in _runs(events):
        outcomes |= undoer(actor, changes)
    return outcomes


def sentence_of(refusal: Refusal) -> str:
    """Why a change could not be taken back."""
    return f"{refusal.detail.rstrip('.')}."


def find_touched(
    *,
    ids: Sequence[int],
    sets: Sequence[uuid.UUID | None],
    column: LiteralString = "subject_id",
    subject: str | None = None,
) -> set[int]:
    """Those of the records that something was done to outside of `sets`, and not taken back again.

    `column` says how events name the record (`contact_id`: all that stands in a contact's timeline); with `subject`
    only events about that sort of record count.
    """
    query = sql.SQL(
        "SELECT {column}, change_id, undoes FROM journal_event WHERE {column} = ANY(%(ids)s) "
        "AND (set_id IS NULL OR set_id <> ALL(%(sets)s)) {about}"
    ).format(column=sql.Identifier(column), about=sql.SQL("AND subject = %(subject)s" if subject else ""))
    with connection.cursor() as cursor:
        cursor.execute(query, {"ids": list(ids), "sets": [one for one in sets if one], "subject": subject})
        rows = cursor.fetchall()
    taken_back_by = {undone: change_id for _, change_id, undone in rows if undone}

    def stands(change_id: uuid.UUID) -> bool:
        times = 0
        while change_id in taken_back_by:
            change_id, times = taken_back_by[change_id], times + 1
        return times % 2 == 0

    # What takes something of the sets back, or brings it again, leaves the record as they made it.
    return {record_id for record_id, change_id, undone in rows if undone is None and stands(change_id)}


_Undo = Callable[[Actor, Mapping[uuid.UUID, Sequence[Published]]], dict[uuid.UUID, str]]


def _load(change_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, list[Published]]:
    """The events of those changes that are not taken back yet, the newest change first. Nobody else takes them back."""
    with connection.cursor() as cursor:
        # The same lock as for a single change; in one order, so that two of these never wait for each other.
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('undo ' || id, 0)) "
            "FROM (SELECT DISTINCT unnest(%s::text[]) AS id ORDER BY 1) AS changes",
            [[str(change_id) for change_id in change_ids]],
        )
        cursor.execute(
            f"SELECT {COLUMNS}, EXISTS (SELECT 1 FROM journal_event u WHERE u.undoes = e.change_id) "  # noqa: S608 - a constant of this room
            "FROM journal_event e WHERE e.change_id = ANY(%s) AND e.name = ANY(%s) ORDER BY e.id DESC",
            [list(change_ids), undoable_names()],
        )
        rows = cursor.fetchall()
    events: dict[uuid.UUID, list[Published]] = {}
    for row in rows:
        event = published_from(row)
        if not row[COLUMN_COUNT] and (can_be_undone(event) or _has_batch_undo(event)):
            events.setdefault(event.change_id, []).append(event)
    return events


def _runs(
    events: Mapping[uuid.UUID, Sequence[Published]],
) -> Iterator[tuple[_Undo, dict[uuid.UUID, Sequence[Published]]]]:
    """Neighbouring changes that one function takes back are taken back in one go; the order stays."""
    pairs = [(_undo_of(told), change_id) for change_id, told in events.items()]
    for undo, run in groupby(pairs, key=itemgetter(0)):
        yield undo, {change_id: events[change_id] for _, change_id in run}


def _undo_of(events: Sequence[Published]) -> _Undo:
    functions = {BATCH_UNDOERS.get(event.name) for event in events}
    only = functions.pop() if len(functions) == 1 else None
    return _together(only) if only else _one_by_one


def _has_batch_undo(event: Published) -> bool:
    return event.name in BATCH_UNDOERS and event.event.is_registered


_TOGETHER: dict[BatchUndoer, _Undo] = {}


def _together(undoer: BatchUndoer) -> _Undo:
    def undo(actor: Actor, changes: Mapping[uuid.UUID, Sequence[Published]]) -> dict[uuid.UUID, str]:
        return dict(undoer(actor=actor, changes=changes))

    return _TOGETHER.setdefault(undoer, undo)


def _one_by_one(actor: Actor, changes: Mapping[uuid.UUID, Sequence[Published]]) -> dict[uuid.UUID, str]:
    refused: dict[uuid.UUID, str] = {}
    for change_id, events in changes.items():
        try:
            with transaction.atomic():
                _undo_mixed(actor, change_id, events)
        except Refusal as refusal:
            refused[change_id] = sentence_of(refusal)
    return refused


def _undo_mixed(actor: Actor, change_id: uuid.UUID, events: Sequence[Published]) -> None:
    """A change that several functions have a part in is taken back by all of them, or not at all."""
    new_change = uuid.uuid4()
    singly = [event for event in events if can_be_undone(event)]
    for undoer, part in _parts(singly, UNDOERS).items():
        undoer(actor=actor, events=part, change_id=new_change, undoes=change_id)
    for batch_undoer, part in _parts([event for event in events if event not in singly], BATCH_UNDOERS).items():
        for reason in batch_undoer(actor=actor, changes={change_id: part}).values():
            raise Refusal(reason)


_Function = TypeVar("_Function")


def _parts(events: Sequence[Published], functions: Mapping[str, _Function]) -> dict[_Function, list[Published]]:
    parts: dict[_Function, list[Published]] = {}
    for event in events:
        if event.name in functions:
            parts.setdefault(functions[event.name], []).append(event)
    return parts
