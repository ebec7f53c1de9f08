"""What the API says of jobs over many records."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from crm.core.http import Ref
from crm.core.paging import PAGE_SIZE, PAGE_SIZE_MOST

IDS_MOST = 10_000


class BulkOrder(Schema):
    """An action on the records with `ids`, or, without them, on all that `q`, `filter` and `archived` match now."""

    subject: str = Field(max_length=50)
    action: str = Field(max_length=50)
    params: dict[str, Any] = Field(default_factory=dict)
    ids: list[int] | None = Field(None, max_length=IDS_MOST)
    q: str = Field("", max_length=200)
    filter: str | None = Field(None, max_length=8000)
    archived: bool = False
    expected_count: int | None = Field(None, ge=0)


class BulkFile(Schema):
    """A file that a job has made."""

    name: str
    size: int
    expires_at: datetime


class BulkJob(Schema):
    """A job and how far it has come. For an export, `changed` counts the rows of the file."""

    id: int
    subject: str
    action: str
    label: str
    selection: str
    state: Literal["waiting", "running", "done", "failed", "cancelled"]
    is_stopping: bool
    total: int
    done: int
    changed: int
    unchanged: int
    refused: int
    progress: float
    actor: Ref
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    error: str
    can_undo: bool
    undo_job_id: int | None
    undoes_job_id: int | None
    set_id: UUID
    file: BulkFile | None


class BulkJobsQuery(Schema):
    """Which jobs."""

    limit: int = Field(PAGE_SIZE, ge=1, le=PAGE_SIZE_MOST)
    all: bool = False


class BulkResultsQuery(Schema):
    """Which page of the results."""

    cursor: str | None = Field(None, max_length=500)
    limit: int = Field(PAGE_SIZE, ge=1, le=PAGE_SIZE_MOST)


class BulkResult(Schema):
    """A record that was not changed, and why."""

    record_id: int
    subject: str
    name: str | None
    state: Literal["unchanged", "refused"]
    reason: str


class BulkResultPage(Schema):
    """Records that were not changed."""

    items: list[BulkResult]
    next_cursor: str | None


class BulkOption(Schema):
    """One of a parameter's choices. Of a field, `value` says how what it is to hold is asked for."""

    key: str
    label: str
    value: Literal["text", "block", "company_name"] | None


class BulkParam(Schema):
    """What a form asks for."""

    key: str
    label: str
    type: Literal["tag_names", "tags", "user", "company", "text", "block", "choice", "choices", "value"]
    options: list[BulkOption] | None


class BulkActionsQuery(Schema):
    """The sort of record."""

    subject: str = Field(max_length=50)


class BulkAction(Schema):
    """Something that can be done to many records. `explanation` is shown before it begins."""

    key: str
    label: str
    explanation: str
    params: list[BulkParam]
    permission: str
