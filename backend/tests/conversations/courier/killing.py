"""Workers that are killed at a chosen moment of sending, on a database of their own."""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

import psycopg

from tests.conversations.courier.provider import Provider
from tests.journal.forked import Forked, Forker
from tests.journal.processes import Machine, wait_until

SETTINGS = "tests.conversations.courier.settings"
_WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database() "
    "AND pid <> pg_backend_pid()"
)


class Counting(Protocol):
    """A provider on loopback that answers by the mode of the sender, and counts how often it was given each message."""

    url: str
    modes: dict[str, str]

    @property
    def seen(self) -> Sequence[Any]: ...

    def counts(self) -> Mapping[str, int]: ...

    def release(self) -> None: ...

    def close(self) -> None: ...


class Killer:
    """Starts workers, holds what they wait for, and kills them there.

    Messages leave from `address` by `provider`, the courier's if no other is given; the module `queueing`, run with
    URL, address and count, writes them.
    """

    def __init__(
        self,
        machine: Machine,
        provider: Counting | None = None,
        *,
        address: str = "one",
        queueing: str = "tests.conversations.courier.queueing",
        settings: str = SETTINGS,
    ) -> None:
        self.machine = machine
        self.provider = provider or Provider()
        self.address, self.queueing = address, queueing
        self._workers: list[Forked] = []
        self._said = machine.folder / "worker.log"
        self._forker = Forker({**machine.environment(), "DJANGO_SETTINGS_MODULE": settings}, self._said)

    def close(self) -> None:
        """Ends the provider, all workers, and what they are forked from."""
        self.provider.close()
        for worker in self._workers:
            worker.kill()
        self._forker.close()

    def start_worker(self) -> Forked:
        """A new worker."""
        self._workers.append(self._forker.command("worker", output=self._said))
        return self._workers[-1]

    @contextlib.contextmanager
    def holding(self, statement: str) -> Iterator[None]:
        """What the statement locks stays locked inside."""
        with psycopg.connect(self.machine.server.dsn) as connection:
            connection.execute(statement)
            yield
            connection.rollback()
        # What the killed had asked for is granted to nobody, and given up.
        wait_until(lambda: self.machine.ask(_WAITING) == 0)

    def wait_until_held_up(self) -> None:
        """Until a worker waits for a lock."""
        wait_until(lambda: self.machine.ask(_WAITING) > 0)

    def queue(self, count: int) -> None:
        """So many messages, each of its own person, that are due."""
        words = (self.queueing, self.provider.url, self.address, str(count))
        assert self._forker.module(*words, output=self._said).wait() == 0, self._said.read_text()

    def kill_before_the_call(self) -> None:
        """A worker is killed when it has a message in hand that it has not leased: its sender's row is held."""
        with self.holding("SELECT 1 FROM conversations_sender FOR UPDATE"):
            worker = self.start_worker()
            self.wait_until_held_up()
            kill(worker)

    def kill_during_the_call(self) -> None:
        """A worker is killed while its provider has the request and has not answered."""
        seen = len(self.provider.seen)
        self.provider.modes[self.address] = "hang"
        worker = self.start_worker()
        wait_until(lambda: len(self.provider.seen) > seen)
        kill(worker)

    def kill_before_the_commit(self) -> None:
        """A worker is killed when its provider has taken a message, before it could write so down."""
        seen = len(self.provider.seen)
        self.provider.modes[self.address] = "ok"
        with self.holding("SELECT 1 FROM conversations_conversation FOR UPDATE"):
            worker = self.start_worker()
            wait_until(lambda: len(self.provider.seen) > seen)
            self.wait_until_held_up()
            kill(worker)

    def let_leases_run_out(self) -> None:
        """As if a minute and a half had passed."""
        self.machine.run("UPDATE conversations_message SET leased_until = now() WHERE state = 'sending'")

    def count(self, state: str) -> int:
        """Messages in a state."""
        return int(self.machine.ask(f"SELECT count(*) FROM conversations_message WHERE state = '{state}'"))


def kill(worker: Forked) -> None:
    """kill -9, and until it is gone."""
    worker.kill()
    worker.wait()
