"""Whether a message may leave: every fact by every purpose, as docs/rules.md has it."""

import dataclasses
import datetime as dt
from typing import Any

import pytest

from crm.consent.enums import Channel, FactKind, Purpose
from crm.consent.models import AddressFact
from crm.consent.standing import Known
from crm.consent.weighing import Ask, Verdict, weigh
from tests.consent.made import day, fact, stated

F = FactKind
ONE, ORDER, MARKETING = Purpose.ONE_TO_ONE, Purpose.TRANSACTIONAL, Purpose.MARKETING
EMAIL, SMS = Channel.EMAIL, Channel.SMS
ADDRESS = {EMAIL: "ann@example.com", SMS: "+12125550143"}
SENDER, OTHER = "3:+15550001", "3:+15550002"
YES = stated("opted_in", 0)


def ask(channel: Channel, purpose: Purpose, known: Known, *, override: bool = False, **others: Any) -> Verdict:
    question = Ask(channel=channel, address=ADDRESS[channel], purpose=purpose, at=day(20), sender_key=SENDER)
    return weigh(dataclasses.replace(question, **others), known, override=override)


def word(verdict: Verdict) -> str:
    """yes, warn, hold, ask or no."""
    if verdict.answer == "yes":
        return "warn" if verdict.warnings else "yes"
    return "ask" if verdict.answer == "no" and all(one.can_override for one in verdict.reasons) else verdict.answer


def kept(at: float, channel: Channel) -> list[AddressFact]:
    said = fact(F.TEXT_OUT, at, channel=channel)
    return [said, fact(F.KEEP, at + 1, channel=channel, about_id=said.pk)]


TO_MARKETING = [MARKETING]
AUTOMATIC = [MARKETING, ORDER]


@pytest.mark.parametrize(
    ("what", "channel", "facts", "one", "order", "marketing"),
    [
        ("nothing", SMS, [], "yes", "yes", "yes"),
        ("nothing", EMAIL, [], "yes", "yes", "yes"),
        ("blocked by us", SMS, [fact(F.BLOCKED, 1)], "no", "no", "no"),
        ("blocked by us", EMAIL, [fact(F.BLOCKED, 1)], "no", "no", "no"),
        ("STOP", SMS, [fact(F.KEYWORD_OUT, 1)], "no", "no", "no"),
        ("carrier, this sender", SMS, [fact(F.CARRIER_BLOCK, 1, sender_key=SENDER)], "no", "no", "no"),
        ("carrier, another one", SMS, [fact(F.CARRIER_BLOCK, 1, sender_key=OTHER)], "warn", "warn", "warn"),
        ("free text", SMS, [fact(F.TEXT_OUT, 1)], "warn", "warn", "no"),
        ("free text", EMAIL, [fact(F.TEXT_OUT, 1)], "warn", "warn", "no"),
        ("free text, kept", SMS, kept(1, SMS), "no", "no", "no"),
        ("free text, kept", EMAIL, kept(1, EMAIL), "warn", "no", "no"),
        ("number unreachable", SMS, [fact(F.UNREACHABLE, 1)], "no", "no", "no"),
        ("hard bounce", EMAIL, [fact(F.HARD_BOUNCE, 1)], "no", "no", "no"),
        ("soft bounce", EMAIL, [fact(F.SOFT_BOUNCE, 19)], "warn", "warn", "warn"),
        ("spam report", EMAIL, [fact(F.SPAM_REPORT, 1)], "ask", "no", "no"),
        ("unsubscribed", EMAIL, [fact(F.UNSUBSCRIBED, 1, purposes=TO_MARKETING)], "warn", "yes", "no"),
        ("unsubscribed from all", EMAIL, [fact(F.UNSUBSCRIBED, 1, purposes=AUTOMATIC)], "warn", "no", "no"),
        ("pause", EMAIL, [fact(F.PAUSED, 1, purposes=TO_MARKETING, until=day(31))], "warn", "yes", "no"),
        ("pause, over", EMAIL, [fact(F.PAUSED, 1, purposes=TO_MARKETING, until=day(20))], "yes", "yes", "yes"),
        ("marketing stopped by us", SMS, [fact(F.STOPPED, 1)], "warn", "yes", "no"),
    ],
)  # fmt: skip
def test_every_fact_by_every_purpose(
    what: str, channel: Channel, facts: list[AddressFact], one: str, order: str, marketing: str
) -> None:
    known = Known(facts=facts, lines=[YES])
    assert [word(ask(channel, purpose, known)) for purpose in (ONE, ORDER, MARKETING)] == [one, order, marketing]
    for purpose in (ONE, ORDER, MARKETING):
        verdict = ask(channel, purpose, known)
        assert all(ground.text and ground.act for ground in [*verdict.reasons, *verdict.warnings])
        # To override is for who writes to one person, where it is allowed at all.
        answer = ask(channel, purpose, known, override=True).answer
        assert answer == ("yes" if word(verdict) == "ask" and purpose is ONE else verdict.answer)
        assert verdict.can_override == (answer != verdict.answer)


@pytest.mark.parametrize(
    ("channel", "status", "one", "order", "marketing"),
    [
        (SMS, "opted_out", "warn", "no", "no"),
        (EMAIL, "opted_out", "warn", "yes", "no"),
        (SMS, "unknown", "yes", "yes", "no"),
        (EMAIL, "unknown", "yes", "yes", "yes"),
    ],
)
def test_what_was_stated(channel: Channel, status: str, one: str, order: str, marketing: str) -> None:
    known = Known(lines=[stated(status, 1)])
    assert [word(ask(channel, purpose, known)) for purpose in (ONE, ORDER, MARKETING)] == [one, order, marketing]


def test_an_erased_person_and_what_is_no_address() -> None:
    for channel in Channel:
        verdict = ask(channel, ONE, Known(erased_at=day(1), lines=[YES]), override=True)
        assert (verdict.answer, verdict.reasons[0].code) == ("no", "erased")
        for address in ("", "12345", "Ann", "@", "+1 212", "a@"):
            assert ask(channel, ONE, Known(), address=address).reasons[0].code == "no_address"


def test_what_the_house_decides(settings: Any) -> None:
    stop = Known(facts=[fact(F.KEYWORD_OUT, 1, purposes=TO_MARKETING)], lines=[YES])
    assert [word(ask(SMS, purpose, stop)) for purpose in (ONE, ORDER, MARKETING)] == ["no", "no", "no"]
    settings.STOP_ENDS_ALL = False
    assert [word(ask(SMS, purpose, stop)) for purpose in (ONE, ORDER, MARKETING)] == ["warn", "warn", "no"]
    settings.MARKETING_SMS_NEEDS_OPT_IN = False
    settings.MARKETING_EMAIL_NEEDS_OPT_IN = True
    assert [word(ask(channel, MARKETING, Known())) for channel in (SMS, EMAIL)] == ["yes", "no"]
    settings.SMS_FROM = dt.time(10, 30)
    assert word(ask(SMS, ORDER, Known())) == "hold"


def test_the_share_of_a_day(settings: Any) -> None:
    known = Known(lines=[YES], sent=[day(19), day(19.2), day(19.5)])
    verdict = ask(SMS, MARKETING, known)
    # Two of the last day are its share; the first of them leaves it at a fifth of the day, at 14:48 in New York.
    assert (verdict.answer, verdict.hold_until) == ("hold", day(20.2))
    assert word(ask(EMAIL, MARKETING, known)) == "hold"
    assert word(ask(SMS, ORDER, known)) == "yes"
    # When that is at night, it waits for the morning.
    assert ask(SMS, MARKETING, Known(lines=[YES], sent=[day(19.6)] * 2)).hold_until == day(20) + dt.timedelta(hours=22)
    settings.MARKETING_PER_DAY = 0
    assert word(ask(SMS, MARKETING, known)) == "yes"
