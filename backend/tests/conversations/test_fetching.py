"""Files are fetched beside the worker's main thread: a host that hangs holds up nothing."""

import time

import pytest

from crm.channels.twilio_sms.adapter import TwilioSettings
from crm.conversations.account_settings import sealed
from crm.conversations.models import Attachment, ChannelAccount
from crm.conversations.receiving.fetching import THREADS_MOST, Fetching
from crm.core import clock
from tests.channels.provider import Provider, Reply
from tests.conversations.courier.queueing import queue_messages, sender


@pytest.mark.django_db(transaction=True)
def test_hosts_that_hang_hold_up_nothing() -> None:
    provider = Provider(lambda asked: Reply(200, b"\xff\xd8\xff\xe0", {"Content-Type": "image/jpeg"}))
    provider.mode = "hang"
    settings = TwilioSettings.model_validate(
        {"account_sid": "AC" + "a" * 32, "auth_token": "t", "base_url": provider.url}
    )
    account = ChannelAccount.objects.create(kind="twilio_sms", name="T", settings_sealed=sealed(settings), hook_id="h")
    (message_id,) = queue_messages(sender(account))
    Attachment.objects.bulk_create(
        Attachment(
            message_id=message_id, name="f", content_type="image/jpeg", size=0, state="to_fetch",
            source_url=f"{provider.url}/{number}", due_at=clock.now(),
        )
        for number in range(THREADS_MOST + 2)
    )  # fmt: skip
    work = Fetching()
    begun = time.monotonic()
    while len(provider.seen) < THREADS_MOST:
        work.hand_out()
        assert time.monotonic() - begun < 10
    # All threads hang; the main thread is told to come again later, and has nothing to do.
    assert (work.hand_out(), work.seconds_until_due(1.0)) == (0, 1.0)
    provider.mode = "ok"
    provider.close_hung()
    while Attachment.objects.filter(state="stored").count() < 2:
        work.hand_out()
        assert time.monotonic() - begun < 10
    assert work.stop(5)
    assert (work.hand_out(), work.seconds_until_due(1.0)) == (0, 1.0)
    # Those whose connection broke are asked for again.
    assert Attachment.objects.filter(state="to_fetch", due_at__gt=clock.now()).count() == THREADS_MOST
    provider.close()
