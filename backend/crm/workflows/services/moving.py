"""Having people who are under way in one version go on in another."""

import msgspec
from django.db import connection, transaction

from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput
from crm.journal.publishing import publish
from crm.workflows.definition.tree import Definition, read_definition
from crm.workflows.engine.interest import refresh_interest
from crm.workflows.events import WorkflowRunsMoved
from crm.workflows.selectors.versions import read_version
from crm.workflows.selectors.visibility import find_workflow


class Moved(msgspec.Struct, frozen=True):
    """How many go on in the other version, and how many stay, since their step is not in it or is another kind."""

    moved: int
    left: int


@requires(Permission.WORKFLOWS_WRITE)
@transaction.atomic
def move_runs(*, actor: Actor, workflow_id: int, number: int, to: int) -> Moved:
    """Moves whoever is under way in version `number` to version `to`, each to the same step.

    A wait that has begun lasts as long as it was to last. Whoever stands at a step that the other version does not
    have, or has as another kind, stays. Publishes `workflow.runs_moved`. Raises `NotFound`, `InvalidInput`.
    """
    workflow = find_workflow(actor, workflow_id, lock=True)
    before, after = read_version(workflow, number), read_version(workflow, to)
    if before.pk == after.pk:
        raise InvalidInput(fields={"to": ["Choose another version than the one they are in."]})
    shared = _shared(read_definition(before.definition), read_definition(after.definition))
    with connection.cursor() as cursor:
        # Locked first: a step that is being carried out ends in the version that it began in.
        cursor.execute(
            "SELECT id, position FROM workflows_run WHERE workflow_id = %s AND version_id = %s "
            "AND state IN ('active', 'held') ORDER BY id FOR UPDATE",
            [workflow.pk, before.pk],
        )
        found = cursor.fetchall()
        going = [row[0] for row in found if row[1] in shared]
        cursor.execute("UPDATE workflows_run SET version_id = %s WHERE id = ANY(%s)", [after.pk, going])
    if going:
        refresh_interest()
        publish(
            WorkflowRunsMoved(
                subject_id=workflow.pk,
                workflow=workflow.name,
                count=len(going),
                before=before.number,
                after=after.number,
            ),
            actor=actor,
        )
    return Moved(moved=len(going), left=len(found) - len(going))


def _shared(before: Definition, after: Definition) -> set[str]:
    """Ids of the steps at which somebody can go on in the other version."""
    return {
        step_id
        for step_id, node in before.nodes.items()
        if step_id in after.nodes and after.nodes[step_id].kind == node.kind
    }
