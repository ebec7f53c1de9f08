"""What a field of the filter language is: its operators, what they take, the SQL they mean, and how they are said.

Each type of field is a class below this one; a room makes instances of them in its module `filters.py`.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar, LiteralString, Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from psycopg import sql

from crm.core import clock
from crm.core.access import Actor

# In a list of ids: whoever looks. A view that is shared shows everybody their own.
ME = "me"


class Takes(StrEnum):
    """What an operator is given besides its field."""

    NOTHING = "nothing"
    TEXT = "text"
    IDS = "ids"
    DAY = "day"
    DAYS = "days"
    SPAN = "span"
    NUMBER = "number"
    NUMBERS = "numbers"
    CHOICES = "choices"


@dataclass(frozen=True, slots=True)
class Operator:
    """Something that is asked of a field. `label` stands between the field's label and the value."""

    key: str
    label: str
    takes: Takes


def operators(*listed: Operator) -> Mapping[str, Operator]:
    """Operators by key, in the order in which they are offered."""
    return {operator.key: operator for operator in listed}


@dataclass(frozen=True, slots=True)
class Predicate:
    """SQL with its values apart from it. The table goes by the name c."""

    condition: sql.Composable
    values: tuple[Any, ...] = ()


def predicate(condition: LiteralString, *values: Any) -> Predicate:
    """A predicate of constant text; a value for each `%s`."""
    return Predicate(sql.SQL(condition), values)


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, from which zone, and when: what "me" and "today" mean."""

    user_id: int | None
    zone: ZoneInfo
    now: datetime


def asking_of(actor: Actor) -> Asking:
    """What the present question of `actor` depends on."""
    try:
        zone = ZoneInfo(actor.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        # A zone that has left the database since it was chosen.
        zone = ZoneInfo("UTC")
    return Asking(user_id=actor.user_id, zone=zone, now=clock.now().astimezone(UTC))


class NameRecords(Protocol):
    """Names of records by id, in one query; ids that none has are left out."""

    def __call__(self, ids: Collection[int], /) -> Mapping[int, str]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field that can be filtered by. `label` is what people call it; keys are stored in views and never change."""

    type: ClassVar[str]

    key: str
    label: str

    @property
    def noun(self) -> str:
        """The label inside a sentence."""
        return self.label[0].lower() + self.label[1:]

    @property
    def noun_with_article(self) -> str:
        """`a tag`, `an email`; `notes`, of which there are many."""
        if self.noun.endswith("s"):
            return self.noun
        return f"{'an' if self.noun[0] in 'aeiou' else 'a'} {self.noun}"

    @property
    def operators(self) -> Mapping[str, Operator]:
        """What can be asked, by key."""
        raise NotImplementedError

    @property
    def suggest(self) -> str | None:
        """The address below /api/v1 that offers records to choose from, for a field that takes ids."""
        return None

    @property
    def names(self) -> NameRecords | None:
        """Names of the records that ids in this field's values stand for."""
        return None

    @property
    def offers(self) -> Sequence[tuple[str, str]] | None:
        """What there is to choose from (what is stored, what people call it), for a field that takes choices."""
        return None

    def read(self, operator: Operator, raw: Any) -> Any:
        """The value that `operator` takes, cleaned, in the form that is stored as JSON. Raises `Refused`."""
        raise NotImplementedError

    def predicate(self, operator: Operator, value: Any, asking: Asking) -> Predicate:
        """What the condition means. Negations hold for empty values, and none of them is NULL."""
        raise NotImplementedError

    def bounded(self, operator: Operator) -> LiteralString | None:
        """The column that the condition bounds from one side or both, as a list may be ordered by it; None for most."""
        return None

    def words(self, operator: Operator, value: Any, names: Mapping[int, str]) -> str:
        """The condition as people say it, beginning in lower case."""
        raise NotImplementedError


Visible = Callable[[Actor], LiteralString]
