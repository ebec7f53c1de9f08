"""Runs all of Kith until told to stop: database, web, worker."""

import os
import select
import signal
import socket
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import FrameType

import psycopg

from crm.serve.children import Child
from crm.serve.failures import CannotStart
from crm.serve.folders import REPOSITORY, data_folder
from crm.serve.postgres import Server, running_postgres
from crm.serve.reload import Watcher

BACKEND = str(REPOSITORY / "backend")
# How long requests and jobs at work may take to finish once Kith is told to stop.
GRACE_SECONDS = 12.0
DATABASE_PATIENCE_SECONDS = 20.0
# Some images set it to stay small; without kept bytecode every start would compile all of Django anew (2 s).
SLOW_START = "PYTHONDONTWRITEBYTECODE"
# What the process that prepares the database answers when it could not; it has told the reason on standard error.
FAILED = b"!\n"
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def say(text: str) -> None:
    """A line for the person at the terminal."""
    print(text, flush=True)


def whole_number(name: str, default: int, *, lowest: int, highest: int) -> int:
    """A number from the environment, or the reason why it is none."""
    raw = os.environ.get(name) or str(default)
    if not raw.isdecimal() or not lowest <= int(raw) <= highest:
        raise CannotStart(f"{name} must be a whole number from {lowest} to {highest}, not {raw!r}.")
    return int(raw)


def open_listener() -> socket.socket:
    """The listening socket. It outlives the web process: while that restarts, callers wait instead of being refused."""
    host = os.environ.get("KITH_HOST") or "127.0.0.1"
    port = whole_number("PORT", 8000, lowest=1, highest=65535)
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.create_server((host, port), family=family, backlog=1024)
    except OSError as error:
        if isinstance(error, socket.gaierror):
            raise CannotStart(f"KITH_HOST={host} is not an address of this machine.") from error
        if error.errno == 98:
            raise CannotStart(
                f"Port {port} is taken by another program. Choose another, for example: make run PORT={port + 1}"
            ) from error
        raise CannotStart(f"Kith can't listen on {host} port {port}: {error.strerror}.") from error
    listener.set_inheritable(True)
    return listener


def await_given_database(dsn: str) -> None:
    """Waits a little for the server that DATABASE_URL names; it may be starting beside us."""
    give_up = time.monotonic() + DATABASE_PATIENCE_SECONDS
    while True:
        try:
            psycopg.connect(dsn, connect_timeout=5).close()
            return
        except psycopg.ProgrammingError:
            # The driver's own words repeat the address, and with it the password.
            raise CannotStart(
                "DATABASE_URL is not an address of a PostgreSQL database. "
                "It looks like postgresql://user:password@host:5432/name."
            ) from None
        except psycopg.OperationalError as error:
            if time.monotonic() > give_up:
                raise CannotStart(f"The database that DATABASE_URL names can't be reached: {error}") from None
        time.sleep(0.5)


class Supervisor:
    """Starts everything in its order, restarts what dies, and ends everything in the reverse order."""

    def __init__(self, *, reloads: bool = False) -> None:
        self._reloads = reloads
        self._data: Path = data_folder()
        self._listener = open_listener()
        self._database: Server | None = None
        self._children: list[Child] = []
        self._gate: list[int] = []
        # The other end stays open here for the web process's restarts, which read at once that nothing is to be done.
        self._preparation, self._preparer = socket.socketpair()
        self._stops = 0
        self._waker, self._wake_end = os.pipe()
        os.set_blocking(self._wake_end, False)
        os.set_blocking(self._waker, False)

    def run(self) -> int:
        """Everything, from start to the last child gone. Returns the exit code."""
        signal.set_wakeup_fd(self._wake_end)
        for number in STOP_SIGNALS:
            signal.signal(number, self._note_stop)
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        try:
            env = self._environment()
            self._start_web(env)
            link = self._prepare()
            if not self._stops:
                os.close(self._gate.pop())
                self._start_workers(env)
                self._watch(link)
        finally:
            self._end()
        return 0

    def _note_stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stops += 1

    def _environment(self) -> Mapping[str, str]:
        given = os.environ.get("DATABASE_URL")
        if given:
            await_given_database(given)
            dsn = given
        elif name := os.environ.get("DATABASE_URL_FILE"):
            dsn = Path(name).read_text(encoding="utf-8").strip()
            await_given_database(dsn)
        else:
            self._database = running_postgres(self._data)
            dsn = self._database.dsn
        extra = {"KITH_DEBUG": os.environ.get("KITH_DEBUG", "1")} if self._reloads else {}
        python_path = os.pathsep.join(filter(None, [BACKEND, os.environ.get("PYTHONPATH")]))
        inherited = {name: value for name, value in os.environ.items() if name != SLOW_START}
        return {
            **inherited,
            "DATABASE_URL": dsn,
            "KITH_DATA": str(self._data),
            "PYTHONPATH": python_path,
            "PYTHONUNBUFFERED": "1",
            **extra,
        }

    def _start_web(self, env: Mapping[str, str]) -> None:
        """Web processes load, the first of them prepares the database when told, and all serve once the gate closes."""
        gate, ours = os.pipe()
        self._gate.append(ours)
        keep = [self._listener.fileno(), gate]
        for number in range(whole_number("KITH_WEB_PROCESSES", 1, lowest=1, highest=64)):
            given = keep if number else [*keep, self._preparer.fileno()]
            command = [sys.executable, "-m", "crm.serve.web", *map(str, given)]
            self._start(Child(f"web {number + 1}", command, env=env, cwd=BACKEND, keep=given))

    def _prepare(self) -> str:
        """Has the database prepared, waits for it whatever comes, and returns the setup link, if one is due."""
        answer = b""
        with self._preparation as channel:
            channel.sendall(b".")
            while not answer.endswith(b"\n") and self._children[0].is_running:
                ready, _, _ = select.select([channel], [], [], 0.2)
                answer += channel.recv(4096) if ready else b""
        if not answer.endswith(b"\n") or answer == FAILED:
            raise CannotStart("The database could not be prepared; the reason stands above.")
        return answer.decode().strip()

    def _start_workers(self, env: Mapping[str, str]) -> None:
        command = [sys.executable, "manage.py", "worker"]
        for number in range(whole_number("KITH_WORKER_PROCESSES", 1, lowest=0, highest=64)):
            self._start(Child(f"worker {number + 1}", command, env=env, cwd=BACKEND))

    def _start(self, child: Child) -> None:
        child.start()
        self._children.append(child)

    def _watch(self, link: str) -> None:
        url = os.environ.get("KITH_PUBLIC_URL") or "http://{}:{}".format(*self._listener.getsockname()[:2])
        say(f"\nKith runs at {url}   (Ctrl-C ends it)")
        if link:
            say(f"\nThere is no user yet. Create the administrator here (the link works once):\n  {link}\n")
        watcher = Watcher(Path(BACKEND)) if self._reloads else None
        while not self._told_to_stop(after=0.5 if watcher is None else 0.3):
            self._look_after_database()
            if watcher is not None and (changed := watcher.changed()):
                say(f"{changed} changed; restarting")
                for child in self._children:
                    child.restart()
            for child in self._children:
                if told := child.look_after():
                    say(told)

    def _look_after_database(self) -> None:
        if self._database is None or self._database.is_alive():
            return
        say("PostgreSQL has ended; starting it again")
        self._database.let_go()
        try:
            self._database = running_postgres(self._data)
        except CannotStart as failure:
            say(str(failure))

    def _told_to_stop(self, *, after: float) -> bool:
        self._wait(after)
        return self._stops > 0

    def _wait(self, seconds: float) -> None:
        ready, _, _ = select.select([self._waker], [], [], seconds)
        if ready:
            os.read(self._waker, 4096)

    def _end(self) -> None:
        self._listener.close()
        if self._stops:
            say("\nEnding … (Ctrl-C again to end at once)")
        for child in self._children:
            child.tell_to_end()
        give_up = time.monotonic() + GRACE_SECONDS
        while any(child.is_running for child in self._children):
            if self._stops > 1 or time.monotonic() > give_up:
                break
            self._wait(0.2)
        for child in self._children:
            if child.is_running:
                say(f"{child.name} did not end in time and is killed")
            child.kill()
        if self._database is not None:
            self._database.stop(at_once=self._stops > 1)
