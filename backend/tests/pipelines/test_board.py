"""The board: order, moves, conflicts, totals; and that what it says agrees with what is stored."""

import json
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.core.access import Actor
from crm.core.errors import InvalidInput
from crm.journal.models import Event
from crm.journal.undo import undo_change
from crm.pipelines import selectors, services
from crm.pipelines.errors import MovedMeanwhile, OpportunityIsClosed, StageRequires
from crm.pipelines.models import Opportunity, Standing
from crm.reports.pipeline import get_pipeline_report
from tests import cast
from tests.pipelines.deals import deal, events_of, move, order, pipeline, read, standings_of

pytestmark = pytest.mark.django_db


def test_a_card_goes_where_it_is_dropped(ada: Actor) -> None:
    sales = pipeline(ada)
    new, talking, _ = sales.stages
    c, b, a = [deal(ada, new.id, title) for title in "CBA"]
    assert order(ada, sales.id) == [["A", "B", "C"], [], []]

    move(ada, c, new.id, before_id=a.id)
    assert order(ada, sales.id)[0] == ["C", "A", "B"]
    move(ada, read(ada, c), new.id, after_id=a.id)
    assert order(ada, sales.id)[0] == ["A", "C", "B"]
    move(ada, b, talking.id)
    move(ada, a, talking.id, after_id=b.id)
    assert order(ada, sales.id) == [["C"], ["B", "A"], []]
    # A neighbour that has gone elsewhere is as if none had been named.
    move(ada, read(ada, c), talking.id, after_id=999_999)
    assert order(ada, sales.id)[1] == ["C", "B", "A"]


def test_a_place_in_the_same_stage_is_no_news_of_the_card(ada: Actor) -> None:
    stage = pipeline(ada).stages[0]
    below, above = deal(ada, stage.id, "below"), deal(ada, stage.id, "above")

    answer = services.move_opportunity(
        actor=ada, opportunity_id=below.id, version=below.version, stage_id=stage.id, before_id=above.id
    )

    assert answer.change_id is None
    assert events_of(below.id) == ["opportunity.created"]
    assert Event.objects.filter(name="stage.reordered", subject_id=stage.id).count() == 1


def test_there_is_always_a_place_between_two(ada: Actor) -> None:
    sales = pipeline(ada)
    stage = sales.stages[0]
    bottom, top = deal(ada, stage.id, "bottom"), deal(ada, stage.id, "top")
    moving = deal(ada, stage.id, "one"), deal(ada, stage.id, "two")
    lowest = top
    for turn in range(260):
        card = read(ada, moving[turn % 2])
        move(ada, card, stage.id, after_id=lowest.id)
        lowest = top if turn % 2 else card
    titles = order(ada, sales.id)[0]
    assert titles[0] == "top"
    assert titles[-1] == "bottom"
    assert read(ada, bottom).version == bottom.version


def test_a_move_is_told_with_both_stages_and_can_be_taken_back_to_its_place(ada: Actor) -> None:
    sales = pipeline(ada)
    new, talking, _ = sales.stages
    for title in "CBA":
        deal(ada, new.id, title)
    b = Opportunity.objects.get(title="B")
    done = services.move_opportunity(actor=ada, opportunity_id=b.pk, version=b.version, stage_id=talking.id)
    event = Event.objects.get(name="opportunity.moved")
    assert (event.data["before"], event.data["after"]) == ("New", "Talking")

    assert done.change_id is not None
    undo_change(actor=ada, change_id=done.change_id)

    assert order(ada, sales.id) == [["A", "B", "C"], [], []]
    assert standings_of(b.pk)[-1] == (new.id, "open", None, True)


def test_whoever_moves_what_has_moved_is_told_by_whom(ada: Actor, uma: Actor) -> None:
    sales = pipeline(ada)
    new, talking, offer = sales.stages
    card = deal(ada, new.id)
    move(uma, card, talking.id)

    with pytest.raises(MovedMeanwhile) as refused:
        move(ada, card, offer.id)

    assert refused.value.detail == "Uma has moved this card to Talking meanwhile."
    assert refused.value.extra["current"]["stage"]["name"] == "Talking"
    assert read(ada, card).stage_id == talking.id


def test_an_edit_of_the_title_is_no_reason_to_refuse_a_move(ada: Actor, uma: Actor) -> None:
    new, talking, _ = pipeline(ada).stages
    card = deal(ada, new.id)
    services.update_opportunity(actor=uma, opportunity_id=card.id, version=card.version, changes={"title": "Chairs"})

    assert move(ada, card, talking.id).stage_id == talking.id


def test_closed_cards_are_not_moved(ada: Actor) -> None:
    new, talking, _ = pipeline(ada).stages
    card = deal(ada, new.id)
    won = services.close_opportunity(actor=ada, opportunity_id=card.id, version=card.version, status="won").opportunity

    with pytest.raises(OpportunityIsClosed):
        move(ada, won, talking.id)


def test_a_stage_asks_for_what_it_needs(ada: Actor) -> None:
    asking = [{"name": "New"}, {"name": "Offer", "required_fields": ["value", "contact"]}]
    new, offer = pipeline(ada, stages=asking).stages
    card = deal(ada, new.id, value_cents=0)

    with pytest.raises(StageRequires) as refused:
        move(ada, card, offer.id)

    assert refused.value.fields == {"contact_id": ["Offer needs this."]}
    with pytest.raises(StageRequires):
        deal(ada, offer.id)
    with pytest.raises(InvalidInput):
        move(ada, card, 999_999)


def test_totals_are_of_all_that_match_and_never_mix_currencies(ada: Actor) -> None:
    sales = pipeline(ada)
    new, talking, _ = sales.stages
    deal(ada, new.id, value_cents=100_00, currency="USD")
    deal(ada, new.id, value_cents=50_00, currency="USD")
    deal(ada, new.id, value_cents=7000, currency="JPY")
    deal(ada, new.id)
    lost = deal(ada, talking.id, value_cents=1_00)
    services.close_opportunity(actor=ada, opportunity_id=lost.id, version=lost.version, status="lost")

    first, second, _ = selectors.get_board(actor=ada, pipeline_id=sales.id).columns
    assert first.count == 4
    assert [(t.currency, t.value_cents, t.weighted_cents) for t in first.totals] == [
        ("USD", 150_00, 15_00),
        ("JPY", 7000, 700),
    ]
    assert (second.count, second.cards) == (0, [])
    shown = selectors.get_board(actor=ada, pipeline_id=sales.id, closed=True).columns[1]
    assert (shown.count, shown.totals[0].value_cents, shown.totals[0].weighted_cents) == (1, 1_00, 0)


def test_currencies_stand_in_one_order_in_every_stage(ada: Actor) -> None:
    sales = pipeline(ada)
    new, talking, _ = sales.stages
    deal(ada, new.id, value_cents=900_00, currency="USD")
    deal(ada, new.id, value_cents=100_00, currency="EUR")
    deal(ada, talking.id, value_cents=20_00, currency="USD")
    deal(ada, talking.id, value_cents=500_00, currency="EUR")

    columns = selectors.get_board(actor=ada, pipeline_id=sales.id).columns
    assert [[total.currency for total in column.totals] for column in columns] == [["USD", "EUR"], ["USD", "EUR"], []]
    report = get_pipeline_report(actor=ada, pipeline_id=sales.id)
    assert [[amount.currency for amount in stage.amounts] for stage in report.stages] == [
        ["USD", "EUR"],
        ["USD", "EUR"],
        [],
    ]


def test_the_board_is_searched_by_title_person_and_company(ada: Actor) -> None:
    sales = pipeline(ada)
    stage = sales.stages[0]
    from_company = deal(ada, stage.id, "Tables", company="Müller Söhne")
    deal(ada, stage.id, "Chairs")
    assert order(ada, sales.id, q="chAI")[0] == ["Chairs"]
    assert order(ada, sales.id, q="müller tab")[0] == [from_company.title]
    assert order(ada, sales.id, q="100%_\\")[0] == []


def test_the_board_is_filtered(ada: Actor) -> None:
    sales = pipeline(ada)
    stage = sales.stages[0]
    deal(ada, stage.id, "Dear", value_cents=900_00, assigned_user_id=ada.id)
    deal(ada, stage.id, "Cheap", value_cents=9_00)
    deal(ada, stage.id, "Yen", value_cents=900, currency="JPY")
    deal(ada, stage.id, "Unknown")

    def found(**tree: Any) -> list[str]:
        return order(ada, sales.id, filter=json.dumps({"all": [tree]}))[0]

    assert found(field="value", op="more_than", value=100) == ["Yen", "Dear"]
    assert found(field="assigned_user", op="any_of", value=["me"]) == ["Dear"]
    assert found(any=[{"field": "value", "op": "is_empty"}, {"field": "title", "op": "contains", "value": "heap"}]) == [
        "Unknown",
        "Cheap",
    ]
    with pytest.raises(InvalidInput):
        found(field="shoe_size", op="is", value=44)


def test_the_board_costs_the_same_for_one_card_and_many(ada: Actor) -> None:
    sales = pipeline(ada)
    deal(ada, sales.stages[0].id)
    with CaptureQueriesContext(connection) as few:
        selectors.get_board(actor=ada, pipeline_id=sales.id)
    for n in range(20):
        deal(ada, sales.stages[n % 3].id, f"Deal {n}")
    with CaptureQueriesContext(connection) as many:
        selectors.get_board(actor=ada, pipeline_id=sales.id)
    assert len(many) == len(few) == 4


def test_other_reads_cost_the_same_for_one_and_many(ada: Actor) -> None:
    sales = pipeline(ada)
    first = deal(ada, sales.stages[0].id)
    reads: list[Callable[[], object]] = [
        lambda: selectors.list_opportunities(actor=ada),
        lambda: selectors.count_opportunities(actor=ada),
        lambda: selectors.list_pipelines(actor=ada),
        lambda: selectors.list_stages(actor=ada),
        lambda: selectors.list_stage_log(actor=ada, opportunity_id=first.id),
        lambda: selectors.get_stage_uses(actor=ada, stage_id=sales.stages[0].id),
        lambda: get_pipeline_report(actor=ada, pipeline_id=sales.id),
    ]

    def queries() -> list[int]:
        counts = []
        for read_it in reads:
            with CaptureQueriesContext(connection) as asked:
                read_it()
            counts.append(len(asked))
        return counts

    few = queries()
    pipeline(ada, "Rent")
    for n in range(8):
        deal(ada, sales.stages[n % 3].id, f"Deal {n}", currency=["USD", "EUR"][n % 2], value_cents=n)
    move(ada, first, sales.stages[2].id)
    assert queries() == few


@pytest.mark.django_db(transaction=True)
def test_fifty_moves_at_once_end_in_one_order_with_a_complete_history() -> None:
    ada = cast.as_actor(cast.ada())
    sales = pipeline(ada)
    cards = [deal(ada, sales.stages[0].id, f"Deal {n}") for n in range(10)]
    people = [ada, *(cast.as_actor(cast._person(name, "user")) for name in ("Uma", "Ugo", "Una", "Udo"))]
    chance = random.Random(7)
    # All five move the same card at once, one card after the other.
    plan = [
        (people[n % 5], cards[n // 5].id, chance.choice(sales.stages).id, chance.choice(cards).id) for n in range(50)
    ]

    def go(step: tuple[Actor, int, int, int]) -> str:
        actor, card_id, stage_id, after_id = step
        try:
            for _ in range(60):
                seen = read(actor, card_id)
                try:
                    done = services.move_opportunity(
                        actor=actor, opportunity_id=card_id, version=seen.version, stage_id=stage_id, after_id=after_id
                    )
                except MovedMeanwhile:
                    continue
                return "moved" if done.change_id else "reordered"
            return "gave up"
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        outcomes = list(pool.map(go, plan))

    assert "gave up" not in outcomes
    # One order: every card has one place, and everybody reads the same.
    assert Opportunity.objects.values("stage_id", "rank").distinct().count() == 10
    assert order(people[1], sales.id) == order(people[2], sales.id)
    # A complete history: each move is one event, and the log is an unbroken chain that ends where the card stands.
    assert Event.objects.filter(name="opportunity.moved").count() == outcomes.count("moved")
    for card in cards:
        moves = list(Event.objects.filter(name="opportunity.moved", subject_id=card.id).order_by("id"))
        stages = [sales.stages[0].id, *(event.data["after_id"] for event in moves)]
        assert [event.data["before_id"] for event in moves] == stages[:-1]
        log = list(Standing.objects.filter(opportunity_id=card.id).order_by("from_at"))
        assert [row.stage_id for row in log] == stages
        assert [row.until_at for row in log[:-1]] == [row.from_at for row in log[1:]]
        assert log[-1].until_at is None
        assert read(ada, card).stage_id == stages[-1]


def test_all_of_it_by_the_api(ada: Actor) -> None:
    page: Any = cast.Browser(cast.ada())
    made = page.post("/api/v1/pipelines", {"name": "Sales", "stages": [{"name": "New"}, {"name": "Won soon"}]})
    assert made.status_code == 201
    new, soon = made.json()["pipeline"]["stages"]
    card = page.post("/api/v1/opportunities", {"title": "Chairs", "stage_id": new["id"], "value_cents": 1250})
    assert card.status_code == 201
    opportunity = card.json()["opportunity"]
    moved = page.post(
        f"/api/v1/opportunities/{opportunity['id']}/move",
        {"version": opportunity["version"], "stage_id": soon["id"]},
    )
    assert moved.status_code == 200
    late = page.post(
        f"/api/v1/opportunities/{opportunity['id']}/move",
        {"version": opportunity["version"], "stage_id": new["id"]},
    )
    assert (late.status_code, late.json()["code"]) == (409, "moved_meanwhile")
    assert late.json()["current"]["stage"]["name"] == "Won soon"
    board = page.get(f"/api/v1/board?pipeline_id={made.json()['pipeline']['id']}").json()
    assert [[c["title"] for c in column["cards"]] for column in board["columns"]] == [[], ["Chairs"]]
    line = page.get(f"/api/v1/opportunities/{opportunity['id']}/timeline").json()["items"]
    assert line[0]["entries"][0]["text"] == "moved the opportunity Chairs from New to Won soon"
