"""Kith as a whole, as `make run` starts it: what a person at the terminal sees, and what survives."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from crm.serve.folders import REPOSITORY
from tests.template import put_database

pytestmark = [pytest.mark.timeout(180), pytest.mark.long]


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on at this moment."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


class Kith:
    """One run of `python -m crm.serve`."""

    def __init__(self, data: Path, **environment: str) -> None:
        self.port = int(environment.get("PORT") or free_port())
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_", "KITH_"))}
        settings = {"PORT": str(self.port), "KITH_DATA": str(data), "KITH_WORKER_PROCESSES": "0"}
        self._output = data.with_name(f"{data.name}.log")
        with self._output.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "crm.serve"],
                cwd=REPOSITORY / "backend",
                env={**inherited, **settings, **environment},
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    @property
    def said(self) -> str:
        return self._output.read_text()

    def await_answer(self, path: str = "/readyz", *, seconds: float = 60) -> httpx.Response:
        """The answer of a Kith that is well; waits for it."""
        give_up = time.monotonic() + seconds
        while True:
            assert self.process.poll() is None, self.said
            try:
                answer = httpx.get(f"http://127.0.0.1:{self.port}{path}", timeout=10)
                if answer.status_code == 200:
                    return answer
            except httpx.TransportError:
                pass
            assert time.monotonic() < give_up, self.said
            time.sleep(0.1)

    def children(self) -> list[int]:
        """Processes that were started by it."""
        done = subprocess.run(["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, check=False)
        return [int(word) for word in done.stdout.split()]

    def child(self, name: str) -> int:
        """The process whose command line has `name` in it."""
        found = [pid for pid in self.children() if name.encode() in Path(f"/proc/{pid}/cmdline").read_bytes()]
        assert len(found) == 1
        return found[0]

    def end(self, how: signal.Signals = signal.SIGINT) -> int:
        """Ends it and returns its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        return self.process.wait(40)


Run = Callable[..., Kith]


@pytest.fixture
def run(open_tmp_path: Path) -> Iterator[Run]:
    """Starts Kiths that end with the test, on a database that was migrated before unless it `is_first`."""
    started: list[Kith] = []

    def run_one(name: str = "kith", *, is_first: bool = False, **environment: str) -> Kith:
        if not is_first and not (open_tmp_path / name).exists():
            put_database(open_tmp_path / name)
        kith = Kith(open_tmp_path / name, **environment)
        started.append(kith)
        return kith

    yield run_one
    for kith in started:
        kith.end()


def test_whole_life(run: Run) -> None:
    kith = run(is_first=True)
    kith.await_answer()
    assert f"Kith runs at http://127.0.0.1:{kith.port}" in kith.said
    assert f"http://127.0.0.1:{kith.port}/setup?token=" in kith.said

    os.kill(kith.child("crm.serve.web"), signal.SIGKILL)
    kith.await_answer()
    assert "web 1 was ended by SIGKILL; starting it again" in kith.said

    os.kill(kith.child("bin/postgres"), signal.SIGKILL)
    time.sleep(1)
    kith.await_answer()
    assert "PostgreSQL has ended; starting it again" in kith.said

    children = kith.children()
    began = time.monotonic()
    assert kith.end() == 0
    assert time.monotonic() - began < 10
    assert [pid for pid in children if Path(f"/proc/{pid}").exists()] == []


def test_two_live_side_by_side_and_the_first_finds_its_data_again(run: Run) -> None:
    administrator = {"KITH_ADMIN_EMAIL": "ada@example.com", "KITH_ADMIN_PASSWORD": "correct-horse-battery-7"}
    first, other = run("one", **administrator), run("other")
    first.await_answer()
    other.await_answer()
    assert "/setup?token=" not in first.said
    assert "/setup?token=" in other.said
    assert first.end(signal.SIGTERM) == 0
    other.await_answer()

    second = run("one")
    second.await_answer()
    assert "/setup?token=" not in second.said


def test_nothing_is_left_when_the_supervisor_is_killed(run: Run) -> None:
    kith = run()
    kith.await_answer()
    web = kith.child("crm.serve.web")

    kith.end(signal.SIGKILL)
    time.sleep(3)

    assert not Path(f"/proc/{web}").exists()
    again = run(PORT=str(kith.port))
    again.await_answer()
    # The database went on meanwhile; who finds it ends it in the end.
    assert again.end() == 0


def test_port_that_is_taken_is_named(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        kith = run(is_first=True, PORT=str(taken.getsockname()[1]))
        assert kith.process.wait(20) == 1

    assert f"Port {kith.port} is taken by another program" in kith.said
    assert "make run PORT=" in kith.said
    assert "Traceback" not in kith.said


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"PORT": "eighty"}, "PORT must be a whole number"),
        ({"DATABASE_URL": "mysql://x@127.0.0.1/y"}, "DATABASE_URL"),
        ({"KITH_DATA": "/proc/kith"}, "The data folder /proc/kith can't be made"),
        ({"KITH_SECRET_KEY": "short"}, "KITH_SECRET_KEY must have at least 32 characters"),
    ],
)
def test_nonsense_is_refused_in_plain_words(open_tmp_path: Path, environment: dict[str, str], words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "crm.serve"],
        cwd=REPOSITORY / "backend",
        env={**os.environ, "PORT": str(free_port()), "KITH_DATA": str(open_tmp_path / "kith"), **environment},
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )

    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr
