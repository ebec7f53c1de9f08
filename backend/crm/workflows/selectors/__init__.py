"""Reading workflows and their runs."""

from crm.workflows.selectors.asking import estimate_matches, explain_start
from crm.workflows.selectors.catalogue import get_workflow_catalogue
from crm.workflows.selectors.runs import get_replay_plan, get_run, list_contact_runs, list_runs
from crm.workflows.selectors.trying import try_workflow
from crm.workflows.selectors.versions import get_workflow_diff, get_workflow_version, list_workflow_versions
from crm.workflows.selectors.workflows import get_workflow, list_workflows

__all__ = [
    "estimate_matches",
    "explain_start",
    "get_replay_plan",
    "get_run",
    "get_workflow",
    "get_workflow_catalogue",
    "get_workflow_diff",
    "get_workflow_version",
    "list_contact_runs",
    "list_runs",
    "list_workflow_versions",
    "list_workflows",
    "try_workflow",
]
