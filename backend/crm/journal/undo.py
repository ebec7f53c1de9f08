"""Taking a change back: its events go, newest first, to the one function that knows how, and what that writes is a
change of its own, which can be taken back in turn.
"""

import dataclasses
import uuid
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

import msgspec
from django.db import connection, transaction

from crm.core.access import Actor, Permission, requires
from crm.journal.catalogue import Event
from crm.journal.erasing import blanked_among, erased_among
from crm.journal.errors import AlreadyUndone, NothingToUndo, UndoConflict
from crm.journal.publishing import Published
from crm.journal.reading import COLUMNS, published_from


class Undoer(Protocol):
    """Takes back `events`, all those of one change that it is registered for, newest first.

    It publishes what it does under `change_id` with `undoes`, both passed on to `publish` as they are.
    It checks that the actor may do so, and raises `UndoConflict` when a value has changed since.
    """

    def __call__(
        self, *, actor: Actor, events: Sequence[Published], change_id: uuid.UUID, undoes: uuid.UUID
    ) -> None: ...


_Undoer = TypeVar("_Undoer", bound=Undoer)

UNDOERS: dict[str, Undoer] = {}


class Undone(msgspec.Struct, frozen=True):
    """What an undo did: a change of its own, on this record."""

    change_id: uuid.UUID
    subject: str
    subject_id: int


def undoes(*events: type[Event]) -> Callable[[_Undoer], _Undoer]:
    """Makes the function the one that takes back changes made of `events`.

    Events of a change that no function is registered for stay as they are (a company that was made for a contact).
    """

    def register(function: _Undoer) -> _Undoer:
        for event in events:
            if UNDOERS.setdefault(event.name, function) is not function:
                raise RuntimeError(f"Two functions undo {event.name}.")
        return function

    return register


def can_be_undone(event: Published) -> bool:
    """Whether some function takes back events of this class, and the event still reads as one of it."""
    return event.name in UNDOERS and event.event.is_registered and event.event.is_undoable


@requires(Permission.CHANGES_UNDO)
@transaction.atomic
def undo_change(*, actor: Actor, change_id: uuid.UUID) -> Undone:
    """Takes back all of a change, in one transaction. A change can be taken back once; its undo can be, too.

    Raises `NothingToUndo`, `AlreadyUndone`, and what the room in question refuses (`UndoConflict`).
    """
    with connection.cursor() as cursor:
        # Rows of the journal can't be locked for an update that never comes: the lock is on the change's id.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('undo ' || %s, 0))", [str(change_id)])
        cursor.execute(
            f"SELECT {COLUMNS} FROM journal_event e WHERE e.change_id = %s AND e.name = ANY(%s) ORDER BY e.id DESC",  # noqa: S608 - a constant of this room
            [change_id, list(UNDOERS)],
        )
        events = [event for event in map(published_from, cursor.fetchall()) if can_be_undone(event)]
        cursor.execute("SELECT EXISTS (SELECT 1 FROM journal_event WHERE undoes = %s)", [change_id])
        (was_undone,) = cursor.fetchone() or (False,)
    if not events:
        raise NothingToUndo
    if was_undone:
        raise AlreadyUndone
    _refuse_erased(events)
    undoers = {UNDOERS[event.name] for event in events}
    if len(undoers) > 1:
        names = sorted({event.name for event in events})
        raise RuntimeError(f"A change made of {names} has no one function to undo it.")
    new_change = uuid.uuid4()
    # Nothing new has happened that a workflow should answer.
    undoers.pop()(
        actor=dataclasses.replace(actor, is_quiet=True), events=events, change_id=new_change, undoes=change_id
    )
    return Undone(change_id=new_change, subject=events[0].subject, subject_id=events[0].subject_id)


def _refuse_erased(events: Sequence[Published]) -> None:
    """Raises `UndoConflict` when a change was about erased people alone, or named one: what was blanked stays so."""
    people = {event.contact_id for event in events if event.contact_id is not None}
    if people and people == erased_among(people):
        raise UndoConflict("This person was erased. What happened to them can't be undone.")
    if blanked_among({event.id for event in events}):
        raise UndoConflict("What this was about named a person who was erased. It can't be undone.")
