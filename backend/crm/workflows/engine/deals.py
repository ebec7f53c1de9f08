"""Which opportunity a run is about."""

from django.db import connection

from crm.workflows.engine.context import RunContext


def deal_of(context: RunContext, pipeline_id: int | None = None) -> int | None:
    """The run's own opportunity, else the contact's open one that was changed last (in that pipeline)."""
    run = context.run
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.id FROM pipelines_opportunity c WHERE c.archived_at IS NULL AND (c.id = %s OR "
            "c.contact_id = %s AND c.status = 'open' AND (%s::bigint IS NULL OR c.pipeline_id = %s)) "
            "ORDER BY c.id = %s DESC, c.updated_at DESC LIMIT 1",
            [run.opportunity_id, run.contact_id, pipeline_id, pipeline_id, run.opportunity_id],
        )
        row = cursor.fetchone()
    return row[0] if row else None
