"""Has what services do now stand as done in the past: for the demo of an empty Kith alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection
from psycopg import sql

# The log is written with the moments of the work: each becomes that of the step it was done in.
_STANDINGS = """
UPDATE pipelines_standing s SET
    from_at = (SELECT c.at FROM demo_past c WHERE c.really <= s.from_at ORDER BY c.really DESC LIMIT 1),
    until_at = (SELECT c.at FROM demo_past c WHERE c.really <= s.until_at ORDER BY c.really DESC LIMIT 1)
"""
_RECORDS = """
WITH log AS (
    SELECT s.opportunity_id, min(s.from_at) AS began, max(s.from_at) FILTER (WHERE s.until_at IS NULL) AS stands_since
    FROM pipelines_standing s GROUP BY s.opportunity_id
), entered AS (
    -- Since when it has stood open in its stage without a break.
    SELECT o.id, max(s.from_at) AS at FROM pipelines_opportunity o JOIN pipelines_standing s ON s.opportunity_id = o.id
    WHERE s.stage_id = o.stage_id AND s.status = 'open' GROUP BY o.id
)
UPDATE pipelines_opportunity o SET
    created_at = log.began,
    closed_at = CASE WHEN o.closed_at IS NOT NULL THEN log.stands_since END,
    stage_entered_at = entered.at,
    earlier_seconds_in_stage = (
        SELECT coalesce(sum(extract(epoch FROM s.until_at - s.from_at)), 0)::bigint FROM pipelines_standing s
        WHERE s.opportunity_id = o.id AND s.stage_id = o.stage_id AND s.status = 'open' AND s.until_at <= entered.at),
    updated_at = (SELECT max(e.at) FROM journal_event e WHERE e.opportunity_id = o.id)
FROM log JOIN entered ON entered.id = log.opportunity_id WHERE o.id = log.opportunity_id
"""
# Whoever was spoken to was known before. What the journal says of them stays as it was written.
_CONTACTS = """
UPDATE contacts_contact k SET created_at = least(k.created_at, o.at - interval '2 days')
FROM (SELECT contact_id, min(created_at) AS at FROM pipelines_opportunity GROUP BY contact_id) o
WHERE o.contact_id = k.id
"""
_COMPANIES = """
UPDATE companies_company f SET created_at = least(f.created_at, o.at - interval '3 days')
FROM (SELECT company_id, min(created_at) AS at FROM pipelines_opportunity GROUP BY company_id) o
WHERE o.company_id = f.id
"""


class Past:
    """Moments of the past, one after the other. Inside one transaction, which `settle` ends the work of.

    The journal allows no change of what stands in it: its events are written with their moments to begin with.
    """

    def __init__(self, *, begins: datetime) -> None:
        self._begins = begins
        with connection.cursor() as cursor:
            cursor.execute("CREATE TEMP TABLE demo_past (really timestamptz, at timestamptz) ON COMMIT DROP")
        _date_events(begins)

    @contextmanager
    def at(self, moment: datetime) -> Iterator[None]:
        """What is done inside was done at `moment`."""
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO demo_past VALUES (clock_timestamp(), %s)", [moment])
        _date_events(moment)
        yield

    def settle(self) -> None:
        """Dates the log and the records as the journal is dated; from here on, what happens happens now."""
        with connection.cursor() as cursor:
            cursor.execute("CREATE INDEX ON demo_past (really)")
            cursor.execute(_STANDINGS)
            cursor.execute("UPDATE pipelines_stageversion SET from_at = %s", [self._begins])
            cursor.execute("UPDATE pipelines_pipeline SET created_at = %s", [self._begins])
            cursor.execute(_RECORDS)
            cursor.execute(_CONTACTS)
            cursor.execute(_COMPANIES)
        _date_events(None)


@contextmanager
def dated(moment: datetime) -> Iterator[None]:
    """What is published inside happened at `moment`; what comes after it, now."""
    _date_events(moment)
    yield
    _date_events(None)


def _date_events(moment: datetime | None) -> None:
    default = sql.SQL("statement_timestamp()") if moment is None else sql.Literal(moment)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(sql.SQL("ALTER TABLE journal_event ALTER COLUMN at SET DEFAULT {}").format(default))
