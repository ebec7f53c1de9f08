"""Which events workflows want to hear of: what starts those that are active, and what runs under way wait for."""

from django.db import connection

from crm.conversations.events import MessageReceived
from crm.journal.interest import set_interest
from crm.workflows.catalogue import TRIGGERS
from crm.workflows.definition.tree import Definition
from crm.workflows.engine.versions import definitions_of

LISTENER = "workflows.start_runs"


def names_heard(definition: Definition) -> set[str]:
    """Names of the events that a definition starts by, waits for, or ends by."""
    names = {
        event.name for trigger in definition.triggers if trigger.kind in TRIGGERS
        for event in TRIGGERS[trigger.kind].events
    }  # fmt: skip
    return names | ({MessageReceived.name} if definition.policy.stop_on_reply else set())


def refresh_interest() -> None:
    """Asks for what is wanted now, in the caller's transaction, which has changed what is active."""
    with connection.cursor() as cursor:
        # Read under the same lock as it is written: of two that activate at once each sees the other.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('journal interest', 0))")
        cursor.execute(
            "SELECT live_id FROM workflows_workflow WHERE live_id IS NOT NULL AND status = 'active' "
            "AND archived_at IS NULL UNION SELECT DISTINCT version_id FROM workflows_run "
            "WHERE state IN ('active', 'held')"
        )
        versions = [row[0] for row in cursor.fetchall()]
    wanted: set[str] = set()
    for definition in definitions_of(versions).values():
        wanted |= names_heard(definition)
    set_interest(LISTENER, wanted)
