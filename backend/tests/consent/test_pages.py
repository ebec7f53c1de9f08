"""The pages that mails link to: what opens links changes nothing, the button does, for years and without a cookie."""

import datetime as dt
import hashlib
import re
from base64 import b64encode
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from crm.consent import services as consent
from crm.consent.enums import Channel, Choice, Purpose, Reach, Stream
from crm.consent.gate import Ask, may_send
from crm.consent.links import make_token, preferences_url, read_token, unsubscribe_headers
from crm.consent.models import AddressFact
from crm.core import clock
from crm.core.access import Actor
from tests.consent.test_facts import told
from tests.contacts.people import make

EMAIL = "ann@example.com"
PROGRAM: dict[str, Any] = {"data": "List-Unsubscribe=One-Click", "content_type": "application/x-www-form-urlencoded"}


def browser() -> Client:
    """A browser that was never here, behind Django's own check of forms."""
    return Client(enforce_csrf_checks=True, REMOTE_ADDR="203.0.113.9", HTTP_USER_AGENT="Mail/1.0")


def link(page: str = "unsubscribe", stream: Stream = Stream.MARKETING) -> str:
    return f"/{page}/{make_token(address=EMAIL, stream=stream)}"


def answers(actor: Actor) -> list[str]:
    """What the gate says to marketing, transactional and one to one mail."""
    now = clock.now()
    purposes = (Purpose.MARKETING, Purpose.TRANSACTIONAL, Purpose.ONE_TO_ONE)
    asks = [Ask(channel=Channel.EMAIL, address=EMAIL, purpose=purpose, at=now) for purpose in purposes]
    return [may_send(actor=actor, ask=ask).answer for ask in asks]


def choose(path: str, choice: str) -> Any:
    return browser().post(path, data=f"choice={choice}", content_type="application/x-www-form-urlencoded")


def test_a_scanner_changes_nothing(ada: Actor) -> None:
    for path in (link(), link("preferences"), link(stream=Stream.ALL)):
        with CaptureQueriesContext(connection) as asked:
            for method in ("get", "head"):
                answer = getattr(browser(), method)(path)
                assert answer.status_code == 200
                assert not answer.cookies
        assert not [one["sql"] for one in asked if not one["sql"].startswith("SELECT")]
        assert b"ann@example.com" not in browser().get(path).content
        assert "a•••@example.com" in browser().get(path).content.decode()
        for method in ("put", "patch", "delete", "options"):
            assert getattr(browser(), method)(path).status_code == 405
    assert answers(ada) == ["yes", "yes", "yes"]


def test_one_click_sets_it_and_twice_is_once(ada: Actor) -> None:
    ann = make(ada, "Ann", email=EMAIL)
    path = link()
    for _ in range(2):
        answer = browser().post(path, **PROGRAM)
        assert (answer.status_code, bool(answer.cookies)) == (200, False)
        assert "You are unsubscribed" in answer.content.decode()
    fact = AddressFact.objects.get()
    assert (fact.wording, fact.page, fact.ip, fact.user_agent, fact.times) == (
        "List-Unsubscribe=One-Click, by the mail program", "/unsubscribe", "203.0.113.9", "Mail/1.0", 1,
    )  # fmt: skip
    assert answers(ada) == ["no", "yes", "yes"]
    assert told(ann.id) == [f"noted that {EMAIL} unsubscribed from news and offers"]
    assert "You are unsubscribed" in browser().get(path).content.decode()
    # From all of it, by the page's button; nothing has to be in the body.
    browser().post(link(stream=Stream.ALL))
    assert answers(ada) == ["no", "no", "yes"]
    # A late click on an old mail takes nothing of that back.
    browser().post(path, **PROGRAM)
    assert answers(ada) == ["no", "no", "yes"]


def test_bodies_that_no_form_sends(ada: Actor) -> None:
    for body, kind in ((b"\xff\xfe" * 50_000, "text/plain"), (b"--x", "multipart/form-data"), (b"&" * 99_999, "")):
        assert browser().post(link(), data=body, content_type=kind).status_code == 200
        assert browser().post(link("preferences"), data=body, content_type=kind).status_code == 422
    for choice in ("", "everything", "news&choice=nothing", "%00"):
        assert choose(link("preferences"), choice).status_code == 422
    assert AddressFact.objects.count() == 1


@pytest.mark.parametrize("page", ["unsubscribe", "preferences"])
def test_a_link_that_was_cut_or_changed_is_a_plain_page(ada: Actor, page: str) -> None:
    token = make_token(address=EMAIL, stream=Stream.MARKETING)
    other = make_token(address="bob@example.com", stream=Stream.MARKETING)
    wrong = [
        token[:-3],
        token[:40],
        token[5:],
        token[:60] + other[60:],
        "x",
        "é" * 30,
        "A" * 5000,
        token[:70] + "A" + token[71:],
    ]
    for one in wrong:
        for answer in (browser().get(f"/{page}/{one}"), browser().post(f"/{page}/{one}", **PROGRAM)):
            assert (answer.status_code, "This link does not work" in answer.content.decode()) == (404, True), one
    assert not AddressFact.objects.exists()


def test_links_outlive_a_change_of_the_secret_key(ada: Actor, settings: Any) -> None:
    token = make_token(address=" Ann@Example.com", stream=Stream.ALL)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key of at least 32 characters"
    found = read_token(token)
    assert found is not None
    assert (found.address, found.stream) == (EMAIL, Stream.ALL)
    settings.SECRET_KEY_FALLBACKS = []
    assert read_token(token) is None


def test_headers_and_what_the_pages_carry(settings: Any, db: None) -> None:
    settings.PUBLIC_URL, settings.IS_HTTPS = "https://crm.example.com", True
    headers = unsubscribe_headers(address=EMAIL, stream=Stream.MARKETING)
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    found = re.fullmatch(r"<https://crm\.example\.com/unsubscribe/([A-Za-z0-9_-]+)>", headers["List-Unsubscribe"])
    assert found is not None
    assert len(headers["List-Unsubscribe"]) < 998
    assert EMAIL not in headers["List-Unsubscribe"]
    assert preferences_url(address=EMAIL).startswith("https://crm.example.com/preferences/")
    settings.IS_HTTPS = False
    assert list(unsubscribe_headers(address=EMAIL)) == ["List-Unsubscribe"]

    answer = browser().get(f"/unsubscribe/{found[1]}")
    style = re.search(r"<style>(.*?)</style>", answer.content.decode(), re.DOTALL)
    assert style is not None
    known = b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"style-src 'sha256-{known}'" in answer["Content-Security-Policy"]
    assert "script" not in answer.content.decode()
    assert " style=" not in answer.content.decode()
    assert (answer["Cache-Control"], answer["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert answer["X-Robots-Tag"] == "noindex, nofollow"


def test_choices(ada: Actor) -> None:
    ann = make(ada, "Ann", email=EMAIL)
    path = link("preferences")
    steps = [
        ("pause_30", ["no", "yes", "yes"], "checked"),
        ("pause_90", ["no", "yes", "yes"], "checked"),
        ("no_news", ["no", "yes", "yes"], "checked"),
        ("nothing", ["no", "no", "yes"], "checked"),
        ("pause_30", ["no", "yes", "yes"], "checked"),
        ("nothing", ["no", "no", "yes"], "checked"),
        ("no_news", ["no", "yes", "yes"], "checked"),
        ("news", ["yes", "yes", "yes"], "checked"),
    ]
    for choice, expected, mark in steps:
        page = choose(path, choice)
        before = AddressFact.objects.count()
        assert f'value="{choice}" {mark}' in page.content.decode()
        assert choose(path, choice).content == page.content
        assert (answers(ada), AddressFact.objects.count()) == (expected, before), choice
    assert told(ann.id)[-1] == f"noted that {EMAIL} asked to hear from us again"
    chosen = AddressFact.objects.latest("pk")
    assert (chosen.wording, chosen.page) == (str(Choice.NEWS.label), "/preferences")


def test_a_pause_ends_and_a_block_by_us_does_not(ada: Actor) -> None:
    choose(link("preferences"), "pause_30")
    until = clock.now() + dt.timedelta(days=30)
    paused = AddressFact.objects.get().until
    assert paused is not None
    assert abs(paused - until) < dt.timedelta(minutes=1)
    ask = Ask(channel=Channel.EMAIL, address=EMAIL, purpose=Purpose.MARKETING, at=until + dt.timedelta(minutes=1))
    assert may_send(actor=ada, ask=ask).answer == "yes"
    consent.block_address(actor=ada, channel=Channel.EMAIL, address=EMAIL, reach=Reach.ALL, reason="Lawyer")
    choose(link("preferences"), "news")
    assert answers(ada) == ["no", "no", "no"]


def test_somebody_who_keeps_changing_it_is_told_to_wait_but_left_alone(ada: Actor) -> None:
    path = link("preferences")
    for _ in range(20):
        choose(path, "news")
        choose(path, "no_news")
    answer = choose(path, "news")
    assert (answer.status_code, "very often" in answer.content.decode()) == (429, True)
    assert choose(path, "nothing").status_code == 200
    assert answers(ada) == ["no", "no", "yes"]
