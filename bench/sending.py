"""`python -m bench.sending`: messages that leave, by a provider on loopback, on a PostgreSQL of their own.

KILLS workers (100) are killed before the provider's call, and each message must be sent exactly once; as many in all
between the call and its commit, and each must be sent at most once and be unknown. Then MESSAGES (2,000) are sent by
one worker: how many a second, and how much of our CPU each takes.

`python -m bench.sending twilio` does so by the channel of Twilio, over HTTP, to a server that looks like Twilio.
"""

import os
import sys
import time

import psutil

from bench.serving import BACKEND

sys.path.insert(0, str(BACKEND))

from tests.channels.killing import CountingTwilio
from tests.conversations.courier.killing import Killer, kill
from tests.journal.processes import Machine, new_folder, wait_until

KILLS = int(os.environ.get("KILLS", "100"))
MESSAGES = int(os.environ.get("MESSAGES", "2000"))
PATIENCE = 300.0


def main() -> int:
    """0 when nothing was sent twice, and nothing was lost."""
    machine = Machine(new_folder())
    machine.prepare()
    killer = _by_twilio(machine) if sys.argv[1:] == ["twilio"] else Killer(machine)
    try:
        are_well = [_kills_before(killer), _kills_after(killer)]
        _throughput(killer)
    finally:
        killer.close()
        machine.close()
    return 0 if all(are_well) else 1


def _by_twilio(machine: Machine) -> Killer:
    return Killer(
        machine,
        CountingTwilio(),
        address="+15550100100",
        queueing="tests.channels.queueing",
        settings="crm.settings",
    )


def _kills_before(killer: Killer) -> bool:
    killer.queue(KILLS)
    begun = time.perf_counter()
    for _ in range(KILLS):
        killer.kill_before_the_call()
    worker = killer.start_worker()
    wait_until(lambda: killer.count("sent") == KILLS, PATIENCE)
    kill(worker)
    times = sorted(killer.provider.counts().values())
    print(f"killed before       {KILLS} workers in {time.perf_counter() - begun:.0f} s; sent each: {set(times)} time")
    return times == [1] * KILLS


def _kills_after(killer: Killer) -> bool:
    killer.queue(KILLS)
    before = set(killer.provider.counts())
    for number in range(KILLS):
        # One message at a time, as while a provider fails.
        killer.machine.run("UPDATE conversations_sender SET paused_until = NULL, failures = 1")
        (killer.kill_during_the_call, killer.kill_before_the_commit)[number % 2]()
    killer.let_leases_run_out()
    killer.provider.modes.clear()
    killer.provider.release()
    worker = killer.start_worker()
    wait_until(lambda: killer.count("queued") + killer.count("sending") == 0, PATIENCE)
    kill(worker)
    times = [times for key, times in killer.provider.counts().items() if key not in before]
    unknown = killer.count("unknown")
    print(f"killed after        {KILLS} workers; sent each at most {max(times)} time, {unknown} marked unknown")
    return max(times) == 1 and unknown == KILLS


def _throughput(killer: Killer) -> None:
    killer.machine.run(
        "UPDATE conversations_sender SET paused_until = NULL, failures = 0, per_minute = 60000",
    )
    seen = len(killer.provider.seen)
    killer.queue(MESSAGES)
    server = psutil.Process(killer.machine.server.pid)
    worker = killer.start_worker()
    process = psutil.Process(worker.pid)
    wait_until(lambda: len(killer.provider.seen) > seen, PATIENCE)
    begun, ours, theirs = time.perf_counter(), _cpu(process), _cpu_of_all(server)
    wait_until(lambda: killer.count("queued") + killer.count("sending") == 0, PATIENCE)
    seconds, ours, theirs = time.perf_counter() - begun, _cpu(process) - ours, _cpu_of_all(server) - theirs
    kill(worker)
    print(
        f"sent                {MESSAGES:,} messages in {seconds:.1f} s, {MESSAGES / seconds:.0f} a second; "
        f"each {1000 * ours / MESSAGES:.1f} ms of the worker's CPU, {1000 * theirs / MESSAGES:.1f} ms of PostgreSQL's"
    )


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _cpu_of_all(server: psutil.Process) -> float:
    """Of the server's processes that run now; the worker's connections outlast the messages."""
    return sum(_cpu(process) for process in server.children())


if __name__ == "__main__":
    raise SystemExit(main())
