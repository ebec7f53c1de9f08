"""What a workflow would do for somebody as they are now, with nothing written and nothing sent."""

from datetime import datetime
from typing import Any

import msgspec
from django.db import transaction

from crm.contacts.selectors import read_contact
from crm.core import clock
from crm.core.access import Actor, Permission, requires
from crm.core.errors import Refusal
from crm.workflows.catalogue import STEPS, TRIGGERS
from crm.workflows.definition.checking import faults_of
from crm.workflows.definition.tree import Definition, Node, read_definition
from crm.workflows.definition.wording import label_of
from crm.workflows.engine.conditions import records_meeting
from crm.workflows.engine.context import RunContext, Running
from crm.workflows.engine.outcomes import Ends, Outcome, Refused, StepFailed, Waits
from crm.workflows.enums import StepState, WorkflowStatus
from crm.workflows.errors import NotSound
from crm.workflows.models import Workflow
from crm.workflows.references import names_for, settings_in
from crm.workflows.selectors.visibility import find_workflow


class TriedStep(msgspec.Struct, frozen=True, kw_only=True):
    """What one step would come to, and at what moment; `until` when it would go on after a wait (ISO 8601, UTC)."""

    step_id: str
    kind: str
    label: str
    state: str
    text: str
    branch: str
    message: dict[str, str] | None
    seen: list[dict[str, Any]]
    at: str
    until: str | None


class Trial(msgspec.Struct, frozen=True):
    """Whether the person meets the trigger's conditions, and what the draft would do for them."""

    matches: bool
    steps: list[TriedStep]


@requires(Permission.WORKFLOWS_WRITE)
def try_workflow(*, actor: Actor, workflow_id: int, contact_id: int, opportunity_id: int | None = None) -> Trial:
    """Goes through the draft for a person, as they are now; a wait is taken to last its whole time.

    Raises `NotFound`, `NotSound`.
    """
    workflow = find_workflow(actor, workflow_id)
    read_contact(actor, contact_id)
    draft = read_definition(workflow.draft)
    faults = faults_of(draft, names_for(settings_in(draft)))
    if faults or draft.trigger is None:
        raise NotSound(faults=[{"step_id": one.step_id, "field": one.field, "text": one.text} for one in faults])
    kind = TRIGGERS[draft.trigger.kind]
    record = opportunity_id if kind.subject == "opportunity" else contact_id
    zone = workflow.owner.time_zone if workflow.owner else "UTC"
    met = records_meeting(workflow.name, zone, kind, draft.trigger.filter, [record] if record else [])
    with transaction.atomic():
        steps = _walk(draft, _running(workflow, zone, contact_id, opportunity_id))
        # A preview writes nothing; were one to, it would be gone with this.
        transaction.set_rollback(True)
    return Trial(matches=record in met, steps=steps)


def _running(workflow: Workflow, zone: str, contact_id: int, opportunity_id: int | None) -> Running:
    return Running(
        id=0, workflow_id=workflow.pk, workflow=workflow.name, version_id=0, contact_id=contact_id,
        opportunity_id=opportunity_id, root_id=0, event_id=None, depth=0, position="", is_waiting=False, tries=0,
        woken_by="", started_at=clock.now(), owner_id=workflow.owner_id, time_zone=zone, status=WorkflowStatus.ACTIVE,
    )  # fmt: skip


def _walk(draft: Definition, run: Running) -> list[TriedStep]:
    found: list[TriedStep] = []
    position, now = draft.first, clock.now()
    while position is not None:
        node = draft.nodes[position]
        state, outcome = _preview(RunContext(run=run, definition=draft, node=node, now=now))
        found.append(_told(node, state, outcome, now))
        if isinstance(outcome, Ends) or (state is StepState.FAILED and node.if_failed == "stop"):
            break
        if isinstance(outcome, Waits):
            now = outcome.until
        position = draft.after(position, outcome.branch_when_due if isinstance(outcome, Waits) else outcome.branch)
    return found


def _preview(context: RunContext) -> tuple[StepState, Outcome]:
    kind = STEPS[context.node.kind]
    try:
        outcome = kind.preview(context, kind.read(context.node.config))
    except (StepFailed, Refusal) as error:
        return StepState.FAILED, Outcome(words=str(error))
    return (StepState.REFUSED if isinstance(outcome, Refused) else StepState.DONE), outcome


def _told(node: Node, state: StepState, outcome: Outcome, now: datetime) -> TriedStep:
    taken = outcome.branch_when_due if isinstance(outcome, Waits) else outcome.branch
    branches = {branch.key: branch.label for branch in STEPS[node.kind].branches}
    return TriedStep(
        step_id=node.id,
        kind=node.kind,
        label=label_of(node),
        state=state.value,
        text=outcome.words,
        branch=branches.get(taken, ""),
        message=dict(outcome.message) if outcome.message else None,
        seen=[dict(one) for one in outcome.seen],
        at=now.isoformat(),
        until=outcome.until.isoformat() if isinstance(outcome, Waits) else None,
    )
