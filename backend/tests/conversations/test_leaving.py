"""How messages leave: what the provider gets, and what each of its answers makes of the message."""

import datetime as dt
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from crm.consent.enums import AddressKind
from crm.consent.hashing import hash_address
from crm.consent.models import AddressFact, Suppression
from crm.conversations import services
from crm.conversations.errors import MayBeSentTwice, NotToRetry
from crm.conversations.models import Attachment, ChannelAccount, Conversation, Message, Sender
from crm.conversations.port import Accepted, NotNow
from crm.conversations.sending import outcomes
from crm.conversations.sending.pacing import pause_seconds, seconds_until_each
from crm.conversations.sending.sending_work import give_up_expired, send_due
from crm.core import clock
from crm.core.access import Actor
from crm.journal.models import Event
from tests.conversations.courier.provider import Provider
from tests.conversations.courier.queueing import courier, queue_messages, sender


@pytest.fixture
def provider() -> Iterator[Provider]:
    """A provider on loopback."""
    provider = Provider()
    yield provider
    provider.close()


@pytest.fixture
def by(db: None, provider: Provider) -> Sender:
    """A sender of an account with it."""
    return sender(courier(provider.url))


def message(message_id: int) -> Message:
    return Message.objects.get(pk=message_id)


def due_at(told: Message) -> dt.datetime:
    """When it is tried next."""
    assert told.due_at is not None
    return told.due_at


def names() -> list[str]:
    """What the journal tells of messages."""
    return list(Event.objects.filter(subject="message").order_by("id").values_list("name", flat=True))


def rest(by: Sender) -> None:
    """The pause is over."""
    Sender.objects.filter(pk=by.pk).update(paused_until=None, next_at=clock.now())
    Message.objects.filter(state="queued").update(due_at=clock.now())


def test_it_is_sent_once_and_told(provider: Provider, by: Sender, uma: Actor) -> None:
    (sent,) = queue_messages(by)
    Message.objects.update(author_id=uma.id)

    assert (send_due(), send_due()) == (1, 0)

    told = message(sent)
    assert (told.state, told.provider_id, told.provider_state) == ("sent", f"id-{told.client_id}", "taken")
    assert (told.provider_segments, told.attempts, told.leased_until) == (1, 1, None)
    assert told.sent_at is not None
    assert provider.counts() == {str(told.client_id): 1}
    event = Event.objects.get(name="message.sent")
    assert (event.actor_kind, event.actor_id, event.contact_id) == ("user", uma.id, told.conversation.contact_id)
    assert provider.seen[0]["report_url"].endswith("/hooks/courier/of-the-courier")


def test_what_is_not_due_yet_waits(by: Sender) -> None:
    queue_messages(by)
    Message.objects.update(due_at=clock.now() + dt.timedelta(seconds=8))

    assert send_due() == 0
    assert 7 < min(seconds_until_each()) < 8


def test_a_mail_carries_its_ids_and_says_when_no_person_wrote_it(provider: Provider, by: Sender, uma: Actor) -> None:
    (sent,) = queue_messages(by)
    Message.objects.update(
        channel="email", to_address="grace@example.com", from_address="hello@ours.example", subject="Yes",
        rfc_id="c@ours", in_reply_to=["b@theirs"], rfc_references=["a@theirs", "b@theirs"], html="<p>Yes</p>",
    )  # fmt: skip
    Sender.objects.update(channel="email", address="hello@ours.example", name="Kith")
    Attachment.objects.create(
        message_id=sent, name="a.txt", content_type="text/plain", size=2, state="stored", data=b"hi"
    )
    send_due()

    (seen,) = provider.seen
    assert seen["headers"] == {
        "Message-ID": "<c@ours>", "In-Reply-To": "<b@theirs>", "References": "<a@theirs> <b@theirs>",
        "Auto-Submitted": "auto-generated",
    }  # fmt: skip
    assert seen["reply_to"].startswith("hello+k")
    assert (seen["files"], seen["to_name"]) == ([["a.txt", "text/plain", 2]], "Person No1")
    Message.objects.update(state="queued", author_id=uma.id, provider_id="", purpose="marketing")
    rest(by)
    send_due()
    headers = provider.seen[1]["headers"]
    assert "Auto-Submitted" not in headers
    assert "/unsubscribe/" in headers["List-Unsubscribe"]


def test_a_refusal_is_final_and_the_gate_knows_of_it(provider: Provider, by: Sender) -> None:
    provider.modes["one"] = "refuse"
    first, second = queue_messages(by, messages=2)
    send_due()

    told = message(first)
    assert (told.state, told.error_code, told.error_text) == ("failed", "21610", "The courier may not go there.")
    assert told.next_act == "other_channel"
    # The carrier's word is of this sender and this number: the next message to it is not tried.
    assert (message(second).state, (message(second).verdict or {})["reasons"][0]["code"]) == (
        "refused",
        "carrier_block",
    )
    assert names() == ["message.failed", "message.refused"]
    assert len(provider.seen) == 1
    fact = AddressFact.objects.get()
    assert (fact.kind, fact.sender_key, fact.code) == ("carrier_block", f"{by.account_id}:one", "21610")
    # It is no fault of the sender, which goes on at once.
    assert Sender.objects.get().failures == 0
    assert Conversation.objects.get().failed_count == 2


@pytest.mark.parametrize(("mode", "retry_after"), [("busy", "120"), ("broken", None)])
def test_a_provider_without_time_is_left_alone_and_asked_again(
    provider: Provider, by: Sender, mode: str, retry_after: str | None
) -> None:
    provider.modes["one"], provider.retry_after = mode, retry_after
    first, second = queue_messages(by, people=2)

    assert send_due() == 1

    told = message(first)
    by.refresh_from_db()
    assert (told.state, told.attempts, told.error_text) == ("queued", 1, "The courier is busy.")
    assert (by.failures, by.pause_text, message(second).attempts) == (1, "The courier is busy.", 0)
    assert by.paused_until is not None
    asked = dt.timedelta(seconds=float(retry_after or 1.5))
    assert due_at(told) >= clock.now() + asked - dt.timedelta(seconds=1)
    assert by.paused_until >= clock.now() + asked - dt.timedelta(seconds=1)
    provider.modes.clear()
    rest(by)
    assert send_due() == 2
    assert list(Sender.objects.values_list("failures", "paused_until", "pause_text")) == [(0, None, "")]
    assert set(provider.counts().values()) == {1, 2}
    assert set(Message.objects.values_list("state", "error_text")) == {("sent", "")}


def test_after_many_tries_it_has_failed(provider: Provider, by: Sender) -> None:
    provider.modes["one"] = "broken"
    (sent,) = queue_messages(by)
    Message.objects.update(attempts=outcomes.TRIES_MOST - 1)
    send_due()

    told = message(sent)
    assert (told.state, told.next_act) == ("failed", "retry")
    assert told.error_text == f"The courier is busy. It was tried {outcomes.TRIES_MOST} times."


@pytest.mark.parametrize("mode", ["hang", "cut"])
def test_what_may_have_arrived_is_unknown_and_never_sent_by_itself(db: None, mode: str, uma: Actor) -> None:
    provider = Provider()
    by = sender(courier(provider.url, timeout=0.2))
    provider.modes["one"] = mode
    (sent,) = queue_messages(by)
    send_due()
    rest(by)

    assert send_due() == 0
    assert (message(sent).state, len(provider.seen)) == ("unknown", 1)
    assert names() == ["message.outcome_unknown"]
    with pytest.raises(MayBeSentTwice):
        services.retry_message(actor=uma, message_id=sent)
    provider.modes.clear()
    provider.release()
    services.retry_message(actor=uma, message_id=sent, accept_twice=True)
    rest(by)
    assert send_due() == 1
    assert (message(sent).state, Conversation.objects.get().failed_count) == ("sent", 0)
    with pytest.raises(NotToRetry):
        services.retry_message(actor=uma, message_id=sent, accept_twice=True)
    provider.close()


def test_a_provider_that_is_not_there_has_surely_taken_nothing(db: None) -> None:
    provider = Provider()
    provider.close()
    (sent,) = queue_messages(sender(courier(provider.url)))
    send_due()

    assert (message(sent).state, message(sent).attempts) == ("queued", 1)


def test_a_lease_that_ran_out_is_unknown(provider: Provider, by: Sender) -> None:
    (sent,) = queue_messages(by)
    Message.objects.update(state="sending", attempts=1, leased_until=clock.now() + dt.timedelta(seconds=60))
    assert give_up_expired() == 0
    Message.objects.update(leased_until=clock.now() - dt.timedelta(seconds=1))

    assert (give_up_expired(), send_due()) == (1, 0)
    assert message(sent).state == "unknown"
    assert provider.seen == []


def test_a_late_answer_settles_what_was_unknown_and_an_earlier_try_takes_nothing_back(by: Sender) -> None:
    first, second = queue_messages(by, messages=2)
    Message.objects.update(state="unknown", attempts=1)
    outcomes.write_accepted(first, Accepted(provider_id="X1"))
    Message.objects.filter(pk=second).update(state="sending", attempts=2)
    outcomes.write_unknown(second, 1)
    outcomes.write_put_off(second, 1, NotNow("Later."))
    # A provider that gives one id to two messages breaks nothing.
    outcomes.write_accepted(second, Accepted(provider_id="X1"))

    assert [(one.state, one.provider_id) for one in Message.objects.order_by("pk")] == [("sent", "X1"), ("sent", "")]


def test_what_was_reported_first_is_not_taken_back(by: Sender) -> None:
    (sent,) = queue_messages(by)
    Message.objects.update(state="delivered", attempts=1)
    outcomes.write_accepted(sent, Accepted(provider_id="X1"))

    assert (message(sent).state, message(sent).provider_id) == ("delivered", "X1")


def test_the_gate_is_asked_again_when_it_leaves(provider: Provider, by: Sender) -> None:
    refused, sent = queue_messages(by, people=2)
    address = message(refused).to_address
    Suppression.objects.create(kind="phone", hash=hash_address(AddressKind.PHONE, address), reason="erased")
    send_due()

    told = message(refused)
    assert (told.state, told.due_at, (told.verdict or {})["answer"]) == ("refused", None, "no")
    assert names() == ["message.refused", "message.sent"]
    assert [one["key"] for one in provider.seen] == [str(message(sent).client_id)]


# One number in each part of the world: somewhere it is night.
NUMBERS = {"+819012345678": "Asia/Tokyo", "+12125550123": "America/New_York", "+442071234567": "Europe/London",
           "+6421234567": "Pacific/Auckland"}  # fmt: skip


def test_nobody_is_woken_and_it_is_sent_in_the_morning(provider: Provider, by: Sender) -> None:
    asleep = [(number, zone) for number, zone in NUMBERS.items()
              if not 8 <= clock.now().astimezone(ZoneInfo(zone)).hour < 21]  # fmt: skip
    number, zone = asleep[0]
    held, answer = queue_messages(by, people=2)
    Message.objects.filter(pk=held).update(purpose="transactional", to_address=number)
    send_due()

    told = message(held)
    assert (told.state, told.attempts, (told.verdict or {})["answer"]) == ("queued", 0, "hold")
    assert due_at(told).astimezone(ZoneInfo(zone)).strftime("%H:%M") == "08:00"
    assert [one["key"] for one in provider.seen] == [str(message(answer).client_id)]


def test_what_is_switched_off_or_gone_fails_and_says_so(by: Sender, provider: Provider) -> None:
    off, _ = queue_messages(by, people=2)
    Message.objects.filter(pk=off).update(to_address="")
    send_due()
    assert message(off).error_code == "no_address"
    (off,) = queue_messages(sender(by.account, "two"))
    ChannelAccount.objects.update(is_active=False)
    Sender.objects.update(next_at=clock.now())
    send_due()
    assert (message(off).state, message(off).next_act) == ("failed", "fix_channel")
    assert len(provider.seen) == 1


def test_one_that_waits_to_be_tried_again_is_not_overtaken(provider: Provider, by: Sender) -> None:
    first, second = queue_messages(by, messages=2)
    other = sender(by.account, "two")
    Message.objects.filter(pk=second).update(sender=other)
    provider.modes["one"] = "busy"
    send_due()
    assert (message(first).attempts, message(second).state) == (1, "queued")
    provider.modes.clear()
    rest(by)
    send_due()
    Sender.objects.update(next_at=clock.now())
    send_due()
    assert provider.texts()[1:] == [message(first).text, message(second).text]


def test_a_sender_keeps_its_pace(provider: Provider, by: Sender) -> None:
    Sender.objects.update(per_minute=60)
    queue_messages(by, people=3)

    assert send_due() == 1
    assert 0.5 < min(seconds_until_each()) < 1
    Sender.objects.update(next_at=clock.now() - dt.timedelta(hours=1))
    # An hour without messages gives no right to a burst.
    assert send_due() == 1


def test_pauses_grow_and_what_is_asked_for_is_kept() -> None:
    assert 1.5 < pause_seconds(1, None) < 2.5
    assert 3 < pause_seconds(2, None) < 5
    assert 240 <= pause_seconds(1000, None) <= 360
    assert 60 <= pause_seconds(1, 60) <= 72
    assert pause_seconds(1, 1e9) <= 3600 * 1.2


def test_choosing_walks_an_index_however_much_waits(by: Sender) -> None:
    queue_messages(by, people=3000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE conversations_message")
        cursor.execute(
            "EXPLAIN SELECT due_at FROM conversations_message WHERE sender_id = %s AND state = 'queued' "
            "AND due_at <= now() ORDER BY due_at, id LIMIT 1",
            [by.pk],
        )
        plan: list[tuple[Any, ...]] = cursor.fetchall()
    assert "conversations_message_sender" in str(plan)
