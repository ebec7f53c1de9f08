"""Kith as it is started by `make run`, with data of its own."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, LiteralString

import psycopg

from crm.serve.lifeline import end_with_parent
from crm.serve.postgres import running_postgres
from tests.template import put_database

REPOSITORY = Path(__file__).resolve().parents[1]


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Kith:
    """One running Kith with its own data folder, its own PostgreSQL and its own port.

    It stands on a database that an earlier start has migrated, unless it `is_first`.
    """

    def __init__(self, *, is_first: bool = False, **environment: str) -> None:
        self.data = Path(tempfile.mkdtemp(prefix="kith-e2e-"))
        # The embedded PostgreSQL runs as another user where we are root, and must reach its folder.
        self.data.chmod(0o755)
        if not is_first:
            put_database(self.data)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("KITH_") and k != "DATABASE_URL"}
        self.environment = {**inherited, "PORT": str(self.port), "KITH_DATA": str(self.data), **environment}
        self.lines: list[str] = []
        self.process = self._start()

    def _start(self) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-m", "crm.serve"],
            cwd=REPOSITORY / "backend",
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            # A run of tests that is killed leaves no server behind.
            preexec_fn=end_with_parent(signal.SIGINT),
        )
        threading.Thread(target=self._read, args=(process,), daemon=True).start()
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                urllib.request.urlopen(f"{self.url}/readyz", timeout=2).close()
                return process
            except OSError:
                if process.poll() is not None:
                    break
                time.sleep(0.1)
        raise RuntimeError("Kith did not come up:\n" + "\n".join(self.lines[-40:]))

    def _read(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None
        with process.stdout as lines:
            for line in lines:
                self.lines.append(line.rstrip())

    def setup_link(self) -> str:
        """The one-time link that the terminal shows."""
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            found = re.search(r"http://\S+/setup\?token=\S+", "\n".join(self.lines))
            if found:
                return found.group(0)
            time.sleep(0.1)
        raise AssertionError("No set-up link was printed:\n" + "\n".join(self.lines))

    def manage(self, *arguments: str) -> str:
        """Runs a command against this Kith's database, as `make manage` does. Returns what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "crm.serve", "manage", *arguments],
            cwd=REPOSITORY / "backend",
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def sql(self, query: LiteralString, *values: object) -> list[tuple[Any, ...]]:
        """Runs one statement in this Kith's database, for what only time or a fault would bring about."""
        server = running_postgres(self.data)
        try:
            with psycopg.connect(server.dsn, autocommit=True) as connection:
                cursor = connection.execute(query, values)
                return cursor.fetchall() if cursor.description else []
        finally:
            server.let_go()

    def mail_to(self, address: str, *, subject: str, but: str = "", seconds: float = 15) -> str:
        """The text of the newest mail to `address` whose subject contains `subject`; waits for it.

        A mail that contains `but` was seen before and is not meant.
        """
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for mail in self._mails(address):
                body = mail.get_body(("plain",))
                text = str(body.get_content()) if body else ""
                if subject.lower() in str(mail["Subject"]).lower() and not (but and but in text):
                    return text
            time.sleep(0.2)
        raise AssertionError(f"No mail to {address} about {subject!r} came.")

    def has_mail_to(self, address: str) -> bool:
        """Whether any mail to `address` was sent so far."""
        return any(True for _ in self._mails(address))

    def _mails(self, address: str) -> Iterator[EmailMessage]:
        """Mails to `address`, newest first."""
        files = sorted((self.data / "outbox").glob("*"), key=lambda p: p.stat().st_mtime, reverse=True)
        for file in files:
            for raw in file.read_bytes().split(b"\n" + b"-" * 79):
                mail = message_from_bytes(raw.lstrip(), policy=policy.default)
                if address in str(mail["To"]):
                    yield mail

    def restart(self) -> None:
        """Ends it and starts it again on the same data and port."""
        self._interrupt()
        self.process = self._start()

    def stop(self) -> int:
        """Ends it and throws its data away. Returns the exit code."""
        try:
            return self._interrupt()
        finally:
            shutil.rmtree(self.data, ignore_errors=True)

    def _interrupt(self) -> int:
        """Ctrl-C, as a person would."""
        self.process.send_signal(signal.SIGINT)
        try:
            return self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            raise
