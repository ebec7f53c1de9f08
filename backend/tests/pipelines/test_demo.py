"""The demo's opportunities: their log, their records and the journal tell the same past."""

from datetime import timedelta

import pytest
from django.db import connection

from crm.contacts.services import create_contact
from crm.core import clock
from crm.core.access import Actor
from crm.journal.models import Event
from crm.pipelines.demo.deals import fill
from crm.pipelines.models import Opportunity, Stage, Standing
from crm.reports.pipeline import get_pipeline_report
from tests.pipelines.deals import deal

pytestmark = pytest.mark.django_db

# Periods that begin with no event of their moment, and events of moves that began no period.
_UNTOLD = """
SELECT count(*) FROM pipelines_standing s FULL JOIN
    (SELECT * FROM journal_event WHERE name IN ('opportunity.created', 'opportunity.moved', 'opportunity.closed',
                                                'opportunity.reopened')) e
    ON e.opportunity_id = s.opportunity_id AND e.at = s.from_at
WHERE s.id IS NULL OR e.id IS NULL
"""
_GAPS = """
SELECT count(*) FROM (SELECT until_at, lead(from_at) OVER (PARTITION BY opportunity_id ORDER BY from_at) AS next
                      FROM pipelines_standing) s WHERE s.until_at IS DISTINCT FROM s.next
"""


def _number(query: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return int((cursor.fetchone() or (0,))[0])


def test_log_records_and_journal_tell_one_past(ada: Actor, uma: Actor) -> None:
    for name in ("Acme", "Borealis"):
        create_contact(actor=ada, first_name="Ann", company=name)
    assert fill(administrator=ada, user=uma, count=12) == 12

    assert _number(_UNTOLD) == 0
    assert _number(_GAPS) == 0
    moments = list(Event.objects.filter(subject="opportunity").order_by("id").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert moments[0] < clock.now() - timedelta(days=60)
    for card in Opportunity.objects.all():
        periods = Standing.objects.filter(opportunity_id=card.pk).order_by("from_at")
        here = [p for p in periods if (p.stage_id, p.status) == (card.stage_id, "open")]
        assert card.created_at == periods[0].from_at
        assert card.stage_entered_at == here[-1].from_at
        earlier = sum((p.until_at - p.from_at).total_seconds() for p in here[:-1] if p.until_at)
        assert card.earlier_seconds_in_stage == pytest.approx(earlier, abs=1)
        assert card.closed_at == (None if card.status == "open" else periods[len(periods) - 1].from_at)
    assert len(set(Opportunity.objects.values_list("status", flat=True))) > 1

    # A report of the past is alive, and what happens from here on happens now.
    pipeline_id = Opportunity.objects.order_by("created_at").values_list("pipeline_id", flat=True)[0]
    month_ago = (clock.now() - timedelta(days=30)).date()
    report = get_pipeline_report(actor=ada, pipeline_id=pipeline_id, as_of=month_ago)
    assert sum(stage.entered for stage in report.stages) > 0
    made = deal(uma, Stage.objects.filter(pipeline_id=pipeline_id).order_by("position").values_list("id", flat=True)[0])
    told = Event.objects.get(name="opportunity.created", subject_id=made.id)
    assert abs(told.at - clock.now()) < timedelta(minutes=1)


def test_without_people_there_are_no_opportunities(ada: Actor, uma: Actor) -> None:
    assert fill(administrator=ada, user=uma, count=5) == 0
