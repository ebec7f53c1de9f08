"""Sessions: found by one query, ended on the server by whatever ends them, and open tabs told at that moment."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from crm.accounts import sessions
from crm.accounts.jobs import sweep
from crm.accounts.models import SecuritySettings, SignIn, User
from crm.accounts.selectors import live_session_is_valid
from crm.accounts.services import deactivate_user, reset_two_factor
from crm.accounts.sessions import key_hash
from crm.journal.models import Event
from tests.accounts.mailbox import deliver, token_in
from tests.cast import (
    ALLAUTH,
    NEW_PASSWORD,
    PASSWORD,
    Browser,
    ada,
    as_actor,
    code_for,
    code_of,
    give_two_factor,
    uma,
)

pytestmark = pytest.mark.django_db

ME = "/api/v1/me"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile Safari/604.1"


def age(*, idle: timedelta = timedelta(0), since: timedelta = timedelta(0)) -> None:
    """All sessions were last used so long ago, and begun so long ago."""
    SignIn.objects.update(
        last_seen_at=F("last_seen_at") - idle, created_at=F("created_at") - since, expires_at=F("expires_at") - since
    )


@contextmanager
def told() -> Iterator[list[str]]:
    """Hashes of the sessions that open tabs are told have ended, once what is inside is committed."""
    heard: list[str] = []
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}, autocommit=True) as listener:
        listener.execute(f"LISTEN {sessions.LIVE_CHANNEL}")
        yield heard
        for notice in listener.notifies(timeout=0.5):
            heard.extend(json.loads(notice.payload).get("ended_sessions", []))


def test_a_session_survives_a_refresh_and_is_found_by_one_query() -> None:
    browser = Browser(uma())

    with CaptureQueriesContext(connection) as queries:
        answer = browser.get("/api/v1/users")

    assert answer.status_code == 200
    assert len(queries) == 2, [query["sql"] for query in queries]


@pytest.mark.parametrize("idle", [5, 480])
def test_an_idle_session_ends_on_the_server_and_is_401(idle: int, django_capture_on_commit_callbacks: Any) -> None:
    SecuritySettings.objects.create(idle_timeout_minutes=idle)
    browser = Browser(uma())
    key = browser.session_key

    age(idle=timedelta(minutes=idle, seconds=-5))
    assert live_session_is_valid(key) is not None
    age(idle=timedelta(seconds=10))

    assert live_session_is_valid(key) is None
    with django_capture_on_commit_callbacks(execute=True):
        refused = browser.get(ME)
    assert (refused.status_code, refused.json()["code"]) == (401, "not_signed_in")
    assert not SignIn.objects.exists()
    assert not Session.objects.filter(session_key=key).exists()


def test_activity_is_noted_once_a_minute_and_not_for_background_reads() -> None:
    browser = Browser(uma())
    first = SignIn.objects.get().last_seen_at
    browser.get(ME)
    assert SignIn.objects.get().last_seen_at == first

    age(idle=timedelta(seconds=61))
    aged = SignIn.objects.get().last_seen_at
    told_end = browser.get(ME, **{"X-Kith-Background": "1"})["X-Session-Expires-At"]
    assert SignIn.objects.get().last_seen_at == aged
    later_end = browser.get(ME)["X-Session-Expires-At"]

    assert SignIn.objects.get().last_seen_at > first
    assert later_end > told_end
    assert User.objects.get().last_seen_at == SignIn.objects.get().last_seen_at


def test_touch_prolongs_and_me_tells_the_same_end() -> None:
    browser = Browser(uma())
    age(idle=timedelta(seconds=30))

    before = browser.get(ME).json()["session_expires_at"]
    after = browser.post("/api/v1/session/touch").json()["session_expires_at"]

    assert after > before
    assert browser.get(ME).json()["session_expires_at"] == after


def test_a_busy_session_ends_after_thirty_days_all_the_same() -> None:
    browser = Browser(uma())
    age(since=timedelta(days=30, seconds=-30))
    answer = browser.get(ME)
    assert answer.status_code == 200
    age(since=timedelta(seconds=31))

    assert browser.get(ME).status_code == 401


def test_the_payload_alone_signs_nobody_in() -> None:
    browser = Browser(uma())
    SignIn.objects.all().delete()

    assert browser.get(ME).status_code == 401
    assert browser.get(f"{ALLAUTH}/auth/session").status_code == 401
    assert not browser.is_signed_in()


@pytest.mark.parametrize("cookie", ["", "\\000", "x" * 500, "ünknown", "' OR 1=1 --", '"\\000abc"'])
def test_a_cookie_that_is_no_key_is_nobodys(cookie: str) -> None:
    browser = Browser()
    name = next(iter([key for key in Browser(uma()).client.cookies if key.startswith("kith_session")]))

    answer = browser.client.get(ME, headers={"Cookie": f"{name}={cookie}"})

    assert answer.status_code == 401


# What ends sessions: (does it, ends the one that did it too)
def sign_out(browser: Browser, person: User) -> None:
    assert browser.send("DELETE", f"{ALLAUTH}/auth/session").status_code == 401


def change_password(browser: Browser, person: User) -> None:
    form = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
    assert browser.post(f"{ALLAUTH}/account/password/change", form).status_code == 200


def reset_password(browser: Browser, person: User) -> None:
    Browser().post(f"{ALLAUTH}/auth/password/request", {"email": person.email})
    key = next(token_in(letter) for letter in deliver() if "new password" in letter.subject)
    answer = Browser().post(f"{ALLAUTH}/auth/password/reset", {"key": key, "password": NEW_PASSWORD})
    assert answer.status_code == 401


def deactivation(browser: Browser, person: User) -> None:
    deactivate_user(actor=as_actor(ada()), user_id=person.pk)


def turn_on_two_factor(browser: Browser, person: User) -> None:
    browser.confirm_password()
    secret = browser.get(f"{ALLAUTH}/account/authenticators/totp").json()["meta"]["secret"]
    answer = browser.post(f"{ALLAUTH}/account/authenticators/totp", {"code": code_for(secret)})
    assert answer.status_code == 200, answer.content


def reset_of_two_factor(browser: Browser, person: User) -> None:
    give_two_factor(ada())
    give_two_factor(person)
    reset_two_factor(actor=as_actor(ada()), user_id=person.pk)


def end_others(browser: Browser, person: User) -> None:
    assert browser.post("/api/v1/me/sessions/end-others").json() == {"ended": 1}


def end_that_one(browser: Browser, person: User) -> None:
    (other,) = [row for row in browser.get("/api/v1/me/sessions").json() if not row["is_current"]]
    assert browser.send("DELETE", f"/api/v1/me/sessions/{other['id']}").status_code == 204


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("cause", "here_goes_on", "there_goes_on"),
    [
        (sign_out, False, True),
        (change_password, True, False),
        (reset_password, False, False),
        (deactivation, False, False),
        (turn_on_two_factor, True, False),
        (reset_of_two_factor, False, False),
        (end_others, True, False),
        (end_that_one, True, False),
    ],
)
def test_sessions_end_on_the_server_and_open_tabs_are_told(
    cause: Callable[[Browser, User], None], here_goes_on: bool, there_goes_on: bool
) -> None:
    person = uma()
    here, there = Browser(person), Browser(person)
    old_here, old_there = here.session_key, there.session_key

    with told() as heard:
        cause(here, person)

    assert (here.is_signed_in(), there.is_signed_in()) == (here_goes_on, there_goes_on)
    ended = {old_here} if not here_goes_on else set()
    ended |= {old_there} if not there_goes_on else set()
    if cause is change_password:
        # It goes on under a new cookie; streams opened under the old one are told, too.
        assert here.session_key != old_here
        ended.add(old_here)
    assert set(heard) == {key_hash(key) for key in ended}
    assert not Session.objects.filter(session_key__in=ended).exists()
    for key in ended:
        assert live_session_is_valid(key) is None


def test_sessions_tell_device_and_address() -> None:
    person = uma()
    phone, desk = Browser(person, agent=SAFARI), Browser(person, agent=FIREFOX)
    age(idle=timedelta(hours=1))
    desk.post("/api/v1/session/touch")

    listed = desk.get("/api/v1/me/sessions").json()

    assert [(row["device"], row["ip"], row["is_current"]) for row in listed] == [
        ("Firefox on Windows", desk.address, True),
        ("Safari on iPhone", phone.address, False),
    ]


def test_nobody_ends_or_sees_anothers_sessions() -> None:
    other = Browser(ada())
    browser = Browser(uma())
    theirs = SignIn.objects.get(session_key=other.session_key).pk

    assert browser.send("DELETE", f"/api/v1/me/sessions/{theirs}").status_code == 404
    assert browser.send("DELETE", "/api/v1/me/sessions/no-number").status_code == 404

    assert other.is_signed_in()
    assert len(browser.get("/api/v1/me/sessions").json()) == 1


def test_signing_in_changes_the_cookie() -> None:
    browser = Browser()
    browser.get(f"{ALLAUTH}/account/authenticators/totp")
    before = browser.session_key
    browser.sign_in(uma().email)

    assert browser.session_key != before


def test_a_new_place_is_told_once_there_was_another() -> None:
    person = uma()
    first = Browser(person)
    Browser(person, address=first.address)
    assert deliver() == []

    Browser(person)

    (letter,) = deliver()
    assert "new place" in letter.subject


def test_the_sweep_takes_what_is_over_and_leaves_what_is_live() -> None:
    Browser(uma())
    age(idle=timedelta(days=2))
    live = Browser(ada())

    sweep(0)

    assert [row.session_key for row in SignIn.objects.all()] == [live.session_key]


def test_signing_in_and_out_is_journalled() -> None:
    person = uma()
    browser = Browser(person, agent=FIREFOX)
    sign_out(browser, person)

    rows = list(Event.objects.order_by("id").values_list("name", "subject_id", "actor_id"))

    assert rows == [("user.signed_in", person.pk, person.pk), ("user.signed_out", person.pk, person.pk)]
    assert Event.objects.get(name="user.signed_in").data["device"] == "Firefox on Windows"


def test_a_code_is_worth_nothing_after_the_password_was_changed() -> None:
    person = uma()
    give_two_factor(person)
    browser = Browser()
    assert browser.sign_in(person.email).status_code == 401
    person.set_password(NEW_PASSWORD)
    person.save()

    assert browser.give_code(code_of(person)).status_code == 401
    assert not browser.is_signed_in()
