"""Making workflows and saving their drafts, however unfinished those are."""

from collections.abc import Mapping
from typing import Any

import msgspec
from django.db import transaction
from django.db.models.functions import Now

from crm.accounts.selectors import active_users
from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput
from crm.core.text import has_refused_characters, tidy_line
from crm.journal.publishing import publish
from crm.workflows.definition.tree import EMPTY, as_json, read_definition
from crm.workflows.errors import ChangedMeanwhile, WorkflowIsArchived
from crm.workflows.events import WorkflowCreated, WorkflowUpdated
from crm.workflows.models import Workflow
from crm.workflows.selectors.visibility import find_workflow
from crm.workflows.selectors.workflows import WorkflowView, view_of

NAME_MOST, DESCRIPTION_MOST = 80, 500


@requires(Permission.WORKFLOWS_WRITE)
@transaction.atomic
def create_workflow(*, actor: Actor, name: str, definition: Mapping[str, Any] | None = None) -> WorkflowView:
    """Makes a draft of one's own, empty or as given. Publishes `workflow.created`. Raises `InvalidInput`."""
    draft = as_json(read_definition(definition if definition is not None else EMPTY))
    made = Workflow.objects.create(name=_clean(name), draft=draft, owner_id=actor.user_id, created_by_id=actor.user_id)
    publish(WorkflowCreated(subject_id=made.pk, workflow=made.name), actor=actor)
    return view_of(actor, find_workflow(actor, made.pk))


@requires(Permission.WORKFLOWS_WRITE)
@transaction.atomic
def update_workflow(*, actor: Actor, workflow_id: int, version: int, changes: Mapping[str, Any]) -> WorkflowView:
    """Saves `name`, `description`, `owner_id` or the draft (`definition`), whatever is still wrong with that.

    `version` is the one that was seen. Publishes `workflow.updated` for all but the draft.
    Raises `NotFound`, `InvalidInput`, `ChangedMeanwhile`, `WorkflowIsArchived`.
    """
    workflow = find_workflow(actor, workflow_id, lock=True)
    if workflow.archived_at is not None:
        raise WorkflowIsArchived
    facts: dict[str, Any] = {}
    if "name" in changes:
        facts["name"] = _clean(changes["name"])
    if "definition" in changes:
        facts["draft"] = as_json(read_definition(changes["definition"]))
    if "description" in changes:
        facts["description"] = _described(changes["description"])
    if "owner_id" in changes:
        facts["owner_id"] = _owner(changes["owner_id"])
    different = {field: value for field, value in facts.items() if value != getattr(workflow, field)}
    if different and version != workflow.version:
        current = msgspec.json.decode(msgspec.json.encode(view_of(actor, find_workflow(actor, workflow_id))))
        raise ChangedMeanwhile(current=current)
    if different:
        Workflow.objects.filter(pk=workflow.pk).update(**different, version=workflow.version + 1, updated_at=Now())
    told = [field.removesuffix("_id") for field in different if field != "draft"]
    if told:
        name = different.get("name", workflow.name)
        publish(WorkflowUpdated(subject_id=workflow.pk, workflow=name, fields=told), actor=actor)
    return view_of(actor, find_workflow(actor, workflow_id))


def _described(text: str) -> str:
    tidy = tidy_line(text)
    if len(tidy) > DESCRIPTION_MOST or has_refused_characters(tidy):
        raise InvalidInput(fields={"description": [f"Describe it in at most {DESCRIPTION_MOST} characters."]})
    return tidy


def _owner(user_id: int) -> int:
    if user_id not in active_users([user_id]):
        raise InvalidInput(fields={"owner_id": ["Choose a colleague who can sign in."]})
    return user_id


def _clean(name: str) -> str:
    tidy = tidy_line(name)
    if not tidy or len(tidy) > NAME_MOST or has_refused_characters(tidy):
        raise InvalidInput(fields={"name": [f"Give it a name of at most {NAME_MOST} characters."]})
    return tidy
