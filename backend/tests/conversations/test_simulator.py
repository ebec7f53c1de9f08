"""The simulator: what is written there comes in, what is sent there is shown there, and it fails as it is told to."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F

from crm.accounts.enums import Role
from crm.accounts.events import UserCreated
from crm.consent.enums import Channel, Purpose
from crm.consent.gate import Ask, may_send
from crm.contacts.models import Contact
from crm.conversations import services
from crm.conversations.models import ChannelAccount, Conversation, DeliveryReport, Message, Payload, Sender
from crm.conversations.receiving.payloads import read_payloads
from crm.conversations.receiving.reports import match_reports
from crm.conversations.sending.calling import send_claimed
from crm.conversations.sending.claiming import Claimed, claim_next
from crm.conversations.sending.writing import NewMessage
from crm.conversations.simulator import reading, talking
from crm.conversations.simulator.account import OURS, make_simulator
from crm.core import clock
from crm.core.access import Actor
from crm.core.errors import InvalidInput
from crm.journal.delivery import deliver_due
from crm.journal.publishing import publish
from tests.cast import Browser
from tests.cast import ada as make_ada

pytestmark = pytest.mark.django_db
PHONE, EMAIL = "+12025550147", "grace@example.com"


def write_in(actor: Actor, text: str, **fields: Any) -> None:
    """Somebody outside writes, and it is read."""
    given = {"channel": "sms", "from_address": "(202) 555-0147", "text": text, **fields}
    talking.post_simulator_message(actor=actor, **given)
    read_payloads()
    assert not Payload.objects.exclude(state="done").exists()


def answer(actor: Actor, text: str, channel: str = "sms", **fields: Any) -> Message:
    """One of us answers in the only thread, and it is sent."""
    thread = Conversation.objects.get()
    message = NewMessage(client_id=uuid.uuid4(), channel=channel, text=text, **fields)
    sent = services.send_message(actor=actor, conversation_id=thread.pk, message=message).message
    Message.objects.filter(pk=sent.id).update(due_at=F("due_at") - timedelta(minutes=1))
    claimed = claim_next(Sender.objects.get(channel=channel).pk)
    assert isinstance(claimed, Claimed), claimed
    send_claimed(claimed)
    return Message.objects.get(pk=sent.id)


def test_it_is_made_once_and_is_the_default_until_a_real_one_is_there(ada: Actor) -> None:
    first, again = make_simulator(), make_simulator()
    assert first.pk == again.pk
    assert dict(Sender.objects.filter(is_default=True).values_list("channel", "address")) == OURS
    real = services.add_channel(actor=ada, kind="pigeon", name="Loft", settings={"token": "coo"})
    made = services.add_sender(actor=ada, account_id=real.id, channel="sms", address="+12025550199")
    assert made.is_default
    assert not Sender.objects.get(account=first, channel="sms").is_default


def test_who_first_has_an_account_finds_it_there(ada: Actor) -> None:
    joined = UserCreated(subject_id=ada.id or 0, role=Role.ADMIN.value)
    publish(joined, actor=ada)
    deliver_due()
    (account,) = ChannelAccount.objects.all()
    assert account.kind == "simulator"
    Sender.objects.all().delete()
    ChannelAccount.objects.update(kind="pigeon")
    publish(joined, actor=ada)
    deliver_due()
    assert ChannelAccount.objects.count() == 1


def test_a_new_person_writes_is_answered_and_says_stop(ada: Actor) -> None:
    write_in(ada, "Do you deliver to Leeds?")
    assert Contact.objects.get().phone == PHONE

    sent = answer(ada, "We do.")
    assert (sent.state, sent.to_address) == ("delivered", PHONE)
    (person,) = reading.list_simulator_people(actor=ada, channel="sms")
    assert (person.address, person.last_text) == (PHONE, "We do.")
    phone = reading.list_simulator_messages(actor=ada, channel="sms", address=PHONE)
    assert [(one.is_theirs, one.text) for one in phone] == [(True, "Do you deliver to Leeds?"), (False, "We do.")]

    write_in(ada, "STOP")
    ask = Ask(
        channel=Channel.SMS, address=PHONE, purpose=Purpose.ONE_TO_ONE, at=clock.now(), sender_key="", contact_id=None
    )
    verdict = may_send(actor=ada, ask=ask)
    assert [reason.code for reason in verdict.reasons] == ["keyword_out"]


def test_a_mail_is_answered_in_its_thread(ada: Actor) -> None:
    write_in(ada, "What does it cost?", channel="email", from_address=EMAIL, subject="Price", from_name="Grace Hopper")
    sent = answer(ada, "Ten.", channel="email")
    assert sent.subject == "Re: Price"
    write_in(
        ada, "Fine.", channel="email", from_address="grace@work.example", subject="Re: Price", in_reply_to=sent.rfc_id
    )
    assert Conversation.objects.count() == 1
    box = reading.list_simulator_messages(actor=ada, channel="email", address=EMAIL)
    assert [(one.is_theirs, one.subject) for one in box] == [(True, "Price"), (False, "Re: Price")]
    assert box[1].unsubscribe_url is None


@pytest.mark.parametrize(
    ("mode", "state", "code"),
    [("reject", "failed", "reject"), ("bounce", "failed", "bounce"), ("unknown", "unknown", ""),
     ("429", "queued", "429"), ("hang", "unknown", "")],
)  # fmt: skip
def test_it_fails_as_it_is_told_to(ada: Actor, mode: str, state: str, code: str) -> None:
    write_in(ada, "Hello")
    talking.change_simulator(actor=ada, mode=mode, seconds=0.01)

    sent = answer(ada, "Hello you")

    assert (sent.state, sent.error_code) == (state, code)
    if mode == "bounce":
        write_in(ada, "Still here")
        assert reading.list_simulator_messages(actor=ada, channel="sms", address=PHONE)[-1].text == "Still here"


def test_it_takes_its_time(ada: Actor) -> None:
    write_in(ada, "Hello")
    talking.change_simulator(actor=ada, mode="delay", seconds=20)
    sent = answer(ada, "Hello you")
    assert sent.state == "sent"
    assert match_reports() == 0
    DeliveryReport.objects.update(due_at=clock.now())
    assert match_reports() == 1
    sent.refresh_from_db()
    assert sent.state == "delivered"


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"channel": "fax"}, "channel"), ({"from_address": "12"}, "from_address"), ({"text": " "}, "text"),
        ({"channel": "email", "from_address": "grace"}, "from_address"), ({"from_name": "a\nb" * 200}, "from_name"),
    ],
)  # fmt: skip
def test_what_nobody_could_write_is_refused_by_name(ada: Actor, fields: dict[str, Any], wrong: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        write_in(ada, **{"text": "Hello", **fields})
    assert list(refused.value.fields or {}) == [wrong]
    with pytest.raises(InvalidInput) as behaviour:
        talking.change_simulator(actor=ada, mode="dance", seconds=1)
    assert list(behaviour.value.fields or {}) == ["mode"]


def test_nobody_posts_to_its_hook_without_its_token(ada: Actor) -> None:
    account = make_simulator()
    page = Browser(make_ada())
    path = f"/hooks/simulator/{account.hook_id}"
    assert page.post(path, {"key": "1"}).status_code == 403
    assert not Payload.objects.exists()
    assert ChannelAccount.objects.get().refused_hooks == 1
    made = page.post("/api/v1/simulator/messages", {"channel": "sms", "from_address": PHONE, "text": "Hello"})
    assert (made.status_code, made.json()["address"]) == (202, PHONE)
