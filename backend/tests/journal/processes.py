"""A PostgreSQL of its own with worker processes on it, to be killed."""

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

from crm.serve.postgres import Server, running_postgres
from tests.journal.forked import Forked, Forker
from tests.journal.recorder.table import TABLE
from tests.template import put_database

SETTINGS = {"shared_buffers": "32MB", "max_connections": "50"}
# A machine under load takes its time; none of these waits is ever full when all is well.
PATIENCE = 40.0


class Machine:
    """A migrated database and the processes on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        put_database(folder / "kith")
        self.server: Server = self._start_server()
        self._processes: list[Forked] = []
        self._forker: Forker | None = None

    def _start_server(self) -> Server:
        return running_postgres(self.folder / "kith", settings=SETTINGS, ends_with_us=True)

    def prepare(self) -> None:
        """Makes the recorder's table."""
        with psycopg.connect(self.server.dsn, autocommit=True) as connection:
            connection.execute(TABLE)

    def empty(self) -> None:
        """As new: no events, no deliveries, nothing heard."""
        with psycopg.connect(self.server.dsn) as connection:
            connection.execute("ALTER TABLE journal_event DISABLE TRIGGER USER")
            connection.execute("TRUNCATE journal_event, journal_delivery, recorder_heard RESTART IDENTITY")
            connection.execute("ALTER TABLE journal_event ENABLE TRIGGER USER")

    def kill_server(self) -> None:
        """kill -9, then the server again, as a supervisor would start it."""
        os.kill(self.server.pid, signal.SIGKILL)
        wait_until(lambda: not self.server.is_alive())
        self.server.let_go()
        self.server = self._start_server()

    def start_worker(self, **environment: str) -> Forked:
        """A worker process; what it says is in `worker.log`."""
        return self._keep(self.forker.command("worker", output=self.folder / "worker.log", **environment))

    def start_publisher(self, count: int, pause: float = 0.0) -> Forked:
        """A process that publishes twice `count` events and prints the changes that it saw committed."""
        printed = self.folder / "published"
        printed.unlink(missing_ok=True)
        return self._keep(self.forker.command("publish_companies", str(count), str(pause), output=printed))

    @property
    def forker(self) -> Forker:
        """What its processes are forked from."""
        if self._forker is None:
            self._forker = Forker(self.environment(), self.folder / "worker.log")
        return self._forker

    def _keep(self, process: Forked) -> Forked:
        self._processes.append(process)
        return process

    def environment(self) -> dict[str, str]:
        """What a process of Kith needs to work on this machine's database."""
        return {
            **os.environ,
            "DATABASE_URL": self.server.dsn,
            "KITH_DATA": str(self.folder / "kith"),
            "DJANGO_SETTINGS_MODULE": "tests.journal.recorder.settings",
        }

    def published(self) -> tuple[set[str], set[str]]:
        """Changes that were seen committed, and those that were rolled back on purpose."""
        lines = (self.folder / "published").read_text().split()
        return {line for line in lines if line[0] != "-"}, {line[1:] for line in lines if line[0] == "-"}

    def worker_log(self) -> str:
        """What all workers of this machine have said."""
        return (self.folder / "worker.log").read_text()

    def ask(self, statement: str) -> Any:
        """The first value that a statement returns."""
        with psycopg.connect(self.server.dsn) as connection:
            row = connection.execute(statement).fetchone()
        assert row is not None
        return row[0]

    def run(self, *statements: str) -> None:
        """Runs statements, each committed by itself."""
        with psycopg.connect(self.server.dsn, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def column(self, statement: str) -> list[Any]:
        """The first column that a statement returns."""
        with psycopg.connect(self.server.dsn) as connection:
            return [row[0] for row in connection.execute(statement).fetchall()]

    def wait_until_all_is_heard(self) -> None:
        """Returns when no delivery is pending."""
        wait_until(lambda: self.ask("SELECT count(*) FROM journal_delivery WHERE state = 'pending'") == 0)

    def end_processes(self) -> None:
        """Kills what is left of the processes."""
        for process in self._processes:
            process.kill()
            process.wait()
        self._processes.clear()

    def close(self) -> None:
        """Ends all of it, and leaves nothing behind."""
        self.end_processes()
        if self._forker is not None:
            self._forker.close()
        self.server.stop(at_once=True)
        shutil.rmtree(self.folder, ignore_errors=True)


def new_folder() -> Path:
    """A folder that the account which runs PostgreSQL for root may pass through."""
    folder = Path(tempfile.mkdtemp(prefix="kith-journal-"))
    folder.chmod(0o711)
    return folder


def wait_until(is_so: Callable[[], bool], patience: float = PATIENCE) -> None:
    """Looks every 20 ms."""
    give_up = time.monotonic() + patience
    while not is_so():
        assert time.monotonic() < give_up, "waited in vain"
        time.sleep(0.02)
