"""What the journal and the log of standings tell of an opportunity."""

from collections.abc import Mapping
from datetime import datetime

import msgspec
from django.db import connection

from crm.accounts.selectors import names_of
from crm.core.access import Actor, Permission, requires
from crm.core.errors import NotFound
from crm.core.paging import PAGE_SIZE
from crm.journal.edits import FieldHistory, history_since
from crm.journal.timeline import TimelinePage, read_timeline
from crm.pipelines.events import OpportunityClosed, OpportunityReopened, OpportunityUpdated
from crm.pipelines.selectors.visibility import check_id, visible_to


class StageVisit(msgspec.Struct, frozen=True):
    """A stay in a stage, by the names that held when it began. `until_at` is None for the present one."""

    pipeline_name: str
    stage_id: int
    stage_name: str
    status: str
    from_at: datetime
    until_at: datetime | None
    days: float
    by: str | None


def _check_exists(actor: Actor, opportunity_id: int) -> None:
    check_id(opportunity_id)
    with connection.cursor() as reading:
        reading.execute(
            f"SELECT 1 FROM pipelines_opportunity c WHERE c.id = %s AND {visible_to(actor)}",  # noqa: S608 - a constant
            [opportunity_id],
        )
        if reading.fetchone() is None:
            raise NotFound


@requires(Permission.TIMELINE_READ)
def list_opportunity_timeline(
    *, actor: Actor, opportunity_id: int, kind: str | None = None, cursor: str | None = None, limit: int = PAGE_SIZE
) -> TimelinePage:
    """A page of the opportunity's timeline. Raises `NotFound`, and what `read_timeline` raises."""
    _check_exists(actor, opportunity_id)
    return read_timeline(opportunity_id=opportunity_id, kind=kind, cursor=cursor, limit=limit, name_people=names_of)


# Standings that differ only in value, owner or source are one visit.
_VISITS = """
WITH marked AS (
    SELECT s.*, row_number() OVER w
                - row_number() OVER (PARTITION BY s.stage_id, s.status ORDER BY s.from_at, s.id) AS run
    FROM pipelines_standing s WHERE s.opportunity_id = %s WINDOW w AS (ORDER BY s.from_at, s.id)
), visit AS (
    SELECT stage_id, status, pipeline_id, min(from_at) AS from_at,
           CASE WHEN bool_or(until_at IS NULL) THEN NULL ELSE max(until_at) END AS until_at,
           (array_agg(changed_by_id ORDER BY from_at, id))[1] AS by_id
    FROM marked GROUP BY stage_id, status, pipeline_id, run
)
SELECT l.name, v.stage_id, n.name, v.status, v.from_at, v.until_at,
       round(extract(epoch FROM coalesce(v.until_at, statement_timestamp()) - v.from_at) / 86400, 2)::float8, u.name
FROM visit v
JOIN pipelines_pipeline l ON l.id = v.pipeline_id
CROSS JOIN LATERAL (SELECT w.name FROM pipelines_stageversion w WHERE w.stage_id = v.stage_id
                    ORDER BY w.from_at > v.from_at, w.from_at DESC LIMIT 1) AS n
LEFT JOIN accounts_user u ON u.id = v.by_id
ORDER BY v.from_at, v.until_at NULLS LAST
"""


@requires(Permission.OPPORTUNITIES_READ)
def list_stage_log(*, actor: Actor, opportunity_id: int) -> list[StageVisit]:
    """Every stay of the opportunity in a stage, oldest first. Raises `NotFound`."""
    _check_exists(actor, opportunity_id)
    with connection.cursor() as reading:
        reading.execute(_VISITS, [opportunity_id])
        return [StageVisit(*row) for row in reading.fetchall()]


def fields_changed_since(*, opportunity_id: int, version: int) -> Mapping[str, FieldHistory]:
    """For each field of the opportunity that was changed after `version`: its history since. By name of the field."""
    return history_since(
        subject="opportunity",
        subject_id=opportunity_id,
        version=version,
        events=[OpportunityUpdated, OpportunityClosed, OpportunityReopened],
        name_people=names_of,
    )
