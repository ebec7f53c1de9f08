"""Messages that come in: whose they are, where they go, what they change."""

import uuid
from datetime import timedelta
from typing import Any

import pytest

from crm.contacts.models import Contact
from crm.conversations import services
from crm.conversations.models import Attachment, ChannelAccount, Conversation, Message, Payload, Sender
from crm.conversations.receiving.files import fetch_files
from crm.conversations.receiving.payloads import read_payloads
from crm.conversations.reply_addresses import reply_address, subject_token
from crm.core import clock
from crm.core.access import Actor
from crm.journal.models import Event
from tests.conversations.posting import GONE, PIGEONS, mail, pigeons, post, sms
from tests.conversations.storms import empty_inbox, many_messages, once_in_order, state_of_all, storm_of
from tests.conversations.threads import fill_threads, person, stored

YESTERDAY = clock.now().replace(microsecond=0) - timedelta(days=1)


def receive(account: ChannelAccount, *messages: dict[str, Any]) -> str:
    """Posts messages and has them read. What came of it."""
    assert post(account, {"messages": list(messages)}) == 204
    read_payloads()
    payload = Payload.objects.latest("id")
    assert payload.state == "done", payload.error_text
    return payload.outcome


def sent(conversation: Conversation, account: ChannelAccount, rfc_id: str, **fields: Any) -> Message:
    """A mail that we have sent."""
    return Message.objects.create(
        conversation=conversation, direction="out", channel="email", state="sent", account=account, rfc_id=rfc_id,
        text="Ours", client_id=uuid.uuid4(), **fields,
    )  # fmt: skip


def test_who_is_unknown_becomes_a_contact_and_it_is_told_from_where(account: ChannelAccount) -> None:
    receive(account, mail("m1", address="Grace@Example.com ", from_name="Hopper, Grace"))
    receive(account, sms("s1", address="+12025550123"))

    grace, other = Contact.objects.order_by("id")
    assert (grace.first_name, grace.last_name, grace.email) == ("Grace", "Hopper", "grace@example.com")
    assert (other.phone, other.first_name) == ("+12025550123", "")
    assert list(Event.objects.filter(contact_id=grace.pk).order_by("id").values_list("name", "via")) == [
        (name, "an email that came in by Pigeons")
        for name in ("contact.created", "conversation.started", "message.received")
    ]
    thread = Conversation.objects.get(contact=grace)
    assert (thread.turn, thread.channel, thread.preview, thread.preview_direction) == ("us", "email", "Hello", "in")
    assert thread.last_in_id == thread.last_id == Message.objects.get(channel="email").pk


def test_senders_that_are_no_number_or_no_address_are_known_again(account: ChannelAccount) -> None:
    for key, address in (("1", "AMAZON"), ("2", "72345"), ("3", "AMAZON"), ("4", "72345")):
        receive(account, sms(key, address=address))
    for key in ("5", "6"):
        receive(account, mail(key, address="root@localhost"))

    assert sorted(Contact.objects.values_list("first_name", "phone_raw")) == [
        ("", "72345"), ("AMAZON", ""), ("root@localhost", ""),
    ]  # fmt: skip
    assert Conversation.objects.count() == 3


def test_one_thread_for_each_person_across_channels(account: ChannelAccount) -> None:
    contact = person(phone="+12025550123", phone_raw="202 555 0123")

    receive(account, sms("s1", at=YESTERDAY.isoformat()))
    receive(account, mail("m1", text="By mail", at=(YESTERDAY + timedelta(hours=1)).isoformat()))
    receive(account, mail("m0", text="Long under way", at=(YESTERDAY - timedelta(hours=1)).isoformat()))

    thread = Conversation.objects.get()
    assert (thread.contact_id, thread.channels, thread.channel, thread.preview) == (
        contact.pk,
        "email sms",
        "email",
        "By mail",
    )
    assert thread.last_at == YESTERDAY + timedelta(hours=1)
    assert thread.waiting_since == YESTERDAY - timedelta(hours=1)


def test_of_several_with_one_address_it_is_the_one_last_written_with(account: ChannelAccount) -> None:
    first, second, gone = (person(name, email="family@example.com") for name in ("Ann", "Bea", "Cy"))
    Contact.objects.filter(pk=gone.pk).update(archived_at=clock.now())

    receive(account, mail("m1", address="family@example.com"))
    assert Message.objects.latest("id").conversation.contact_id == first.pk
    Conversation.objects.create(contact=second, last_at=clock.now() + timedelta(minutes=1))
    receive(account, mail("m2", address="family@example.com"))
    assert Message.objects.latest("id").conversation.contact_id == second.pk
    assert Contact.objects.count() == 3


def test_what_is_archived_closed_or_snoozed_comes_back(account: ChannelAccount, ada: Actor) -> None:
    contact = person()
    thread = services.open_conversation(actor=ada, contact_id=contact.pk)
    services.close_conversation(actor=ada, conversation_id=thread.id)
    Contact.objects.update(archived_at=clock.now())

    receive(account, mail("m1"))

    assert stored(thread.id).state == "open"
    assert Contact.objects.get().archived_at is None
    names = list(Event.objects.order_by("id").values_list("name", flat=True))[-3:]
    assert names == ["contact.restored", "conversation.reopened", "message.received"]
    services.snooze_conversation(actor=ada, conversation_id=thread.id, until=clock.now() + timedelta(days=1))
    receive(account, mail("m2"))
    assert (stored(thread.id).state, stored(thread.id).snoozed_until) == ("open", None)


@pytest.mark.parametrize(
    "fields",
    [
        {"headers": {"auto-submitted": "auto-replied"}},
        {"headers": {"return-path": "<>"}},
        {"headers": {"precedence": "bulk"}},
        {"headers": {"content-type": 'multipart/report; report-type="delivery-status"'}},
        {"headers": {"x-autoreply": "yes"}},
    ],
)
def test_machines_open_nothing_and_wait_for_nothing(
    account: ChannelAccount, ada: Actor, fields: dict[str, Any]
) -> None:
    thread = services.open_conversation(actor=ada, contact_id=person().pk)
    services.close_conversation(actor=ada, conversation_id=thread.id)

    receive(account, mail("m1", **fields))

    assert (stored(thread.id).state, stored(thread.id).turn, Message.objects.get().is_machine) == (
        "closed",
        "nobody",
        True,
    )


def test_keywords_are_told_apart_and_wake_nothing(account: ChannelAccount, ada: Actor) -> None:
    contact = person(phone="+12025550123", phone_raw="x")
    thread = services.open_conversation(actor=ada, contact_id=contact.pk)
    services.close_conversation(actor=ada, conversation_id=thread.id)
    Contact.objects.update(archived_at=clock.now())
    for number, (text, told) in enumerate([(" Stop. ", ""), ("UNSTOP", ""), ("Hilfe", "help"), ("optout", "")]):
        receive(account, sms(f"s{number}", text=text, keyword=told))

    received = Event.objects.filter(name="message.received").order_by("id").values_list("data__is_keyword", flat=True)
    assert list(received) == [True] * 4
    assert (stored(thread.id).state, stored(thread.id).turn, stored(thread.id).preview) == (
        "closed",
        "nobody",
        "optout",
    )
    assert Contact.objects.get().archived_at is not None
    receive(account, sms("s8", text="Yes", keyword="START"))
    assert stored(thread.id).state == "closed"
    receive(account, sms("s9", text="Yes"))
    assert stored(thread.id).state == "open"
    assert Contact.objects.get().archived_at is None


def test_machines_are_not_taken_for_more_than_they_are(account: ChannelAccount) -> None:
    Sender.objects.create(account=account, channel="email", name="We", address="hello@ours.example")
    receive(account, mail("m1", headers={"auto-submitted": "no", "list-unsubscribe": "<https://x.example>"}))
    assert not Message.objects.get().is_machine
    assert "left aside" in receive(account, mail("m2", address="MAILER-DAEMON@mail.example.com"))
    assert "our own addresses" in receive(account, mail("m3", address="Hello@Ours.example"))
    assert "spam" in receive(account, mail("m4", is_spam=True))
    assert "other means" in receive(account, mail("m5", is_echo=True))
    assert (Message.objects.count(), Contact.objects.count()) == (1, 1)


def test_answers_find_their_conversation(account: ChannelAccount) -> None:
    ids = fill_threads(3)
    ours, older, other = (Conversation.objects.get(pk=one) for one in ids)
    sent(older, account, "first@ours.example")
    sent(ours, account, "second@ours.example")
    sent(other, account, "x", provider_id="0100abc")

    def where(**fields: Any) -> int:
        receive(account, mail(uuid.uuid4().hex, address=f"{uuid.uuid4().hex}@colleague.example", **fields))
        return Message.objects.latest("id").conversation_id

    # A thread that one of us began; a colleague who answers from another address.
    assert where(in_reply_to=["second@ours.example"]) == ours.pk
    # Several ids: of the messages that we know the newest wins, wherever its id stands.
    assert where(in_reply_to=["no@where", "second@ours.example"], references=["first@ours.example"]) == ours.pk
    assert where(references=["<second@ours.example>", "first@ours.example"]) == ours.pk
    # A relay has put its own id in the place of ours.
    assert where(in_reply_to=["0100abc@email.relay.example"]) == other.pk
    # A signed token in the address, in whatever case; one in the subject; none that was changed.
    to = reply_address("hello@ours.example", older.pk)
    assert where(to_addresses=[to.upper()]) == older.pk
    assert where(subject=f"Re: A question {subject_token(older.pk)}") == older.pk
    forged = to.replace("+k", "+k1")
    before = Conversation.objects.count()
    assert where(to_addresses=[forged]) not in ids
    # What it answers weighs more than where it went.
    assert where(in_reply_to=["second@ours.example"], to_addresses=[to]) == ours.pk
    # A subject's words alone say nothing.
    Message.objects.update(subject="About the piano")
    assert where(subject="Re: About the piano") not in ids
    assert Conversation.objects.count() == before + 2


def test_the_text_of_a_mail_is_made_and_what_it_quotes_is_no_preview(account: ChannelAccount) -> None:
    html = "<p>Yes,&nbsp;please</p><script>alert(1)</script><blockquote>Old</blockquote>"
    receive(account, mail("m1", text="", html=html))
    assert Message.objects.get().text == "Yes, please\nOld"
    quoted = "Thanks!\n\nOn Mon, 3 Aug 2026 at 10:12, Us <hello@ours.example> wrote:\n> Would you?\n"
    receive(account, mail("m2", text=quoted))
    assert Conversation.objects.get().preview == "Thanks!"
    receive(account, mail("m3", text="a\0b\ud800", subject="x\n y" * 400))
    assert Message.objects.latest("id").text == "ab?"


def test_files_are_told_by_their_bytes_and_bounded(account: ChannelAccount, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crm.conversations.receiving.files.FILE_MOST", 50)
    png = "\x89PNG\r\n\x1a\n" + "x"
    files = [
        {"name": "../../etc/in\u202evoice.pdf", "content_type": "application/pdf", "data": png, "content_id": "<a@b>"},
        {"name": "big.txt", "content_type": "text/plain", "data": "x" * 51},
        {"name": "", "content_type": "image/svg+xml", "data": "<svg onload=alert(1)>"},
        {"name": "photo", "content_type": "image/jpeg", "fetch_url": "https://pigeons.example/1"},
        {"name": "lost", "content_type": "image/jpeg", "fetch_url": "https://pigeons.example/2"},
        {"name": "late", "content_type": "image/jpeg", "fetch_url": "https://pigeons.example/3"},
    ]
    receive(account, sms("s1", text="", files=files))

    assert Conversation.objects.get().preview == "6 files"
    PIGEONS.fetched |= {
        "https://pigeons.example/1": ("image/png", b"\xff\xd8\xff\xe0"),
        "https://pigeons.example/2": GONE,
    }
    assert fetch_files() == 3
    kept = list(Attachment.objects.order_by("id").values_list("name", "content_type", "size", "state", "content_id"))
    assert kept == [
        ("invoice.pdf", "image/png", 9, "stored", "a@b"),
        ("big.txt", "text/plain", 51, "refused", ""),
        ("file", "text/plain", 21, "stored", ""),
        ("photo", "image/jpeg", 4, "stored", ""),
        ("lost", "image/jpeg", 0, "failed", ""),
        ("late", "image/jpeg", 0, "to_fetch", ""),
    ]
    assert fetch_files() == 0


def test_a_message_from_whom_nobody_made_is_in_the_inbox_of_its_owner(account: ChannelAccount, uma: Actor) -> None:
    contact = person()
    Contact.objects.update(assigned_user=uma.user_id)

    receive(account, mail("m1"))

    assert Conversation.objects.get(contact=contact).assigned_user_id == uma.user_id


@pytest.mark.django_db(transaction=True)
def test_repeated_shuffled_and_at_once_is_the_same_as_once_in_order() -> None:
    """70 messages of 8 people in order; then 200 posts of them, shuffled, eight posting, three reading."""
    posts = many_messages(70, people=8)
    account = pigeons()
    once = once_in_order(account, posts)
    empty_inbox()

    storm = storm_of(account, posts, posters=8, readers=3)

    assert storm.failures == []
    assert storm.statuses == {204}
    assert set(Payload.objects.values_list("state", flat=True)) == {"done"}
    assert Payload.objects.count() == len(posts)
    assert state_of_all() == once
