"""Lanes: providers that hang, fail or are slow hold up nobody but their own senders; order and pace hold."""

import time
from collections.abc import Callable, Iterator
from itertools import groupby

import pytest

from crm.conversations.models import Message, Sender
from crm.conversations.sending.lanes import LANES_MOST, LANES_OF_ONE
from crm.conversations.sending.sending_work import SendingWork
from tests.conversations.courier.provider import Provider
from tests.conversations.courier.queueing import courier, queue_messages, sender

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def provider() -> Iterator[Provider]:
    """A provider on loopback."""
    provider = Provider()
    yield provider
    provider.close()


@pytest.fixture
def sending(provider: Provider) -> Iterator[SendingWork]:
    """The sending of a worker, whose threads have ended before the tables are emptied."""
    work = SendingWork()
    yield work
    provider.release()
    assert work.stop(20)


def go_on(sending: SendingWork, until: Callable[[], bool], *, seconds: float = 20.0) -> None:
    """Does what the worker's main thread does."""
    give_up = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < give_up, "waited in vain"
        if not sending.hand_out():
            time.sleep(min(0.02, sending.seconds_until_due(0.02)))


def unsent() -> int:
    return Message.objects.exclude(state="sent").count()


def test_fifty_conversations_are_sent_each_in_its_order(provider: Provider, sending: SendingWork) -> None:
    provider.modes["one"], provider.slow_seconds = "slow", 0.005
    queue_messages(sender(courier(provider.url)), people=50, messages=2)

    go_on(sending, lambda: unsent() == 0)

    assert set(provider.counts().values()) == {1}
    assert len(provider.seen) == 100
    spoken = sorted((text.split() for text in provider.texts()), key=lambda words: int(words[1]))
    for _, words in groupby(spoken, key=lambda words: words[1]):
        assert [int(one[3]) for one in words] == [1, 2]


def test_dead_providers_hold_up_only_their_own_senders(provider: Provider, sending: SendingWork) -> None:
    account = courier(provider.url)
    for address, mode in {"hangs": "hang", "hangs-too": "hang", "breaks": "broken", "busy": "busy"}.items():
        provider.modes[address] = mode
        queue_messages(sender(account, address), people=20)
    well = sender(account, "well")
    sent = queue_messages(well, people=20)
    begun = time.monotonic()

    go_on(sending, lambda: not Message.objects.filter(pk__in=sent).exclude(state="sent").exists())

    assert time.monotonic() - begun < 5
    assert Message.objects.filter(state="sent").count() == 20
    came = [one["from"] for one in provider.seen]
    assert came.count("hangs") <= LANES_OF_ONE
    assert came.count("hangs") + came.count("hangs-too") < LANES_MOST
    assert came.count("breaks") <= LANES_OF_ONE
    assert Sender.objects.get(address="breaks").paused_until is not None


def test_the_pace_holds_across_lanes(provider: Provider, sending: SendingWork) -> None:
    queue_messages(sender(courier(provider.url), per_minute=1200), people=20)
    go_on(sending, lambda: unsent() == 0)

    # Twenty a second: the nineteen after the first take about a second, less what may be caught up with.
    assert provider.times[-1] - provider.times[0] > 0.6


def test_two_workers_send_nothing_twice(provider: Provider, sending: SendingWork) -> None:
    queue_messages(sender(courier(provider.url)), people=30, messages=2)
    other = SendingWork()

    def both() -> bool:
        other.hand_out()
        return unsent() == 0

    go_on(sending, both)
    assert other.stop(10)
    assert (set(provider.counts().values()), len(provider.seen)) == ({1}, 60)


def test_told_to_stop_it_cuts_off_what_hangs_and_says_so(provider: Provider) -> None:
    sending = SendingWork()
    provider.modes["one"] = "hang"
    (sent,) = queue_messages(sender(courier(provider.url)))
    go_on(sending, lambda: len(provider.seen) == 1)

    assert not sending.stop(0.1)

    assert Message.objects.get(pk=sent).state == "unknown"
    provider.release()
    # The answer comes after all: what was unknown is settled.
    assert sending.stop(10)
    assert Message.objects.get(pk=sent).state == "sent"
