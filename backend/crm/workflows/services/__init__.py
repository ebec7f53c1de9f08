"""Writing workflows, putting them to work, and what people do to runs."""

from crm.workflows.services.activating import activate_workflow, pause_workflow, resume_workflow
from crm.workflows.services.enrolling import enrol_contacts
from crm.workflows.services.runs import cancel_run, replay_run, skip_wait
from crm.workflows.services.writing import create_workflow, update_workflow

__all__ = [
    "activate_workflow",
    "cancel_run",
    "create_workflow",
    "enrol_contacts",
    "pause_workflow",
    "replay_run",
    "resume_workflow",
    "skip_wait",
    "update_workflow",
]
