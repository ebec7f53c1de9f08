"""`python -m bench.webhooks`: RATE (100) signed webhooks a second for SECONDS (60) against Kith as it runs.

Texts, reports, mails and batches of events, as Twilio and SendGrid post them. Each is sent at its own moment, whether
the one before it was answered or not. All must be answered 2xx, 99 of 100 within a second, and all be read. Prints how
long answers took, and how long the worker read on after the last one.
"""

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import psycopg

from bench import serving
from bench.client import Connection, cpu_seconds

RATE = int(os.environ.get("RATE", "100"))
SECONDS = int(os.environ.get("SECONDS", "60"))
CLIENTS = 16
GOAL_MS = 1000.0
PATIENCE = 600.0


class Posting:
    """Posts what is given, each at its moment, by `CLIENTS` connections."""

    def __init__(self, port: int, requests: list[bytes]) -> None:
        self._port, self._requests = port, requests
        self._lock = threading.Lock()
        self._next = 0
        self._began = 0.0
        # Seconds from the moment at which each was due to its answer: waiting for a free connection counts.
        self.answered: list[float] = []
        self.statuses: dict[int, int] = {}

    def run(self) -> None:
        """Until all are answered."""
        self._began = time.perf_counter()
        threads = [threading.Thread(target=self._post) for _ in range(CLIENTS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _post(self) -> None:
        connection = Connection(self._port)
        while True:
            with self._lock:
                number = self._next
                self._next += 1
            if number >= len(self._requests):
                connection.close()
                return
            due = self._began + number / RATE
            time.sleep(max(0.0, due - time.perf_counter()))
            status, _ = connection.ask(self._requests[number])
            with self._lock:
                self.answered.append(time.perf_counter() - due)
                self.statuses[status] = self.statuses.get(status, 0) + 1


def _requests(environment: dict[str, str], count: int) -> list[bytes]:
    """What is posted, made by a process that has Kith's settings; it makes the accounts too."""
    script = str(Path(__file__).with_name("webhook_posts.py"))
    made = subprocess.run([sys.executable, script, str(count)], cwd=serving.BACKEND, env=environment, check=True,
                          capture_output=True)  # fmt: skip
    parts = made.stdout.split(b"\0KITH\0")
    return [part for part in parts if part]


def _unread(dsn: str) -> tuple[int, int]:
    """Posts that wait, and those that could not be read."""
    with psycopg.connect(dsn) as connection:
        row = connection.execute(
            "SELECT count(*) FILTER (WHERE state = 'queued'), count(*) FILTER (WHERE state = 'failed') "
            "FROM conversations_payload"
        ).fetchone()
    return (int(row[0]), int(row[1])) if row else (0, 0)


def main() -> int:
    """0 when all were answered in time, and read."""
    serving.OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="kith-webhooks-") as folder:
        Path(folder).chmod(0o755)
        postgres = serving.running_postgres(Path(folder))
        port = serving.free_port()
        environment = serving.environment_of(postgres, folder=folder, port=port)
        process = serving.serve(environment)
        try:
            serving.answers(f"http://127.0.0.1:{port}/readyz", process)
            posting = Posting(port, _requests(environment, RATE * SECONDS))
            processes = [psutil.Process(process.pid), psutil.Process(postgres.pid)]
            busy = cpu_seconds(processes)
            posting.run()
            return _tell(posting, postgres.dsn, lambda: cpu_seconds(processes) - busy)
        finally:
            serving.end(process)
            postgres.stop()


def _tell(posting: Posting, dsn: str, busy: Callable[[], float]) -> int:
    ended = time.perf_counter()
    left, failed = _unread(dsn)
    print(f"unread at the end   {left:,} of {len(posting.answered):,}")
    while left and time.perf_counter() - ended < PATIENCE:
        time.sleep(0.1)
        left, failed = _unread(dsn)
    read_after = time.perf_counter() - ended
    answered = sorted(posting.answered)
    p50, p99 = (1000 * answered[len(answered) * part // 100] for part in (50, 99))
    print(f"answers             {posting.statuses}, {RATE} a second for {SECONDS} s")
    print(f"answered in         p50 {p50:.0f} ms, p99 {p99:.0f} ms, at most {1000 * answered[-1]:.0f} ms")
    print(f"all read            {read_after:.1f} s after the last one; {failed} could not be read")
    print(f"processor           {1000 * busy() / len(answered):.1f} ms each: web, worker and database")
    is_well = set(posting.statuses) == {204} and p99 < GOAL_MS and not left and not failed
    return 0 if is_well else 1


if __name__ == "__main__":
    raise SystemExit(main())
