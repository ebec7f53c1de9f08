"""Writing workflows, putting them to work, and what people do to runs."""

from crm.workflows.services.activating import activate_workflow, pause_workflow, resume_workflow
from crm.workflows.services.archiving import archive_workflow, copy_workflow, restore_workflow
from crm.workflows.services.enrolling import enrol_contacts
from crm.workflows.services.moving import move_runs
from crm.workflows.services.runs import cancel_run, replay_failed, replay_run, skip_wait
from crm.workflows.services.writing import create_workflow, update_workflow

__all__ = [
    "activate_workflow",
    "archive_workflow",
    "cancel_run",
    "copy_workflow",
    "create_workflow",
    "enrol_contacts",
    "move_runs",
    "pause_workflow",
    "replay_failed",
    "replay_run",
    "restore_workflow",
    "resume_workflow",
    "skip_wait",
    "update_workflow",
]
