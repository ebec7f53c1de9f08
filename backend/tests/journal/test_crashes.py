"""Workers and PostgreSQL are killed while events are heard: none is lost, none is heard twice, none invented."""

import random
import signal
import time
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.journal.forked import Forker
from tests.journal.processes import Machine, new_folder, wait_until

pytestmark = [pytest.mark.xdist_group("crashes"), pytest.mark.long]


@pytest.fixture(scope="module")
def built() -> Iterator[Machine]:
    """A database with all tables, made once for this file."""
    machine = Machine(new_folder())
    machine.prepare()
    yield machine
    machine.close()


@pytest.fixture
def machine(built: Machine) -> Iterator[Machine]:
    """The same, emptied."""
    built.empty()
    (built.folder / "worker.log").unlink(missing_ok=True)
    yield built
    built.end_processes()


def assert_each_heard_once(machine: Machine) -> None:
    """The journal holds what was committed and nothing else, and each listener has heard each of it once."""
    committed, rolled_back = machine.published()
    changes = Counter(str(change) for change in machine.column("SELECT change_id FROM journal_event"))
    assert committed <= set(changes)
    assert not rolled_back & set(changes)
    assert set(changes.values()) == {2}
    events = sorted(machine.column("SELECT id FROM journal_event"))
    for listener in ("one", "many"):
        heard = machine.column(f"SELECT event_id FROM recorder_heard WHERE listener = '{listener}' ORDER BY event_id")
        assert heard == events
    assert set(machine.column("SELECT DISTINCT state FROM journal_delivery")) == {"done"}


def work_was_thrown_away(machine: Machine) -> bool:
    """Whether some transaction of a listener was cut off: numbers of a sequence are never given twice."""
    return bool(machine.ask("SELECT (SELECT max(id) FROM recorder_heard) > (SELECT count(*) FROM recorder_heard)"))


def test_killed_workers_lose_and_double_nothing(machine: Machine) -> None:
    publisher = machine.start_publisher(800)
    kills = 0
    while kills < 3 or (kills < 10 and not work_was_thrown_away(machine)):
        worker = machine.start_worker()
        heard = machine.ask("SELECT count(*) FROM recorder_heard")
        wait_until(lambda heard=heard: machine.ask("SELECT count(*) FROM recorder_heard") > heard)  # type: ignore[misc]
        time.sleep(random.uniform(0, 0.15))
        worker.kill()
        kills += 1
    machine.start_worker()
    assert publisher.wait(40) == 0
    machine.wait_until_all_is_heard()
    assert work_was_thrown_away(machine)
    assert_each_heard_once(machine)


def test_killed_postgresql_loses_and_doubles_nothing(machine: Machine) -> None:
    worker = machine.start_worker()
    publisher = machine.start_publisher(500, 0.003)
    for _ in range(3):
        heard = machine.ask("SELECT count(*) FROM recorder_heard")
        wait_until(lambda heard=heard: machine.ask("SELECT count(*) FROM recorder_heard") > heard)  # type: ignore[misc]
        time.sleep(random.uniform(0, 0.2))
        machine.kill_server()
    assert publisher.wait(40) == 0
    machine.wait_until_all_is_heard()
    assert_each_heard_once(machine)
    # It has gone through all of it, and has not filled the log with it.
    assert worker.poll() is None
    log = machine.worker_log()
    assert 1 <= log.count("The database is away") <= 3
    assert log.count("The database is away") == log.count("The database is back")
    assert "Traceback" not in log


def test_two_workers_share_the_work(machine: Machine) -> None:
    machine.start_worker()
    machine.start_worker()
    assert machine.start_publisher(600).wait(40) == 0
    machine.wait_until_all_is_heard()
    assert_each_heard_once(machine)
    assert machine.ask("SELECT count(DISTINCT pid) FROM recorder_heard") == 2


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_told_to_end_a_worker_ends_well_and_soon(machine: Machine, how: signal.Signals) -> None:
    publisher = machine.start_publisher(150)
    worker = machine.start_worker()
    wait_until(lambda: machine.ask("SELECT count(*) FROM recorder_heard") > 0)
    told_at = time.monotonic()
    worker.send_signal(how)
    assert worker.wait(10) == 0
    assert time.monotonic() - told_at < 3
    assert publisher.wait(40) == 0
    machine.start_worker()
    machine.wait_until_all_is_heard()
    assert_each_heard_once(machine)


def test_a_batch_that_takes_too_long_is_left_to_the_next_worker(machine: Machine) -> None:
    assert machine.start_publisher(2).wait(40) == 0
    slow = machine.start_worker(RECORDER_SECONDS="60")
    wait_until(lambda: machine.ask("SELECT count(*) FROM pg_locks WHERE relation = 'journal_delivery'::regclass") > 0)
    told_at = time.monotonic()
    slow.send_signal(signal.SIGTERM)
    assert slow.wait(10) == 0
    assert time.monotonic() - told_at < 4
    machine.start_worker()
    machine.wait_until_all_is_heard()
    assert_each_heard_once(machine)


def test_a_worker_waits_for_a_database_that_is_not_there_yet(machine: Machine) -> None:
    log = machine.folder / "worker.log"
    nowhere = Forker({**machine.environment(), "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/nothing"}, log)
    lonely = nowhere.command("worker", output=log)
    wait_until(lambda: "The database is away" in machine.worker_log())
    time.sleep(1)
    assert lonely.poll() is None
    told_at = time.monotonic()
    lonely.send_signal(signal.SIGTERM)
    assert lonely.wait(10) == 0
    assert time.monotonic() - told_at < 3
    nowhere.close()
    assert machine.worker_log().count("The database is away") == 1
    assert "Traceback" not in machine.worker_log()
