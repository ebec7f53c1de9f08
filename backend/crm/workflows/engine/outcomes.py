"""What a step comes to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """It was done. `words` says what came of it; `branch` is the way on, `seen` the values that a condition saw."""

    words: str
    output: Mapping[str, Any] = field(default_factory=dict)
    branch: str = ""
    seen: Sequence[Mapping[str, Any]] = ()
    # The opportunity that the run is about from here on.
    opportunity_id: int | None = None
    # For a preview: what would be sent.
    message: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused(Outcome):
    """It may not be done to this person, and why; the run goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits(Outcome):
    """It comes back at `until`, or sooner when what it waits for happens. `branches`: by which ways on."""

    until: datetime
    branch_when_due: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends(Outcome):
    """The run is over here."""


class StepFailed(Exception):
    """It can't be done as things are, and trying again would not help. The text says what to mend."""


class TryLater(Exception):
    """It can't be done now. It is tried again after `seconds`, and not counted as a failure."""

    def __init__(self, text: str, *, seconds: float) -> None:
        super().__init__(text)
        self.seconds = seconds
