"""Copies of a mail: each has its own verdict, when written and when leaving; and who an answer to all goes to."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.consent.enums import AddressKind, Channel, Purpose, Reach
from crm.consent.hashing import hash_address
from crm.consent.links import unsubscribe_url
from crm.consent.models import Suppression
from crm.consent.services import block_address, record_spam_report
from crm.contacts.models import Contact
from crm.conversations import selectors, services
from crm.conversations.errors import SendRefused
from crm.conversations.models import ChannelAccount, Conversation, Letterhead, Message, Sender
from crm.conversations.receiving.payloads import read_payloads
from crm.conversations.reply_addresses import reply_address
from crm.conversations.sending.sending_work import send_due
from crm.conversations.sending.writing import NewMessage
from crm.core import clock
from crm.core.access import Actor
from crm.core.erasure import ERASED
from crm.core.errors import InvalidInput
from tests.cast import Browser
from tests.cast import uma as make_uma
from tests.conversations.courier.provider import Provider
from tests.conversations.courier.queueing import courier
from tests.conversations.posting import mail, post
from tests.conversations.threads import person

GRACE, ALAN, MARY = "grace@example.com", "alan@example.com", "mary@example.com"


@pytest.fixture
def provider() -> Iterator[Provider]:
    """A provider on loopback."""
    provider = Provider()
    yield provider
    provider.close()


@pytest.fixture
def thread(db: None, provider: Provider) -> Conversation:
    """Grace, whom we can write to by both channels."""
    account = courier(provider.url)
    for channel, address in (("sms", "+12025550100"), ("email", "hello@ours.example")):
        Sender.objects.create(account=account, channel=channel, address=address, is_default=True)
    return Conversation.objects.create(contact=person(phone="+12025550123", phone_raw="+12025550123"))


def write(actor: Actor, thread: Conversation, *copies: str, why: str = "", **fields: Any) -> Message:
    """Sends a mail with these copies."""
    given = {"client_id": uuid.uuid4(), "channel": "email", "subject": "Hi", "text": "Hello", "cc": copies, **fields}
    sent = services.send_message(
        actor=actor, conversation_id=thread.pk, message=NewMessage(**given), override_reason=why
    )
    return Message.objects.get(pk=sent.message.id)


def leave() -> None:
    """The time has come."""
    Message.objects.filter(state="queued").update(due_at=clock.now())
    send_due()


def test_a_mail_reaches_its_copies_and_says_so(provider: Provider, thread: Conversation, uma: Actor) -> None:
    written = write(uma, thread, " Alan@Example.com", MARY, ALAN, GRACE, "")
    leave()

    assert (written.to_address, written.cc) == (GRACE, [ALAN, MARY])
    assert provider.seen[0]["cc"] == [ALAN, MARY]
    assert selectors.get_message(actor=uma, message_id=written.pk).cc == [ALAN, MARY]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"cc": ["alan", MARY]}, "“alan” does not look like an email address."),
        ({"cc": [f"p{n}@example.com" for n in range(21)]}, "A mail goes to 20 copies at most."),
        ({"cc": [ALAN], "channel": "sms", "subject": ""}, "A text message goes to one person."),
        ({"cc": ["a@example.com\r\nBcc: b@example.com"]}, "does not look like an email address."),
    ],
)
def test_what_is_no_copy_is_named(thread: Conversation, uma: Actor, fields: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        write(uma, thread, **fields)

    assert words in (refused.value.fields or {})["cc"][0]
    assert not Message.objects.exists()


def test_a_copy_that_is_refused_refuses_the_mail_and_is_named(thread: Conversation, uma: Actor, ada: Actor) -> None:
    block_address(actor=ada, channel=Channel.EMAIL, address=MARY, reach=Reach.ALL, reason="She asked by letter")

    with pytest.raises(SendRefused) as refused:
        write(uma, thread, ALAN, MARY, why="It is important")

    reasons = refused.value.extra["verdict"]["reasons"]
    assert [reason["text"].startswith(f"Copy to {MARY}: ") for reason in reasons] == [True]
    stored = Message.objects.get()
    assert (stored.state, stored.cc, stored.verdict) == ("refused", [ALAN, MARY], refused.value.extra["verdict"])
    assert write(uma, thread, ALAN).state == "queued"


def test_what_is_left_to_people_is_sent_over_with_a_reason(thread: Conversation, uma: Actor) -> None:
    record_spam_report(actor=uma, address=MARY, at=clock.now())
    verdict = selectors.get_verdict(actor=uma, conversation_id=thread.pk, channel="email", cc=[MARY])
    assert (verdict.answer, verdict.can_override) == ("no", True)

    sent = write(uma, thread, MARY, why="She asked for it on the telephone")

    assert (sent.state, sent.is_override) == ("queued", True)


def test_the_gate_is_asked_for_copies_again_when_it_leaves(
    provider: Provider, thread: Conversation, uma: Actor, ada: Actor
) -> None:
    written = write(uma, thread, ALAN)
    block_address(actor=ada, channel=Channel.EMAIL, address=ALAN, reach=Reach.ALL, reason="He asked by letter")
    leave()

    written.refresh_from_db()
    assert (written.state, provider.seen) == ("refused", [])
    assert ALAN in (written.verdict or {})["reasons"][0]["text"]


def test_who_was_erased_since_gets_no_copy(provider: Provider, thread: Conversation, uma: Actor) -> None:
    write(uma, thread, ALAN, MARY)
    Message.objects.update(cc=[ERASED, MARY])
    Suppression.objects.create(kind=AddressKind.EMAIL, hash=hash_address(AddressKind.EMAIL, ALAN))
    leave()

    assert provider.seen[0]["cc"] == [MARY]


def test_twenty_copies_cost_no_more_questions_than_one(thread: Conversation, uma: Actor) -> None:
    def asked(*copies: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            selectors.get_verdict(actor=uma, conversation_id=thread.pk, channel="email", cc=copies)
        return len(queries)

    assert asked(ALAN) == asked(*(f"p{n}@example.com" for n in range(20)))


def test_marketing_goes_to_one_person_at_a_time(thread: Conversation, uma: Actor, settings: Any) -> None:
    settings.MARKETING_EMAIL_NEEDS_OPT_IN = False
    Letterhead.objects.create(pk=1, name="Kith", address="12 Harbour Street")
    words = f"Buy! {unsubscribe_url(address=GRACE)} 12 Harbour Street"

    with pytest.raises(SendRefused) as refused:
        write(uma, thread, ALAN, text=words, purpose="marketing")

    assert [one["code"] for one in refused.value.extra["verdict"]["reasons"]] == ["copies_of_marketing"]
    assert write(uma, thread, text=words, purpose="marketing").state == "queued"


def test_the_verdict_is_for_what_the_template_is_for(thread: Conversation, uma: Actor, settings: Any) -> None:
    settings.MARKETING_EMAIL_NEEDS_OPT_IN = True
    made = {
        purpose: services.create_template(
            actor=uma, channel="email", name=purpose, purpose=purpose, subject="Hi", text="Hello"
        ).version_id
        for purpose in (Purpose.ONE_TO_ONE, Purpose.MARKETING)
    }

    def answer(version_id: int | None, purpose: str = "one_to_one") -> list[str]:
        verdict = selectors.get_verdict(
            actor=uma, conversation_id=thread.pk, channel="email", template_version_id=version_id, purpose=purpose
        )
        return [verdict.answer, *(one.code for one in verdict.reasons)]

    assert answer(None) == ["yes"]
    assert answer(made[Purpose.ONE_TO_ONE]) == ["yes"]
    assert answer(made[Purpose.MARKETING]) == ["no", "no_opt_in"]
    assert answer(None, "marketing") == ["no", "no_opt_in"]
    with pytest.raises(InvalidInput):
        answer(987654)


def test_an_answer_to_all_goes_to_who_stood_on_their_last_mail(account: ChannelAccount, ada: Actor) -> None:
    Sender.objects.create(account=account, channel="email", address="hello@ours.example", is_default=True)
    post(account, {"messages": [mail("m1", cc=["old@example.com"])]})
    read_payloads()
    thread = Conversation.objects.get()
    assert selectors.get_conversation(actor=ada, conversation_id=thread.pk).copies == ["old@example.com"]

    ours = reply_address("hello@ours.example", thread.pk)
    everybody = [ours, "Alan@Example.com"]
    post(account, {"messages": [mail("m2", address="mary@example.com", to_addresses=everybody,
                                     cc=[GRACE, "hello@ours.example", ALAN])]})  # fmt: skip
    read_payloads()
    (offered,) = (selectors.get_conversation(actor=ada, conversation_id=one).copies for one in [thread.pk])

    # Mary answered in her place: she is among them, we are not.
    assert offered == [MARY, ALAN]
    Contact.objects.filter(email=GRACE).update(email="")
    assert selectors.get_conversation(actor=ada, conversation_id=thread.pk).copies == [ALAN, GRACE]


def test_over_http(thread: Conversation) -> None:
    browser = Browser(make_uma())
    path = f"/api/v1/conversations/{thread.pk}"
    body = {"client_id": str(uuid.uuid4()), "channel": "email", "subject": "Hi", "html": "<p>Hello</p>", "cc": [ALAN]}

    sent = browser.post(f"{path}/messages", body)

    assert (sent.status_code, sent.json()["cc"], sent.json()["text"]) == (201, [ALAN], "Hello")
    assert browser.get(f"{path}/verdict?channel=email&cc={ALAN}&cc={MARY}").json()["answer"] == "yes"
    wrong = browser.get(f"{path}/verdict?channel=email&cc=mary")
    assert (wrong.status_code, list(wrong.json()["fields"])) == (422, ["cc"])
    back = browser.post(f"/api/v1/messages/{sent.json()['id']}/cancel")
    assert back.json()["draft"]["cc"] == [ALAN]
