"""Passwords: the rule, the change, and the mailed link that works once for an hour."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from crm.accounts.models import Link, User
from crm.journal.models import Event
from tests.accounts.mailbox import asked_for, deliver, token_in
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

CHANGE = f"{ALLAUTH}/account/password/change"
REQUEST = f"{ALLAUTH}/auth/password/request"
RESET = f"{ALLAUTH}/auth/password/reset"


def mailed_key(person: User) -> str:
    """The token of a link that was asked for and mailed."""
    assert Browser().post(REQUEST, {"email": person.email}).status_code == 200
    (letter,) = deliver()
    assert letter.to == [person.email]
    return token_in(letter)


def look(key: str) -> Any:
    """Opens the link without spending it."""
    return Browser().get(RESET, **{"X-Password-Reset-Key": key})


def choose(key: str, password: str = NEW_PASSWORD) -> Any:
    """Spends the link."""
    return Browser().post(RESET, {"key": key, "password": password})


def assert_dead(key: str) -> None:
    """The link opens nothing and changes nothing."""
    for answer in (look(key), choose(key)):
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["code"] == "invalid_password_reset"


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("Aa1!aaaaa", "password_too_short"),
        ("password123", "password_too_common"),
        ("uma@example.com", "password_too_similar"),
        ("1234567890", "password_too_common"),
    ],
)
def test_weak_passwords_are_refused_wherever_one_is_chosen(password: str, code: str) -> None:
    person = uma()
    browser = Browser(person)

    changed = browser.post(CHANGE, {"current_password": PASSWORD, "new_password": password})
    reset = choose(mailed_key(person), password)

    assert (changed.status_code, changed.json()["errors"][0]["param"]) == (400, "new_password")
    assert code in [error["code"] for error in changed.json()["errors"]]
    assert (reset.status_code, reset.json()["errors"][0]["param"]) == (400, "password")
    assert code in [error["code"] for error in reset.json()["errors"]]
    assert Browser(person).is_signed_in()


@pytest.mark.parametrize("password", ["four plain words here", "pässwörter sind länger", "  kelp vq zt  "])
def test_length_counts_and_variety_does_not(password: str) -> None:
    person = uma()

    assert Browser(person).post(CHANGE, {"current_password": PASSWORD, "new_password": password}).status_code == 200
    assert Browser().sign_in(person.email, password).status_code == 200


def test_a_change_tells_the_owner_and_the_journal() -> None:
    person = uma()
    Browser(person).post(CHANGE, {"current_password": PASSWORD, "new_password": NEW_PASSWORD})

    (letter,) = deliver()
    assert "was changed" in letter.subject
    event = Event.objects.get(name="user.password_changed")
    assert (event.subject_id, event.actor_id, event.data["how"]) == (person.pk, person.pk, "changed")
    assert Browser().sign_in(person.email, PASSWORD).status_code == 400


def test_a_link_works_once_and_signs_nobody_in() -> None:
    person = uma()
    key = mailed_key(person)
    assert look(key).json()["data"]["user"]["display"] == "Uma"
    assert look(key).status_code == 200

    browser = Browser()
    answer = browser.post(RESET, {"key": key, "password": NEW_PASSWORD})

    assert answer.status_code == 401
    assert not browser.is_signed_in()
    assert_dead(key)
    assert Browser().sign_in(person.email, NEW_PASSWORD).status_code == 200
    (letter,) = [letter for letter in deliver() if "was changed" in letter.subject]
    assert letter.to == [person.email]


def test_a_link_dies_after_an_hour() -> None:
    key = mailed_key(uma())
    Link.objects.update(expires_at=F("expires_at") - timedelta(minutes=59))
    assert look(key).status_code == 200
    Link.objects.update(expires_at=F("expires_at") - timedelta(minutes=1, seconds=1))

    assert_dead(key)


def test_asking_again_kills_the_older_link_at_once() -> None:
    person = uma()
    older = mailed_key(person)
    Browser().post(REQUEST, {"email": person.email})

    assert_dead(older)


def test_a_changed_password_kills_the_link() -> None:
    person = uma()
    key = mailed_key(person)
    Browser(person).post(CHANGE, {"current_password": PASSWORD, "new_password": NEW_PASSWORD})

    assert_dead(key)


def test_a_deactivated_persons_link_is_dead() -> None:
    person = uma()
    key = mailed_key(person)
    User.objects.update(is_active=False)

    assert_dead(key)


def test_a_reset_gets_nobody_past_the_second_factor() -> None:
    person = uma()
    give_two_factor(person)
    choose(mailed_key(person))
    browser = Browser()

    assert browser.sign_in(person.email, NEW_PASSWORD).status_code == 401
    assert not browser.is_signed_in()
    assert browser.give_code(code_of(person)).status_code == 200
    assert browser.is_signed_in()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_spend_a_link_at_once_one_does() -> None:
    person = uma()
    key = mailed_key(person)

    def spend(number: int) -> int:
        try:
            return int(choose(key, f"{NEW_PASSWORD}-{number}").status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        answers = sorted(threads.map(spend, range(4)))

    assert answers == [400, 400, 400, 401]


def test_unknown_people_get_the_same_answer_for_the_same_work_and_no_mail() -> None:
    person = ada()

    def ask(email: str) -> tuple[int, bytes, list[str]]:
        browser = Browser()
        with CaptureQueriesContext(connection) as queries:
            answer = browser.post(REQUEST, {"email": email})
        work = [query["sql"][:30] for query in queries if "SAVEPOINT" not in query["sql"]]
        return answer.status_code, answer.content, work

    assert ask(person.email) == ask(MALLORY)
    assert asked_for() == [("password_reset", person.pk), ("password_reset", 0)]
    assert [letter.to for letter in deliver()] == [[person.email]]


def test_requests_are_limited_by_account_and_by_address() -> None:
    for email in (ada().email, MALLORY):
        answers = [Browser().post(REQUEST, {"email": email}) for _ in range(6)]
        assert [answer.status_code for answer in answers] == [200] * 5 + [429]
        assert answers[-1].json()["code"] == "too_many_requests"
    address = "203.0.113.77"
    answers = [Browser(address=address).post(REQUEST, {"email": f"x{n}@example.com"}) for n in range(21)]
    assert [answer.status_code for answer in answers] == [200] * 20 + [429]


def test_nobody_else_uses_up_the_requests_of_a_known_place() -> None:
    person, home = ada(), fresh_address()
    Browser(person, address=home)
    for _ in range(6):
        Browser().post(REQUEST, {"email": person.email})

    assert Browser().post(REQUEST, {"email": person.email}).status_code == 429
    answers = [Browser(address=home).post(REQUEST, {"email": person.email}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]


def test_no_token_stands_in_the_database() -> None:
    key = mailed_key(uma())

    jobs = str(list(ProcrastinateJob.objects.values_list("args")))
    assert key not in jobs + str(list(Link.objects.values())) + str(list(Event.objects.values()))
