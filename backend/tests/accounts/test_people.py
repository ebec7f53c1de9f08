"""Invitations and colleagues: asked in once, changed by administrators, never without an administrator left."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from crm.accounts.enums import Role
from crm.accounts.models import Invitation, SecuritySettings, SignIn, User
from crm.accounts.selectors import names_of
from crm.journal.models import Event
from tests.accounts.mailbox import deliver, token_in
from tests.cast import PASSWORD, Browser, ada, uma, vic

pytestmark = pytest.mark.django_db

INVITATIONS = "/api/v1/invitations"
SECURITY = "/api/v1/settings/security"
NEW = "new@example.com"


def invite(browser: Browser, **changes: str) -> Any:
    """An invitation, as an administrator makes it."""
    return browser.post(INVITATIONS, {"email": NEW, "role": "user", "name": "Nia", **changes})


def token_of(link: str) -> str:
    """The token of a link."""
    return link.partition("token=")[2]


def look(token: str) -> Any:
    """Opens an invitation without accepting it."""
    return Browser().post(f"{INVITATIONS}/look-up", {"token": token})


def accept(token: str, **changes: str) -> Any:
    """Accepts an invitation."""
    return Browser().post(f"{INVITATIONS}/accept", {"token": token, "name": "Nia", "password": PASSWORD, **changes})


def assert_dead(token: str) -> None:
    """The link opens nothing and lets nobody in."""
    for answer in (look(token), accept(token)):
        assert (answer.status_code, answer.json()["code"]) == (404, "link_not_valid")


def test_an_invitation_is_mailed_and_makes_a_person_with_its_role() -> None:
    made = invite(Browser(ada()), email=" New@Example.COM ", role="viewer")
    assert made.status_code == 201
    assert made.json()["state"] == "pending"
    (letter,) = deliver()
    assert letter.to == [NEW]
    token = token_in(letter)
    assert token == token_of(made.json()["link"])
    assert letter.alternatives[0][0].count(token) == 2

    seen = look(token).json()
    assert (seen["email"], seen["role"], seen["invited_by"]) == (NEW, "viewer", "Ada")
    assert look(token).status_code == 200
    answer = accept(token, name="Nia Okafor")

    assert answer.status_code == 201
    me = answer.json()
    assert (me["email"], me["name"], me["role"]) == (NEW, "Nia Okafor", "viewer")
    assert Browser().sign_in(NEW).status_code == 200
    assert_dead(token)
    names = list(Event.objects.filter(name__in=["user.invited", "user.created"]).values_list("name", flat=True))
    assert sorted(names) == ["user.created", "user.invited"]


def test_accepting_in_the_browser_of_another_ends_their_session_there() -> None:
    shared = Browser(ada())
    token = token_of(invite(shared, email=NEW).json()["link"])

    assert (
        shared.post(f"{INVITATIONS}/accept", {"token": token, "name": "Nia", "password": PASSWORD}).status_code == 201
    )

    assert shared.get("/api/v1/me").json()["email"] == NEW
    assert not SignIn.objects.filter(user=ada()).exists()


def test_an_invitation_dies_after_seven_days() -> None:
    token = token_of(invite(Browser(ada())).json()["link"])
    Invitation.objects.update(expires_at=F("expires_at") - timedelta(days=7, seconds=-60))
    assert look(token).status_code == 200
    Invitation.objects.update(expires_at=F("expires_at") - timedelta(seconds=61))

    assert_dead(token)
    assert Browser(ada()).get(INVITATIONS).json()[0]["state"] == "expired"


def test_sending_again_kills_the_old_link_and_lasts_anew() -> None:
    browser = Browser(ada())
    first = invite(browser).json()
    Invitation.objects.update(expires_at=F("expires_at") - timedelta(days=8))

    again = browser.post(f"{INVITATIONS}/{first['id']}/resend").json()

    assert again["state"] == "pending"
    assert_dead(token_of(first["link"]))
    assert accept(token_of(again["link"])).status_code == 201
    over = browser.post(f"{INVITATIONS}/{first['id']}/resend")
    assert (over.status_code, over.json()["code"]) == (409, "invitation_is_over")


def test_a_withdrawn_invitation_is_dead_and_not_mailed() -> None:
    browser = Browser(ada())
    made = invite(browser).json()

    assert browser.send("DELETE", f"{INVITATIONS}/{made['id']}").status_code == 204

    assert_dead(token_of(made["link"]))
    assert deliver() == []
    assert browser.get(INVITATIONS).json()[0]["state"] == "withdrawn"
    assert invite(browser).status_code == 201
    assert Event.objects.filter(name="invitation.withdrawn", subject_id=made["id"]).exists()


def test_an_address_that_is_in_use_or_invited_is_a_field_error() -> None:
    browser = Browser(ada())
    taken = invite(browser, email=uma().email.upper())
    assert (taken.status_code, list(taken.json()["fields"])) == (422, ["email"])
    assert invite(browser).status_code == 201
    twice = invite(browser)
    assert (twice.status_code, list(twice.json()["fields"])) == (422, ["email"])
    assert browser.post(INVITATIONS, {"email": "x@example.com", "role": "boss"}).status_code == 422


def test_an_address_that_came_into_use_since_is_told_when_accepting() -> None:
    token = token_of(invite(Browser(ada())).json()["link"])
    User.objects.create_user(NEW, PASSWORD, name="Other")

    refused = accept(token)

    assert (refused.status_code, list(refused.json()["fields"])) == (422, ["email"])


@pytest.mark.parametrize("token", ["", "1.abc", "999999999999999999.abc", "x", "1", "१.abc", "1\x00.a"])
def test_made_up_tokens_are_dead(token: str) -> None:
    invite(Browser(ada()))

    assert_dead(token)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_accept_at_once_one_does() -> None:
    token = token_of(invite(Browser(ada())).json()["link"])

    def try_it(number: int) -> int:
        try:
            return int(accept(token, name=f"Nia {number}").status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        answers = sorted(threads.map(try_it, range(4)))

    assert answers == [201, 404, 404, 404]
    assert User.objects.filter(email=NEW).count() == 1


def test_role_and_name_are_changed_and_hold_at_once() -> None:
    person = uma()
    theirs, browser = Browser(person), Browser(ada())

    answer = browser.send("PATCH", f"/api/v1/users/{person.pk}", {"role": "viewer", "name": "Uma  Rao "})

    assert (answer.json()["role"], answer.json()["name"]) == ("viewer", "Uma Rao")
    me = theirs.get("/api/v1/me").json()
    assert (me["role"], me["name"]) == ("viewer", "Uma Rao")
    assert "contacts:write" not in me["permissions"]
    changed = Event.objects.get(name="user.role_changed")
    assert (changed.data["before"], changed.data["after"]) == ("user", "viewer")


def test_deactivated_people_stay_by_name_and_come_back() -> None:
    person = uma()
    theirs, browser = Browser(person), Browser(ada())

    assert browser.post(f"/api/v1/users/{person.pk}/deactivate").json()["is_active"] is False
    assert not theirs.is_signed_in()
    assert Browser().sign_in(person.email).status_code == 400
    assert names_of([person.pk, None, 999_999]) == {person.pk: "Uma"}

    assert browser.post(f"/api/v1/users/{person.pk}/activate").json()["is_active"] is True
    assert Browser().sign_in(person.email).status_code == 200


def test_nobody_deactivates_himself_or_the_last_administrator() -> None:
    boss = ada()
    browser = Browser(boss)
    own = browser.post(f"/api/v1/users/{boss.pk}/deactivate")
    demoted = browser.send("PATCH", f"/api/v1/users/{boss.pk}", {"role": "user"})

    assert (own.status_code, own.json()["code"]) == (409, "not_yourself")
    assert (demoted.status_code, demoted.json()["code"]) == (409, "last_administrator")
    assert browser.post("/api/v1/users/987654/deactivate").status_code == 404
    assert browser.send("PATCH", f"/api/v1/users/{2**70}", {"role": "user"}).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_deactivate_each_other_leave_one() -> None:
    first = ada()
    second = User.objects.create_user("eve@example.com", PASSWORD, name="Eve", role="admin")
    pairs = [(Browser(first), second.pk), (Browser(second), first.pk)]

    def try_it(pair: tuple[Browser, int]) -> int:
        try:
            return int(pair[0].post(f"/api/v1/users/{pair[1]}/deactivate").status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        answers = sorted(threads.map(try_it, pairs))

    assert answers[0] == 200
    assert answers[1] in {401, 409}
    assert User.objects.filter(role="admin", is_active=True).count() == 1


def test_only_administrators_see_more_than_names() -> None:
    ada()
    vic()

    row = next(row for row in Browser(uma()).get("/api/v1/users").json() if row["name"] == "Vic")

    assert {key for key, value in row.items() if value is not None} == {"id", "name", "is_active"}
    full = next(row for row in Browser(ada()).get("/api/v1/users").json() if row["name"] == "Vic")
    assert (full["email"], full["role"], full["two_factor_enabled"]) == ("vic@example.com", "viewer", False)


def test_lists_cost_the_same_for_one_row_and_many() -> None:
    browser = Browser(ada())
    invite(browser)

    def cost(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(path).status_code == 200
        return len(queries)

    paths = ["/api/v1/users", INVITATIONS, f"{SECURITY}/two-factor-readiness", "/api/v1/me/sessions"]
    before = [cost(path) for path in paths]
    for number in range(4):
        User.objects.create_user(f"p{number}@example.com", PASSWORD, name=f"P{number}")
        invite(browser, email=f"q{number}@example.com")
        Browser(ada())

    assert [cost(path) for path in paths] == before
    assert max(before) <= 3


def test_me_changes_name_zone_and_colours() -> None:
    browser = Browser(vic())

    me = browser.send("PATCH", "/api/v1/me", {"name": "Vicente", "time_zone": "Europe/Lisbon", "theme": "dark"}).json()

    assert (me["name"], me["time_zone"], me["theme"]) == ("Vicente", "Europe/Lisbon", "dark")
    for wrong in ({"time_zone": "Mars/Base"}, {"name": " "}, {"name": "a\u0000b"}, {"theme": "pink"}):
        assert browser.send("PATCH", "/api/v1/me", wrong).status_code == 422


def test_security_settings_are_checked_and_hold_at_once() -> None:
    browser = Browser(ada())
    assert browser.get(SECURITY).json() == {
        "idle_timeout_minutes": 480,
        "idle_least_minutes": 5,
        "idle_most_minutes": 43_200,
        "two_factor_required": False,
        "two_factor_required_from": None,
    }

    changed = browser.send("PATCH", SECURITY, {"idle_timeout_minutes": 30})

    assert changed.json()["idle_timeout_minutes"] == 30
    assert browser.get("/api/v1/me").json()["idle_timeout_seconds"] == 1800
    for minutes in (4, 43_201, None):
        refused = browser.send("PATCH", SECURITY, {"idle_timeout_minutes": minutes})
        assert (refused.status_code, list(refused.json()["fields"])) == (422, ["idle_timeout_minutes"])
    day = "2027-01-31"
    later = browser.send("PATCH", SECURITY, {"two_factor_required": True, "two_factor_required_from": day}).json()
    assert (later["two_factor_required"], later["two_factor_required_from"]) == (True, day)
    assert browser.send("PATCH", SECURITY, {"two_factor_required": False}).json()["two_factor_required_from"] is None
    events = Event.objects.filter(name="settings.security_changed").order_by("id")
    assert events[0].data["before"]["idle_timeout_minutes"] == 480
    assert events[0].data["after"]["idle_timeout_minutes"] == 30
    assert SecuritySettings.objects.count() == 1


def test_whoever_may_no_longer_invite_leaves_no_link_behind() -> None:
    ada_, other = ada(), uma()
    User.objects.filter(pk=other.pk).update(role=Role.ADMIN)
    other.refresh_from_db()
    link = Browser(other).post("/api/v1/invitations", {"email": "back@example.com", "role": "admin"}).json()["link"]

    assert Browser(ada_).post(f"/api/v1/users/{other.pk}/deactivate").status_code == 200

    body = {"token": link.partition("token=")[2], "name": "Back", "password": PASSWORD}
    assert Browser().post("/api/v1/invitations/accept", body).status_code == 404
    assert not User.objects.filter(email="back@example.com").exists()
