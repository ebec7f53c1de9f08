"""Which workflows and runs somebody may see: administrators all, others those that are theirs."""

from typing import Any, LiteralString

from django.db.models import Q, QuerySet

from crm.core.access import Actor, Permission
from crm.core.errors import NotFound
from crm.workflows.models import Workflow

BIGINT_MOST = 2**63 - 1


def visible_workflows(actor: Actor) -> QuerySet[Workflow]:
    """Those that the actor may see."""
    if actor.may(Permission.WORKFLOWS_MANAGE):
        return Workflow.objects.all()
    return Workflow.objects.filter(Q(owner_id=actor.user_id or 0) | Q(created_by_id=actor.user_id or 0))


def visible_sql(actor: Actor) -> tuple[LiteralString, list[Any]]:
    """The same as a condition on workflows by the name w, and its values."""
    if actor.may(Permission.WORKFLOWS_MANAGE):
        return "TRUE", []
    return "(w.owner_id = %s OR w.created_by_id = %s)", [actor.user_id or 0, actor.user_id or 0]


def find_workflow(actor: Actor, workflow_id: int, *, lock: bool = False) -> Workflow:
    """The workflow; locked until the transaction ends. Raises `NotFound`."""
    if not 0 < workflow_id <= BIGINT_MOST:
        raise NotFound
    found = visible_workflows(actor).filter(pk=workflow_id)
    workflow = (found.select_for_update(of=("self",)) if lock else found.select_related("live", "owner")).first()
    if workflow is None:
        raise NotFound
    return workflow
