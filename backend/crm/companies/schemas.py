"""What the API takes and says of companies. Shape alone: what a value may hold, `values.py` decides."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from crm.companies.enums import CompanySort
from crm.core.filters import FILTER_MOST
from crm.core.http import FieldConflict, Problem, Ref
from crm.core.paging import PAGE_SIZE, PAGE_SIZE_MOST
from crm.core.search import QUERY_MOST

# Longer than any value may be: what is too long is told field by field, not as a wrong shape.
_TEXT_MOST = 100_000


class CompanyChoice(Schema):
    """A company to choose."""

    id: int
    name: str
    domain: str


class CompanyRow(Schema):
    """A company in a list. `people_count` are those who belong to it now and are not in the trash."""

    id: int
    name: str
    website: str
    domain: str
    phone: str
    phone_display: str
    industry: str
    people_count: int
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None
    archived_by: Ref | None
    version: int


class CompanyRollUps(Schema):
    """What a company's people come to. Activity is whatever happened to the company or to one of its people."""

    people: int
    former_people: int
    last_activity_at: datetime | None
    last_activity_by: str | None


class Company(CompanyRow):
    """A company with all that is kept of it."""

    phone_raw: str
    phone_is_valid: bool
    address: str
    notes: str
    created_by: Ref | None
    roll_ups: CompanyRollUps


class CompanyPage(Schema):
    """A page of companies, and where the next one begins."""

    items: list[CompanyRow]
    next_cursor: str | None


class CompanyCount(Schema):
    """How many there are. `is_capped`: more than were counted."""

    count: int
    is_capped: bool


class CompanyIn(Schema):
    """A new company. It needs a name."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(max_length=_TEXT_MOST)
    website: str = Field("", max_length=_TEXT_MOST)
    phone: str = Field("", max_length=_TEXT_MOST)
    address: str = Field("", max_length=_TEXT_MOST)
    industry: str = Field("", max_length=_TEXT_MOST)
    notes: str = Field("", max_length=_TEXT_MOST)


class CompanyPatch(Schema):
    """Fields to change; those left out stay. `version` is the one that was seen when the edit began."""

    model_config = ConfigDict(extra="forbid")

    version: int
    name: str = Field("", max_length=_TEXT_MOST)
    website: str = Field("", max_length=_TEXT_MOST)
    phone: str = Field("", max_length=_TEXT_MOST)
    address: str = Field("", max_length=_TEXT_MOST)
    industry: str = Field("", max_length=_TEXT_MOST)
    notes: str = Field("", max_length=_TEXT_MOST)

    def sent(self) -> dict[str, Any]:
        """The fields that were sent, and no others."""
        return self.model_dump(exclude_unset=True, exclude={"version"})


class CompanyChanged(Schema):
    """The company after a change, and the change's id for its undo: null when there was nothing to change."""

    company: Company
    change_id: UUID | None


class CompanyConflictProblem(Problem):
    """A refusal of a change. With code `edit_conflict`: both values of each disputed field, and the company as it is.

    With code `company_exists`: the company that has the name.
    """

    conflict: dict[str, FieldConflict] | None = None
    current: Company | None = None
    company: Ref | None = None


class CompanyMatch(Schema):
    """A company that shares its name or its domain with what was typed."""

    id: int
    name: str
    domain: str
    matched_on: list[Literal["name", "domain"]]
    is_archived: bool


class CompanyMatches(Schema):
    """Up to ten matches."""

    matches: list[CompanyMatch]


class CompanyFilter(Schema):
    """Which companies. `filter` is a tree as JSON; GET /filters/company says of what."""

    q: str = Field("", max_length=QUERY_MOST)
    filter: str | None = Field(None, max_length=FILTER_MOST)
    archived: bool = False


class CompanyCountQuery(CompanyFilter):
    """Which companies are counted; with `exact` all of them, however many."""

    exact: bool = False


class CompanyListQuery(CompanyFilter):
    """Which companies, in which order, from where."""

    sort: CompanySort | None = None
    cursor: str | None = Field(None, max_length=4000)
    limit: int = Field(PAGE_SIZE, ge=1, le=PAGE_SIZE_MOST)


class CompanyChoicesQuery(Schema):
    """Which companies to choose from."""

    q: str = Field("", max_length=QUERY_MOST)


class CompanyDuplicatesQuery(Schema):
    """What was typed so far."""

    name: str = Field("", max_length=1000)
    website: str = Field("", max_length=1000)
    except_id: int | None = None
