"""Second factors: a code that a phone reads, each step once, ten recovery codes, a policy that nobody gets round."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import zxingcpp
from allauth.mfa.models import Authenticator
from django.db import connection
from PIL import Image

from crm.accounts import sessions
from crm.accounts.models import SecuritySettings, User
from crm.accounts.selectors import live_session_is_valid
from crm.core import clock
from crm.journal.models import Event
from tests.accounts.mailbox import deliver, token_in
from tests.cast import (
    ALLAUTH,
    NEW_PASSWORD,
    PASSWORD,
    Browser,
    ada,
    code_for,
    code_of,
    give_two_factor,
    uma,
    vic,
)

pytestmark = pytest.mark.django_db

TOTP = f"{ALLAUTH}/account/authenticators/totp"
CODES = f"{ALLAUTH}/account/authenticators/recovery-codes"
AUTHENTICATORS = f"{ALLAUTH}/account/authenticators"


def enrol(browser: Browser) -> str:
    """Turns the second factor on as the page does. Returns the secret."""
    meta = browser.get(TOTP).json()["meta"]
    asked = browser.post(TOTP, {"code": code_for(meta["secret"])})
    assert asked.status_code == 401
    assert {"id": "reauthenticate"} in asked.json()["data"]["flows"]
    assert browser.confirm_password().status_code == 200
    assert browser.post(TOTP, {"code": code_for(meta["secret"])}).status_code == 200
    return str(meta["secret"])


def require(days: int | None = None) -> None:
    """A second factor is required, from now or from so many days ahead."""
    day = None if days is None else sessions.today(clock.now()) + timedelta(days=days)
    SecuritySettings.objects.update_or_create(
        pk=1, defaults={"two_factor_required": True, "two_factor_required_from": day}
    )


def two_factor(browser: Browser) -> Any:
    """What /me says of it."""
    return browser.get("/api/v1/me").json()["two_factor"]


def read_drawing(svg: str) -> str:
    """What a phone reads in the drawn code: the squares of the drawing, as pixels, before a real decoder."""
    side = int(svg.partition('viewBox="0 0 ')[2].partition(" ")[0])
    image = Image.new("L", (side, side), 255)
    for square in svg.partition(' d="')[2].partition('"')[0].split("z"):
        if square:
            x, _, y = square[1:].partition("H")[0].partition(",")
            image.putpixel((int(x), int(y)), 0)
    (found,) = zxingcpp.read_barcodes(image.resize((side * 6, side * 6), Image.Resampling.NEAREST))
    return str(found.text)


def test_a_phone_reads_the_code_and_its_number_signs_in() -> None:
    person = uma()
    browser = Browser(person)
    meta = browser.get(TOTP).json()["meta"]
    assert meta["totp_svg"].startswith("<?xml")

    read = urlsplit(read_drawing(meta["totp_svg"]))

    assert (read.scheme, read.netloc) == ("otpauth", "totp")
    secret = parse_qs(read.query)["secret"][0]
    assert browser.confirm_password().status_code == 200
    assert browser.post(TOTP, {"code": code_for(secret)}).status_code == 200
    again = Browser()
    assert again.sign_in(person.email).status_code == 401
    assert not again.is_signed_in()
    assert again.give_code(code_for(secret, step=1)).status_code == 200
    assert again.is_signed_in()


def test_each_step_is_used_once() -> None:
    person = uma()
    browser = Browser(person)
    secret = enrol(browser)
    code = code_for(secret)

    used = Browser()
    used.sign_in(person.email)
    assert used.give_code(code).status_code == 400, "the code that turned it on"
    later = code_for(secret, step=1)
    assert used.give_code(later).status_code == 200
    other = Browser()
    other.sign_in(person.email)
    assert other.give_code(later).status_code == 400
    assert other.give_code(code).status_code == 400, "an older one"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("sort", ["totp", "recovery"])
def test_of_two_who_use_a_code_at_once_one_gets_in(sort: str) -> None:
    person = uma()
    browser = Browser(person)
    secret = enrol(browser)
    code = code_for(secret, step=1) if sort == "totp" else browser.get(CODES).json()["data"]["unused_codes"][0]
    browsers = [Browser() for _ in range(4)]
    for one in browsers:
        assert one.sign_in(person.email).status_code == 401

    def use(one: Browser) -> int:
        try:
            return int(one.give_code(code).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        answers = sorted(threads.map(use, browsers))

    assert answers == [200, 400, 400, 400]


def test_ten_recovery_codes_are_shown_once_and_each_works_once() -> None:
    person = uma()
    browser = Browser(person)
    enrol(browser)

    codes = browser.get(CODES).json()["data"]["unused_codes"]

    assert len(set(codes)) == 10
    assert "unused_codes" not in browser.get(CODES).json()["data"]
    assert two_factor(browser)["recovery_codes_left"] == 10
    first = Browser()
    first.sign_in(person.email)
    assert first.give_code(codes[0]).status_code == 200
    assert two_factor(first)["recovery_codes_left"] == 9
    second = Browser()
    second.sign_in(person.email)
    assert second.give_code(codes[0]).status_code == 400


def test_new_recovery_codes_kill_the_old_ones() -> None:
    person = uma()
    browser = Browser(person)
    enrol(browser)
    old = browser.get(CODES).json()["data"]["unused_codes"]

    made = browser.post(CODES, {})

    assert made.status_code == 200
    assert set(made.json()["data"]["unused_codes"]).isdisjoint(old)
    other = Browser()
    other.sign_in(person.email)
    assert other.give_code(old[0]).status_code == 400
    assert Event.objects.filter(name="user.recovery_codes_made", subject_id=person.pk).exists()


def test_secrets_are_encrypted_at_rest() -> None:
    person = uma()
    secret = enrol(Browser(person))

    stored = str(list(Authenticator.objects.values_list("data", flat=True)))

    assert secret not in stored
    assert Authenticator.objects.count() == 2


def test_turning_it_off_asks_for_the_password_and_is_told() -> None:
    person = uma()
    browser = Browser(person)
    enrol(browser)
    deliver()

    assert browser.send("DELETE", TOTP).status_code == 200

    assert not Authenticator.objects.exists()
    assert Event.objects.filter(name="user.two_factor_disabled", subject_id=person.pk).exists()
    (letter,) = deliver()
    assert "turned off" in letter.subject
    assert Browser(person).is_signed_in()


def test_a_fresh_sign_in_must_give_the_password_again_to_change_factors() -> None:
    person = uma()
    secret = enrol(Browser(person))
    browser = Browser()
    browser.sign_in(person.email)
    browser.give_code(code_for(secret, step=1))

    for refused in (browser.send("DELETE", TOTP), browser.post(CODES, {}), browser.get(CODES)):
        assert refused.status_code == 401
        assert refused.json()["meta"]["is_authenticated"]


def assert_shut_in(browser: Browser) -> None:
    """Nothing is open but the set-up of a second factor."""
    state = two_factor(browser)
    assert (state["required"], state["must_enrol_now"]) == (True, True)
    for method, path in (
        ("GET", "/api/v1/users"),
        ("GET", "/api/v1/me/sessions"),
        ("POST", "/api/v1/me/sessions/end-others"),
        ("GET", "/api/v1/settings/security"),
        ("PATCH", "/api/v1/settings/security"),
        ("GET", "/api/v1/contacts"),
    ):
        refused = browser.send(method, path, {} if method == "PATCH" else None)
        assert (refused.status_code, refused.json()["code"]) == (403, "two_factor_required"), path
    change = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
    assert browser.post(f"{ALLAUTH}/account/password/change", change).status_code == 403
    assert live_session_is_valid(browser.session_key) is None


def test_once_required_an_open_session_is_shut_in_until_it_enrols() -> None:
    browser = Browser(uma())
    require()

    assert_shut_in(browser)
    enrol(browser)

    assert two_factor(browser) == {
        "enabled": True,
        "required": True,
        "required_from": None,
        "must_enrol_now": False,
        "recovery_codes_left": 10,
    }
    assert browser.get("/api/v1/users").status_code == 200
    assert live_session_is_valid(browser.session_key) is not None


def test_before_the_day_it_is_told_and_not_yet_demanded() -> None:
    require(days=1)
    browser = Browser(uma())

    state = two_factor(browser)
    assert (state["required"], state["must_enrol_now"]) == (True, False)
    assert state["required_from"] is not None
    assert browser.get("/api/v1/users").status_code == 200
    require(days=0)
    assert_shut_in(browser)


def test_neither_a_new_sign_in_nor_a_reset_gets_round_it() -> None:
    require()
    person = uma()
    assert_shut_in(Browser(person))

    Browser().post(f"{ALLAUTH}/auth/password/request", {"email": person.email})
    key = token_in(deliver()[-1])
    browser = Browser()
    browser.post(f"{ALLAUTH}/auth/password/reset", {"key": key, "password": NEW_PASSWORD})
    assert not browser.is_signed_in()
    browser.sign_in(person.email, NEW_PASSWORD)

    assert two_factor(browser)["must_enrol_now"]


def test_no_invitation_gets_round_it() -> None:
    link = Browser(ada()).post("/api/v1/invitations", {"email": "new@example.com", "role": "admin"}).json()["link"]
    require()
    browser = Browser()
    form = {"token": link.partition("token=")[2], "name": "New", "password": PASSWORD}

    assert browser.post("/api/v1/invitations/accept", form).status_code == 201

    assert_shut_in(browser)


def test_it_is_not_turned_off_while_required_not_even_before_the_day() -> None:
    browser = Browser(uma())
    enrol(browser)
    for days in (None, 30):
        require(days=days)
        refused = browser.send("DELETE", TOTP)
        assert (refused.status_code, refused.json()["code"]) == (403, "two_factor_required")

    assert two_factor(browser)["enabled"]


def test_an_administrator_removes_anothers_factor_when_he_has_one() -> None:
    person = uma()
    give_two_factor(person)
    theirs = Browser()
    theirs.sign_in(person.email)
    theirs.give_code(code_of(person))
    browser = Browser(ada())
    address = f"/api/v1/users/{person.pk}/reset-two-factor"
    refused = browser.post(address)
    assert (refused.status_code, refused.json()["code"]) == (409, "own_two_factor_needed")
    enrol(browser)

    answer = browser.post(address)

    assert answer.json()["two_factor_enabled"] is False
    assert not theirs.is_signed_in()
    event = Event.objects.get(name="user.two_factor_reset")
    assert (event.subject_id, event.actor_id) == (person.pk, ada().pk)
    assert any("removed your second factor" in letter.subject for letter in deliver())
    own = browser.post(f"/api/v1/users/{ada().pk}/reset-two-factor")
    assert (own.status_code, own.json()["code"]) == (409, "not_yourself")


def test_administrators_see_who_is_not_ready() -> None:
    give_two_factor(uma())
    vic()
    gone = User.objects.create_user("gone@example.com", None, name="Gone", is_active=False)
    browser = Browser(ada())

    rows = browser.get("/api/v1/settings/security/two-factor-readiness").json()

    assert [(row["name"], row["is_ready"]) for row in rows] == [("Ada", False), ("Vic", False), ("Uma", True)]
    assert gone.name not in [row["name"] for row in rows]
