"""What the API takes and says of pipelines and opportunities. Shape alone: `values.py` decides what holds."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from crm.core.http import FieldConflict, Problem, Ref
from crm.pipelines.enums import RequiredField, Source, StageColor, Status
from crm.pipelines.selectors.searching import QUERY_MOST

# Longer than any value may be: what is too long is told field by field, not as a wrong shape.
_TEXT_MOST = 100_000
_INT_MOST = 2**31 - 1
_BIGINT_MOST = 2**63 - 1


class Stage(Schema):
    """A stage. `win_probability` is in percent, `expected_days` in days; `open_count` is of open opportunities."""

    id: int
    name: str
    position: int
    color: StageColor
    win_probability: int
    expected_days: int | None
    required_fields: list[RequiredField]
    version: int
    open_count: int


class Pipeline(Schema):
    """A pipeline with its stages in order."""

    id: int
    name: str
    position: int
    version: int
    open_count: int
    stages: list[Stage]


class StageChoice(Schema):
    """A stage to choose, with the pipeline that tells it from others of its name."""

    id: int
    name: str
    pipeline: Ref


class StagesQuery(Schema):
    """Which stages: those that `q` finds by their own or their pipeline's name."""

    q: str = Field("", max_length=QUERY_MOST)


class PipelineChanged(Schema):
    """The pipeline after a change, and the change's id: null when there was nothing to change."""

    pipeline: Pipeline
    change_id: UUID | None


class StageIn(Schema):
    """A new stage."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(max_length=_TEXT_MOST)
    color: StageColor | None = None
    win_probability: int = Field(0, ge=-_INT_MOST, le=_INT_MOST)
    expected_days: int | None = Field(None, ge=-_INT_MOST, le=_INT_MOST)
    required_fields: list[RequiredField] = Field(default_factory=list, max_length=20)


class StagePatch(Schema):
    """Fields of a stage to change; those left out stay."""

    model_config = ConfigDict(extra="forbid")

    version: int
    name: str = Field("", max_length=_TEXT_MOST)
    color: StageColor = StageColor.IRIS
    win_probability: int = Field(0, ge=-_INT_MOST, le=_INT_MOST)
    expected_days: int | None = Field(None, ge=-_INT_MOST, le=_INT_MOST)
    required_fields: list[RequiredField] = Field(default_factory=list, max_length=20)

    def sent(self) -> dict[str, Any]:
        """The fields that were sent, and no others."""
        return self.model_dump(exclude_unset=True, exclude={"version"}, mode="json")


class PipelineIn(Schema):
    """A new pipeline with its stages."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(max_length=_TEXT_MOST)
    stages: list[StageIn] = Field(max_length=200)


class PipelineNameIn(Schema):
    """A pipeline's new name."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(max_length=_TEXT_MOST)


class PipelineOrderIn(Schema):
    """All ids in their new order."""

    model_config = ConfigDict(extra="forbid")

    ids: list[int] = Field(max_length=500)


class StageDeleteIn(Schema):
    """Where what stands in the stage goes; null when nothing does."""

    model_config = ConfigDict(extra="forbid")

    move_to: int | None = None


class StandsHere(Schema):
    """How many opportunities of one colleague stand in a stage; nobody's for no name."""

    user_id: int | None
    name: str | None
    count: int


class StageUses(Schema):
    """What stands in a stage."""

    open: int
    closed: int
    archived: int
    by_user: list[StandsHere]


class Stuck(Schema):
    """What keeps a card from going on."""

    key: Literal["no_next_step", "next_step_overdue", "date_past", "too_long"]
    text: str


class BoardCard(Schema):
    """An opportunity on the board. `value_cents` is in the currency's smallest unit."""

    id: int
    title: str
    value_cents: int | None
    currency: str
    pipeline_id: int
    stage_id: int
    status: Status
    contact: Ref | None
    company: Ref | None
    assigned_user: Ref | None
    days_in_stage: int
    entered_stage_at: datetime
    source: Source
    expected_close_on: date | None
    next_step: str
    next_step_on: date | None
    stuck: list[Stuck]
    version: int


class Card(BoardCard):
    """An opportunity in lists."""

    created_at: datetime
    updated_at: datetime
    closed_at: datetime | None
    archived_at: datetime | None
    archived_by: Ref | None


class Part(Schema):
    """A further person in an opportunity, and what their part is."""

    contact: Ref
    role: str


class Opportunity(Card):
    """An opportunity with all that is kept of it."""

    pipeline: Ref
    stage: Ref
    win_probability: int
    contacts: list[Part]
    notes: str
    source_detail: str
    close_reason: str
    close_note: str
    created_by: Ref | None


class OpportunityChanged(Schema):
    """The opportunity after a change, and the change's id for its undo: null when there was nothing to undo."""

    opportunity: Opportunity
    change_id: UUID | None


class Total(Schema):
    """A sum in one currency's smallest unit, and the same weighted by how likely each is to be won."""

    currency: str
    value_cents: int
    weighted_cents: int


class Column(Schema):
    """A stage on the board. `count` and `totals` are of all that match, however many cards are shown."""

    stage_id: int
    count: int
    totals: list[Total]
    cards: list[BoardCard]
    has_more: bool


class Board(Schema):
    """A pipeline's board."""

    pipeline: Pipeline
    columns: list[Column]


class OpportunityPage(Schema):
    """A page of opportunities, and where the next one begins."""

    items: list[Card]
    next_cursor: str | None


class OpportunityCount(Schema):
    """How many there are, counted up to a thousand, and their sums per currency; no sums beyond that."""

    count: int
    is_capped: bool
    totals: list[Total]


class StageVisit(Schema):
    """A stay in a stage, by the names that held when it began."""

    pipeline_name: str
    stage_id: int
    stage_name: str
    status: Status
    from_at: datetime
    until_at: datetime | None
    days: float
    by: str | None


class OpportunityIn(Schema):
    """A new opportunity. The company is found by name or id, or made by name."""

    model_config = ConfigDict(extra="forbid")

    title: str = Field(max_length=_TEXT_MOST)
    stage_id: int
    value_cents: int | None = Field(None, ge=-_BIGINT_MOST, le=_BIGINT_MOST)
    currency: str | None = Field(None, max_length=20)
    expected_close_on: date | None = None
    assigned_user_id: int | None = None
    contact_id: int | None = None
    company: str | None = Field(None, max_length=_TEXT_MOST)
    company_id: int | None = None
    source: Source = Source.MANUAL
    source_detail: str = Field("", max_length=_TEXT_MOST)
    notes: str = Field("", max_length=_TEXT_MOST)
    next_step: str = Field("", max_length=_TEXT_MOST)
    next_step_on: date | None = None


class OpportunityPatch(Schema):
    """Fields to change; those left out stay. `version` is the one that was seen when the edit began."""

    model_config = ConfigDict(extra="forbid")

    version: int
    title: str = Field("", max_length=_TEXT_MOST)
    value_cents: int | None = Field(None, ge=-_BIGINT_MOST, le=_BIGINT_MOST)
    currency: str | None = Field(None, max_length=20)
    expected_close_on: date | None = None
    assigned_user_id: int | None = None
    contact_id: int | None = None
    company: str | None = Field(None, max_length=_TEXT_MOST)
    company_id: int | None = None
    source: Source = Source.MANUAL
    notes: str = Field("", max_length=_TEXT_MOST)
    next_step: str = Field("", max_length=_TEXT_MOST)
    next_step_on: date | None = None

    def sent(self) -> dict[str, Any]:
        """The fields that were sent, and no others."""
        return self.model_dump(exclude_unset=True, exclude={"version"})


class MoveIn(Schema):
    """Where a card goes: behind `after_id`, else before `before_id`, else on top of the stage."""

    model_config = ConfigDict(extra="forbid")

    version: int
    stage_id: int
    after_id: int | None = None
    before_id: int | None = None


class CloseIn(Schema):
    """How an opportunity ended, why, and what comes next."""

    model_config = ConfigDict(extra="forbid")

    version: int
    status: Literal["won", "lost", "abandoned"]
    reason: str = Field("", max_length=_TEXT_MOST)
    note: str = Field("", max_length=_TEXT_MOST)
    next_step: str | None = Field(None, max_length=_TEXT_MOST)
    next_step_on: date | None = None


class ReopenIn(Schema):
    """The version that was seen."""

    model_config = ConfigDict(extra="forbid")

    version: int


class PartIn(Schema):
    """A further person, and what their part is."""

    model_config = ConfigDict(extra="forbid")

    contact_id: int
    role: str = Field("", max_length=_TEXT_MOST)


class OpportunityProblem(Problem):
    """A refusal. With code `edit_conflict`: both values of each disputed field; with `moved_meanwhile`: who did it.

    `current` is the opportunity as it stands; `missing` is what a stage asks for.
    """

    conflict: dict[str, FieldConflict] | None = None
    current: Opportunity | None = None
    moved_by: str | None = None
    missing: list[str] | None = None


class CountProblem(Problem):
    """A refusal because of what stands there."""

    open: int | None = None
    closed: int | None = None
    archived: int | None = None
