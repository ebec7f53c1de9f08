"""Short ways to workflows and people, and the worker that carries them out."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from crm.contacts.services import create_contact, get_or_create_tags
from crm.core.access import Actor
from crm.journal.delivery import deliver_due
from crm.workflows.engine.running import run_due
from crm.workflows.models import Run, RunStep
from crm.workflows.services import activate_workflow, create_workflow


def tag(actor: Actor, name: str) -> int:
    """The id of a tag."""
    with transaction.atomic():
        return get_or_create_tags(actor=actor, names=[name])[name].id


def person(actor: Actor, name: str = "Grace", **more: Any) -> int:
    """A contact."""
    return create_contact(actor=actor, first_name=name, **more).contact.id


def step(number: int, kind: str, config: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """A step as JSON."""
    return {"id": f"step{number}", "kind": kind, "config": config or {}, **more}


def active(actor: Actor, trigger: dict[str, Any], steps: list[dict[str, Any]], **policy: Any) -> int:
    """An active workflow."""
    definition = {"trigger": trigger, "policy": policy, "steps": steps}
    made = create_workflow(actor=actor, name="Trial", definition=definition)
    return activate_workflow(actor=actor, workflow_id=made.id, version=made.version).id


def go() -> None:
    """The worker: brings events to listeners and runs what is due, until nothing is."""
    while deliver_due() + run_due():
        pass


def later() -> None:
    """Time passes for all that waits."""
    Run.objects.filter(state="active").update(due_at=Now() - timedelta(seconds=1))
    go()


def states(run_id: int) -> list[tuple[str, str]]:
    """Steps of a run and what came of them."""
    return list(RunStep.objects.filter(run_id=run_id).order_by("id").values_list("step_id", "state"))
