"""What the API takes and says of workflows. Shape alone: the services and the definition decide what holds."""

from datetime import datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

from crm.core.http import Problem, Ref
from crm.workflows.enums import StepState, WorkflowStatus

# Longer than any value may be: what is too long is told field by field, not as a wrong shape.
_TEXT_MOST = 100_000
_QUERY_MOST = 200


class BranchOut(Schema):
    """One of the ways on from a step."""

    key: str
    label: str


class KindOut(Schema):
    """A kind of trigger or step. `settings` is the JSON Schema of what is set, with `x-widget` on each property."""

    key: str
    label: str
    help: str
    icon: str
    group: str
    settings: dict[str, Any]
    subject: Literal["contact", "opportunity"]
    is_event: bool
    branches: list[BranchOut]


class Catalogue(Schema):
    """All kinds there are."""

    triggers: list[KindOut]
    steps: list[KindOut]


class WorkflowListItem(Schema):
    """A workflow in a list. Runs that ended are counted up to ten thousand."""

    id: int
    name: str
    description: str
    status: WorkflowStatus
    owner: Ref | None
    trigger_words: str
    runs_active: int
    runs_done: int
    runs_failed: int
    last_run_at: datetime | None
    updated_at: datetime
    is_changed: bool
    is_archived: bool


class WorkflowList(Schema):
    """Some workflows, the last changed first."""

    items: list[WorkflowListItem]
    next_cursor: str | None


class FaultOut(Schema):
    """What is to be mended: at which step (null for the start and the whole), of which field."""

    step_id: str | None
    field: str
    text: str


class LiveVersion(Schema):
    """The version that is carried out."""

    number: int
    published_at: datetime
    published_by: Ref | None


class StepCounts(Schema):
    """How many people stand at a step now, have passed it, and failed at it."""

    waiting: int
    passed: int
    failed: int


class WorkflowOut(Schema):
    """A workflow as its builder shows it. `definition` is the draft, `words` say each step, `trigger` the start."""

    id: int
    name: str
    description: str
    status: WorkflowStatus
    version: int
    owner: Ref | None
    definition: dict[str, Any]
    faults: list[FaultOut]
    live: LiveVersion | None
    is_changed: bool
    words: dict[str, str]
    counts: dict[str, StepCounts]
    updated_at: datetime
    is_archived: bool
    can_edit: bool


class WorkflowProblem(Problem):
    """A refusal. With code `changed_meanwhile`: the workflow as it stands; with `not_sound`: what is to be mended."""

    current: WorkflowOut | None = None
    faults: list[FaultOut] | None = None


class VersionListItem(Schema):
    """A version, and how many people are under way in it."""

    number: int
    published_at: datetime
    published_by: Ref | None
    is_live: bool
    active_runs: int


class VersionOut(Schema):
    """A version with what it said."""

    number: int
    definition: dict[str, Any]


class FieldChangeOut(Schema):
    """A field of a step, before and after, in words."""

    field: str
    before: str
    after: str


class StepChangeOut(Schema):
    """What became of a step; without id, of the start and the policy."""

    step_id: str | None
    what: Literal["added", "removed", "changed", "moved"]
    label: str
    changes: list[FieldChangeOut]


class TriedStepOut(Schema):
    """What one step would come to; `until` when it would go on after a wait."""

    step_id: str
    kind: str
    label: str
    state: StepState
    text: str
    branch: str
    message: dict[str, str] | None
    seen: list[dict[str, Any]]
    at: datetime
    until: datetime | None


class TrialOut(Schema):
    """Whether the person meets the trigger's conditions, and what the draft would do for them."""

    matches: bool
    steps: list[TriedStepOut]


class NotEnrolledOut(Schema):
    """Somebody who was not taken in, and why."""

    contact_id: int
    text: str


class EnrolledOut(Schema):
    """How many were taken in, and who was not."""

    started: int
    refused: list[NotEnrolledOut]


class ConditionHoldsOut(Schema):
    """A condition of the trigger in words, and whether it holds for the person now."""

    text: str
    holds: bool


class HeardEventOut(Schema):
    """Something that the trigger means: when it happened, what came of it, and the run that it began."""

    at: datetime
    event: str
    text: str
    run_id: int | None


class AnswerOut(Schema):
    """What stands in the way now, the conditions one by one, and what happened to the person, the newest first."""

    now: list[str]
    conditions: list[ConditionHoldsOut]
    events: list[HeardEventOut]


class EstimateOut(Schema):
    """How many meet the trigger's conditions now; `is_bounded` where there are more than were counted."""

    subject: Literal["contact", "opportunity"]
    count: int
    is_bounded: bool


class MovedOut(Schema):
    """How many go on in the other version, and how many stay, since their step is not in it."""

    moved: int
    left: int


class WorkflowIn(Schema):
    """A new workflow, empty where no definition comes with it."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(max_length=_TEXT_MOST)
    definition: dict[str, Any] | None = None


class WorkflowPatch(Schema):
    """Fields of a workflow to change; those left out stay. `version` is the one that was seen."""

    model_config = ConfigDict(extra="forbid")

    version: int
    name: str = Field("", max_length=_TEXT_MOST)
    description: str = Field("", max_length=_TEXT_MOST)
    owner_id: int = 0
    definition: dict[str, Any] = Field(default_factory=dict)

    def sent(self) -> dict[str, Any]:
        """The fields that were sent, and no others."""
        return self.model_dump(exclude_unset=True, exclude={"version"})


class SeenVersion(Schema):
    """Which edit was seen by whoever acts on it."""

    model_config = ConfigDict(extra="forbid")

    version: int


class TrialIn(Schema):
    """For whom it is tried; `opportunity_id` where the trigger is about one."""

    model_config = ConfigDict(extra="forbid")

    contact_id: int
    opportunity_id: int | None = None


class EnrolIn(Schema):
    """Who is to be taken in."""

    model_config = ConfigDict(extra="forbid")

    contact_ids: list[int] = Field(max_length=10_000)


class MoveRunsIn(Schema):
    """The version in which they go on."""

    model_config = ConfigDict(extra="forbid")

    to: int


class WorkflowsQuery(Schema):
    """Which workflows, from where."""

    q: str = Field("", max_length=_QUERY_MOST)
    status: WorkflowStatus | None = None
    archived: bool = False
    cursor: str | None = Field(None, max_length=4000)

    def asked(self) -> dict[str, Any]:
        """What was asked, as the selector takes it."""
        return {**self.model_dump(), "status": self.status or ""}


class WhyQuery(Schema):
    """About whom."""

    contact_id: int


class DiffQuery(Schema):
    """Which two: numbers of versions, `live` or `draft`."""

    before: str = Field("live", max_length=20)
    after: str = Field("draft", max_length=20)
