"""The journal over HTTP, as the page calls it."""

import uuid

import pytest
from django.db import transaction

from crm.companies.events import CompanyCreated
from crm.core.access import system_actor
from crm.journal.delivery import deliver_due
from crm.journal.publishing import publish
from tests.cast import Browser, ada
from tests.journal.stand_ins import listener, only

pytestmark = pytest.mark.django_db

KITH = system_actor("Kith")


def fail_twice() -> None:
    """Two deliveries whose listener is gone."""
    with only(listener("one", lambda event: None, CompanyCreated)), transaction.atomic():
        publish(CompanyCreated(subject_id=1), CompanyCreated(subject_id=2), actor=KITH)
    with only():
        deliver_due()


def test_an_administrator_sees_what_failed_and_has_it_tried_again() -> None:
    page = Browser(ada())
    deliver_due()
    fail_twice()
    (second, first) = page.get("/api/v1/deliveries?state=failed").json()["items"]
    assert first["event_name"] == "company.created"
    assert (first["state"], first["attempts"], first["listener"]) == ("failed", 1, "journal.one")
    assert first["created_at"].endswith("Z")
    answer = page.post(f"/api/v1/deliveries/{second['id']}/retry")
    assert (answer.status_code, answer.json()["state"]) == (200, "pending")
    assert page.get("/api/v1/deliveries/summary").json() == {
        "pending": 1,
        "failed": 1,
        "oldest_pending_at": second["created_at"],
    }
    assert page.post("/api/v1/deliveries/retry-failed").json() == {"count": 1}
    assert page.get("/api/v1/deliveries?state=failed").json() == {"items": [], "next_cursor": None}
    assert len(page.get("/api/v1/deliveries?state=all").json()["items"]) >= 2


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/v1/deliveries?state=lost", 422, "invalid_input"),
        ("GET", "/api/v1/deliveries?cursor=x", 422, "bad_cursor"),
        ("POST", "/api/v1/deliveries/999999/retry", 404, "not_found"),
        ("POST", f"/api/v1/deliveries/{2**70}/retry", 404, "not_found"),
        ("POST", f"/api/v1/changes/{uuid.UUID(int=1)}/undo", 404, "nothing_to_undo"),
        ("POST", "/api/v1/changes/seven/undo", 422, "invalid_input"),
    ],
)
def test_refusals(method: str, path: str, status: int, code: str) -> None:
    page = Browser(ada())
    answer = page.get(path) if method == "GET" else page.post(path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_the_kinds_of_a_timeline() -> None:
    kinds = Browser(ada()).get("/api/v1/timeline/kinds").json()
    assert {"key": "archive", "label": "Archive"} in kinds
