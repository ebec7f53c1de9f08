"""Writing a message: what is refused, what waits, what is taken back, and what it changes of the conversation."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from crm.consent.enums import AddressKind, Channel, Keyword
from crm.consent.hashing import hash_address
from crm.consent.models import Suppression
from crm.consent.services import record_keyword, record_spam_report
from crm.conversations import selectors, services
from crm.conversations.errors import AlreadySent, ContactInTrash, SendRefused
from crm.conversations.models import ChannelAccount, Conversation, Draft, Message, Sender, Upload
from crm.conversations.sending.writing import NewMessage
from crm.conversations.services.sending import BY_ITSELF_AN_HOUR, SentMessage
from crm.core import clock
from crm.core.access import Actor, system_actor
from crm.core.errors import InvalidInput, TooManyRequests
from crm.journal.models import Event
from tests.cast import Browser
from tests.cast import uma as make_uma
from tests.conversations.threads import person

PHONE, EMAIL = "+12025550123", "grace@example.com"
WHY = "She called and asked for it"


@pytest.fixture
def senders(account: ChannelAccount) -> dict[str, Sender]:
    """A number and an address."""
    addresses = {"sms": "+12025550100", "email": "hello@ours.example"}
    return {
        channel: Sender.objects.create(account=account, channel=channel, name="Us", address=address, is_default=True)
        for channel, address in addresses.items()
    }


@pytest.fixture
def thread(senders: dict[str, Sender]) -> Conversation:
    """Grace's conversation, in which she has just written a text message."""
    contact = person(phone=PHONE, phone_raw=PHONE)
    made = Conversation.objects.create(
        contact=contact, turn="us", channel="sms", channels="sms", preview="Hello", preview_direction="in",
        waiting_since=clock.now(),
    )  # fmt: skip
    came = Message.objects.create(conversation=made, direction="in", channel="sms", state="received", text="Hello",
                                  from_address=PHONE)  # fmt: skip
    Conversation.objects.filter(pk=made.pk).update(last_in_id=came.pk, last_id=came.pk)
    return made


def write(actor: Actor, thread: Conversation, *, why: str = "", **fields: Any) -> SentMessage:
    """Sends a text message, unless told otherwise."""
    given = {"client_id": uuid.uuid4(), "channel": "sms", "text": "Good morning", **fields}
    message = NewMessage(**given)
    return services.send_message(actor=actor, conversation_id=thread.pk, message=message, override_reason=why)


def due_at(message_id: int) -> datetime:
    """When a message that waits is to leave."""
    moment = Message.objects.get(pk=message_id).due_at
    assert moment is not None
    return moment


def said_stop() -> None:
    """Grace has answered STOP."""
    record_keyword(
        actor=system_actor("Kith"), channel=Channel.SMS, address=PHONE, keyword=Keyword.STOP, wording="STOP",
        contact_id=None, message_ref="", at=clock.now(),
    )  # fmt: skip


def has_complained() -> None:
    """She has reported a mail of ours as spam."""
    record_spam_report(actor=system_actor("Kith"), address=EMAIL, at=clock.now())


def test_a_message_waits_ten_seconds_and_makes_it_their_turn(uma: Actor, thread: Conversation) -> None:
    Draft.objects.create(conversation=thread, user_id=uma.id or 0, channel="sms", text="Good")
    before = clock.now()

    sent = write(uma, thread).message

    assert (sent.state, sent.to_address, sent.from_address, sent.segments) == ("queued", PHONE, "+12025550100", 1)
    assert before + timedelta(seconds=9) < due_at(sent.id) < clock.now() + timedelta(seconds=11)
    assert sent.undo_until is not None
    thread.refresh_from_db()
    assert (thread.turn, thread.waiting_since, thread.preview, thread.preview_direction) == (
        "them", None, "Good morning", "out",
    )  # fmt: skip
    assert thread.last_id == sent.id
    assert not Draft.objects.exists()
    assert not Event.objects.filter(name="message.sent").exists()


def test_the_same_id_is_one_message(uma: Actor, thread: Conversation) -> None:
    client_id = uuid.uuid4()
    first = write(uma, thread, client_id=client_id)
    again = write(uma, thread, client_id=client_id, text="Something else")

    assert (first.is_new, again.is_new, first.message.id) == (True, False, again.message.id)
    other = Conversation.objects.create(contact=person("Alan", phone="+12025550199"))
    with pytest.raises(InvalidInput) as refused:
        write(uma, other, client_id=client_id)
    assert list(refused.value.fields or {}) == ["client_id"]


def test_what_can_not_be_sent_is_refused_by_name(uma: Actor, thread: Conversation) -> None:
    now = clock.now()
    wrongs: list[tuple[str, dict[str, Any]]] = [
        ("text", {"text": "  "}),
        ("text", {"text": "Hi {{ first_name|there }}, {{company}}"}),
        ("text", {"text": "a" * 1601}),
        ("text", {"subject": "A text message has none"}),
        ("channel", {"channel": "smoke"}),
        ("purpose", {"purpose": "fun"}),
        ("send_at", {"send_at": now - timedelta(seconds=1)}),
        ("send_at", {"send_at": now + timedelta(days=400)}),
        ("send_at", {"send_at": now.replace(tzinfo=None) + timedelta(days=1)}),
        ("sender_id", {"sender_id": 987654}),
        ("sender_id", {"sender_id": Sender.objects.get(channel="email").pk}),
        ("uploads", {"uploads": [987654]}),
        ("template_version_id", {"template_version_id": 2**70}),
        ("subject", {"channel": "email"}),
    ]
    for field, wrong in wrongs:
        with pytest.raises(InvalidInput) as refused:
            write(uma, thread, **wrong)
        assert list(refused.value.fields or {}) == [field], wrong
    with pytest.raises(InvalidInput) as unfilled:
        write(uma, thread, text="Hi {{ first_name|there }}, {{company}}")
    assert "{{first_name}}, {{company}}" in (unfilled.value.fields or {})["text"][0]
    assert Message.objects.filter(direction="out").count() == 0


def test_nobody_without_an_address_a_sender_or_out_of_the_trash_is_written_to(uma: Actor, thread: Conversation) -> None:
    nobody = Conversation.objects.create(contact=person("Alan", email=""))
    with pytest.raises(InvalidInput):
        write(uma, nobody)
    Sender.objects.update(is_active=False)
    with pytest.raises(InvalidInput):
        write(uma, thread)
    Sender.objects.update(is_active=True)
    thread.contact.archived_at = clock.now()
    thread.contact.save()
    with pytest.raises(ContactInTrash):
        write(uma, thread)


def test_what_the_gate_refuses_stands_in_the_thread_with_its_reason(uma: Actor, thread: Conversation) -> None:
    said_stop()
    client_id = uuid.uuid4()

    for _ in range(2):
        with pytest.raises(SendRefused) as refused:
            write(uma, thread, client_id=client_id)

    message = Message.objects.get(direction="out")
    assert (message.state, message.due_at) == ("refused", None)
    assert refused.value.extra["verdict"] == message.verdict
    assert refused.value.extra["message_id"] == message.pk
    event = Event.objects.get(name="message.refused")
    assert event.data["code"] == "keyword_out"
    thread.refresh_from_db()
    assert (thread.turn, thread.preview) == ("us", "Hello")
    verdict = selectors.get_verdict(actor=uma, conversation_id=thread.pk, channel="sms")
    assert (verdict.answer, verdict.reasons[0].code) == ("no", "keyword_out")


def test_an_agent_may_answer_by_mail_over_a_warning_and_it_is_noted(uma: Actor, thread: Conversation) -> None:
    has_complained()
    mail: dict[str, Any] = {"channel": "email", "subject": "Your question"}
    with pytest.raises(SendRefused):
        write(uma, thread, **mail)

    sent = write(uma, thread, why=WHY, **mail).message

    assert (sent.state, sent.is_override, sent.override_reason) == ("queued", True, WHY)
    told = Event.objects.get(name="message.overridden")
    assert (told.subject_id, told.contact_id, told.data["reason"]) == (sent.id, thread.contact_id, WHY)
    assert b"spam_report" in bytes(sent.verdict)
    Suppression.objects.create(kind="email", hash=hash_address(AddressKind.EMAIL, EMAIL), reason="erased")
    with pytest.raises(SendRefused):
        write(uma, thread, why=WHY, **mail)
    with pytest.raises(InvalidInput) as refusal:
        write(uma, thread, why="so " * 200, **mail)
    assert list(refusal.value.fields or {}) == ["override_reason"]


def test_a_reason_that_was_not_needed_is_not_kept(uma: Actor, thread: Conversation) -> None:
    sent = write(uma, thread, why=WHY).message

    assert (sent.is_override, sent.override_reason) == (False, "")
    assert not Event.objects.filter(name="message.overridden").exists()


def test_taken_back_it_is_a_draft_again_with_its_files(uma: Actor, thread: Conversation) -> None:
    upload = Upload.objects.create(user_id=uma.id or 0, name="a.txt", content_type="text/plain", size=2, data=b"hi")
    sent = write(uma, thread, uploads=[upload.pk]).message
    assert not Upload.objects.exists()

    back = services.cancel_message(actor=uma, message_id=sent.id)

    assert (back.message.state, back.draft.text) == ("cancelled", "Good morning")
    assert [(file.name, file.size) for file in back.draft.uploads] == [("a.txt", 2)]
    assert Draft.objects.get().text == "Good morning"
    assert Upload.objects.get().draft == Draft.objects.get()
    thread.refresh_from_db()
    assert (thread.turn, thread.preview, thread.preview_direction) == ("us", "Hello", "in")
    assert thread.waiting_since is not None
    with pytest.raises(AlreadySent):
        services.cancel_message(actor=uma, message_id=sent.id)


def test_what_is_sent_later_changes_the_thread_when_it_is_hurried(uma: Actor, thread: Conversation) -> None:
    sent = write(uma, thread, send_at=clock.now() + timedelta(days=1)).message
    thread.refresh_from_db()
    assert (thread.turn, thread.preview) == ("us", "Hello")

    services.send_message_now(actor=uma, message_id=sent.id)

    thread.refresh_from_db()
    assert (thread.turn, thread.preview) == ("them", "Good morning")
    assert due_at(sent.id) <= clock.now()


def test_a_persons_message_opens_a_closed_thread_and_a_machines_does_not(uma: Actor, thread: Conversation) -> None:
    Conversation.objects.update(state="closed", turn="nobody")
    write(system_actor("Workflow"), thread)
    thread.refresh_from_db()
    assert (thread.state, thread.turn) == ("closed", "nobody")
    write(uma, thread)
    thread.refresh_from_db()
    assert (thread.state, thread.turn) == ("open", "them")
    assert Event.objects.filter(name="conversation.reopened").count() == 1


def test_two_machines_do_not_answer_each_other_for_ever(thread: Conversation) -> None:
    kith = system_actor("Workflow")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO conversations_message (conversation_id, direction, channel, state) "
            "SELECT %s, 'out', 'sms', 'sent' FROM generate_series(1, %s)",
            [thread.pk, BY_ITSELF_AN_HOUR],
        )
    with pytest.raises(TooManyRequests):
        write(kith, thread)


def test_a_mail_answers_the_last_one_that_came_with_the_whole_chain(uma: Actor, thread: Conversation) -> None:
    Message.objects.create(
        conversation=thread, direction="in", channel="email", state="received", subject="A question",
        from_address=EMAIL, rfc_id="b@mail.example.com", rfc_references=["a@mail.example.com"],
    )  # fmt: skip
    first = Message.objects.get(
        pk=write(uma, thread, channel="email", html="<p>Yes<script>x</script></p>", text="").message.id
    )

    assert (first.subject, first.text, first.html) == ("Re: A question", "Yes", "<p>Yes</p>")
    assert first.in_reply_to == ["b@mail.example.com"]
    assert first.rfc_references == ["a@mail.example.com", "b@mail.example.com"]
    assert first.rfc_id.startswith(f"{first.client_id}@")


def test_an_answer_goes_out_from_the_number_that_was_written_to(
    uma: Actor, thread: Conversation, account: ChannelAccount
) -> None:
    second = Sender.objects.create(account=account, channel="sms", name="", address="+12025550101")
    Message.objects.filter(conversation=thread).update(account=account, to_address=second.address)

    assert write(uma, thread).message.from_address == second.address


def test_the_api_says_made_found_and_refused(uma: Actor, thread: Conversation) -> None:
    browser = Browser(make_uma())
    path = f"/api/v1/conversations/{thread.pk}/messages"
    body = {"client_id": str(uuid.uuid4()), "channel": "sms", "text": "Good morning"}

    made, found = (browser.send("POST", path, body) for _ in range(2))
    assert (made.status_code, found.status_code) == (201, 200)
    assert made.json()["id"] == found.json()["id"]
    back = browser.send("POST", f"/api/v1/messages/{made.json()['id']}/cancel")
    assert (back.status_code, back.json()["draft"]["text"]) == (200, "Good morning")
    said_stop()
    refused = browser.send("POST", path, {**body, "client_id": str(uuid.uuid4())})
    assert (refused.status_code, refused.json()["code"]) == (409, "send_refused")
    assert refused.json()["verdict"]["reasons"][0]["act"]
    listed = browser.get(path).json()["items"]
    assert [one["state"] for one in listed if one["kind"] == "message"] == ["refused", "cancelled", "received"]
