"""The catalogue: kinds of triggers and kinds of steps. One file each, which joins by existing.

What a kind takes is a Pydantic model, `Config`; its JSON Schema is what the builder draws the form from. A field's
`x-widget` says how it is chosen: see `fields.py`.
"""

import pkgutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from crm.journal.catalogue import Event
from crm.journal.publishing import Published

if TYPE_CHECKING:
    from crm.workflows.engine.context import RunContext
    from crm.workflows.engine.outcomes import Outcome
    from crm.workflows.references import Names


class Settings(BaseModel):
    """Base of what kinds take."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Nothing(Settings):
    """Nothing is to be set."""


@dataclass(frozen=True, slots=True)
class Branch:
    """One of the ways on from a step."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What is to be mended: at which step (None for the trigger and the whole), of which field."""

    step_id: str | None
    field: str
    text: str


class Kind:
    """What triggers and steps share."""

    key: ClassVar[str]
    label: ClassVar[str]
    help: ClassVar[str]
    # A Tabler icon's name.
    icon: ClassVar[str]
    group: ClassVar[str]
    Config: ClassVar[type[Settings]] = Nothing

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Any:
        """The settings in `raw`. Raises `ValidationError`."""
        return cls.Config.model_validate(raw)

    @classmethod
    def faults_in(cls, raw: Mapping[str, Any]) -> list[tuple[str, str]]:
        """What is wrong with the shape of settings: field and words."""
        try:
            cls.read(raw)
        except ValidationError as error:
            return [(".".join(str(part) for part in one["loc"]), _plain(one)) for one in error.errors()]
        return []


def _plain(error: Any) -> str:
    if error["type"] == "missing" or error.get("input") in {None, ""}:
        return "This is needed."
    message = str(error["msg"]).removeprefix("Value error, ")
    return message if message.endswith(".") else f"{message}."


class TriggerKind(Kind):
    """Something that happens, and starts runs; also what a step waits for, and what a goal is."""

    # About whom it is: a contact, or an opportunity (and its contact).
    subject: ClassVar[str] = "contact"
    events: ClassVar[Sequence[type[Event]]] = ()

    def matches(self, config: Any, told: Published) -> bool:
        """Whether an event of `events` is one that is meant."""
        return True

    def words(self, config: Any, names: "Names") -> str:
        """What is waited for, as people say it."""
        return self.label


class StepKind(Kind):
    """Something that is done for somebody."""

    branches: ClassVar[Sequence[Branch]] = ()
    # What it does stays done: a replay does not do it again.
    has_effect: ClassVar[bool] = True

    def words(self, config: Any, names: "Names") -> str:
        """What is done, as people say it."""
        return self.label

    def check(self, config: Any) -> Iterable[tuple[str, str]]:
        """What is wrong with settings whose shape is right: field and words."""
        return ()

    def run(self, context: "RunContext", config: Any) -> "Outcome":
        """Does it, in the caller's transaction. Raises `StepFailed`, `TryLater`, or what services refuse."""
        raise NotImplementedError

    def preview(self, context: "RunContext", config: Any) -> "Outcome":
        """What `run` would come to, with nothing written and nothing sent."""
        raise NotImplementedError


TRIGGERS: dict[str, TriggerKind] = {}
STEPS: dict[str, StepKind] = {}

_Trigger = TypeVar("_Trigger", bound=TriggerKind)
_Step = TypeVar("_Step", bound=StepKind)


def trigger_kind(kind: type[_Trigger]) -> type[_Trigger]:
    """Puts a kind of trigger into the catalogue."""
    if TRIGGERS.setdefault(kind.key, made := kind()) is not made:
        raise RuntimeError(f"Two triggers are named {kind.key}.")
    return kind


def step_kind(kind: type[_Step]) -> type[_Step]:
    """Puts a kind of step into the catalogue."""
    if STEPS.setdefault(kind.key, made := kind()) is not made:
        raise RuntimeError(f"Two steps are named {kind.key}.")
    return kind


def load_catalogue() -> None:
    """Reads all files of the packages `triggers` and `actions`."""
    for package in ("crm.workflows.triggers", "crm.workflows.actions"):
        for found in pkgutil.iter_modules(import_module(package).__path__):
            import_module(f"{package}.{found.name}")
