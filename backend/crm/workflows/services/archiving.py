"""Workflows that go to the trash and come back, and copies."""

from django.db import transaction
from django.db.models.functions import Now

from crm.core.access import Actor, Permission, requires
from crm.journal.publishing import publish
from crm.workflows.engine.interest import refresh_interest
from crm.workflows.enums import WorkflowStatus
from crm.workflows.events import WorkflowArchived, WorkflowCreated, WorkflowRestored
from crm.workflows.models import Workflow
from crm.workflows.selectors.visibility import find_workflow
from crm.workflows.selectors.workflows import WorkflowView, view_of
from crm.workflows.services.writing import NAME_MOST


@requires(Permission.WORKFLOWS_WRITE)
@transaction.atomic
def archive_workflow(*, actor: Actor, workflow_id: int) -> WorkflowView:
    """Puts it into the trash: it starts nothing, and whoever is under way is held where they are.

    Publishes `workflow.archived`; one that is there already stays as it is. Raises `NotFound`.
    """
    workflow = find_workflow(actor, workflow_id, lock=True)
    if workflow.archived_at is None:
        status = WorkflowStatus.PAUSED if workflow.status == WorkflowStatus.ACTIVE else workflow.status
        Workflow.objects.filter(pk=workflow.pk).update(archived_at=Now(), updated_at=Now(), status=status, scan_at=None)
        refresh_interest()
        publish(WorkflowArchived(subject_id=workflow.pk, workflow=workflow.name), actor=actor)
    return view_of(actor, find_workflow(actor, workflow_id))


@requires(Permission.WORKFLOWS_WRITE)
@transaction.atomic
def restore_workflow(*, actor: Actor, workflow_id: int) -> WorkflowView:
    """Brings it back from the trash: paused where it was ever active, else a draft.

    Publishes `workflow.restored`; one that is not in the trash stays as it is. Raises `NotFound`.
    """
    workflow = find_workflow(actor, workflow_id, lock=True)
    if workflow.archived_at is not None:
        Workflow.objects.filter(pk=workflow.pk).update(archived_at=None, updated_at=Now())
        publish(WorkflowRestored(subject_id=workflow.pk, workflow=workflow.name), actor=actor)
    return view_of(actor, find_workflow(actor, workflow_id))


@requires(Permission.WORKFLOWS_WRITE)
@transaction.atomic
def copy_workflow(*, actor: Actor, workflow_id: int) -> WorkflowView:
    """Makes a draft of one's own with the same trigger and steps. Publishes `workflow.created`. Raises `NotFound`."""
    workflow = find_workflow(actor, workflow_id)
    made = Workflow.objects.create(
        name=f"Copy of {workflow.name}"[:NAME_MOST].rstrip(),
        description=workflow.description,
        draft=workflow.draft,
        owner_id=actor.user_id,
        created_by_id=actor.user_id,
    )
    publish(WorkflowCreated(subject_id=made.pk, workflow=made.name), actor=actor)
    return view_of(actor, find_workflow(actor, made.pk))
