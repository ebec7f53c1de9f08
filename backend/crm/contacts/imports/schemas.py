"""What the API takes and says of imports."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from crm.core.http import Ref
from crm.core.paging import PAGE_SIZE, PAGE_SIZE_MOST

_KEY = 20
_COLUMNS_MOST = 1000
# Longer than any cell may become; what is too long is told cell by cell.
_CELL_MOST = 100_000

Outcome = Literal["created", "merged", "skipped", "refused"]
Answer = Literal["opted_in", "opted_out", "unknown", "declined"]
Duplicates = Literal["skip", "merge", "create"]
State = Literal[
    "uploaded", "previewing", "ready", "running", "done", "failed", "cancelled", "undoing", "undone"
]  # fmt: skip


class UploadQuery(Schema):
    """What the file was called where it came from."""

    file_name: str = Field(min_length=1, max_length=500)


class ImportChoice(Schema):
    """Something to choose."""

    key: str
    label: str


class ImportPolicy(ImportChoice):
    """Something to choose, and what it means."""

    explanation: str


class ImportChoices(Schema):
    """All that can be chosen for an import."""

    encodings: list[ImportChoice]
    delimiters: list[ImportChoice]
    date_orders: list[ImportChoice]
    regions: list[ImportChoice]
    duplicates: list[ImportPolicy]
    consent_answers: list[ImportChoice]
    fields: list[ImportChoice]
    most_bytes: int


class ImportColumn(Schema):
    """A column: its key (by position: names may repeat), samples, and the field it becomes."""

    key: str
    name: str
    samples: list[str]
    field: str | None
    is_guess: bool
    speaks_of_consent: bool


class ImportCounts(Schema):
    """Rows by what became of them, or would; `warnings` of them were taken with something left to look at."""

    created: int
    merged: int
    skipped: int
    refused: int
    warnings: int


class ConsentOf(Schema):
    """Where the consent for a channel is read from: a column, or one answer for everybody in the file."""

    model_config = ConfigDict(extra="forbid")

    column: str | None = Field(None, max_length=_KEY)
    answer: Answer | None = None


class ImportConsent(Schema):
    """What is said of consent. Null has not been answered yet, which a start refuses."""

    email: ConsentOf | None
    sms: ConsentOf | None
    wording: str


class ConsentPatch(Schema):
    """What is changed of it."""

    model_config = ConfigDict(extra="forbid")

    email: ConsentOf | None = None
    sms: ConsentOf | None = None
    wording: str | None = Field(None, max_length=5000)


class Import(Schema):
    """An import. `guessed` names what Kith has guessed and nobody has chosen; `first_rows` are read as chosen now.

    `counts` are those of the preview while it is `ready`, of the run afterwards.
    """

    id: int
    file_name: str
    size: int
    state: State
    encoding: str
    delimiter: str
    sheet: str
    sheets: list[str]
    has_header: bool
    date_order: str
    region: str
    guessed: list[str]
    rows_total: int | None
    columns: list[ImportColumn]
    first_rows: list[list[str]]
    fields: list[ImportChoice]
    mapping: dict[str, str]
    duplicates: Duplicates
    consent: ImportConsent
    tags: list[str]
    runs_workflows: bool
    counts: ImportCounts
    done: int
    fixes_waiting: int
    set_id: UUID | None
    undo_job_id: int | None
    actor: Ref | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    error: str
    problems: list[str]
    saved_mapping_id: int | None


class ImportPatch(Schema):
    """What is to be changed; what is left out stays. Null unmaps a column."""

    model_config = ConfigDict(extra="forbid")

    encoding: str | None = Field(None, max_length=_KEY)
    delimiter: str | None = Field(None, max_length=2)
    sheet: str | None = Field(None, max_length=200)
    has_header: bool | None = None
    date_order: str | None = Field(None, max_length=5)
    region: str | None = Field(None, max_length=5)
    mapping: dict[Annotated[str, Field(max_length=_KEY)], str | None] | None = Field(None, max_length=_COLUMNS_MOST)
    saved_mapping_id: int | None = None
    duplicates: Duplicates | None = None
    consent: ConsentPatch | None = None
    tags: list[str] | None = Field(None, max_length=200)
    runs_workflows: bool | None = None

    def sent(self) -> dict[str, Any]:
        """What was sent, by name. A setting can't be nothing: null is the same as left out."""
        return {name: value for name, value in self.dict(exclude_unset=True).items() if value is not None}


class ImportMapping(Schema):
    """A mapping that was kept under a name. It fits files with the same columns."""

    id: int
    name: str
    columns: list[str]
    mapping: dict[str, str]


class ImportMappingIn(Schema):
    """The mapping of an import is to be kept under a name."""

    model_config = ConfigDict(extra="forbid")

    import_id: int
    name: str = Field(max_length=500)


class Candidate(Schema):
    """Somebody whom a row may be, and by what: email, phone or both."""

    id: int
    full_name: str
    matched_on: list[str]


class MergeInto(Schema):
    """The row is this contact."""

    model_config = ConfigDict(extra="forbid")

    merge_into: int


class ImportRow(Schema):
    """A row and what became of it, or would. `cells` are empty for rows that have been taken."""

    line: int
    cells: dict[str, str]
    outcome: Outcome
    reasons: list[str]
    contact_id: int | None
    contact_name: str | None
    candidates: list[Candidate]
    is_fixed: bool
    decision: MergeInto | Literal["create", "skip"] | None


class ImportRowPage(Schema):
    """Rows in the order of the file, and where the next page begins."""

    items: list[ImportRow]
    next_cursor: str | None


class ImportRowsQuery(Schema):
    """Which rows."""

    outcome: Outcome | None = None
    cursor: str | None = Field(None, max_length=200)
    limit: int = Field(PAGE_SIZE, ge=1, le=PAGE_SIZE_MOST)


class ImportRowPatch(Schema):
    """Cells that are mended, by column; and what is decided when the row could be several people."""

    model_config = ConfigDict(extra="forbid")

    cells: dict[Annotated[str, Field(max_length=_KEY)], Annotated[str, Field(max_length=_CELL_MOST)]] | None = Field(
        None, max_length=_COLUMNS_MOST
    )
    decision: MergeInto | Literal["create", "skip"] | None = None

    def sent(self) -> dict[str, Any]:
        """What was sent, by name."""
        return self.dict(exclude_unset=True)


class ImportUndo(Schema):
    """The job that takes an import back: how far it has come, `/bulk/{id}` tells."""

    id: int
    label: str
    state: str
    total: int
