"""The first administrator: one link, one administrator, no way round."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from crm.accounts.models import Link, User
from crm.accounts.services import create_administrator_from_environment, setup_link
from crm.journal.models import Event
from tests.cast import PASSWORD, Browser, ada

pytestmark = pytest.mark.django_db

SETUP = "/api/v1/setup"


def token() -> str:
    """The token of a fresh set-up link."""
    link = setup_link()
    assert link is not None
    return link.partition("token=")[2]


def form(token: str, **changes: str) -> dict[str, str]:
    """The form of the set-up page."""
    return {"token": token, "name": "Ada", "email": "Ada@Example.com", "password": PASSWORD, **changes}


def test_the_link_makes_an_administrator_and_signs_them_in() -> None:
    browser = Browser()
    assert browser.get(SETUP).json() == {"needed": True}

    answer = browser.post(SETUP, form(token()))

    assert answer.status_code == 201
    me = answer.json()
    assert (me["email"], me["role"]) == ("ada@example.com", "admin")
    assert browser.get("/api/v1/me").json()["id"] == me["id"]
    assert browser.get(SETUP).json() == {"needed": False}
    assert setup_link() is None
    assert list(Event.objects.order_by("id").values_list("name", flat=True)) == ["user.created", "user.signed_in"]


def test_a_wrong_or_replaced_token_makes_nobody() -> None:
    old = token()
    new = token()
    browser = Browser()

    for wrong in ("", "made-up", old):
        refused = browser.post(SETUP, form(wrong))
        assert (refused.status_code, refused.json()["code"]) == (404, "link_not_valid")

    assert not User.objects.exists()
    assert browser.post(SETUP, form(new)).status_code == 201


def test_a_link_is_looked_up_without_being_spent() -> None:
    old = token()
    new = token()
    browser = Browser()

    for wrong in ("", "made-up", old):
        refused = browser.post(f"{SETUP}/look-up", {"token": wrong})
        assert (refused.status_code, refused.json()["code"]) == (404, "link_not_valid")
    for _ in range(2):
        assert browser.post(f"{SETUP}/look-up", {"token": new}).status_code == 204

    assert browser.post(SETUP, form(new)).status_code == 201
    assert Browser().post(f"{SETUP}/look-up", {"token": new}).json()["code"] == "already_set_up"


def test_the_token_is_kept_as_a_hash_only() -> None:
    made = token()

    assert made not in str(Link.objects.values_list())


def test_each_field_is_told_what_is_wrong_with_it() -> None:
    refused = Browser().post(SETUP, form(token(), name=" ", email="nobody", password="short"))

    assert refused.status_code == 422
    assert set(refused.json()["fields"]) == {"name", "email", "password"}


def test_nobody_is_made_when_somebody_exists() -> None:
    made = token()
    ada()

    refused = Browser().post(SETUP, form(made, email="mallory@example.com"))

    assert (refused.status_code, refused.json()["code"]) == (409, "already_set_up")


@pytest.mark.django_db(transaction=True)
def test_two_who_set_up_at_once_make_one_administrator() -> None:
    made = token()

    def try_it(number: int) -> int:
        try:
            return int(Browser().post(SETUP, form(made, email=f"ada{number}@example.com")).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        answers = sorted(threads.map(try_it, range(4)))

    assert answers == [201, 409, 409, 409]
    assert User.objects.count() == 1


def test_the_environment_makes_the_administrator_once(settings: Any) -> None:
    settings.ADMIN_EMAIL, settings.ADMIN_PASSWORD = "Ada@example.com", PASSWORD

    assert create_administrator_from_environment()
    assert not create_administrator_from_environment()

    assert Browser(User.objects.get()).is_signed_in()


def test_an_unusable_password_in_the_environment_stops_the_start(settings: Any) -> None:
    settings.ADMIN_EMAIL, settings.ADMIN_PASSWORD = "ada@example.com", "short"

    with pytest.raises(ImproperlyConfigured, match="at least 10"):
        create_administrator_from_environment()
