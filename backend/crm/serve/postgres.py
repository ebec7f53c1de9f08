"""Kith's own PostgreSQL: made, started, shared and stopped here.

`running_postgres(folder)` is the whole of it. Whoever holds the `Server` it returns has the database for that time; the
last holder to let go ends it. A server that somebody else started by hand is used and left alone.
"""

import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import psycopg

from crm.serve import cluster
from crm.serve.account import Account, account_for
from crm.serve.binaries import program_folder
from crm.serve.failures import CannotStart
from crm.serve.folders import database_home, socket_folder
from crm.serve.lifeline import end_with_parent

# Recovery after a power cut replays up to max_wal_size; it is let run for as long as the server says that it is at it.
PATIENCE_SECONDS = 600.0
# Just after a kill -9 the old children still hold the shared memory for a moment: starting is tried again.
RETRY_SECONDS = 20.0
STOP_SECONDS = 60.0


class Server:
    """A running PostgreSQL and our hold on it."""

    def __init__(
        self, *, home: Path, sockets: Path, pid: int, is_ours: bool, process: subprocess.Popen[bytes] | None
    ) -> None:
        self.dsn = _dsn(sockets, "kith", "kith")
        self.pid = pid
        self._home = home
        self._sockets = sockets
        self._is_ours = is_ours
        self._process = process
        self._hold: int | None = _open_lock(home / "users.lock")
        fcntl.flock(self._hold, fcntl.LOCK_SH)

    def is_alive(self) -> bool:
        """False once the server has gone, by whatever cause."""
        if self._process is not None:
            return self._process.poll() is None
        return cluster.is_postmaster(self.pid, self._home / "data")

    def let_go(self) -> None:
        """Gives up our hold without ending the server (it is dead, or goes on for others)."""
        if self._hold is not None:
            os.close(self._hold)
            self._hold = None

    def stop(self, *, at_once: bool = False) -> None:
        """Lets go, and ends the server when nobody else holds it. `at_once` skips the closing checkpoint."""
        if self._hold is None:
            return
        with _launching(self._home):
            self.let_go()
            probe = _open_lock(self._home / "users.lock")
            try:
                fcntl.flock(probe, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self._leave_running()
                return
            finally:
                os.close(probe)
            if self._is_ours and self.is_alive():
                self._end(signal.SIGQUIT if at_once else signal.SIGINT)

    def _leave_running(self) -> None:
        if self._process is not None and self._process.poll() is None:
            # It goes on for others: Popen must not complain that its child is still there.
            self._process.returncode = 0
            self._process = None

    def _end(self, how: signal.Signals) -> None:
        os.kill(self.pid, how)
        give_up = time.monotonic() + STOP_SECONDS
        while self.is_alive():
            if time.monotonic() > give_up:
                # Immediate, never SIGKILL: the write-ahead log makes it whole again at the next start.
                os.kill(self.pid, signal.SIGQUIT)
                give_up += STOP_SECONDS
            time.sleep(0.02)
        if self._sockets.parent != self._home:
            # Put outside for the sake of a short path: nothing is left there.
            with suppress(OSError):
                self._sockets.rmdir()


def running_postgres(
    data_dir: Path, *, settings: Mapping[str, str] | None = None, ends_with_us: bool = False
) -> Server:
    """The server for `data_dir`, started (and created) if it does not run yet.

    `settings` are server settings for this start. With `ends_with_us` the kernel ends the server when our process dies.
    Raises CannotStart with a reason a person can act on.
    """
    home = database_home(data_dir)
    data = home / "data"
    account = account_for(data)
    with _launching(home, account):
        pid = _live_postmaster(data)
        if pid is not None and (server := _joined(home, pid)):
            return server
        programs = program_folder(account, home)
        cluster.create_if_missing(programs, data, account)
        process = _start(programs, home, account, {**cluster.server_settings(), **(settings or {})}, ends_with_us)
        sockets = socket_folder(home, account)
        cluster.create_database_if_missing(_dsn(sockets, "postgres", "postgres"))
        cluster.put(home / "launched.pid", str(process.pid), account)
        return Server(home=home, sockets=sockets, pid=process.pid, is_ours=True, process=process)


def _joined(home: Path, pid: int) -> Server | None:
    """The server that runs already; None when it turns out to be on its way down."""
    sockets = cluster.socket_folder_of(home / "data")
    try:
        _await_ready(_dsn(sockets, "kith", "kith"), home, pid, None)
    except CannotStart:
        if cluster.is_postmaster(pid, home / "data"):
            raise
        return None
    return Server(home=home, sockets=sockets, pid=pid, is_ours=_was_launched(home, pid), process=None)


def _start(
    programs: Path, home: Path, account: Account, settings: Mapping[str, str], ends_with_us: bool
) -> subprocess.Popen[bytes]:
    data, sockets = home / "data", socket_folder(home, account)
    cluster.write_access_rules(data, account)
    options = {**settings, "listen_addresses": "", "unix_socket_directories": str(sockets)}
    command = [str(programs / "postgres"), "-D", str(data)]
    for name, value in options.items():
        command += ["-c", f"{name}={value}"]
    give_up = time.monotonic() + RETRY_SECONDS
    while True:
        with cluster.open_log(home, account) as log:
            process = subprocess.Popen(
                command,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=cluster.ENVIRONMENT,
                # Ctrl-C in the terminal must reach Kith alone, which then ends things in their order.
                start_new_session=True,
                preexec_fn=end_with_parent(signal.SIGINT) if ends_with_us else None,
                **account.popen_arguments(),
            )
        try:
            _await_ready(_dsn(sockets, "postgres", "postgres"), home, process.pid, process)
            return process
        except CannotStart:
            if process.poll() is None or time.monotonic() > give_up:
                raise
            time.sleep(0.3)


def _await_ready(dsn: str, home: Path, pid: int, process: subprocess.Popen[bytes] | None) -> None:
    give_up = time.monotonic() + PATIENCE_SECONDS
    pause = 0.01
    while True:
        try:
            psycopg.connect(dsn, connect_timeout=5).close()
            return
        except psycopg.OperationalError as error:
            last = str(error)
        gone = process.poll() is not None if process else not cluster.is_postmaster(pid, home / "data")
        if gone or time.monotonic() > give_up:
            raise CannotStart(f"PostgreSQL did not start: {last.strip()}\n{cluster.end_of_log(home)}")
        time.sleep(pause)
        pause = min(pause * 1.5, 0.25)


def _live_postmaster(data: Path) -> int | None:
    """Its process id, or None. Takes away a pid file whose number now belongs to some other program."""
    pid = cluster.recorded_pid(data)
    if pid is None:
        return None
    if cluster.is_postmaster(pid, data):
        return pid
    (data / "postmaster.pid").unlink(missing_ok=True)
    return None


def _was_launched(home: Path, pid: int) -> bool:
    mark = home / "launched.pid"
    return mark.exists() and mark.read_text().strip() == str(pid)


def _dsn(sockets: Path, user: str, database: str) -> str:
    return f"postgresql://{user}@/{database}?host={quote(str(sockets), safe='/')}"


def _open_lock(path: Path, account: Account | None = None) -> int:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    if account is not None:
        account.own(path)
    return handle


@contextmanager
def _launching(home: Path, account: Account | None = None) -> Iterator[None]:
    """One launcher at a time starts or ends the server of this folder."""
    handle = _open_lock(home / "launch.lock", account)
    if account is not None:
        os.close(_open_lock(home / "users.lock", account))
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
