"""What the API takes and says of reports."""

from datetime import date, datetime
from typing import Literal

from ninja import Schema
from pydantic import Field

from crm.core.http import Ref
from crm.core.paging import PAGE_SIZE, PAGE_SIZE_MOST
from crm.pipelines.enums import Source, Status


class Amount(Schema):
    """A sum in one currency's smallest unit, and the same weighted by win probability."""

    currency: str
    value_cents: int
    weighted_cents: int


class StageFigures(Schema):
    """The figures of one stage. `conversion` is a share (0 to 1), `median_days` days."""

    stage_id: int
    name: str
    is_deleted: bool
    win_probability: int
    count: int
    amounts: list[Amount]
    entered: int
    moved_on: int
    conversion: float | None
    median_days: float | None


class PipelineReport(Schema):
    """The pipeline report. `moment` is when it is true, `zone` that of its days."""

    pipeline_id: int
    pipeline_name: str
    zone: str
    moment: datetime
    scope: str
    definitions: dict[str, str]
    stages: list[StageFigures]
    count: int
    amounts: list[Amount]


class ReportedOpportunity(Schema):
    """An opportunity that a figure counts, as it is now."""

    id: int
    title: str
    value_cents: int | None
    currency: str
    stage_id: int
    status: Status
    contact: Ref | None
    company: Ref | None
    assigned_user: Ref | None
    created_at: datetime
    closed_at: datetime | None


class FigureList(Schema):
    """The opportunities of one figure, and where the next page begins."""

    items: list[ReportedOpportunity]
    next_cursor: str | None


class ReportQuery(Schema):
    """What the report is of: opportunities created from `since` to `until`, as they stood at the end of `as_of`."""

    pipeline_id: int
    since: date | None = None
    until: date | None = None
    assigned_user_id: int | None = None
    source: Source | None = None
    as_of: date | None = None


class ReportListQuery(ReportQuery):
    """Which figure's opportunities: of one stage, or of all stages of the pipeline."""

    stage_id: int | None = None
    figure: Literal["standing", "entered", "moved_on"]
    cursor: str | None = Field(None, max_length=4000)
    limit: int = Field(PAGE_SIZE, ge=1, le=PAGE_SIZE_MOST)
