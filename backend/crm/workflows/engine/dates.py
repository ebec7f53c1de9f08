"""Triggers on a date: each day is looked at once, at its time of day; days that were missed are made up for."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from crm.core import clock
from crm.core.prepared import prepared_cursor
from crm.core.work import Work
from crm.workflows.catalogue import TRIGGERS
from crm.workflows.dates import DATES, FromDate
from crm.workflows.definition.tree import read_definition
from crm.workflows.engine.conditions import records_meeting
from crm.workflows.engine.starting import LiveWorkflow, Start, enrol, live_workflows
from crm.workflows.models import Workflow

# After a long stop only so many days are made up for: a birthday of last month is not congratulated on.
MADE_UP_MOST = 3
AT_ONCE = 5000


def date_config(live: LiveWorkflow) -> Any | None:
    """The settings of the workflow's trigger where that is a date."""
    trigger = live.definition.trigger
    if trigger is None or trigger.kind not in TRIGGERS:
        return None
    return TRIGGERS[trigger.kind].read(trigger.config) if _is_date(trigger.kind) else None


def _is_date(kind: str) -> bool:
    return issubclass(TRIGGERS[kind].Config, FromDate)


def next_scan(config: Any, time_zone: str, *, after: date) -> datetime:
    """When the day after `after` is looked at. A time that clocks leave out is taken for the first one after it."""
    hour, minute = (int(part) for part in config.at.split(":"))
    local = datetime(after.year, after.month, after.day, hour, minute, tzinfo=ZoneInfo(time_zone)) + timedelta(days=1)
    return local.astimezone(UTC)


def scan_columns(workflow: Workflow, definition: Mapping[str, Any]) -> dict[str, Any]:
    """Columns of a workflow that goes live: when its next day is looked at, where its trigger is a date."""
    trigger = read_definition(definition).trigger
    if trigger is None or not _is_date(trigger.kind):
        return {"scanned_on": None, "scan_at": None}
    zone = workflow.owner.time_zone if workflow.owner else "UTC"
    config = TRIGGERS[trigger.kind].read(trigger.config)
    # Today counts where its time of day has not come yet.
    now = clock.now()
    yesterday = now.astimezone(ZoneInfo(zone)).date() - timedelta(days=1)
    first = next_scan(config, zone, after=yesterday)
    last = yesterday if first > now else yesterday + timedelta(days=1)
    return {"scanned_on": last, "scan_at": next_scan(config, zone, after=last)}


def scan_some() -> int:
    """Looks at the days that are due. Returns how many."""
    looked = 0
    for live in _due():
        with transaction.atomic():
            looked += _scan(live)
    return looked


def _due() -> list[LiveWorkflow]:
    with prepared_cursor() as cursor:
        cursor.execute(
            "SELECT id FROM workflows_workflow WHERE status = 'active' AND scan_at <= statement_timestamp() LIMIT 20"
        )
        ids = {row[0] for row in cursor.fetchall()}
    return [live for live in live_workflows() if live.id in ids] if ids else []


def _scan(live: LiveWorkflow) -> int:
    config = date_config(live)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT scanned_on, statement_timestamp() FROM workflows_workflow "
            "WHERE id = %s AND scan_at <= statement_timestamp() FOR UPDATE SKIP LOCKED",
            [live.id],
        )
        row = cursor.fetchone()
    if row is None:
        return 0
    if config is None:
        _note(live.id, None, None)
        return 0
    scanned_on, now = row
    today = now.astimezone(ZoneInfo(live.time_zone)).date()
    day = max(scanned_on + timedelta(days=1) if scanned_on else today, today - timedelta(days=MADE_UP_MOST))
    while day <= today and next_scan(config, live.time_zone, after=day - timedelta(days=1)) <= now:
        _take_in(live, config, day)
        day += timedelta(days=1)
    last = day - timedelta(days=1)
    _note(live.id, last, next_scan(config, live.time_zone, after=last))
    return 1


def _note(workflow_id: int, scanned_on: date | None, scan_at: datetime | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE workflows_workflow SET scanned_on = %s, scan_at = %s WHERE id = %s",
            [scanned_on, scan_at, workflow_id],
        )


def _take_in(live: LiveWorkflow, config: Any, day: date) -> None:
    trigger = live.definition.trigger
    if trigger is None:
        return
    kind = TRIGGERS[trigger.kind]
    reached = day - timedelta(days=config.offset)
    with connection.cursor() as cursor:
        cursor.execute(DATES[config.date].rows, {"day": reached, "zone": live.time_zone})
        rows = cursor.fetchall()
    is_deal = kind.subject == "opportunity"
    records = [row[1] if is_deal else row[0] for row in rows]
    kept = records_meeting(live.name, live.time_zone, kind, trigger.filter, records)
    starts = [
        Start(
            contact_id=contact_id,
            opportunity_id=opportunity_id,
            dedupe=f"{config.date} {reached.isoformat()}{f' of {opportunity_id}' if is_deal else ''}",
        )
        for contact_id, opportunity_id in rows
        if (opportunity_id if is_deal else contact_id) in kept
    ]
    for first in range(0, len(starts), AT_ONCE):
        enrol(live, starts[first : first + AT_ONCE])


def seconds_until_scan(most: float) -> float:
    """Seconds until the next day is to be looked at, at most `most`."""
    with prepared_cursor() as cursor:
        cursor.execute(
            "SELECT extract(epoch FROM min(scan_at) - clock_timestamp()) FROM workflows_workflow "
            "WHERE status = 'active'"
        )
        (seconds,) = cursor.fetchone() or (None,)
    return most if seconds is None else max(0.0, min(float(seconds), most))


SCANNING = Work("workflow dates", scan_some, seconds_until_scan)
