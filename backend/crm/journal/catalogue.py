"""What an event is: a class with its name, kind and wording. Timeline, audit log and docs/events.md are read from here."""

from dataclasses import dataclass
from typing import Any, ClassVar

import msgspec


class Change(msgspec.Struct, frozen=True):
    """A field's value before and after, as stored (ids for links), and as people read it."""

    before: Any = None
    after: Any = None
    before_text: str | None = None
    after_text: str | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of event, by which a timeline is filtered."""

    key: str
    label: str


EVENTS: dict[str, type["Event"]] = {}
KINDS: dict[str, Kind] = {}


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Base of every event class. A subclass states `name`, `kind`, `wording` and its fields, and is thereby registered.

    `wording` is what the timeline says after the actor's name; it may use the class's fields in braces.
    `subject` names the sort of record that `subject_id` is an id of; override `contact`, `company`, `opportunity` to say
    in whose timelines the event stands.
    """

    name: ClassVar[str]
    kind: ClassVar[Kind]
    wording: ClassVar[str]
    subject: ClassVar[str]
    # Security-relevant events are what the audit log shows.
    is_audited: ClassVar[bool] = False

    subject_id: int

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
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

    def text(self) -> str:
        """The wording with this event's values in place."""
        return self.wording.format_map({name: getattr(self, name) for name in self.__struct_fields__})

    def changes(self) -> dict[str, Change]:
        """The fields this event changed. None for most events."""
        return {}
