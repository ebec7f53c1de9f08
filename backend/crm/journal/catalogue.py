"""What an event is: a class with its name, kind and wording. Timeline, audit log and docs/events.md read it."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import msgspec

log = logging.getLogger(__name__)


class Change(msgspec.Struct, frozen=True):
    """A field's value before and after, as stored (ids for links), and as people read it.

    The texts are needed only where the stored value does not speak for itself.
    """

    before: Any = None
    after: Any = None
    before_text: str | None = None
    after_text: str | None = None

    @property
    def before_shown(self) -> str | None:
        """The value before as people read it; None when there was none."""
        return _shown(self.before, self.before_text)

    @property
    def after_shown(self) -> str | None:
        """The value after as people read it; None when there is none."""
        return _shown(self.after, self.after_text)


def _shown(value: Any, text: str | None) -> str | None:
    return text or (None if value is None or value == "" else str(value))


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of event, by which a timeline is filtered."""

    key: str
    label: str


EVENTS: dict[str, type["Event"]] = {}
KINDS: dict[str, Kind] = {}


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Base of every event class. A subclass states `name`, `kind`, `wording` and its fields, and is thereby registered.

    `wording` is what the timeline says after the actor's name; it may use fields and
    properties of the class in braces.
    `subject` names the sort of record that `subject_id` is an id of; override `contact`, `company`, `opportunity` to
    say in whose timelines the event stands. `labels` are what people call the fields in `changes()`.
    What was written is never rewritten: a field that is added later has a default, and a name is never given twice.
    """

    name: ClassVar[str]
    kind: ClassVar[Kind]
    wording: ClassVar[str]
    subject: ClassVar[str]
    labels: ClassVar[Mapping[str, str]] = {}
    # Security-relevant events are what the audit log shows.
    is_audited: ClassVar[bool] = False
    # False only for the class that stands in for what is no longer known.
    is_registered: ClassVar[bool] = True
    # Told beside another event of the same change, with which it comes and goes.
    goes_along: ClassVar[bool] = False

    subject_id: int

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not cls.is_registered:
            return
        for member in ("name", "kind", "wording", "subject"):
            if not hasattr(cls, member):
                raise TypeError(f"{cls.__name__} does not state its {member}.")
        # msgspec makes each struct class once more with slots: the later one stands.
        other = EVENTS.get(cls.name)
        if other is not None and other.__qualname__ != cls.__qualname__:
            raise TypeError(f"Two events are named {cls.name}.")
        EVENTS[cls.name] = cls
        KINDS[cls.kind.key] = cls.kind

    @property
    def contact(self) -> int | None:
        """The contact in whose timeline this stands."""
        return self.subject_id if self.subject == "contact" else None

    @property
    def company(self) -> int | None:
        """The company in whose timeline this stands."""
        return self.subject_id if self.subject == "company" else None

    @property
    def opportunity(self) -> int | None:
        """The opportunity in whose timeline this stands."""
        return self.subject_id if self.subject == "opportunity" else None

    @property
    def is_undoable(self) -> bool:
        """Whether what this tells of can be taken back, where a function for it exists."""
        return True

    def text(self) -> str:
        """The wording with this event's values in place."""
        return self.wording.format_map(_Members(self))

    def text_at_company(self, person: str) -> str:
        """As `text`, in a company's timeline, where it must say which `person` it is about."""
        return self.text()

    def changes(self) -> dict[str, Change]:
        """The fields this event changed. None for most events."""
        return {}

    @classmethod
    def label_of(cls, field: str) -> str:
        """What people call a field in `changes()`."""
        return cls.labels.get(field) or field.removesuffix("_id").replace("_", " ").capitalize()

    @classmethod
    def has_timeline(cls) -> bool:
        """Whether events of this class can stand in a record's timeline."""
        return cls.subject in TIMELINE_SUBJECTS or any(
            getattr(cls, subject) is not getattr(Event, subject) for subject in TIMELINE_SUBJECTS
        )


class _Members(dict[str, Any]):
    """An event's fields and properties, looked up as its wording names them."""

    def __init__(self, event: Event) -> None:
        super().__init__()
        self._event = event

    def __missing__(self, name: str) -> Any:
        return getattr(self._event, name)


TIMELINE_SUBJECTS = ("contact", "company", "opportunity")
OTHER = Kind("other", "Other")


class UnknownEvent(Event, frozen=True, kw_only=True):
    """Stands in for an event whose class is gone, or can't read what was written: history is shown all the same."""

    name = "unknown"
    kind = OTHER
    wording = "{words}"
    subject = "unknown"
    is_registered = False

    words: str


class _Subject(msgspec.Struct):
    subject_id: int = 0


def read_event(name: str, data: str) -> Event:
    """The event that a row of the journal holds as JSON. Never raises: see `UnknownEvent`."""
    event_class = EVENTS.get(name)
    if event_class is not None:
        try:
            return msgspec.json.decode(data, type=event_class)
        except msgspec.ValidationError:
            log.warning("An event named %s holds data that its class can't read", name)
    words = name.replace(".", " ").replace("_", " ")
    return UnknownEvent(subject_id=msgspec.json.decode(data, type=_Subject).subject_id, words=words)
