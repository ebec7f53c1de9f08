"""Wrong tries: counted before they are looked at, by account and address, and never told whether an account exists."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from crm.accounts.jobs import send_notice
from crm.accounts.models import Tries, User
from crm.journal.models import Event
from tests.accounts.mailbox import asked_for, deliver, token_in
from tests.accounts.stand_ins import CountingHasher
from tests.cast import (
    ALLAUTH,
    MALLORY,
    NEW_PASSWORD,
    PASSWORD,
    Browser,
    ada,
    code_of,
    fresh_address,
    give_two_factor,
    uma,
)

pytestmark = pytest.mark.django_db


def wait(**time: float) -> None:
    """Lets time pass for all that is counted."""
    by = timedelta(**time)
    Tries.objects.update(last_at=F("last_at") - by, locked_until=F("locked_until") - by)


def fail(browser: Browser, email: str, times: int) -> None:
    """So many wrong passwords."""
    for _ in range(times):
        assert browser.sign_in(email, "wrong").status_code == 400


def assert_locked(answer: Any) -> None:
    """The one shape of a lock."""
    assert answer.status_code == 429, answer.content
    told = answer.json()
    assert told["code"] == "too_many_login_attempts"
    assert told["until"].endswith("Z")
    assert 0 < int(answer["Retry-After"]) <= 900


def test_five_wrong_tries_lock_for_fifteen_minutes_from_the_fifth() -> None:
    person, browser = ada(), Browser()
    fail(browser, person.email, 4)
    wait(minutes=10)
    fail(browser, person.email, 1)

    assert_locked(browser.sign_in(person.email))
    wait(minutes=14.9)
    assert_locked(browser.sign_in(person.email))
    wait(minutes=0.2)
    assert browser.sign_in(person.email).status_code == 200


def test_tries_during_the_lock_do_not_prolong_it() -> None:
    person, browser = ada(), Browser()
    fail(browser, person.email, 5)
    wait(minutes=14)
    for _ in range(3):
        assert_locked(browser.sign_in(person.email, "wrong"))
    wait(minutes=1.1)

    assert browser.sign_in(person.email).status_code == 200


def test_four_wrong_tries_and_a_right_one_start_anew() -> None:
    person, browser = ada(), Browser()
    for _ in range(3):
        fail(browser, person.email, 4)
        assert browser.sign_in(person.email).status_code == 200
        browser.send("DELETE", f"{ALLAUTH}/auth/session")


def test_wrong_tries_are_forgotten_after_fifteen_quiet_minutes() -> None:
    person, browser = ada(), Browser()
    fail(browser, person.email, 4)
    wait(minutes=15.1)
    fail(browser, person.email, 4)

    assert browser.sign_in(person.email).status_code == 200


def test_the_address_of_another_is_not_locked() -> None:
    person = ada()
    fail(Browser(), person.email, 5)

    assert Browser(person).is_signed_in()


def test_the_account_is_locked_from_everywhere_after_twenty() -> None:
    person = ada()
    for _ in range(5):
        fail(Browser(), person.email, 4)

    assert_locked(Browser().sign_in(person.email))


def test_an_address_known_for_the_account_stays_open_then() -> None:
    person, home = ada(), fresh_address()
    Browser(person, address=home)
    for _ in range(5):
        fail(Browser(), person.email, 4)

    assert_locked(Browser().sign_in(person.email))
    assert Browser(person, address=home).is_signed_in()


def test_an_address_is_locked_after_thirty_whatever_the_account() -> None:
    address = fresh_address()
    for number in range(15):
        fail(Browser(address=address), f"somebody{number}@example.com", 2)

    assert_locked(Browser(address=address).sign_in(ada().email))


def test_one_customers_ipv6_network_counts_as_one_address() -> None:
    person = ada()
    for number in range(5):
        fail(Browser(address=f"2001:db8:1:2::{number + 1:x}"), person.email, 1)

    assert_locked(Browser(address="2001:db8:1:2:ffff::9").sign_in(person.email))
    assert Browser(address="2001:db8:1:3::1").sign_in(person.email).status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("who", ["known", "unknown"])
def test_twenty_at_once_gain_no_sixth_try(who: str) -> None:
    email = ada().email if who == "known" else MALLORY
    address = fresh_address()
    browsers = [Browser(address=address) for _ in range(20)]

    def try_it(browser: Browser) -> int:
        try:
            return int(browser.sign_in(email, "wrong").status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(20) as threads:
        answers = sorted(threads.map(try_it, browsers))

    assert answers == [400] * 5 + [429] * 15
    assert Event.objects.filter(name="user.sign_in_failed").count() == 5
    assert Event.objects.filter(name="user.locked_out").count() == 1


def answer_of(act: Callable[[], Any]) -> tuple[int, bytes, dict[str, str], list[str]]:
    """What an answer tells, and what work it took."""
    with CaptureQueriesContext(connection) as queries:
        answer = act()
    kept = {name: value for name, value in answer.items() if name not in {"X-Request-Id", "Retry-After", "Expires"}}
    # Names of savepoints and cursors are counted up.
    work = [re.sub(r"[0-9]{6,}\w*", "", query["sql"].split("WHERE")[0])[:60] for query in queries]
    body = answer.content
    if answer.status_code == 429:
        told = answer.json()
        assert told.pop("until")
        assert told.pop("request_id")
        body = repr(sorted(told.items())).encode()
    return answer.status_code, body, kept, work


def test_known_unknown_and_deactivated_people_are_answered_alike() -> None:
    ada()
    gone = uma()
    User.objects.filter(pk=gone.pk).update(is_active=False)
    for known in (ada().email, gone.email):
        for number in range(7):
            address = fresh_address()
            for _ in range(number):
                Browser(address=address).sign_in(known, "wrong")
                Browser(address=address.replace("198.", "203.")).sign_in(MALLORY, "wrong")
            there, here = Browser(address=address), Browser(address=address.replace("198.", "203."))

            assert answer_of(lambda b=there, e=known: b.sign_in(e, "wrong")) == answer_of(  # type: ignore[misc]
                lambda b=here: b.sign_in(MALLORY, "wrong")  # type: ignore[misc]
            )
            Tries.objects.all().delete()


def test_a_deactivated_person_with_the_right_password_is_told_nothing() -> None:
    gone = uma()
    User.objects.filter(pk=gone.pk).update(is_active=False)

    told, unknown = Browser().sign_in(gone.email), Browser().sign_in(MALLORY)

    assert (told.status_code, told.json()) == (unknown.status_code, unknown.json())


def test_what_an_unknown_person_typed_is_written_nowhere() -> None:
    fail(Browser(), MALLORY, 5)

    assert set(Event.objects.values_list("subject_id", flat=True)) == {0}
    assert "mallory" not in str(list(Event.objects.values())) + str(list(Tries.objects.values()))


def test_the_hash_is_computed_for_unknown_people_too(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["tests.accounts.stand_ins.CountingHasher"]
    person = ada()
    CountingHasher.hashed = 0
    Browser().sign_in(person.email, "wrong")
    known = CountingHasher.hashed
    CountingHasher.hashed = 0
    Browser().sign_in(MALLORY, "wrong")

    assert known == CountingHasher.hashed == 1


def test_wrong_codes_count_and_a_right_password_gives_none_back() -> None:
    person = ada()
    give_two_factor(person)
    browser = Browser()
    for _ in range(4):
        assert browser.sign_in(person.email).status_code == 401
        assert browser.give_code("000000").status_code == 400
    assert browser.sign_in(person.email).status_code == 401
    assert browser.give_code("000000").status_code == 400

    assert_locked(browser.give_code(code_of(person)))
    assert_locked(browser.sign_in(person.email))
    assert not browser.is_signed_in()


def test_wrong_recovery_codes_count_with_wrong_passwords() -> None:
    person = ada()
    give_two_factor(person)
    browser = Browser()
    fail(browser, person.email, 3)
    assert browser.sign_in(person.email).status_code == 401
    for _ in range(2):
        assert browser.give_code("12345678").status_code == 400

    assert_locked(browser.give_code(code_of(person)))


@pytest.mark.parametrize("way", ["reauthenticate", "change"])
def test_wrong_present_passwords_count_too(way: str) -> None:
    person = ada()
    browser = Browser(person)

    def wrong() -> Any:
        if way == "reauthenticate":
            return browser.confirm_password("wrong")
        return browser.post(
            f"{ALLAUTH}/account/password/change", {"current_password": "wrong", "new_password": NEW_PASSWORD}
        )

    assert [wrong().status_code for _ in range(5)] == [400] * 5

    assert_locked(wrong())
    assert_locked(browser.confirm_password())
    assert_locked(Browser(address=browser.address).sign_in(person.email))


def test_the_owner_is_told_once_and_releases_the_lock() -> None:
    person, browser = ada(), Browser()
    fail(browser, person.email, 5)
    for _ in range(3):
        assert_locked(browser.sign_in(person.email))
    assert asked_for() == [("locked_out", person.pk)]
    (letter,) = deliver()
    assert letter.to == [person.email]
    token = token_in(letter)

    assert Browser().get(f"/unlock?token={token}").status_code in {200, 503}
    assert_locked(browser.sign_in(person.email))
    assert Browser().post("/api/v1/sign-in/unlock", {"token": token}).status_code == 204
    assert browser.sign_in(person.email).status_code == 200
    again = Browser().post("/api/v1/sign-in/unlock", {"token": token})
    assert (again.status_code, again.json()["code"]) == (404, "link_not_valid")


def test_nobody_is_told_of_a_lock_on_an_account_that_does_not_exist() -> None:
    fail(Browser(), MALLORY, 5)

    assert asked_for() == [("locked_out", 0)]
    assert deliver() == []


def test_a_malformed_form_is_no_try() -> None:
    person, browser = ada(), Browser()
    for _ in range(8):
        assert browser.sign_in("not an address", PASSWORD).status_code == 400
        assert browser.sign_in(person.email, "").status_code == 400

    assert not Tries.objects.exists()


def test_somebody_who_tries_from_many_places_does_not_flood_the_owner() -> None:
    person = ada()
    for _ in range(3):
        fail(Browser(), person.email, 5)

    (letter,) = deliver()
    assert Browser().post("/api/v1/sign-in/unlock", {"token": token_in(letter)}).status_code == 204
    fail(Browser(), person.email, 5)
    assert len(deliver()) == 1


def test_a_mail_that_could_not_leave_is_written_anew(settings: Any) -> None:
    person = ada()
    fail(Browser(), person.email, 5)
    settings.EMAIL_BACKEND = "tests.accounts.stand_ins.NoMail"
    with pytest.raises(ConnectionRefusedError):
        send_notice("locked_out", person.pk)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

    assert len(deliver()) == 1
