"""What can be done to many records. Rooms register it in their module `bulk.py`; this room knows none of them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Literal, Protocol, TypeVar

import msgspec

from crm.bulk.enums import OutcomeState
from crm.core.access import Actor, Permission
from crm.core.errors import InvalidInput


class Outcome(msgspec.Struct, frozen=True):
    """What became of one record, and why, in words, unless it was changed."""

    state: OutcomeState
    reason: str = ""


CHANGED = Outcome(OutcomeState.CHANGED)


def unchanged(reason: str) -> Outcome:
    """The record is as it should be already."""
    return Outcome(OutcomeState.UNCHANGED, reason)


def refused(reason: str) -> Outcome:
    """The record can't be changed so."""
    return Outcome(OutcomeState.REFUSED, reason)


class Selection(msgspec.Struct, frozen=True, kw_only=True):
    """All that match, as a list shows them: what is searched for, the filter (JSON), and whether the trash is meant."""

    q: str = ""
    filter: str | None = None
    archived: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A sort of record, with filters under the same key. `names` says what records are called, the gone left out."""

    key: str
    one: str
    many: str
    names: Callable[[Actor, Collection[int]], Mapping[int, str]]


class Option(msgspec.Struct, frozen=True):
    """One of a parameter's choices. Of a field, `value` says how a form asks for what it is to hold."""

    key: str
    label: str
    value: Literal["text", "block", "company_name"] | None = None


class Param(msgspec.Struct, frozen=True):
    """How a form asks for a parameter. `type` is one of those in `schemas.py`."""

    key: str
    label: str
    type: str
    options: list[Option] | None = None


_P = TypeVar("_P", bound=msgspec.Struct)


class Order(msgspec.Struct, Generic[_P], frozen=True):
    """What is to be done: cleaned parameters, and what the job is called ("Add tag VIP")."""

    params: _P
    label: str


class Runner(Protocol[_P]):  # type: ignore[misc]  # a protocol's parameter is not an output here
    """Does the action to `ids`, in the caller's transaction, and says what became of each.

    Ids that it says nothing of are gone. It checks permissions as any service does, and publishes each record's events
    as a change of its own.
    """

    def __call__(self, *, actor: Actor, ids: Sequence[int], params: _P) -> Mapping[int, Outcome]: ...


class Finisher(Protocol[_P]):  # type: ignore[misc]  # a protocol's parameter is not an output here
    """Does what remains when all records are done, with the care of a `Runner`."""

    def __call__(self, *, actor: Actor, params: _P) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Action(Generic[_P]):
    """Something that can be done to many records. `prepare` cleans the parameters or raises `InvalidInput`.

    An `explanation` says what else comes of it; it is shown before the action begins. `finish` is called once all
    records are done, in the transaction in which the job ends; when it refuses, the job has failed. What is not
    `is_offered` only a room itself begins (`services.start_job`), nobody on a selection.
    """

    subject: str
    key: str
    label: str
    explanation: str = ""
    permission: Permission
    params: type[_P]
    asks: Callable[[Actor], Sequence[Param]]
    prepare: Callable[[Actor, _P], Order[_P]]
    run: Runner[_P]
    finish: Finisher[_P] | None = None
    is_offered: bool = True


Cell = str | int | float | datetime | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an export."""

    key: str
    label: str


class Reader(Protocol):
    """Reads records for a file: the chosen columns, in order of id, the gone left out. It checks the permission."""

    def __call__(self, *, actor: Actor, ids: Sequence[int], columns: Sequence[str]) -> Sequence[Sequence[Cell]]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """How records of a sort are written to a file."""

    subject: str
    permission: Permission
    columns: Callable[[Actor], Sequence[Column]]
    read: Reader


EXPORT = "export"
SUBJECTS: dict[str, Subject] = {}
ACTIONS: dict[tuple[str, str], Action[Any]] = {}
EXPORTS: dict[str, Export] = {}


def register_subject(subject: Subject) -> None:
    """Makes records of this sort known."""
    if SUBJECTS.setdefault(subject.key, subject) is not subject:
        raise RuntimeError(f"Two sorts of records are named {subject.key}.")


def register_action(action: Action[Any]) -> None:
    """Makes an action known."""
    if ACTIONS.setdefault((action.subject, action.key), action) is not action:
        raise RuntimeError(f"Two actions on {action.subject} are named {action.key}.")


def register_export(export: Export) -> None:
    """Makes the way known in which records of a sort are written to a file."""
    if EXPORTS.setdefault(export.subject, export) is not export:
        raise RuntimeError(f"Two exports of {export.subject} are registered.")


def subject_of(key: str) -> Subject:
    """The sort of record with that key. Raises `InvalidInput`."""
    if key not in SUBJECTS:
        known = " or ".join(sorted(SUBJECTS))
        raise InvalidInput(fields={"subject": [f"There is no such sort of record. Use {known}."]})
    return SUBJECTS[key]


def action_of(subject: str, key: str) -> Action[Any]:
    """The action with that key, if it is offered. Raises `InvalidInput`."""
    offered = {action.key: action for action in ACTIONS.values() if action.subject == subject and action.is_offered}
    if key not in offered:
        known = ", ".join(sorted(offered))
        raise InvalidInput(
            fields={"action": [f"There is no such action on a {subject}. Use one of {known}, {EXPORT}."]}
        )
    return offered[key]


def read_params(kind: type[_P], given: Mapping[str, Any]) -> _P:
    """`given` as `kind`. Raises `InvalidInput` that names the parameter."""
    try:
        return msgspec.convert(given, kind)
    except msgspec.ValidationError as error:
        what, _, where = str(error).partition(" - at `$")
        name = where.strip("`.").split("[")[0]
        raise InvalidInput(fields={f"params.{name}" if name else "params": [f"{what}."]}) from error
