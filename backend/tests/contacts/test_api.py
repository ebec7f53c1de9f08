"""The contacts room over HTTP: shapes, codes, and what a person's browser is told."""

import json
from typing import Any

import pytest

from crm.contacts.models import Contact, Tag
from tests import cast
from tests.cast import Browser

CONTACTS = "/api/v1/contacts"


@pytest.fixture
def browser(db: None) -> Browser:
    """Uma's browser."""
    return Browser(cast.uma())


def created(browser: Browser, **fields: Any) -> dict[str, Any]:
    answer = browser.post(CONTACTS, {"first_name": "Grace", **fields})
    assert answer.status_code == 201, answer.content
    contact: dict[str, Any] = answer.json()["contact"]
    return contact


def test_a_contact_from_first_to_last(browser: Browser) -> None:
    answer = browser.post(
        CONTACTS,
        {"first_name": "Zoë", "last_name": "Müller", "email": "z@example.com", "phone": "(202) 555-0143",
         "notes": "n", "assigned_user_id": cast.uma().pk, "company": "Acme", "tags": ["VIP"]},
    )  # fmt: skip
    assert answer.status_code == 201
    body = answer.json()
    contact = body["contact"]
    path = f"{CONTACTS}/{contact['id']}"
    assert body["change_id"]
    assert set(contact) == {
        "id", "first_name", "last_name", "full_name", "email", "phone", "phone_display", "phone_raw", "phone_is_valid",
        "tags", "assigned_user", "company", "created_at", "updated_at", "archived_at", "archived_by", "version",
        "notes", "created_by",
    }  # fmt: skip
    assert contact["created_at"].endswith("Z")
    assert contact["tags"] == [{"id": Tag.objects.get().pk, "name": "VIP", "color": Tag.objects.get().color}]
    assert browser.get(path).json() == contact
    row = browser.get(f"{CONTACTS}?q=5550143").json()["items"][0]
    assert row == {key: value for key, value in contact.items() if key in row}
    assert "Zoë" in browser.get(path).content.decode()

    edited = browser.send("PATCH", path, {"version": 1, "email": "new@example.com", "company": None}).json()
    assert (edited["contact"]["email"], edited["contact"]["company"], edited["contact"]["version"]) == (
        "new@example.com", None, 2,
    )  # fmt: skip
    tagged = browser.post(f"{path}/tags", {"name": "friends"}).json()["contact"]
    assert [tag["name"] for tag in tagged["tags"]] == ["friends", "VIP"]
    untagged = browser.send("DELETE", f"{path}/tags/{tagged['tags'][0]['id']}")
    assert [tag["name"] for tag in untagged.json()["contact"]["tags"]] == ["VIP"]

    undone = browser.post(f"/api/v1/changes/{edited['change_id']}/undo")
    assert undone.status_code == 200
    assert undone.json()["subject_id"] == contact["id"]
    assert browser.get(path).json()["email"] == "z@example.com"

    timeline = browser.get(f"{path}/timeline").json()
    assert [group["kind"] for group in timeline["items"]] == ["field", "tag", "field", "tag", "company", "created"]
    assert timeline["items"][0]["entries"][0]["undoes"] is True
    assert browser.get(f"{path}/timeline?kind=tag").json()["items"][0]["actor"]["name"] == "Uma"

    assert browser.post(f"{path}/archive").json()["contact"]["archived_by"]["name"] == "Uma"
    assert browser.get(CONTACTS).json() == {"items": [], "next_cursor": None}
    assert browser.get(f"{CONTACTS}/count?archived=true").json() == {"count": 1, "is_capped": False}
    assert browser.post(f"{path}/restore").json()["contact"]["archived_at"] is None
    browser.post(f"{path}/archive")
    assert browser.send("DELETE", path).status_code == 403
    assert Browser(cast.ada()).send("DELETE", path).status_code == 204
    assert browser.get(path).status_code == 404


def test_a_conflict_tells_both_sides(browser: Browser) -> None:
    contact = created(browser, email="old@example.com")
    path = f"{CONTACTS}/{contact['id']}"
    Browser(cast.ada()).send("PATCH", path, {"version": 1, "email": "hers@example.com"})
    answer = browser.send("PATCH", path, {"version": 1, "email": "mine@example.com"})
    assert answer.status_code == 409
    assert answer["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["code"] == "edit_conflict"
    sides = problem["conflict"]["email"]
    assert sides.pop("changed_at").endswith("Z")
    assert sides == {
        "yours": "mine@example.com", "current": "hers@example.com", "original": "old@example.com", "changed_by": "Ada",
    }  # fmt: skip
    assert problem["current"] == browser.get(path).json()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"email": "nonsense"}, "email"),
        ({"first_name": "a\x00"}, "first_name"),
        ({"first_name": 7}, "first_name"),
        ({"tags": "VIP"}, "tags"),
        ({"tags": ["x" * 51]}, "tags"),
        ({"assigned_user_id": 2**70}, "assigned_user_id"),
        ({"is_admin": True}, "is_admin"),
        ({"notes": "x" * 200_000}, "notes"),
    ],
)
def test_nonsense_is_a_problem_with_its_field(browser: Browser, body: dict[str, Any], field: str) -> None:
    answer = browser.post(CONTACTS, {"first_name": "Ann", **body})
    assert answer.status_code == 422, answer.content
    assert field in answer.json()["fields"]
    assert not Contact.objects.exists()


def test_half_a_character_is_refused(browser: Browser) -> None:
    answer = browser.client.post(
        CONTACTS,
        data='{"first_name": "\\ud83d"}',
        content_type="application/json",
        headers={"X-CSRFToken": browser.client.cookies["csrftoken"].value},
    )
    assert answer.status_code in {400, 422}


@pytest.mark.parametrize("rest", ["", "/timeline", "/archive", "/restore", "/tags"])
def test_ids_that_nobody_has(browser: Browser, rest: str) -> None:
    for contact_id in ("0", "-1", "999999999", str(2**63), "9" * 60):
        assert_nobody(browser, f"{CONTACTS}/{contact_id}{rest}", rest)


def assert_nobody(browser: Browser, path: str, rest: str) -> None:
    answer = (
        browser.get(path)
        if rest in {"", "/timeline"}
        else browser.post(path, {"name": "x"} if rest == "/tags" else None)
    )
    assert answer.status_code == 404
    assert answer.json()["code"] == "not_found"


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=201",
        "limit=x",
        "sort=nothing",
        "cursor=abc",
        "archived=perhaps",
        "sort=archived_at",
        "q=" + "x" * 300,
    ],
)
def test_lists_asked_for_wrongly(browser: Browser, query: str) -> None:
    assert browser.get(f"{CONTACTS}?{query}").status_code == 422


@pytest.mark.parametrize("q", ["%00", "%ff%fe", "%25", "_", "%5C", "%F0%9F%98%80", "%ED%A0%80", "'", "a%00b"])
def test_lists_asked_for_strangely(browser: Browser, q: str) -> None:
    created(browser)
    for path in (CONTACTS, f"{CONTACTS}/count", "/api/v1/tags", "/api/v1/companies/suggest"):
        assert browser.get(f"{path}?q={q}").status_code == 200, path
    assert browser.get(f"{CONTACTS}/duplicates?email={q}&phone={q}&except_id={2**70}").status_code == 200


def test_pages_follow_one_another(browser: Browser) -> None:
    ids = [created(browser)["id"] for _ in range(5)]
    first = browser.get(f"{CONTACTS}?limit=3").json()
    second = browser.get(f"{CONTACTS}?limit=3&cursor={first['next_cursor']}").json()
    assert [row["id"] for row in first["items"] + second["items"]] == ids[::-1]
    assert second["next_cursor"] is None


def test_duplicates_tags_and_companies_to_choose(browser: Browser) -> None:
    contact = created(browser, email="a@example.com", company="Acme", tags=["VIP"])
    (match,) = browser.get(f"{CONTACTS}/duplicates?email=A@example.com").json()["matches"]
    assert (match["id"], match["matched_on"], match["is_archived"]) == (contact["id"], ["email"], False)
    assert [tag["name"] for tag in browser.get("/api/v1/tags?q=vi").json()] == ["VIP"]
    assert [company["name"] for company in browser.get("/api/v1/companies/suggest?q=acm").json()] == ["Acme"]


def test_a_viewer_reads_and_changes_nothing(browser: Browser) -> None:
    contact = created(browser, tags=["x"])
    path = f"{CONTACTS}/{contact['id']}"
    vic = Browser(cast.vic())
    assert vic.get(path).json() == contact
    assert vic.get(CONTACTS).status_code == 200
    for method, address, body in [
        ("POST", CONTACTS, {"first_name": "x"}),
        ("PATCH", path, {"version": 1, "first_name": "x"}),
        ("DELETE", path, None),
        ("POST", f"{path}/archive", None),
        ("POST", f"{path}/restore", None),
        ("POST", f"{path}/tags", {"name": "y"}),
        ("DELETE", f"{path}/tags/{contact['tags'][0]['id']}", None),
    ]:
        assert vic.send(method, address, body).status_code == 403, (method, address)
    assert browser.get(path).json() == contact
    assert json.loads(Browser().get(path).content)["code"] == "not_signed_in"
