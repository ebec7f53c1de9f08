"""Putting people into a workflow by hand."""

import uuid
from collections.abc import Sequence

import msgspec
from django.db import connection, transaction

from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput
from crm.workflows.engine.starting import Start, enrol, live_workflows
from crm.workflows.errors import WorkflowIsNotActive
from crm.workflows.selectors.visibility import find_workflow

AT_ONCE_MOST = 1000


class NotEnrolled(msgspec.Struct, frozen=True):
    """Somebody who was not taken in, and why."""

    contact_id: int
    text: str


class Enrolled(msgspec.Struct, frozen=True):
    """How many were taken in, and who was not."""

    started: int
    refused: list[NotEnrolled]


@requires(Permission.WORKFLOWS_WRITE)
@transaction.atomic
def enrol_contacts(*, actor: Actor, workflow_id: int, contact_ids: Sequence[int]) -> Enrolled:
    """Starts a run for each of the people whom the policy lets in, whatever the trigger's conditions say.

    Publishes `run.started`. Raises `NotFound`, `WorkflowIsNotActive`, `InvalidInput`.
    """
    find_workflow(actor, workflow_id)
    ids = list(dict.fromkeys(contact_ids))
    if not 0 < len(ids) <= AT_ONCE_MOST:
        raise InvalidInput(fields={"contact_ids": [f"Choose between one and {AT_ONCE_MOST:,} contacts."]})
    live = next((one for one in live_workflows() if one.id == workflow_id), None)
    if live is None:
        raise WorkflowIsNotActive
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM contacts_contact WHERE id = ANY(%s) AND archived_at IS NULL",
            [[one for one in ids if 0 < one < 2**63]],
        )
        present = {row[0] for row in cursor.fetchall()}
    marks = {contact_id: f"hand {uuid.uuid4()}" for contact_id in ids if contact_id in present}
    starts = [
        Start(contact_id=contact_id, opportunity_id=None, dedupe=mark, started_by=actor.user_id)
        for contact_id, mark in marks.items()
    ]
    taken = enrol(live, starts)
    refused = [
        NotEnrolled(one, "They were in it before." if one in present else "This contact is gone, or in the trash.")
        for one in ids
        if marks.get(one) not in taken
    ]
    return Enrolled(started=len(taken), refused=refused)
