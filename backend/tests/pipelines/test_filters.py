"""What the list and the board are narrowed by means what it says."""

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from crm.contacts.models import Tag
from crm.contacts.services import create_contact
from crm.core import clock
from crm.core.access import Actor
from crm.core.errors import InvalidInput
from crm.core.filters import read_filter, words_of
from crm.core.filters.days import last_day_of_next
from crm.pipelines import selectors
from crm.pipelines.selectors import lists
from crm.pipelines.services import close_opportunity
from tests import cast
from tests.cast import Browser
from tests.pipelines.deals import deal, pipeline

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 1)


def ask(field: str, op: str, value: Any = None) -> dict[str, Any]:
    """One condition."""
    return {"field": field, "op": op} | ({} if value is None else {"value": value})


def found(actor: Actor, *conditions: Any) -> list[str]:
    """Titles of what the list shows, in order of title."""
    page = selectors.list_opportunities(actor=actor, filter=json.dumps({"all": list(conditions)}))
    return sorted(card.title for card in page.items)


@pytest.fixture
def new_york(uma: Actor, monkeypatch: pytest.MonkeyPatch) -> Actor:
    """Uma in New York, where it is still the first of November."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 2, 3, 0, tzinfo=UTC))
    user = cast.uma()
    user.time_zone = "America/New_York"
    user.save()
    return cast.as_actor(user)


def test_days_without_a_time_are_those_of_the_viewer(ada: Actor, new_york: Actor) -> None:
    new = pipeline(ada).stages[0].id
    for title, shift in (("past", -7), ("last week", -6), ("yesterday", -1), ("today", 0), ("soon", 6), ("later", 7)):
        deal(ada, new, title, expected_close_on=TODAY + timedelta(days=shift))
    deal(ada, new, "never")
    week = {"n": 7, "unit": "days"}
    for condition, titles in (
        (ask("expected_close_on", "on", "2026-11-01"), ["today"]),
        (ask("expected_close_on", "before", "2026-10-31"), ["last week", "past"]),
        (ask("expected_close_on", "after", "2026-11-01"), ["later", "soon"]),
        (ask("expected_close_on", "between", ["2026-10-31", "2026-11-07"]), ["soon", "today", "yesterday"]),
        (ask("expected_close_on", "in_next", week), ["soon", "today"]),
        (ask("expected_close_on", "in_next", {"n": 1, "unit": "days"}), ["today"]),
        (ask("expected_close_on", "in_last", week), ["last week", "today", "yesterday"]),
        (ask("expected_close_on", "is_empty"), ["never"]),
        (ask("expected_close_on", "is_not_empty"), ["last week", "later", "past", "soon", "today", "yesterday"]),
    ):
        assert found(new_york, condition) == titles, condition


@pytest.mark.parametrize(
    ("n", "unit", "last"),
    [(1, "days", "2027-01-31"), (2, "weeks", "2027-02-13"), (1, "months", "2027-02-27"), (13, "months", "2028-02-28")],
)
def test_the_next_days_begin_with_today(n: int, unit: str, last: str) -> None:
    assert last_day_of_next(date(2027, 1, 31), n, unit) == date.fromisoformat(last)


def test_choices_and_links(ada: Actor, uma: Actor) -> None:
    sales, rent = pipeline(ada), pipeline(ada, "Rent")
    zoe = create_contact(actor=ada, first_name="Zoë", tags=["VIP"]).contact
    first = deal(ada, sales.stages[0].id, "one", contact_id=zoe.id, value_cents=1050, currency="EUR")
    deal(ada, rent.stages[1].id, "two", value_cents=900, currency="JPY", source="api", assigned_user_id=uma.id)
    close_opportunity(actor=ada, opportunity_id=first.id, version=first.version, status="won", reason="", note="")
    tag = Tag.objects.get(name="VIP").pk
    for condition, titles in (
        (ask("status", "any_of", ["won", "lost"]), ["one"]),
        (ask("status", "none_of", ["won"]), ["two"]),
        (ask("source", "any_of", ["api"]), ["two"]),
        (ask("source", "none_of", ["api", "form"]), ["one"]),
        (ask("currency", "any_of", ["EUR"]), ["one"]),
        # Whole units of each currency: ten euros and a half, nine hundred yen.
        (ask("value", "more_than", 100), ["two"]),
        (ask("value", "between", [10, 11]), ["one"]),
        (ask("pipeline", "any_of", [rent.id]), ["two"]),
        (ask("stage", "none_of", [rent.stages[1].id]), ["one"]),
        (ask("contact", "any_of", [zoe.id]), ["one"]),
        (ask("tags", "has_any", [tag]), ["one"]),
        (ask("tags", "has_none", [tag]), ["two"]),
        (ask("tags", "is_empty"), ["two"]),
        (ask("assigned_user", "any_of", [uma.id]), ["two"]),
        (ask("closed_at", "is_empty"), ["two"]),
    ):
        assert found(ada, condition) == titles, condition


def test_stuck_and_days_are_those_of_the_card(ada: Actor) -> None:
    sales = pipeline(ada)
    today = clock.now().astimezone(UTC).date()
    step = {"next_step": "Call"}
    deal(ada, sales.stages[0].id, "going on", **step, expected_close_on=today, next_step_on=today)
    deal(ada, sales.stages[0].id, "no step")
    deal(ada, sales.stages[0].id, "step overdue", **step, next_step_on=today - timedelta(days=1))
    deal(ada, sales.stages[0].id, "date past", **step, expected_close_on=today - timedelta(days=1))
    slow = deal(ada, sales.stages[1].id, "slow", **step)
    seven = deal(ada, sales.stages[1].id, "seven", **step)
    ended = deal(ada, sales.stages[0].id, "ended")
    close_opportunity(actor=ada, opportunity_id=ended.id, version=ended.version, status="lost", reason="", note="")
    with connection.cursor() as cursor:
        for card, days in ((slow, 8), (seven, 7)):
            cursor.execute(
                "UPDATE pipelines_opportunity SET stage_entered_at = now() - make_interval(days => %s) WHERE id = %s",
                [days, card.id],
            )
    page = selectors.list_opportunities(actor=ada)
    stuck = sorted(card.title for card in page.items if card.stuck)
    assert found(ada, ask("is_stuck", "is_true")) == stuck == ["date past", "no step", "slow", "step overdue"]
    assert found(ada, ask("is_stuck", "is_false")) == ["ended", "going on", "seven"]
    assert found(ada, ask("days_in_stage", "more_than", 6)) == ["seven", "slow"]
    assert found(ada, ask("days_in_stage", "is", 8)) == ["slow"]


def test_what_can_be_asked_is_said(ada: Actor) -> None:
    stage = pipeline(ada).stages[0]
    for condition, words in (
        (ask("status", "any_of", ["won"]), "Status is Won"),
        (ask("status", "none_of", ["won", "lost"]), "Status is none of Won, Lost"),
        (ask("expected_close_on", "in_next", {"n": 2, "unit": "weeks"}), "Expected to close in the next 2 weeks"),
        (ask("expected_close_on", "in_last", {"n": 1, "unit": "days"}), "Expected to close today"),
        (ask("expected_close_on", "on", "2027-03-05"), "Expected to close on 5 March 2027"),
        (ask("expected_close_on", "is_empty"), "Has no expected close date"),
        (ask("stage", "any_of", [stage.id]), "Stage is New (Sales)"),
        (ask("is_stuck", "is_true"), "Stuck"),
    ):
        assert words_of(actor=ada, subject="opportunity", filter={"all": [condition]}) == words


@pytest.mark.parametrize(
    "condition",
    [
        ask("status", "any_of", []), ask("status", "any_of", "won"), ask("status", "any_of", ["paid"]),
        ask("status", "any_of", ["won"] * 9), ask("status", "any_of", [{"won": 1}]), ask("status", "is", "won"),
        ask("expected_close_on", "in_next", {"n": 0, "unit": "days"}), ask("expected_close_on", "on", "2026-13-01"),
        ask("expected_close_on", "not_in_last", {"n": 1, "unit": "days"}), ask("expected_close_on", "on", 5),
        ask("is_stuck", "is_true", True), ask("days_in_stage", "is", "7"),
    ],
)  # fmt: skip
def test_what_can_not_be_asked_is_refused(condition: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_filter("opportunity", {"all": [condition]})
    assert refused.value.fields is not None
    assert refused.value.fields["filter"][0].startswith("Condition 1")


def test_the_page_learns_choices_and_stages(ada: Actor) -> None:
    pipeline(ada)
    pipeline(ada, "Rent", [{"name": "Viewing"}])
    page = Browser(cast.vic())
    fields = {field["key"]: field for field in page.get("/api/v1/filters/opportunity").json()["fields"]}
    assert fields["status"]["choices"][:2] == [{"value": "open", "label": "Open"}, {"value": "won", "label": "Won"}]
    assert {op["takes"] for op in fields["status"]["ops"]} == {"choices"}
    assert fields["expected_close_on"]["type"] == "day"
    assert fields["stage"]["suggest"] == {"path": "/stages"}
    assert fields["title"]["choices"] is None

    def named(q: str) -> list[tuple[str, str]]:
        return [(one["name"], one["pipeline"]["name"]) for one in page.get(f"/api/v1/stages?q={q}").json()]

    assert named("") == [("New", "Sales"), ("Talking", "Sales"), ("Offer", "Sales"), ("Viewing", "Rent")]
    assert named("rENT") == [("Viewing", "Rent")]
    assert named("%25") == []


def test_counts_stop_at_a_thousand_unless_all_are_wanted(ada: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "COUNT_MOST", 2)
    sales = pipeline(ada)
    for title in ("one", "two", "three"):
        deal(ada, sales.stages[0].id, title, value_cents=100, currency="EUR")
    capped = selectors.count_opportunities(actor=ada, pipeline_id=sales.id)
    assert (capped.count, capped.is_capped, capped.totals) == (2, True, [])
    exact = selectors.count_opportunities(actor=ada, pipeline_id=sales.id, exact=True)
    assert (exact.count, exact.is_capped, exact.totals[0].value_cents) == (3, False, 300)
