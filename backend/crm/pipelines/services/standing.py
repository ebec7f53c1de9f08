"""The log of how opportunities stood. Written after every change of what it holds, in the same transaction."""

from collections.abc import Collection
from datetime import datetime

from django.db import connection

from crm.core.access import Actor

# What a period is made of. A change of anything else begins no new one.
LOGGED_FIELDS = {"value", "assigned_user", "source"}

_END = """
UPDATE pipelines_standing s SET until_at = %s FROM pipelines_opportunity o
WHERE s.opportunity_id = o.id AND s.until_at IS NULL AND o.id = ANY(%s::bigint[])
  AND (o.archived_at IS NOT NULL OR (s.pipeline_id, s.stage_id, s.status, s.value_cents, s.currency, s.assigned_user_id,
       s.source) IS DISTINCT FROM (o.pipeline_id, o.stage_id, o.status, o.value_cents, o.currency, o.assigned_user_id,
       o.source))
"""
_BEGIN = """
INSERT INTO pipelines_standing (opportunity_id, pipeline_id, stage_id, status, value_cents, currency, assigned_user_id,
                                source, changed_by_id, from_at)
SELECT o.id, o.pipeline_id, o.stage_id, o.status, o.value_cents, o.currency, o.assigned_user_id, o.source, %s, %s
FROM pipelines_opportunity o
WHERE o.id = ANY(%s::bigint[]) AND o.archived_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM pipelines_standing s WHERE s.opportunity_id = o.id AND s.until_at IS NULL)
"""


def moment_of_change() -> datetime:
    """The moment that a change is logged with. Asked for with the rows locked: of two changes of one record the later
    one has the later moment, whenever their transactions began.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        rows: list[tuple[datetime]] = cursor.fetchall()
    return rows[0][0]


def log_standing(actor: Actor, ids: Collection[int], *, at: datetime) -> None:
    """Ends and begins periods for these opportunities as they now stand; where nothing logged has changed, nothing."""
    with connection.cursor() as cursor:
        cursor.execute(_END, [at, list(ids)])
        cursor.execute(_BEGIN, [actor.user_id, at, list(ids)])


def seconds_spent_in(opportunity_id: int, stage_id: int, *, at: datetime) -> int:
    """How long all earlier stays of an opportunity in a stage were together, while it was open."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(extract(epoch FROM coalesce(until_at, %s) - from_at)), 0)::bigint "
            "FROM pipelines_standing WHERE opportunity_id = %s AND stage_id = %s AND status = 'open'",
            [at, opportunity_id, stage_id],
        )
        (seconds,) = cursor.fetchone() or (0,)
    return int(seconds)
