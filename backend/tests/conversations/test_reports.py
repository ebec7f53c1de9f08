"""Reports of what became of messages: forward only, errors stick, early ones wait, in whatever order they come."""

import itertools
import uuid
from datetime import timedelta
from typing import Any

from crm.conversations.models import ChannelAccount, Conversation, DeliveryReport, Message
from crm.conversations.receiving import reports
from crm.conversations.receiving.payloads import read_payloads
from crm.conversations.receiving.reports import match_reports, seconds_until_report
from crm.core import clock
from crm.journal.models import Event
from tests.conversations.posting import post, report
from tests.conversations.threads import fill_threads, stored


def outgoing(account: ChannelAccount, **fields: Any) -> Message:
    """A message that was handed to the provider."""
    (thread,) = fill_threads(1)
    given = {"provider_id": uuid.uuid4().hex, "state": "sent", "client_id": uuid.uuid4(), **fields}
    return Message.objects.create(
        conversation_id=thread, direction="out", channel="sms", account=account, text="Ours", **given
    )


def hear(account: ChannelAccount, *told: dict[str, Any]) -> None:
    """Posts reports and has them read."""
    assert post(account, {"reports": list(told), "id": uuid.uuid4().hex}) == 204
    read_payloads()


def at(minute: int) -> str:
    """A moment."""
    return f"2026-11-20T10:{minute:02}:00+00:00"


def test_states_go_forward_alone_and_errors_stick_in_every_order(account: ChannelAccount) -> None:
    told: list[dict[str, Any]] = [
        {"state": "sent", "at": at(1)},
        {"state": None, "provider_state": "a word from the future", "at": at(2)},
        {"state": "delivered", "at": at(3), "segments": 2},
        {"state": "failed", "at": at(4), "code": "30005", "text": "Nobody has this number.", "next_act": "fix_address"},
        {"state": "failed", "at": at(5), "code": "30003", "text": "It is off.", "next_act": "retry"},
    ]
    ends = set()
    for number, order in enumerate(itertools.permutations(told)):
        message = outgoing(account)
        hear(account, *(report(f"{number}.{one['at']}", provider_id=message.provider_id, **one) for one in order))
        message.refresh_from_db()
        ends.add((message.state, message.error_code, message.next_act, message.delivered_at, message.provider_segments))
        assert stored(message.conversation_id).failed_count == 1
        if number == 12:
            break
    assert len(ends) == 1
    assert ends.pop()[:3] == ("failed", "30005", "fix_address")
    assert Event.objects.filter(name="message.failed").count() == 13


def test_a_report_counts_once_and_names_the_message_by_either_key(account: ChannelAccount) -> None:
    message = outgoing(account, state="unknown", provider_id="")

    for _ in range(2):
        hear(account, report("r1", "sent", message_key=str(message.client_id), provider_id="SM1"))
    hear(account, report("r2", "delivered", provider_id="SM1"))

    message.refresh_from_db()
    assert (message.state, message.provider_id, DeliveryReport.objects.count()) == ("delivered", "SM1", 2)
    assert message.sent_at is not None


def test_a_report_that_comes_before_its_message_waits(account: ChannelAccount) -> None:
    hear(account, report("r1", "delivered", provider_id="SM1"), report("r2", "sent", provider_id="SM2"))
    assert list(DeliveryReport.objects.values_list("message_id", flat=True)) == [0, 0]
    assert seconds_until_report(9) < 2
    message = outgoing(account, provider_id="SM1")
    DeliveryReport.objects.update(due_at=clock.now())

    assert match_reports() == 2

    message.refresh_from_db()
    assert message.state == "delivered"
    early, lost = DeliveryReport.objects.order_by("key")
    assert (early.message_id, early.due_at) == (message.pk, None)
    assert lost.due_at is not None
    assert lost.due_at > clock.now() + timedelta(seconds=1)
    DeliveryReport.objects.filter(pk=lost.pk).update(due_at=clock.now(), attempts=len(reports.PAUSES))
    assert (match_reports(), seconds_until_report(9)) == (1, 9)


def test_nobody_moves_what_came_in(account: ChannelAccount) -> None:
    (thread,) = fill_threads(1)
    Message.objects.filter(conversation_id=thread).update(account=account, provider_id="SM1")

    hear(account, report("r1", "failed", provider_id="SM1"))

    assert Message.objects.get().state == "received"
    assert Conversation.objects.get().failed_count == 0
