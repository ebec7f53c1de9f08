"""What lists can be filtered by, as the page asks for it, and filters in words."""

import json
from typing import Any
from urllib.parse import quote

import pytest

from crm.companies.models import Company
from crm.contacts.models import Tag
from crm.core.access import Actor
from crm.core.filters import words_of
from crm.views.selectors import get_filter_words
from tests import cast
from tests.cast import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def tags() -> list[int]:
    """VIP and Lead."""
    return [tag.pk for tag in Tag.objects.bulk_create([Tag(name="VIP", key="vip"), Tag(name="Lead", key="lead")])]


def said(actor: Actor, *conditions: Any, join: str = "all") -> str:
    """A filter in words."""
    return words_of(actor=actor, subject="contact", filter={join: list(conditions)})


def ask(field: str, op: str, value: Any = None) -> dict[str, Any]:
    """One condition."""
    return {"field": field, "op": op} | ({} if value is None else {"value": value})


def test_words(uma: Actor, tags: list[int]) -> None:
    company = Company.objects.create(name="Acme", name_key="acme")
    for condition, words in [
        (ask("tags", "has_any", tags), "Tag is any of VIP, Lead"),
        (ask("tags", "has_any", tags[:1]), "Tag is VIP"),
        (ask("tags", "has_all", tags), "Tag is all of VIP, Lead"),
        (ask("tags", "has_none", tags), "Tag is none of VIP, Lead"),
        (ask("tags", "has_none", tags[1:]), "Tag is not Lead"),
        (ask("tags", "is_empty"), "Has no tag"),
        (ask("assigned_user", "any_of", ["me"]), "Assigned user is me"),
        (ask("assigned_user", "none_of", ["me", uma.id]), "Assigned user is none of me, Uma"),
        (ask("assigned_user", "is_not_empty"), "Has an assigned user"),
        (ask("primary_company", "any_of", [company.pk]), "Primary company is Acme"),
        (ask("created_at", "in_last", {"n": 7, "unit": "days"}), "Created in the last 7 days"),
        (ask("created_at", "in_last", {"n": 1, "unit": "days"}), "Created today"),
        (ask("updated_at", "not_in_last", {"n": 1, "unit": "months"}), "Not changed in the last month"),
        (ask("created_at", "on", "2026-03-05"), "Created on 5 March 2026"),
        (ask("created_at", "before", "2026-03-05"), "Created before 5 March 2026"),
        (
            ask("created_at", "between", ["2026-03-05", "2026-12-31"]),
            "Created between 5 March 2026 and 31 December 2026",
        ),
        (ask("first_name", "starts_with", "Jo"), "First name starts with “Jo”"),
        (ask("email", "not_contains", "gmail"), "Email does not contain “gmail”"),
        (ask("email", "is_empty"), "Has no email"),
        (ask("notes", "is_not_empty"), "Has notes"),
        (ask("created_by", "any_of", [uma.id]), "Created by Uma"),
        (ask("created_by", "none_of", [uma.id, "me"]), "Not created by any of Uma, me"),
        (ask("created_by", "is_empty"), "Created by nobody"),
    ]:
        assert said(uma, condition) == words


def test_a_whole_filter_is_a_sentence(uma: Actor, tags: list[int]) -> None:
    vip, week = ask("tags", "has_any", tags[:1]), ask("created_at", "in_last", {"n": 7, "unit": "days"})
    empty, mine = ask("email", "is_empty"), ask("assigned_user", "any_of", ["me"])
    assert said(uma, vip, week) == "Tag is VIP and created in the last 7 days"
    assert said(uma, vip, {"any": [week, {"all": []}, {"all": [empty, mine]}]}) == (
        "Tag is VIP and (created in the last 7 days or (has no email and assigned user is me))"
    )
    assert said(uma, {"any": [vip]}, {"all": [week]}, join="any") == "Tag is VIP or created in the last 7 days"


def test_what_is_gone_is_said_to_be(uma: Actor, tags: list[int]) -> None:
    tree = {
        "all": [ask("tags", "has_any", [*tags, 987_654]), {"any": [ask("assigned_user", "none_of", ["me", 987_654])]}]
    }
    words = get_filter_words(actor=uma, subject="contact", filter=json.dumps(tree))
    first, second = words.conditions
    assert (first.path, first.text, first.is_broken) == ([0], "Tag is any of VIP, Lead, a deleted tag", True)
    assert [value.id for value in first.values] == [*tags, 987_654]
    assert (second.path, second.text, second.is_broken) == (
        [1, 0],
        "Assigned user is none of me, a deleted person",
        True,
    )
    assert [value.id for value in second.values] == ["me", 987_654]
    Tag.objects.filter(pk=tags[0]).delete()
    assert said(uma, ask("tags", "has_any", tags[:1])) == "Tag is a deleted tag"


@pytest.mark.parametrize("many", [1, 9])
def test_words_cost_a_query_for_each_sort_of_record(
    uma: Actor, tags: list[int], many: int, django_assert_num_queries: Any
) -> None:
    tree = {
        "all": [ask("tags", "has_any", tags), ask("assigned_user", "any_of", [1]), ask("created_by", "any_of", [2])]
    }
    with django_assert_num_queries(2):
        words_of(actor=uma, subject="contact", filter={"any": [tree] * many})


def test_the_page_asks_by_http() -> None:
    user = cast.vic()
    user.time_zone = "America/New_York"
    user.save()
    page = Browser(user)
    told = page.get("/api/v1/filters/contact").json()
    assert (told["subject"], told["zone"]) == ("contact", "America/New_York")
    fields = {field["key"]: field for field in told["fields"]}
    assert fields["tags"]["suggest"] == {"path": "/tags"}
    assert {"key": "has_any", "label": "is any of", "takes": "ids"} in fields["tags"]["ops"]
    assert fields["created_at"]["type"] == "date"
    assert fields["email"]["suggest"] is None
    assert page.get("/api/v1/filters/company").json()["fields"][0]["key"] == "name"
    assert page.get("/api/v1/filters/user").status_code == 404
    text = quote(json.dumps({"all": [ask("tags", "is_empty")]}))
    assert page.get(f"/api/v1/filters/contact/words?filter={text}").json() == {
        "text": "Has no tag",
        "zone": "America/New_York",
        "conditions": [{"path": [0], "text": "Has no tag", "values": [], "is_broken": False}],
    }
    assert page.get("/api/v1/filters/contact/words").json()["text"] == ""
    wrong = page.get("/api/v1/filters/contact/words?filter=%7B%22all%22%3A%5B1%5D%7D")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "invalid_input")
    assert wrong.json()["fields"]["filter"][0].startswith("Condition 1")


def test_views_by_http() -> None:
    page = Browser(cast.uma())
    made = page.post(
        "/api/v1/views", {"subject": "contact", "name": "Mine", "filter": {"all": [ask("tags", "is_empty")]}}
    )
    assert made.status_code == 201
    view = made.json()["view"]
    assert view["filter"] == {"all": [{"field": "tags", "op": "is_empty"}]}
    assert page.get("/api/v1/views?subject=contact").json() == [view]
    renamed = page.send("PATCH", f"/api/v1/views/{view['id']}", {"version": 1, "name": "Other"}).json()
    assert (renamed["view"]["name"], renamed["view"]["filter"]) == ("Other", view["filter"])
    assert page.post(f"/api/v1/views/{view['id']}/pin").json()["position"] == 0
    assert page.post("/api/v1/views/order", {"subject": "contact", "ids": [view["id"]]}).status_code == 204
    assert page.post(f"/api/v1/views/{view['id']}/unpin").json()["is_pinned"] is False
    gone = page.send("DELETE", f"/api/v1/views/{view['id']}")
    assert gone.status_code == 200
    assert page.post(f"/api/v1/changes/{gone.json()['change_id']}/undo").status_code == 200
    assert page.get("/api/v1/views").json()[0]["name"] == "Other"
    refused = page.post("/api/v1/views", {"subject": "contact", "name": "", "filter": {"all": [1]}})
    assert set(refused.json()["fields"]) == {"name", "filter"}
