"""Forgetting a person: the runs that were for them; telling which there were."""

from typing import Any

from django.db import connection

from crm.core.erasure import Person, erases, tells_personal_data
from crm.workflows.models import Run


@erases
def erase_from_workflows(person: Person) -> None:
    """Deletes the person's runs, and what was noted of starts that were none; steps go in the database itself."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM workflows_run WHERE contact_id = ANY(%s)", [list(person.contact_ids)])
        cursor.execute("DELETE FROM workflows_miss WHERE contact_id = ANY(%s)", [list(person.contact_ids)])


@tells_personal_data("workflow_runs")
def tell_runs(person: Person) -> list[dict[str, Any]]:
    """Which workflows the person went through, when, and how that ended."""
    runs = Run.objects.filter(contact_id=person.contact_id).select_related("workflow").order_by("id")
    return [
        {
            "workflow": run.workflow.name,
            "state": run.state,
            "outcome": run.outcome,
            "started_at": run.started_at,
            "ended_at": run.ended_at,
        }
        for run in runs
    ]
