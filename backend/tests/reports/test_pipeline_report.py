"""The pipeline report: its figures equal a count by hand over the journal, and its lists equal its figures."""

import csv
import io
import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

import pytest
from django.db import connection

from crm.core.access import Actor
from crm.core.errors import InvalidInput, NotFound
from crm.journal.models import Event
from crm.pipelines import services
from crm.pipelines.models import Opportunity
from crm.pipelines.selectors.pipelines import PipelineRow
from crm.reports.pipeline import FIGURES, StageFigures, get_pipeline_report, list_pipeline_report
from crm.reports.services import export_pipeline_report
from tests import cast
from tests.pipelines.deals import deal, move, pipeline, read

pytestmark = pytest.mark.django_db


def spread(days: int) -> None:
    """Makes all that has happened so far older by so many days: log, journal and records alike."""
    with connection.cursor() as cursor:
        for table, columns in {
            "pipelines_standing": ["from_at", "until_at"],
            "pipelines_stageversion": ["from_at", "until_at"],
            "pipelines_opportunity": ["created_at", "stage_entered_at", "closed_at"],
            "journal_event": ["at"],
        }.items():
            if table == "journal_event":
                cursor.execute("ALTER TABLE journal_event DISABLE TRIGGER USER")
            for column in columns:
                cursor.execute(f"UPDATE {table} SET {column} = {column} - %s::interval", [f"{days} days"])
            if table == "journal_event":
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("ALTER TABLE journal_event ENABLE TRIGGER USER")


class Hand:
    """The figures of each stage from the events alone: who stood where, who went on, and for how many days."""

    def __init__(self, events: Sequence[Event], moment: datetime, positions: dict[int, int]) -> None:
        self.positions = positions
        self.stood: dict[int, tuple[int, str]] = {}
        self.value: dict[int, int | None] = {}
        self.first: dict[tuple[int, int], datetime] = {}
        self.days: dict[tuple[int, int], float] = {}
        self.since: dict[int, datetime] = {}
        self.onward: set[tuple[int, int]] = set()
        for event in events:
            if event.at <= moment and event.subject == "opportunity":
                self.hear(event)
        for one in self.stood:
            self.leave(one, moment)

    def hear(self, event: Event) -> None:
        """One event after the other."""
        one, data = event.subject_id, event.data
        if event.name == "opportunity.updated":
            if "value" in data["fields"]:
                self.value[one] = data["fields"]["value"]["after"][0]
            return
        if one in self.stood:
            self.leave(one, event.at)
        stage, status = self.stood.get(one, (0, "open"))
        stage = data.get("stage_id") or data.get("after_id") or stage
        if event.name == "opportunity.closed":
            status = data["status"]
        elif event.name == "opportunity.reopened":
            status = "open"
        self.enter(one, stage, status, event.at)

    def leave(self, one: int, at: datetime) -> None:
        """Adds up the days of a stay that ends."""
        stage, status = self.stood[one]
        if status == "open":
            spent = (at - self.since[one]).total_seconds() / 86_400
            self.days[one, stage] = self.days.get((one, stage), 0) + spent

    def enter(self, one: int, stage: int, status: str, at: datetime) -> None:
        """Begins a stay."""
        self.stood[one], self.since[one] = (stage, status), at
        is_later = {other for other in self.positions if self.positions[stage] > self.positions[other]}
        for (other, seen_in), seen_at in self.first.items():
            goes_on = status == "won" or (status == "open" and seen_in in is_later)
            if other == one and at > seen_at and goes_on:
                self.onward.add((other, seen_in))
        if status == "open":
            self.first.setdefault((one, stage), at)

    def check(self, figures: StageFigures) -> None:
        """Compares the report's figures of a stage with these."""
        stage = figures.stage_id
        here = [one for one, where in self.stood.items() if where == (stage, "open")]
        spent = [days for (_, of), days in self.days.items() if of == stage]
        assert figures.count == len(here)
        value = sum(self.value.get(one) or 0 for one in here)
        assert sum(amount.value_cents for amount in figures.amounts) == value
        assert sum(a.weighted_cents for a in figures.amounts) == (value * figures.win_probability + 50) // 100
        entered, onward = (sum(of == stage for _, of in pairs) for pairs in (self.first, self.onward))
        assert (figures.entered, figures.moved_on) == (entered, onward)
        assert figures.conversion == (pytest.approx(onward / entered, abs=0.0001) if entered else None)
        assert figures.median_days == (pytest.approx(median(spent), abs=0.02) if spent else None)


def listed(actor: Actor, **which: Any) -> list[int]:
    """All ids of a figure's list, page by page."""
    found: list[int] = []
    cursor = None
    while True:
        page = list_pipeline_report(actor=actor, cursor=cursor, limit=7, **which)
        found += [card.id for card in page.items]
        cursor = page.next_cursor
        if cursor is None:
            return found


def live_through(actor: Actor, sales: PipelineRow, chance: random.Random) -> None:
    """A day in which opportunities come, change, move, end and begin again."""
    stages = [stage.id for stage in sales.stages]
    for _ in range(3):
        made = deal(actor, chance.choice(stages))
        if chance.random() < 0.7:
            changes = {"value_cents": chance.randrange(10**6)}
            services.update_opportunity(actor=actor, opportunity_id=made.id, version=1, changes=changes)
    ids = list(Opportunity.objects.order_by("id").values_list("id", flat=True))
    for _ in range(5):
        card = read(actor, chance.choice(ids))
        if card.status != "open":
            services.reopen_opportunity(actor=actor, opportunity_id=card.id, version=card.version)
        elif chance.random() < 0.3:
            status = chance.choice(["won", "lost", "abandoned"])
            services.close_opportunity(actor=actor, opportunity_id=card.id, version=card.version, status=status)
        else:
            move(actor, card, chance.choice(stages))


def test_its_figures_equal_a_count_by_hand_on_every_day(ada: Actor) -> None:
    chance = random.Random(11)
    sales = pipeline(ada)
    for _ in range(12):
        live_through(ada, sales, chance)
        spread(1)
    events = list(Event.objects.order_by("at", "id"))
    positions = {stage.id: stage.position for stage in sales.stages}
    today = datetime.now(UTC).date()

    for days_ago in [None, 0, 1, 3, 6, 10, 12, 20]:
        as_of = None if days_ago is None else today - timedelta(days=days_ago)
        report = get_pipeline_report(actor=ada, pipeline_id=sales.id, as_of=as_of)
        hand = Hand(events, report.moment, positions)
        for figures in report.stages:
            hand.check(figures)
            of = {"pipeline_id": sales.id, "as_of": as_of, "stage_id": figures.stage_id}
            for figure, count in {
                "standing": figures.count,
                "entered": figures.entered,
                "moved_on": figures.moved_on,
            }.items():
                ids = listed(ada, figure=figure, **of)
                assert len(ids) == len(set(ids)) == count
        everywhere = {figure: listed(ada, figure=figure, pipeline_id=sales.id, as_of=as_of) for figure in FIGURES}
        assert len(everywhere["standing"]) == report.count
        for figure, pairs in {"entered": set(hand.first), "moved_on": hand.onward}.items():
            assert sorted(everywhere[figure]) == sorted({one for one, _ in pairs})


def test_a_stage_keeps_its_old_name_in_reports_of_the_past(ada: Actor) -> None:
    sales = pipeline(ada)
    new = sales.stages[0]
    deal(ada, new.id)
    spread(5)
    services.update_stage(actor=ada, stage_id=new.id, version=new.version, changes={"name": "Fresh"})
    before = datetime.now(UTC).date() - timedelta(days=2)

    assert get_pipeline_report(actor=ada, pipeline_id=sales.id, as_of=before).stages[0].name == "New"
    assert get_pipeline_report(actor=ada, pipeline_id=sales.id).stages[0].name == "Fresh"


def test_it_is_cut_by_days_of_the_viewers_zone_owner_and_source(ada: Actor, uma: Actor) -> None:
    sales = pipeline(ada)
    stage = sales.stages[0].id
    deal(ada, stage, assigned_user_id=ada.id, source="form")
    deal(ada, stage, assigned_user_id=uma.id)
    spread(3)
    deal(ada, stage)
    today = datetime.now(UTC).date()

    def count(**scope: Any) -> int:
        return get_pipeline_report(actor=ada, pipeline_id=sales.id, **scope).count

    assert count() == 3
    assert count(since=today - timedelta(days=1)) == 1
    assert count(until=today - timedelta(days=2)) == 2
    assert count(assigned_user_id=uma.id) == 1
    assert count(source="form") == 1
    assert get_pipeline_report(actor=ada, pipeline_id=sales.id, since=today).zone == ada.time_zone
    with pytest.raises(InvalidInput):
        count(since=today, until=today - timedelta(days=1))
    with pytest.raises(NotFound):
        get_pipeline_report(actor=ada, pipeline_id=987_654)


def test_the_file_holds_the_report_and_is_audited(ada: Actor, vic: Actor) -> None:
    sales = pipeline(ada, stages=[{"name": "=HYPERLINK(1)", "win_probability": 50}])
    deal(ada, sales.stages[0].id, value_cents=1001)
    deal(ada, sales.stages[0].id, value_cents=500, currency="JPY")

    rows = list(csv.reader(io.StringIO(export_pipeline_report(actor=ada, pipeline_id=sales.id))))

    assert rows[2][:6] == ["'=HYPERLINK(1)", "USD", "2", "10.01", "5.01", "2"] or rows[2][4] == "5.00"
    assert rows[3][:4] == ["'=HYPERLINK(1)", "JPY", "", "500"]
    assert Event.objects.get(name="report.exported").actor_id == ada.id
    page = cast.Browser(cast.ada())
    answer = page.post("/api/v1/reports/pipeline/export", {"pipeline_id": sales.id})
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == 'attachment; filename="pipeline.csv"'
    assert (
        cast.Browser(cast.vic()).post("/api/v1/reports/pipeline/export", {"pipeline_id": sales.id}).status_code == 403
    )
