"""What people say in messages, and what providers report, stands at the gate at once: by the address, with proof."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from crm.consent.enums import Channel, Purpose
from crm.consent.gate import Ask, Verdict, may_send
from crm.consent.models import AddressFact
from crm.conversations.models import ChannelAccount, Message, Payload
from crm.conversations.receiving.payloads import read_payloads
from crm.core import clock
from crm.core.access import system_actor
from crm.journal.models import Event
from tests.conversations.posting import mail, post, report, sms
from tests.conversations.threads import fill_threads, person

PHONE, EMAIL, OURS = "+12025550123", "grace@example.com", "+12025550100"


def hear(account: ChannelAccount, **told: Any) -> None:
    """Posts something and has it read."""
    assert post(account, {**told, "id": uuid.uuid4().hex}) == 204
    read_payloads()
    assert not Payload.objects.exclude(state="done").exists()


def verdict(address: str, purpose: Purpose, account: ChannelAccount) -> Verdict:
    """What the gate answers now."""
    channel = Channel.EMAIL if "@" in address else Channel.SMS
    ask = Ask(
        channel=channel, address=address, purpose=purpose, at=clock.now(), sender_key=f"{account.pk}:{OURS}",
        contact_id=None,
    )  # fmt: skip
    return may_send(actor=system_actor("Kith"), ask=ask)


def reasons(address: str, purpose: Purpose, account: ChannelAccount) -> list[str]:
    """Why it says no."""
    return [reason.code for reason in verdict(address, purpose, account).reasons]


def test_stop_stands_at_once_with_its_proof_and_start_lifts_it(account: ChannelAccount) -> None:
    contact = person(phone=PHONE, phone_raw=PHONE)

    hear(account, messages=[sms("s1", text=" Stop. ", address=PHONE)])

    assert reasons(PHONE, Purpose.ONE_TO_ONE, account) == ["keyword_out"]
    kept = AddressFact.objects.get()
    assert (kept.wording, kept.contact_id, kept.message_ref) == (
        "Stop.", contact.pk, f"message:{Message.objects.get().pk}",
    )  # fmt: skip
    assert Event.objects.filter(name="consent.opted_out", contact_id=contact.pk).count() == 1
    hear(account, messages=[sms("s1", text=" Stop. ", address=PHONE)])
    assert AddressFact.objects.get().times == 1

    hear(account, messages=[sms("s2", text="unstop", address=PHONE)])
    assert reasons(PHONE, Purpose.ONE_TO_ONE, account) == []


def test_a_stop_of_somebody_unknown_stands_too(account: ChannelAccount) -> None:
    hear(account, messages=[sms("s1", text="STOP", address=PHONE)])
    assert reasons(PHONE, Purpose.ONE_TO_ONE, account) == ["keyword_out"]


def test_yes_lifts_a_stop_and_is_read_by_somebody(account: ChannelAccount) -> None:
    hear(account, messages=[sms("s1", text="stop", address=PHONE)])
    hear(account, messages=[sms("s2", text="Yes!", address=PHONE)])
    assert reasons(PHONE, Purpose.ONE_TO_ONE, account) == []
    assert list(Event.objects.filter(name="message.received").values_list("data__is_keyword", flat=True)) == [
        True, False,
    ]  # fmt: skip


def test_what_sounds_like_it_pauses_marketing_until_somebody_has_read_it(account: ChannelAccount) -> None:
    hear(
        account,
        messages=[mail("m1", text="Please take me off your list.\n\n> Buy now, unsubscribe here", address=EMAIL)],
    )
    assert "text_out" in reasons(EMAIL, Purpose.MARKETING, account)
    assert reasons(EMAIL, Purpose.ONE_TO_ONE, account) == []
    assert AddressFact.objects.get().wording == "Please take me off your list."


@pytest.mark.parametrize(
    "fields",
    [
        {"text": "Unsubscribe", "headers": {"auto-submitted": "auto-replied"}},
        {"text": "Fine.\n\nOn Monday Ada wrote:\n> stop"},
        {"text": "I'll stop by at five"},
    ],
)
def test_machines_quotes_and_other_meanings_opt_nobody_out(account: ChannelAccount, fields: dict[str, Any]) -> None:
    hear(account, messages=[mail("m1", address=EMAIL, **fields)])
    assert not AddressFact.objects.exists()


def test_a_mail_that_is_nothing_but_stop_unsubscribes_and_is_read_by_somebody(account: ChannelAccount) -> None:
    hear(account, messages=[mail("m1", text="STOP\n\nOn Monday Ada wrote:\n> Hello", address=EMAIL)])
    assert "unsubscribed" in reasons(EMAIL, Purpose.MARKETING, account)
    assert Event.objects.get(name="message.received").data["is_keyword"] is False


def test_facts_of_reports_stand_once_whether_the_message_is_known_or_not(account: ChannelAccount) -> None:
    (thread,) = fill_threads(1)
    message = Message.objects.create(
        conversation_id=thread, direction="out", channel="sms", account=account, text="Ours", state="sent",
        provider_id="SM1", client_id=uuid.uuid4(), from_address=OURS, to_address=PHONE,
    )  # fmt: skip
    blocked = {"kind": "carrier_block", "address": PHONE, "code": "21610"}

    for _ in range(2):
        hear(account, reports=[report("r1", "failed", provider_id="SM1", code="21610", fact=blocked)])
    assert reasons(PHONE, Purpose.ONE_TO_ONE, account) == ["carrier_block"]
    kept = AddressFact.objects.get()
    assert (kept.sender_key, kept.contact_id) == (f"{account.pk}:{OURS}", message.conversation.contact_id)

    bounced = {"kind": "hard_bounce", "address": EMAIL, "code": "550", "text": "No such person here."}
    hear(account, reports=[report("r2", "failed", provider_id="not yet", fact=bounced)])
    assert reasons(EMAIL, Purpose.ONE_TO_ONE, account) == ["hard_bounce"]


def test_what_was_told_twice_and_late_changes_nothing(account: ChannelAccount) -> None:
    """A STOP that is read after the START that followed it does not stand."""
    early, late = ((clock.now() - timedelta(minutes=minutes)).isoformat() for minutes in (20, 10))
    hear(account, messages=[sms("s2", text="start", address=PHONE, at=late)])
    hear(account, messages=[sms("s1", text="stop", address=PHONE, at=early)])
    assert reasons(PHONE, Purpose.ONE_TO_ONE, account) == []
