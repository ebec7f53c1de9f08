"""Reading pipelines and opportunities."""

from crm.pipelines.selectors.board import get_board
from crm.pipelines.selectors.history import list_opportunity_timeline, list_stage_log
from crm.pipelines.selectors.lists import (
    count_opportunities,
    list_company_opportunities,
    list_contact_opportunities,
    list_opportunities,
)
from crm.pipelines.selectors.one import get_opportunity, read_opportunity
from crm.pipelines.selectors.pipelines import get_stage_uses, list_pipelines, list_stages, read_pipeline
from crm.pipelines.selectors.visibility import visible_to

__all__ = [
    "count_opportunities",
    "get_board",
    "get_opportunity",
    "get_stage_uses",
    "list_company_opportunities",
    "list_contact_opportunities",
    "list_opportunities",
    "list_opportunity_timeline",
    "list_pipelines",
    "list_stage_log",
    "list_stages",
    "read_opportunity",
    "read_pipeline",
    "visible_to",
]
