"""Facts about addresses: entered once, in whatever order, told in timelines, outliving contacts."""

import datetime as dt
import itertools
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.consent import services as consent
from crm.consent.enums import Channel, Decision, FactKind, Keyword, Purpose, Reach, Stream
from crm.consent.errors import NothingToLift
from crm.consent.gate import Ask, Verdict, forget_sent, may_send, may_send_many, note_sent
from crm.consent.models import AddressFact, SentMark
from crm.contacts import services
from crm.core.access import Actor
from crm.core.errors import InvalidInput, NotAllowed, NotFound
from crm.journal.models import Event
from crm.journal.reading import COLUMNS, published_from
from tests.consent.made import day
from tests.contacts.people import make

NUMBER, EMAIL = "+12125550143", "ann@example.com"
SENDER = "3:+15550001"


def told(contact_id: int) -> list[str]:
    """What the contact's timeline says of consent, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {COLUMNS} FROM journal_event e WHERE contact_id = %s AND name LIKE 'consent.%%' ORDER BY id",
            [contact_id],
        )
        return [published_from(row).event.text() for row in cursor.fetchall()]


def verdict(
    actor: Actor, channel: Channel = Channel.SMS, purpose: Purpose = Purpose.ONE_TO_ONE, **others: Any
) -> Verdict:
    address = NUMBER if channel is Channel.SMS else EMAIL
    question: dict[str, Any] = {"channel": channel, "address": address, "purpose": purpose, "at": day(20), **others}
    return may_send(actor=actor, ask=Ask(**question))


def codes(actor: Actor, **asked: Any) -> list[str]:
    return [ground.code for ground in verdict(actor, **asked).reasons]


def keyword(actor: Actor, word: Keyword, at: float, **others: Any) -> bool:
    given: dict[str, Any] = {"wording": word.value, "contact_id": None, "message_ref": f"SM{at}", **others}
    return consent.record_keyword(actor=actor, channel=Channel.SMS, address=NUMBER, keyword=word, at=day(at), **given)


def test_a_stop_is_told_once_and_start_lifts_it(ada: Actor, kith: Actor) -> None:
    ann, office = make(ada, "Ann", phone=NUMBER), make(ada, "Office", phone="(212) 555-0143")
    assert keyword(kith, Keyword.STOP, 1, contact_id=ann.id)
    assert not keyword(kith, Keyword.STOP, 1, contact_id=ann.id)
    assert not keyword(kith, Keyword.STOP, 2, contact_id=ann.id)
    assert not keyword(kith, Keyword.HELP, 3)
    kept = AddressFact.objects.get()
    assert (kept.times, kept.at, kept.last_at, kept.message_ref) == (2, day(1), day(2), "SM1")
    assert kept.purposes == ["marketing", "one_to_one", "transactional"]
    assert codes(ada) == ["keyword_out"]
    assert keyword(kith, Keyword.START, 4)
    assert codes(ada) == []
    said = [f"noted that {NUMBER} answered STOP: no more text messages", f"noted that {NUMBER} answered START"]
    assert told(ann.id) == told(office.id) == said


def test_the_order_in_which_they_come_changes_nothing(kith: Actor) -> None:
    said = [(Keyword.STOP, 1), (Keyword.START, 2), (Keyword.STOP, 3)]
    orders = [order for last in (Keyword.START, Keyword.STOP) for order in itertools.permutations([*said, (last, 4)])]
    for order in orders[::3]:
        AddressFact.objects.all().delete()
        for word, at in (*order, order[0]):
            keyword(kith, word, at)
        assert codes(kith) == (["keyword_out"] if (Keyword.STOP, 4) in order else []), order


def test_it_outlives_contacts_and_is_inherited(ada: Actor, kith: Actor) -> None:
    ann = make(ada, "Ann", phone=NUMBER)
    keyword(kith, Keyword.STOP, 1, contact_id=ann.id)
    services.archive_contact(actor=ada, contact_id=ann.id)
    services.delete_contact(actor=ada, contact_id=ann.id)
    make(ada, "Again", phone=NUMBER)
    assert codes(ada) == ["keyword_out"]
    assert codes(ada, address="212 555 0143") == ["keyword_out"]
    assert codes(ada, address="+12125550144") == []
    assert not AddressFact.objects.filter(hash__contains="5550143").exists()
    # Nobody has the number: the ledger has it, and no timeline does.
    before = Event.objects.count()
    assert consent.record_unreachable_number(actor=kith, address="+12125550199", code="30006", at=day(1))
    assert Event.objects.count() == before


def test_free_text_pauses_until_somebody_has_read_it(ada: Actor, uma: Actor, kith: Actor) -> None:
    ann = make(ada, "Ann", phone=NUMBER)

    def text(at: float) -> bool:
        return consent.record_free_text_opt_out(
            actor=kith, channel=Channel.SMS, address=NUMBER, wording="please don't text\nme", contact_id=ann.id,
            message_ref=f"SM{at}", at=day(at),
        )  # fmt: skip

    review: dict[str, Any] = {"channel": Channel.SMS, "address": NUMBER}
    assert text(1)
    first = AddressFact.objects.get()
    assert (codes(ada), "text_out" in codes(ada, purpose=Purpose.MARKETING)) == ([], True)
    consent.review_opt_out(actor=uma, fact_id=first.pk, decision=Decision.DISMISS, **review)
    assert "text_out" not in codes(ada, purpose=Purpose.MARKETING)
    with pytest.raises(NothingToLift):
        consent.review_opt_out(actor=uma, fact_id=first.pk, decision=Decision.KEEP, **review)
    assert text(40_000)
    second = AddressFact.objects.filter(kind=FactKind.TEXT_OUT).latest("at")
    consent.review_opt_out(actor=uma, fact_id=second.pk, decision=Decision.KEEP, **review)
    with pytest.raises(NothingToLift):
        consent.review_opt_out(actor=uma, fact_id=second.pk, decision=Decision.KEEP, **review)
    assert codes(ada) == ["text_out"]
    # What somebody has found to be an opt-out is one: an administrator's to lift.
    with pytest.raises(NotAllowed):
        consent.lift_block(actor=uma, fact_id=second.pk, reason="asked again", **review)
    consent.lift_block(actor=ada, fact_id=second.pk, reason="asked again", **review)
    assert codes(ada) == []
    assert told(ann.id) == [
        f"paused marketing to {NUMBER}, who seems to ask that we stop (“please don't text me”)",
        f"found that what {NUMBER} wrote is no opt-out (“please don't text me”)",
        f"paused marketing to {NUMBER}, who seems to ask that we stop (“please don't text me”)",
        f"found that what {NUMBER} wrote is an opt-out (“please don't text me”)",
        f"lifted what stood against {NUMBER} (seems to ask that we stop): asked again",
    ]


def test_blocks_of_carriers_are_of_one_sender(ada: Actor, kith: Actor) -> None:
    block: dict[str, Any] = {"actor": kith, "channel": Channel.SMS, "address": NUMBER, "sender_key": SENDER}
    ann = make(ada, "Ann", phone=NUMBER)
    assert consent.record_carrier_block(code="21610", at=day(1), contact_id=ann.id, **block)
    assert not consent.record_carrier_block(code="21610", at=day(2), **block)
    assert codes(ada, sender_key=SENDER) == ["carrier_block"]
    other = verdict(ada, sender_key="3:+15550002")
    assert (other.answer, [one.code for one in other.warnings]) == ("yes", ["other_sender_blocked"])
    # START to that sender lifts it, as the carrier does; so does the carrier's own word.
    assert keyword(kith, Keyword.START, 3, sender_key=SENDER)
    assert codes(ada, sender_key=SENDER) == []
    consent.record_carrier_block(code="21610", at=day(4), **block)
    assert consent.lift_carrier_block(at=day(5), **block)
    assert not consent.lift_carrier_block(at=day(5), **block)
    assert codes(ada, sender_key=SENDER) == []


def test_what_mail_providers_tell(ada: Actor, kith: Actor) -> None:
    ann = make(ada, "Ann", email="Ann@Example.com")
    bounce: dict[str, Any] = {"actor": kith, "address": EMAIL, "code": "5.1.1", "text": "No such user", "at": day(18)}
    consent.record_bounce(is_hard=False, **bounce)
    assert [one.code for one in verdict(ada, Channel.EMAIL).warnings] == ["soft_bounce"]
    assert consent.record_bounce(is_hard=True, contact_id=ann.id, **bounce)
    assert consent.record_spam_report(actor=kith, address=EMAIL, at=day(19))
    assert consent.record_unsubscribe(actor=kith, address=EMAIL, stream=Stream.MARKETING, at=day(19))
    assert not consent.record_unsubscribe(actor=kith, address=EMAIL, stream=Stream.MARKETING, at=day(19))
    assert consent.record_unsubscribe(actor=kith, address=EMAIL, stream=Stream.ALL, at=day(19), until=day(49))
    assert codes(ada, channel=Channel.EMAIL) == ["hard_bounce", "spam_report"]
    assert codes(ada, channel=Channel.EMAIL, purpose=Purpose.TRANSACTIONAL) == ["hard_bounce", "spam_report", "paused"]
    assert told(ann.id) == [
        f"noted that mail to {EMAIL} came back for good: No such user",
        f"noted that {EMAIL} reported a mail as spam",
        f"noted that {EMAIL} unsubscribed from news and offers",
        f"noted that {EMAIL} asked for a pause until 20 Dec 2026",
    ]
    # A mail that is nothing but STOP.
    assert consent.record_keyword(
        actor=kith, channel=Channel.EMAIL, address=EMAIL, keyword=Keyword.STOP, wording="stop", contact_id=ann.id,
        message_ref="", at=day(20),
    )  # fmt: skip
    assert told(ann.id)[-1] == f"noted that {EMAIL} unsubscribed from everything that is sent by itself"


def test_what_one_of_us_decides(ada: Actor, uma: Actor, vic: Actor, kith: Actor) -> None:
    ann = make(ada, "Ann", email=EMAIL)
    mail: dict[str, Any] = {"channel": Channel.EMAIL, "address": EMAIL}
    with pytest.raises(NotAllowed):
        consent.block_address(actor=vic, reach=Reach.ALL, reason="x", **mail)
    for nothing in ("", "   ", "x" * 301, "a\0b"):
        with pytest.raises(InvalidInput):
            consent.block_address(actor=uma, reach=Reach.ALL, reason=nothing, **mail)
    assert consent.block_address(actor=uma, reach=Reach.MARKETING, reason="Asked on the phone", **mail)
    assert not consent.block_address(actor=uma, reach=Reach.MARKETING, reason="Again", **mail)
    assert consent.block_address(actor=uma, reach=Reach.ALL, reason="Letter from a lawyer", **mail)
    assert verdict(ada, Channel.EMAIL).reasons[0].text == "One of us has blocked this address: “Letter from a lawyer”"
    stopped, blocked = AddressFact.objects.order_by("pk")
    for fact_id in (0, -1, 2**70, stopped.pk + 1000):
        with pytest.raises(NotFound):
            consent.lift_block(actor=ada, fact_id=fact_id, reason="x", **mail)
    with pytest.raises(NotFound):
        consent.lift_block(actor=ada, fact_id=blocked.pk, reason="x", channel=Channel.EMAIL, address="b@example.com")
    with pytest.raises(NotFound):
        consent.review_opt_out(actor=ada, fact_id=blocked.pk, decision=Decision.KEEP, **mail)
    with pytest.raises(NotAllowed):
        consent.lift_block(actor=uma, fact_id=blocked.pk, reason="x", **mail)
    consent.lift_block(actor=ada, fact_id=blocked.pk, reason="Settled", **mail)
    consent.lift_block(actor=uma, fact_id=stopped.pk, reason="Wants it again", **mail)
    with pytest.raises(NothingToLift):
        consent.lift_block(actor=uma, fact_id=stopped.pk, reason="Wants it again", **mail)
    # A clock of a provider that is ahead of ours.
    ahead = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=5)
    consent.record_bounce(actor=kith, address=EMAIL, is_hard=True, code="", text="", at=ahead)
    bounce = AddressFact.objects.get(kind=FactKind.HARD_BOUNCE)
    consent.lift_block(actor=uma, fact_id=bounce.pk, reason="Typed right, it works now", **mail)
    assert codes(ada, channel=Channel.EMAIL) == []
    assert told(ann.id)[:4] == [
        f"stopped marketing to {EMAIL}: Asked on the phone",
        f"blocked {EMAIL}: Letter from a lawyer",
        f"lifted what stood against {EMAIL} (blocked by us): Settled",
        f"lifted what stood against {EMAIL} (marketing stopped by us): Wants it again",
    ]


def test_a_thousand_are_asked_about_in_as_many_statements_as_one(ada: Actor, kith: Actor) -> None:
    keyword(kith, Keyword.STOP, 1)
    asks = [
        Ask(channel=Channel.SMS, address=f"+1212555{number:04}", purpose=Purpose.ONE_TO_ONE, at=day(20))
        for number in range(1000)
    ]
    with CaptureQueriesContext(
        connection,
    ) as few:
        may_send_many(actor=ada, asks=asks[:1])
    with CaptureQueriesContext(connection) as many:
        verdicts = may_send_many(actor=ada, asks=asks)
    assert (len(few), len(many)) == (4, 4)
    assert [at for at, one in enumerate(verdicts) if one.answer == "no"] == [143]
    assert may_send_many(actor=ada, asks=[]) == []


def test_what_has_left_is_counted_and_forgotten(ada: Actor, vic: Actor) -> None:
    ask = Ask(channel=Channel.EMAIL, address=EMAIL, purpose=Purpose.MARKETING, at=day(20))
    with pytest.raises(NotAllowed):
        note_sent(actor=vic, ask=ask)
    note_sent(actor=ada, ask=ask)
    note_sent(actor=ada, ask=ask)
    note_sent(actor=ada, ask=Ask(channel=Channel.EMAIL, address=EMAIL, purpose=Purpose.ONE_TO_ONE, at=day(20)))
    assert SentMark.objects.count() == 1
    note_sent(
        actor=ada, ask=Ask(channel=Channel.EMAIL, address=" ANN@example.com ", purpose=Purpose.MARKETING, at=day(19.5))
    )
    assert verdict(ada, Channel.EMAIL, Purpose.MARKETING).hold_until == day(20.5)
    assert (forget_sent(day(20)), SentMark.objects.count()) == (1, 1)


def test_who_is_erased_is_forgotten_and_stays_blocked(ada: Actor, kith: Actor) -> None:
    ann = make(ada, "Quen", last_name="Zolta", phone=NUMBER, email=EMAIL)
    keyword(kith, Keyword.STOP, 1, contact_id=ann.id, wording="Stop! Quen Zolta")
    note_sent(actor=ada, ask=Ask(channel=Channel.EMAIL, address=EMAIL, purpose=Purpose.MARKETING, at=day(20)))
    consent.block_address(
        actor=ada, channel=Channel.EMAIL, address="b@example.com", reach=Reach.ALL, reason="Asked by Quen Zolta"
    )
    file = services.get_personal_data(actor=ada, contact_id=ann.id)
    assert [(one["what"], one["wording"]) for one in file["consent_history"]] == [("Said STOP", "Stop! Quen Zolta")]
    services.erase_contact(actor=ada, contact_id=ann.id, confirm="Quen Zolta")
    assert [fact.wording for fact in AddressFact.objects.all()] == ["Asked by [erased]"]
    assert not SentMark.objects.exists()
    assert codes(ada) == ["erased"]
    # Nothing more is kept of them, and START opens nothing.
    assert not keyword(kith, Keyword.START, 21, wording="START, Quen")
    assert not consent.record_unsubscribe(actor=kith, address=EMAIL, stream=Stream.ALL, at=day(21))
    assert AddressFact.objects.count() == 1
    assert codes(ada) == ["erased"]
