"""What is asked of opportunities: which, in which order, from where."""

from ninja import Schema
from pydantic import Field

from crm.core.filters import FILTER_MOST
from crm.core.paging import PAGE_SIZE, PAGE_SIZE_MOST
from crm.pipelines.enums import OpportunitySort, Status
from crm.pipelines.selectors.searching import QUERY_MOST


class BoardQuery(Schema):
    """Which cards."""

    pipeline_id: int
    q: str = Field("", max_length=QUERY_MOST)
    filter: str | None = Field(None, max_length=FILTER_MOST)
    closed: bool = False


class OpportunityFilter(Schema):
    """Which opportunities."""

    q: str = Field("", max_length=QUERY_MOST)
    filter: str | None = Field(None, max_length=FILTER_MOST)
    pipeline_id: int | None = None
    status: Status | None = None
    archived: bool = False


class OpportunityCountQuery(OpportunityFilter):
    """Which opportunities are counted; `exact` counts beyond a thousand."""

    exact: bool = False


class OpportunityListQuery(OpportunityFilter):
    """Which opportunities, in which order, from where."""

    sort: OpportunitySort = OpportunitySort.NEWEST
    cursor: str | None = Field(None, max_length=4000)
    limit: int = Field(PAGE_SIZE, ge=1, le=PAGE_SIZE_MOST)
