"""Times: waits on somebody's own clock, and triggers on a date, each day once."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db.models.functions import Now

from crm.core.access import Actor
from crm.workflows.actions.wait_until import next_moment
from crm.workflows.engine.dates import next_scan, scan_some
from crm.workflows.models import Run, Workflow
from crm.workflows.triggers.date_reached import DateReachedTrigger
from tests.cast import ada, as_actor
from tests.pipelines.deals import deal, pipeline
from tests.workflows.ways import active, go, person, step

NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("now", "at", "weekdays", "expected"),
    [
        # Friday evening: Monday morning, with the clocks put back between.
        ("2026-10-30T22:00:00", "09:00", [0, 1, 2, 3, 4], "2026-11-02T14:00:00"),
        # A time that the clocks leave out.
        ("2026-03-08T05:00:00", "02:30", [], "2026-03-08T07:30:00"),
        # One that comes twice is the first.
        ("2026-11-01T04:00:00", "01:30", [], "2026-11-01T05:30:00"),
        # The very moment does not wait.
        ("2026-06-01T13:00:00", "09:00", [], "2026-06-01T13:00:00"),
    ],
)
def test_the_next_moment_on_a_clock_that_changes(now: str, at: str, weekdays: list[int], expected: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    found = next_moment(moment, NEW_YORK, at=at, weekdays=weekdays)
    assert found == datetime.fromisoformat(expected).replace(tzinfo=UTC)


def test_the_next_look_keeps_its_time_of_day_through_a_change_of_clocks() -> None:
    config = DateReachedTrigger.Config(date="expected_close_on", at="09:00")
    before, after = (next_scan(config, "America/New_York", after=date(2026, 3, day)) for day in (6, 7))
    assert (before.hour, after.hour) == (14, 13)


@pytest.fixture
def actor(db: None) -> Actor:
    """The administrator."""
    return as_actor(ada())


def look() -> None:
    """The day is looked at now."""
    Workflow.objects.update(scan_at=Now() - timedelta(seconds=1))
    scan_some()
    go()


def test_a_close_date_starts_it_once_days_before(actor: Actor) -> None:
    sales = pipeline(actor)
    stage = sales.stages[0].id
    grace, alan = person(actor), person(actor, "Alan")
    today = datetime.now(ZoneInfo(actor.time_zone)).date()
    near = deal(actor, stage, contact_id=grace, expected_close_on=today + timedelta(days=2))
    deal(actor, stage, "Later", contact_id=alan, expected_close_on=today + timedelta(days=3))
    active(
        actor,
        {"kind": "date_reached", "config": {"date": "expected_close_on", "days": 2, "when": "before", "at": "00:00"}},
        [step(1, "move_to_stage", {"stage_id": sales.stages[2].id})],
        enrol="many",
    )
    Workflow.objects.update(scanned_on=today - timedelta(days=1))
    look()
    run = Run.objects.get()
    assert (run.contact_id, run.opportunity_id, run.state) == (grace, near.id, "done")
    look()
    Workflow.objects.update(scanned_on=today - timedelta(days=1))
    look()
    assert Run.objects.count() == 1
