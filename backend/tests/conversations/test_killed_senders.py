"""Workers are killed before, during and after the provider's call: once, or at most once and said to be unknown."""

import signal
import time
from collections.abc import Iterator

import pytest

from tests.conversations.courier.killing import Killer
from tests.journal.processes import Machine, new_folder, wait_until

pytestmark = [pytest.mark.long, pytest.mark.timeout(120)]

BEFORE, DURING, AFTER = 8, 2, 2


@pytest.fixture
def killer() -> Iterator[Killer]:
    """A database with all tables, a provider, and workers to be killed."""
    machine = Machine(new_folder())
    machine.prepare()
    killer = Killer(machine)
    yield killer
    killer.close()
    machine.close()


def test_whatever_dies_nothing_is_sent_twice(killer: Killer) -> None:
    killer.queue(BEFORE)
    for _ in range(BEFORE):
        killer.kill_before_the_call()
    assert (killer.count("queued"), killer.provider.seen) == (BEFORE, [])
    worker = killer.start_worker()
    wait_until(lambda: killer.count("sent") == BEFORE)
    assert sorted(killer.provider.counts().values()) == [1] * BEFORE

    # Told to stop, it ends in time; what its provider has not answered is unknown at once.
    killer.provider.modes["one"] = "hang"
    killer.queue(1)
    wait_until(lambda: len(killer.provider.seen) == BEFORE + 1)
    told = time.monotonic()
    worker.send_signal(signal.SIGTERM)
    assert worker.wait() == 0
    assert time.monotonic() - told < 5
    assert killer.count("unknown") == 1

    killer.queue(DURING + AFTER)
    for _ in range(DURING):
        killer.machine.run("UPDATE conversations_sender SET paused_until = NULL, failures = 1")
        killer.kill_during_the_call()
    for _ in range(AFTER):
        killer.machine.run("UPDATE conversations_sender SET paused_until = NULL, failures = 1")
        killer.kill_before_the_commit()
    killer.let_leases_run_out()
    killer.provider.modes.clear()
    killer.provider.release()
    killer.start_worker()
    wait_until(lambda: killer.count("queued") + killer.count("sending") == 0)
    assert max(killer.provider.counts().values()) == 1
    lost = killer.count("unknown")
    assert lost >= 1 + DURING + AFTER
    assert killer.count("sent") + lost == BEFORE + 1 + DURING + AFTER
