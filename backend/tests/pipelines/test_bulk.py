"""What can be done to many opportunities: by the rules of the single services, each with its outcome, all undone."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.bulk import selectors as jobs
from crm.bulk.running import run_job
from crm.contacts.services import create_contact
from crm.core.access import Actor
from crm.core.errors import InvalidInput, NotAllowed
from crm.journal.models import Event
from crm.pipelines import selectors
from crm.pipelines.models import Opportunity, Standing
from crm.pipelines.services import archive_opportunity, close_opportunity, delete_stage
from tests.bulk.orders import do, order, reasons, take_back
from tests.bulk.test_exports import csv_rows, sheet_rows
from tests.pipelines.deals import deal, pipeline
from tests.pipelines.deals import order as board

pytestmark = pytest.mark.django_db


@pytest.fixture
def deals(uma: Actor, ada: Actor) -> tuple[Any, list[int]]:
    """A pipeline with three open cards in its first stage, a lost one, and one in the trash."""
    sales = pipeline(ada)
    new = sales.stages[0].id
    cards = [deal(uma, new, title) for title in ("c", "b", "a", "lost", "gone")]
    close_opportunity(actor=uma, opportunity_id=cards[3].id, version=1, status="lost", reason="Price", note="So said")
    archive_opportunity(actor=uma, opportunity_id=cards[4].id)
    return sales, [card.id for card in cards]


def stored() -> list[Any]:
    """All columns of opportunities but those that only tell that, or when, something happened."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_jsonb(c) - '{version,moved_version,updated_at,archived_at,stage_entered_at,"
            "earlier_seconds_in_stage,closed_at,rank}'::text[] || jsonb_build_object('archived', archived_at IS NULL, "
            "'closed', closed_at IS NULL, 'place', rank() OVER (PARTITION BY stage_id ORDER BY rank)) "
            "FROM pipelines_opportunity c ORDER BY id"
        )
        return [json.loads(row) for (row,) in cursor.fetchall()]


def standings_are_right() -> bool:
    """Each opportunity outside the trash has one present period, that says how it stands; the others have none."""
    now = {
        row.opportunity_id: (row.stage_id, row.status, row.assigned_user_id)
        for row in Standing.objects.filter(until_at=None)
    }
    return now == {
        row.pk: (row.stage_id, row.status, row.assigned_user_id) for row in Opportunity.objects.filter(archived_at=None)
    }


def assert_undone(actor: Actor, job: Any, before: list[Any]) -> None:
    """Taking the job back leaves all as it was, and taking that back leaves all as the job did."""
    after = stored()
    undo = take_back(actor, job)
    assert (undo.state, undo.changed, undo.refused) == ("done", job.changed, 0)
    assert stored() == before
    assert standings_are_right()
    assert take_back(actor, undo).refused == 0
    assert [row | {"place": 0} for row in stored()] == [row | {"place": 0} for row in after]
    assert standings_are_right()


def test_many_are_moved_and_keep_their_order(uma: Actor, ada: Actor, deals: tuple[Any, list[int]]) -> None:
    sales, ids = deals
    offer = sales.stages[2].id
    there = deal(uma, offer, "there")
    before = stored()
    job = do(uma, "move", {"stage_id": str(offer)}, subject="opportunity", ids=[*ids, there.id])
    assert (job.label, job.changed, job.unchanged, job.refused) == ("Move to Offer (Sales)", 3, 1, 2)
    assert reasons(uma, job) == {
        ids[3]: "This opportunity is closed. Reopen it first.",
        ids[4]: "This opportunity is in the trash. Restore it first.",
        there.id: "It stands there already.",
    }
    assert board(uma, sales.id) == [[], [], ["there", "a", "b", "c"]]
    moves = Event.objects.filter(name="opportunity.moved")
    assert len({event.change_id for event in moves}) == 3
    assert_undone(uma, job, before)


def test_what_the_stage_asks_for_is_looked_at_card_by_card(uma: Actor, ada: Actor) -> None:
    strict = pipeline(ada, stages=[{"name": "New"}, {"name": "Offer", "required_fields": ["value", "next_step"]}])
    bare = deal(uma, strict.stages[0].id, "bare")
    deal(uma, strict.stages[0].id, "whole", value_cents=0, next_step="Call")
    job = do(uma, "move", {"stage_id": strict.stages[1].id}, subject="opportunity")
    assert (job.changed, job.refused) == (1, 1)
    assert reasons(uma, job) == {bare.id: "Offer needs: Value, Next step."}


def test_many_are_assigned(uma: Actor, deals: tuple[Any, list[int]]) -> None:
    _, ids = deals
    before = stored()
    job = do(uma, "assign", {"user_id": uma.id}, subject="opportunity", ids=ids)
    assert (job.label, job.changed, job.refused) == ("Assign to Uma", 4, 1)
    assert Opportunity.objects.filter(assigned_user_id=uma.id).count() == 4
    assert standings_are_right()
    again = do(uma, "assign", {"user_id": uma.id}, subject="opportunity", ids=ids[:1])
    assert (again.changed, again.unchanged) == (0, 1)
    assert_undone(uma, job, before)
    assert do(uma, "assign", {"user_id": None}, subject="opportunity", ids=ids).label == "Assign to nobody"


def test_many_are_closed(uma: Actor, deals: tuple[Any, list[int]]) -> None:
    _, ids = deals
    before = stored()
    job = do(uma, "close", {"status": "lost", "reason": " Price "}, subject="opportunity", ids=ids)
    assert (job.label, job.changed, job.unchanged, job.refused) == ("Mark as lost (Price)", 3, 1, 1)
    assert set(Opportunity.objects.filter(status="lost").values_list("close_reason", flat=True)) == {"Price"}
    assert Opportunity.objects.get(pk=ids[3]).close_note == "So said"
    assert standings_are_right()
    assert_undone(uma, job, before)


def test_many_are_archived_and_restored(uma: Actor, deals: tuple[Any, list[int]]) -> None:
    _, ids = deals
    before = stored()
    job = do(uma, "archive", subject="opportunity", ids=ids)
    assert (job.changed, job.unchanged) == (4, 1)
    assert standings_are_right()
    assert_undone(uma, job, before)
    back = do(uma, "restore", subject="opportunity", archived=True)
    assert (back.changed, back.unchanged) == (5, 0)
    assert standings_are_right()


def test_all_that_a_list_shows_are_meant(uma: Actor, ada: Actor) -> None:
    new = pipeline(ada).stages[0].id
    zoe = create_contact(actor=uma, first_name="Zo\u00eb").contact
    ids = [deal(uma, new, "Ten chairs", contact_id=zoe.id).id, deal(uma, new, "Chairs", company="Zoe Ltd").id]
    deal(uma, new, "Tables")
    chairs: dict[str, Any] = {"q": "zoe chair", "filter": json.dumps({"all": [{"field": "is_stuck", "op": "is_true"}]})}
    assert {card.id for card in selectors.list_opportunities(actor=uma, **chairs).items} == set(ids)
    job = do(uma, "archive", subject="opportunity", expected=2, **chairs)
    assert job.changed == 2
    assert set(Opportunity.objects.exclude(archived_at=None).values_list("id", flat=True)) == set(ids)


def test_an_undo_leaves_alone_what_has_gone_on(uma: Actor, ada: Actor, deals: tuple[Any, list[int]]) -> None:
    sales, ids = deals
    talking, offer = sales.stages[1].id, sales.stages[2].id
    job = do(uma, "move", {"stage_id": talking}, subject="opportunity", ids=ids[:3])
    do(uma, "move", {"stage_id": offer}, subject="opportunity", ids=ids[:1])
    undo = take_back(uma, job)
    assert (undo.changed, undo.refused) == (2, 1)
    assert reasons(uma, undo) == {ids[0]: "It has been moved on to Offer or closed since."}
    gone = do(uma, "move", {"stage_id": offer}, subject="opportunity", ids=ids[1:2])
    delete_stage(actor=ada, stage_id=sales.stages[0].id, move_to=talking)
    assert reasons(uma, take_back(uma, gone)) == {ids[1]: "The stage New exists no more."}


@pytest.mark.parametrize(
    ("action", "params", "field"),
    [
        ("move", {}, "params"), ("move", {"stage_id": 2**70}, "params.stage_id"),
        ("move", {"stage_id": "x"}, "params.stage_id"), ("move", {"stage_id": None}, "params.stage_id"),
        ("move", {"stage_id": -1}, "params.stage_id"), ("assign", {"user_id": 987_654}, "params.user_id"),
        ("close", {"status": "open"}, "params.status"),
        ("close", {"status": "won", "reason": "x" * 81}, "params.reason"),
        ("close", {"status": "won", "reason": "a\0b"}, "params.reason"), ("archive", {"x": 1}, "params"),
        ("export", {"columns": ["rank"]}, "params.columns"), ("delete", {}, "action"),
    ],
)  # fmt: skip
def test_what_can_not_be_done_is_refused(
    uma: Actor, deals: tuple[Any, list[int]], action: str, params: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        order(uma, action, params, subject="opportunity", ids=deals[1])
    assert {name.split(".")[0] for name in refusal.value.fields or ()} == {field.split(".", maxsplit=1)[0]}


def test_viewers_do_none_of_it(vic: Actor, deals: tuple[Any, list[int]]) -> None:
    with pytest.raises(NotAllowed):
        order(vic, "archive", subject="opportunity", ids=deals[1])


def test_the_same_statements_for_one_and_for_many(uma: Actor, ada: Actor) -> None:
    sales = pipeline(ada)
    cards = [deal(uma, sales.stages[0].id, f"{number}").id for number in range(9)]
    counts = []
    for ids in (cards[:1], cards[1:]):
        job = order(uma, "move", {"stage_id": sales.stages[1].id}, subject="opportunity", ids=ids)
        with CaptureQueriesContext(connection) as queries:
            run_job(job.id)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_file_holds_what_is_known(uma: Actor, ada: Actor) -> None:
    new = pipeline(ada).stages[0].id
    ann = create_contact(actor=uma, first_name="Ann", last_name="Lee").contact
    deal(uma, new, "=1+1", value_cents=1050, currency="KWD", contact_id=ann.id, company="Acme", source="api")
    deal(uma, new, "Bare", assigned_user_id=uma.id)
    columns = ["title", "pipeline", "stage", "status", "value", "currency", "contact", "company", "source",
               "assigned_user", "days_in_stage"]  # fmt: skip
    wanted = [
        ["Title", "Pipeline", "Stage", "Status", "Value", "Currency", "Contact", "Company", "Source", "Assigned user",
         "Days in stage"],
        ["'=1+1", "Sales", "New", "Open", "1.05", "KWD", "Ann Lee", "Acme", "API", "", "0"],
        ["Bare", "Sales", "New", "Open", "", "USD", "", "", "Manual", "Uma", "0"],
    ]  # fmt: skip
    job = do(uma, "export", {"format": "csv", "columns": columns}, subject="opportunity")
    assert csv_rows(uma, job) == wanted
    assert job.label == "Export as CSV"
    sheet = do(uma, "export", {"format": "xlsx"}, subject="opportunity")
    rows = sheet_rows(uma, sheet)
    assert rows[1][rows[0].index("Value")] == 1.05
    (told,) = Event.objects.filter(name="records.exported", subject_id=job.id)
    assert told.data["records"] == "opportunities"


def test_forms_are_told_the_stages(uma: Actor, ada: Actor, deals: tuple[Any, list[int]]) -> None:
    offered = {action.key: action for action in jobs.list_bulk_actions(actor=uma, subject="opportunity")}
    assert list(offered) == ["move", "assign", "close", "archive", "restore", "export"]
    (stage,) = offered["move"].params
    assert [option.label for option in stage.options or ()] == ["New (Sales)", "Talking (Sales)", "Offer (Sales)"]
