"""Putting a workflow to work, holding it, and letting it go on."""

from typing import Any

from django.db import connection, transaction
from django.db.models import Max
from django.db.models.functions import Now

from crm.core.access import Actor, Permission, requires
from crm.journal.publishing import publish
from crm.workflows.definition.checking import faults_of
from crm.workflows.definition.tree import read_definition
from crm.workflows.engine.dates import scan_columns
from crm.workflows.engine.interest import refresh_interest
from crm.workflows.enums import WorkflowStatus
from crm.workflows.errors import ChangedMeanwhile, NotSound, WorkflowIsArchived, WorkflowIsNotActive
from crm.workflows.events import WorkflowActivated, WorkflowPaused, WorkflowResumed
from crm.workflows.models import Version, Workflow
from crm.workflows.references import names_for, settings_in
from crm.workflows.selectors.visibility import find_workflow
from crm.workflows.selectors.workflows import WorkflowView, view_of


@requires(Permission.WORKFLOWS_WRITE)
@transaction.atomic
def activate_workflow(*, actor: Actor, workflow_id: int, version: int) -> WorkflowView:
    """Publishes the draft as a version where it differs from the live one, and has that answer what happens from now.

    Runs that are under way stay with their version. Publishes `workflow.activated`.
    Raises `NotFound`, `ChangedMeanwhile`, `NotSound`, `WorkflowIsArchived`.
    """
    workflow = find_workflow(actor, workflow_id, lock=True)
    if workflow.archived_at is not None:
        raise WorkflowIsArchived
    if version != workflow.version:
        raise ChangedMeanwhile
    draft = read_definition(workflow.draft)
    faults = faults_of(draft, names_for(settings_in(draft)))
    if faults:
        told = [{"step_id": fault.step_id, "field": fault.field, "text": fault.text} for fault in faults]
        raise NotSound(faults=told)
    live = Version.objects.filter(pk=workflow.live_id or 0).first()
    if live is None or live.definition != workflow.draft:
        last = Version.objects.filter(workflow_id=workflow.pk).aggregate(last=Max("number"))["last"] or 0
        live = Version.objects.create(
            workflow_id=workflow.pk, number=last + 1, definition=workflow.draft, published_by_id=actor.user_id
        )
    _go_live(workflow, live)
    publish(WorkflowActivated(subject_id=workflow.pk, workflow=workflow.name, number=live.number), actor=actor)
    return view_of(actor, find_workflow(actor, workflow_id))


@requires(Permission.WORKFLOWS_WRITE)
@transaction.atomic
def pause_workflow(*, actor: Actor, workflow_id: int) -> WorkflowView:
    """Has it start nothing, and holds what is under way where it is. Publishes `workflow.paused`.

    Raises `NotFound`, `WorkflowIsNotActive`.
    """
    workflow = find_workflow(actor, workflow_id, lock=True)
    if workflow.status != WorkflowStatus.ACTIVE:
        raise WorkflowIsNotActive
    _write(workflow, status=WorkflowStatus.PAUSED, scan_at=None)
    refresh_interest()
    publish(WorkflowPaused(subject_id=workflow.pk, workflow=workflow.name), actor=actor)
    return view_of(actor, find_workflow(actor, workflow_id))


@requires(Permission.WORKFLOWS_WRITE)
@transaction.atomic
def resume_workflow(*, actor: Actor, workflow_id: int) -> WorkflowView:
    """Has the live version answer what happens from now on, and lets go on what was held.

    Publishes `workflow.resumed`. Raises `NotFound`, `WorkflowIsNotActive`, `WorkflowIsArchived`.
    """
    workflow = find_workflow(actor, workflow_id, lock=True)
    if workflow.archived_at is not None:
        raise WorkflowIsArchived
    live = Version.objects.filter(pk=workflow.live_id or 0).first()
    if workflow.status != WorkflowStatus.PAUSED or live is None:
        raise WorkflowIsNotActive("Only a paused workflow can be resumed.")
    _go_live(workflow, live)
    publish(WorkflowResumed(subject_id=workflow.pk, workflow=workflow.name), actor=actor)
    return view_of(actor, find_workflow(actor, workflow_id))


def _go_live(workflow: Workflow, live: Version) -> None:
    columns = scan_columns(workflow, live.definition)
    if workflow.status != WorkflowStatus.ACTIVE:
        # By the clock that dates events, which is the database's.
        columns["active_since"] = Now()
    _write(workflow, status=WorkflowStatus.ACTIVE, live_id=live.pk, **columns)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE workflows_run SET state = 'active' WHERE workflow_id = %s AND state = 'held'", [workflow.pk]
        )
    refresh_interest()


def _write(workflow: Workflow, **columns: Any) -> None:
    Workflow.objects.filter(pk=workflow.pk).update(**columns, updated_at=Now())
