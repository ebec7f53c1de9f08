"""The pipeline report: what stands in each stage, and how opportunities go through them.

Everything is read from the log of standings. An opportunity belongs to the report when it was created on a day of the
range, and stood, at the moment asked for, with the owner and source asked for. Days are those of the viewer's zone.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, LiteralString
from zoneinfo import ZoneInfo

import msgspec
from django.db import connection
from psycopg import sql

from crm.core import clock
from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput, NotFound
from crm.core.paging import PAGE_SIZE, PAGE_SIZE_MOST, pack_cursor, unpack_cursor
from crm.pipelines.enums import Source
from crm.pipelines.selectors import visible_to
from crm.pipelines.selectors.rows import Card, card_columns, card_from, card_joins, today_of

FIGURES = ("standing", "entered", "moved_on")
EARLIEST, LATEST = date(1970, 1, 1), date(2200, 1, 1)
DEFINITIONS = {
    "count": "Open opportunities that stand in the stage.",
    "value": "The sum of their values, per currency.",
    "weighted": "The same, each value times the stage's win probability.",
    "entered": "Opportunities that have ever been open in the stage.",
    "moved_on": "Those of them that went on to a later stage of the pipeline, or were won.",
    "conversion": "Moved on, of entered.",
    "median_days": "Half of those that entered were open in the stage for so many days or fewer, all visits together.",
}


class Amount(msgspec.Struct, frozen=True):
    """A sum in one currency's smallest unit, and the same weighted by win probability."""

    currency: str
    value_cents: int
    weighted_cents: int


class StageFigures(msgspec.Struct, frozen=True):
    """The figures of one stage. A deleted stage stands here while anything of the report was in it."""

    stage_id: int
    name: str
    is_deleted: bool
    win_probability: int
    count: int
    amounts: list[Amount]
    entered: int
    moved_on: int
    conversion: float | None
    median_days: float | None


class PipelineReport(msgspec.Struct, frozen=True):
    """The report, with what it is of in words. `moment` is when it is true."""

    pipeline_id: int
    pipeline_name: str
    zone: str
    moment: datetime
    scope: str
    definitions: dict[str, str]
    stages: list[StageFigures]
    count: int
    amounts: list[Amount]


class FigureList(msgspec.Struct, frozen=True):
    """The opportunities of one figure, as they are now, and where the next page begins."""

    items: list[Card]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class Scope:
    """What a report is of."""

    pipeline_id: int
    since: date | None = None
    until: date | None = None
    assigned_user_id: int | None = None
    source: str | None = None
    as_of: date | None = None

    def words(self, zone: str) -> str:
        """The scope as people say it."""
        parts = []
        if self.since or self.until:
            parts.append(f"created {self.since or 'at any time'} to {self.until or 'today'}")
        if self.source:
            parts.append(f"from {Source(self.source).label}")
        when = f"as it stood at the end of {self.as_of}" if self.as_of else "as it stands now"
        words = ", ".join([*parts, f"{when} ({zone})"])
        return words[0].upper() + words[1:]


def scope_of(**given: Any) -> Scope:
    """A scope, checked. Raises `InvalidInput`."""
    scope = Scope(**given)
    wrong: dict[str, list[str]] = {}
    for field in ("since", "until", "as_of"):
        day: date | None = getattr(scope, field)
        if day is not None and not EARLIEST <= day <= LATEST:
            wrong[field] = ["Choose a date between 1970 and 2200."]
    if not wrong and scope.since and scope.until and scope.since > scope.until:
        wrong["until"] = ["The range ends before it begins."]
    if wrong:
        raise InvalidInput(fields=wrong)
    return scope


# One row for each opportunity of the report, as it stood at the moment: the base of every figure and of its list.
_COHORT = sql.SQL("""
WITH cohort AS MATERIALIZED (
    SELECT c.id, s.stage_id, s.status, s.pipeline_id, s.value_cents, s.currency
    FROM pipelines_opportunity c
    JOIN pipelines_standing s ON s.opportunity_id = c.id AND s.from_at <= %(moment)s
         AND (s.until_at IS NULL OR s.until_at > %(moment)s)
    WHERE {visible}
      AND EXISTS (SELECT 1 FROM pipelines_standing w WHERE w.opportunity_id = c.id AND w.pipeline_id = %(pipeline)s
                  AND w.from_at <= %(moment)s)
      AND (%(since)s::timestamptz IS NULL OR c.created_at >= %(since)s)
      AND (%(until)s::timestamptz IS NULL OR c.created_at < %(until)s)
      AND (%(user)s::bigint IS NULL OR s.assigned_user_id = %(user)s)
      AND (%(source)s::text IS NULL OR s.source = %(source)s)
), named AS MATERIALIZED (
    -- Stages by the names, order and probabilities that held at the moment; those since deleted too.
    SELECT DISTINCT ON (g.id) g.id, v.name, v.position, v.win_probability, g.deleted_at
    FROM pipelines_stage g JOIN pipelines_stageversion v ON v.stage_id = g.id AND v.from_at <= %(moment)s
    WHERE g.pipeline_id = %(pipeline)s
    ORDER BY g.id, v.from_at DESC
), stay AS MATERIALIZED (
    SELECT s.opportunity_id, s.stage_id, min(s.from_at) AS first_at,
           sum(extract(epoch FROM least(coalesce(s.until_at, %(moment)s), %(moment)s) - s.from_at)) AS seconds
    FROM pipelines_standing s JOIN cohort ON cohort.id = s.opportunity_id
    WHERE s.pipeline_id = %(pipeline)s AND s.status = 'open' AND s.from_at <= %(moment)s
    GROUP BY s.opportunity_id, s.stage_id
), onward AS MATERIALIZED (
    SELECT stay.opportunity_id, stay.stage_id FROM stay JOIN named here ON here.id = stay.stage_id
    WHERE EXISTS (SELECT 1 FROM pipelines_standing s LEFT JOIN named there ON there.id = s.stage_id
                  WHERE s.opportunity_id = stay.opportunity_id AND s.from_at <= %(moment)s
                    AND s.from_at > stay.first_at AND s.pipeline_id = %(pipeline)s
                    AND (s.status = 'won' OR (s.status = 'open' AND there.position > here.position)))
)
""")
_FIGURES = sql.SQL("""
{cohort}
SELECT n.id, n.name, n.deleted_at IS NOT NULL AND n.deleted_at <= %(moment)s, n.win_probability,
       (SELECT count(*) FROM cohort WHERE stage_id = n.id AND status = 'open'),
       (SELECT count(*) FROM stay WHERE stage_id = n.id),
       (SELECT count(*) FROM onward WHERE stage_id = n.id),
       (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) FROM stay WHERE stage_id = n.id)::float8,
       (SELECT coalesce(json_agg(json_build_array(a.currency, a.value, a.weighted)), '[]')::text
        FROM (SELECT currency, sum(value_cents)::bigint AS value,
                     round(sum(value_cents::numeric) * n.win_probability / 100)::bigint AS weighted
              FROM cohort WHERE stage_id = n.id AND status = 'open' AND value_cents IS NOT NULL
              GROUP BY currency) AS a)
FROM named n ORDER BY n.position, n.id
""")
_LISTS: dict[str, LiteralString] = {
    "standing": "SELECT id FROM cohort JOIN asked USING (stage_id) WHERE status = 'open'",
    "entered": "SELECT DISTINCT opportunity_id AS id FROM stay JOIN asked USING (stage_id)",
    "moved_on": "SELECT DISTINCT opportunity_id AS id FROM onward JOIN asked USING (stage_id)",
}
_LIST = sql.SQL("""
{cohort}, asked AS (
    SELECT id AS stage_id FROM named WHERE %(stage)s::bigint IS NULL OR id = %(stage)s
)
SELECT {columns} FROM (SELECT c.* FROM pipelines_opportunity c JOIN ({figure}) AS figure ON figure.id = c.id
                       WHERE %(after)s::bigint IS NULL OR c.id < %(after)s ORDER BY c.id DESC LIMIT %(limit)s) AS p
{joins} ORDER BY p.id DESC
""")


@requires(Permission.REPORTS_READ)
def get_pipeline_report(*, actor: Actor, **scope: Any) -> PipelineReport:
    """The report of a pipeline. Raises `NotFound`, `InvalidInput`."""
    return read_report(actor, scope_of(**scope))


def read_report(actor: Actor, scope: Scope) -> PipelineReport:
    """As `get_pipeline_report`, for the service that makes a file of it."""
    values = _values(actor, scope)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pipelines_pipeline WHERE id = %s", [values["pipeline"]])
        row = cursor.fetchone()
        if row is None:
            raise NotFound
        cursor.execute(_FIGURES.format(cohort=_COHORT.format(visible=sql.SQL(visible_to(actor)))), values)
        stages = [_figures(figures) for figures in cursor.fetchall()]
    shown = [stage for stage in stages if not stage.is_deleted or stage.count or stage.entered]
    summed = _summed(shown)
    places = {amount.currency: place for place, amount in enumerate(summed)}
    for stage in shown:
        # In every stage in one order, so that the eye finds a currency in its line.
        stage.amounts.sort(key=lambda amount: places[amount.currency])
    return PipelineReport(
        pipeline_id=scope.pipeline_id,
        pipeline_name=row[0],
        zone=actor.time_zone,
        moment=values["moment"],
        scope=scope.words(actor.time_zone),
        definitions=DEFINITIONS,
        stages=shown,
        count=sum(stage.count for stage in shown),
        amounts=summed,
    )


@requires(Permission.REPORTS_READ)
def list_pipeline_report(
    *,
    actor: Actor,
    stage_id: int | None = None,
    figure: str,
    cursor: str | None = None,
    limit: int = PAGE_SIZE,
    **scope: Any,
) -> FigureList:
    """The opportunities that a figure of the report counts, newest first: of one stage, or of all, each once.

    Raises `NotFound`, `InvalidInput`.
    """
    if figure not in FIGURES:
        raise InvalidInput(fields={"figure": [f"Choose one of {', '.join(FIGURES)}."]})
    limit = max(1, min(limit, PAGE_SIZE_MOST))
    after = unpack_cursor(cursor, int)[0] if cursor else None
    values = _values(actor, scope_of(**scope)) | {
        "stage": None if stage_id is None else _id(stage_id),
        "after": after,
        "limit": limit + 1,
    }
    query = _LIST.format(
        cohort=_COHORT.format(visible=sql.SQL(visible_to(actor))),
        columns=sql.SQL(card_columns()),
        figure=sql.SQL(_LISTS[figure]),
        joins=sql.SQL(card_joins()),
    )
    today = today_of(actor)
    with connection.cursor() as reading:
        reading.execute(query, values)
        rows = reading.fetchall()
    items = [card_from(row, today) for row in rows[:limit]]
    return FigureList(items=items, next_cursor=pack_cursor(items[-1].id) if len(rows) > limit else None)


def _id(number: int) -> int:
    if not 0 < number < 2**63:
        raise NotFound
    return number


def _values(actor: Actor, scope: Scope) -> dict[str, Any]:
    zone = ZoneInfo(actor.time_zone)
    now = clock.now()
    return {
        "pipeline": _id(scope.pipeline_id),
        # The last moment of the day: what happens at the next midnight is the next day's.
        "moment": min(now, _start(scope.as_of, zone, 1) - timedelta(microseconds=1)) if scope.as_of else now,
        "since": _start(scope.since, zone) if scope.since else None,
        "until": _start(scope.until, zone, 1) if scope.until else None,
        "user": scope.assigned_user_id if scope.assigned_user_id is None else _id(scope.assigned_user_id),
        "source": scope.source,
    }


def _start(day: date, zone: ZoneInfo, later: int = 0) -> datetime:
    day += timedelta(days=later)
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def _figures(row: tuple[Any, ...]) -> StageFigures:
    stage_id, name, is_deleted, probability, count, entered, moved_on, seconds, amounts = row
    return StageFigures(
        stage_id=stage_id,
        name=name,
        is_deleted=is_deleted,
        win_probability=probability,
        count=count,
        amounts=[Amount(*amount) for amount in msgspec.json.decode(amounts)],
        entered=entered,
        moved_on=moved_on,
        conversion=round(moved_on / entered, 4) if entered else None,
        median_days=None if seconds is None else round(seconds / 86_400, 2),
    )


def _summed(stages: list[StageFigures]) -> list[Amount]:
    sums: dict[str, tuple[int, int]] = {}
    for amount in (amount for stage in stages for amount in stage.amounts):
        value, weighted = sums.get(amount.currency, (0, 0))
        sums[amount.currency] = (value + amount.value_cents, weighted + amount.weighted_cents)
    return [Amount(currency, *sums[currency]) for currency in sorted(sums, key=lambda code: (-sums[code][0], code))]
