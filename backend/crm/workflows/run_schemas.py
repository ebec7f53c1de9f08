"""What the API takes and says of runs. Shape alone."""

from datetime import datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from crm.core.http import Ref
from crm.workflows.enums import RunState, StepState


class ReplayedOut(Schema):
    """How many runs were replayed, and how many failed ones are left."""

    replayed: int
    left: int


class StepRefOut(Schema):
    """A step, as it is called."""

    id: str
    label: str


class RunListItem(Schema):
    """A run in a list. `next_at` is when it goes on by itself."""

    id: int
    workflow: Ref
    contact: Ref
    version: int
    state: RunState
    state_label: str
    outcome: str
    trigger: str
    started_at: datetime
    ended_at: datetime | None
    next_at: datetime | None
    current_step: StepRefOut | None
    replay_of: int | None


class RunList(Schema):
    """Some runs, the newest first."""

    items: list[RunListItem]
    next_cursor: str | None


class StepMessageOut(Schema):
    """What became of the message that a step handed over."""

    id: int
    state: str
    conversation_id: int


class RunStepOut(Schema):
    """What a run did at one step. `seen` are the values that a condition saw."""

    id: int
    step_id: str
    number: int | None
    kind: str
    label: str
    state: StepState
    state_label: str
    input: dict[str, Any]
    output: dict[str, Any]
    seen: list[dict[str, Any]]
    branch: str
    error: str
    tries: int
    started_at: datetime
    ended_at: datetime | None
    message: StepMessageOut | None


class RunOut(RunListItem):
    """A run with all its steps, and which runs it was replayed by."""

    steps: list[RunStepOut]
    replays: list[int]


class ReplayPlanOut(Schema):
    """What a replay would do again, and what it would leave as it was done."""

    repeats: list[str]
    keeps: list[str]


class ReplayIn(Schema):
    """Where a replay begins, and on which version."""

    model_config = ConfigDict(extra="forbid")

    start: Literal["failed", "start"] = "failed"
    version: Literal["same", "live"] = "same"


class RunsQuery(Schema):
    """Which runs, from where."""

    state: RunState | None = None
    contact_id: int | None = None
    cursor: str | None = Field(None, max_length=4000)

    def asked(self) -> dict[str, Any]:
        """What was asked, as the selector takes it."""
        return {**self.model_dump(), "state": self.state or ""}


class CursorQuery(Schema):
    """From where."""

    cursor: str | None = Field(None, max_length=4000)


class ReplayQuery(Schema):
    """Where a replay would begin, and on which version."""

    start: Literal["failed", "start"] = "failed"
    version: Literal["same", "live"] = "same"
