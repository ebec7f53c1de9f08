"""The launcher: PostgreSQL made, shared, killed, found again."""

import os
import signal
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from crm.serve.failures import CannotStart
from crm.serve.postgres import Server, running_postgres

SMALL = {"shared_buffers": "32MB"}

Start = Callable[[Path], Server]


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts servers that end with the test."""
    started: list[Server] = []

    def start_one(data: Path) -> Server:
        server = running_postgres(data, settings=SMALL, ends_with_us=True)
        started.append(server)
        return server

    yield start_one
    for server in started:
        server.stop(at_once=True)


@pytest.fixture
def data(open_tmp_path: Path) -> Path:
    """A data folder that the account of PostgreSQL can reach."""
    return open_tmp_path / "kith"


def ask(server: Server, statement: str) -> object:
    """The first value that the statement returns."""
    with psycopg.connect(server.dsn) as connection:
        row = connection.execute(statement).fetchone()
    assert row is not None
    return row[0]


def do(server: Server, statement: str) -> None:
    """Runs and commits a statement."""
    with psycopg.connect(server.dsn) as connection:
        connection.execute(statement)


def wait_until_gone(server: Server) -> None:
    """Returns when the server has ended."""
    give_up = time.monotonic() + 20
    while server.is_alive():
        assert time.monotonic() < give_up
        time.sleep(0.02)


def test_new_folder_gets_a_database_of_text_with_accents(start: Start, data: Path) -> None:
    server = start(data)

    assert ask(server, "SELECT current_setting('server_version_num')::int >= 150000")
    assert ask(server, "SELECT 'ÉCLAIR' ILIKE 'éclair' AND lower('ÄÖÅ') = 'äöå'")
    assert ask(server, "SELECT current_setting('data_checksums')") == "on"


def test_kith_works_without_superuser_rights_and_can_add_its_extensions(start: Start, data: Path) -> None:
    server = start(data)

    assert ask(server, "SELECT NOT rolsuper FROM pg_roles WHERE rolname = current_user")
    for extension in ("pg_trgm", "unaccent", "btree_gin"):
        do(server, f"CREATE EXTENSION {extension}")


def test_server_is_reached_by_socket_alone(start: Start, data: Path) -> None:
    server = start(data)

    assert ask(server, "SELECT current_setting('listen_addresses')") == ""
    sockets = Path(str(ask(server, "SELECT current_setting('unix_socket_directories')")))
    assert stat.S_IMODE(sockets.stat().st_mode) == 0o700


def test_what_was_committed_is_there_after_a_stop(start: Start, data: Path) -> None:
    first = start(data)
    do(first, "CREATE TABLE notes (text text)")
    do(first, "INSERT INTO notes VALUES ('kept')")

    first.stop()
    assert not first.is_alive()

    assert ask(start(data), "SELECT text FROM notes") == "kept"


def test_running_server_is_shared_and_ended_by_the_last_who_holds_it(start: Start, data: Path) -> None:
    first = start(data)
    second = start(data)
    assert second.pid == first.pid

    first.stop()
    assert ask(second, "SELECT 1") == 1

    second.stop()
    assert not second.is_alive()


def test_no_commit_is_lost_when_the_postmaster_is_killed(start: Start, data: Path) -> None:
    server = start(data)
    do(server, "CREATE TABLE numbers (n int)")
    for round_number in range(3):
        with psycopg.connect(server.dsn, autocommit=True) as connection:
            for n in range(50):
                connection.execute("INSERT INTO numbers VALUES (%s)", [round_number * 50 + n])
            os.kill(server.pid, signal.SIGKILL)
        wait_until_gone(server)
        server.let_go()

        server = start(data)
        assert ask(server, "SELECT count(*) FROM numbers") == (round_number + 1) * 50


def test_two_folders_have_two_servers(start: Start, data: Path) -> None:
    one, other = start(data), start(data.with_name("other"))
    do(one, "CREATE TABLE only_here (n int)")

    assert one.pid != other.pid
    assert ask(other, "SELECT to_regclass('only_here') IS NULL")


def test_path_too_long_for_a_socket(start: Start, data: Path) -> None:
    deep = data / ("a folder with a long name " * 3) / ("ünd önother " * 4)
    deep.mkdir(parents=True)
    for folder in (data, *data.rglob("*")):
        folder.chmod(0o711)

    server = start(deep)

    assert ask(server, "SELECT 1") == 1
    sockets = str(ask(server, "SELECT current_setting('unix_socket_directories')"))
    assert len(os.fsencode(sockets)) < 90
    server.stop()
    assert not Path(sockets).exists()


def test_pid_file_of_some_other_program_does_not_stand_in_the_way(start: Start, data: Path) -> None:
    start(data).stop()
    # As after a restart of the machine: the number is alive, and is not PostgreSQL.
    (data / "postgres" / "data" / "postmaster.pid").write_text(f"{os.getpid()}\n/elsewhere\n0\n5432\n/tmp\n\n")

    assert ask(start(data), "SELECT 1") == 1


def test_folder_of_another_version_is_refused_in_plain_words(start: Start, data: Path) -> None:
    start(data).stop()
    (data / "postgres" / "data" / "PG_VERSION").write_text("14\n")

    with pytest.raises(CannotStart, match="made by PostgreSQL 14"):
        start(data)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root lends PostgreSQL another account")
def test_root_keeps_modes_and_lends_an_account_without_rights(start: Start, data: Path) -> None:
    data.mkdir(mode=0o755)
    before = {folder: folder.stat().st_mode for folder in (data, *data.parents)}

    server = start(data)

    assert Path(f"/proc/{server.pid}").stat().st_uid != 0
    assert {folder: folder.stat().st_mode for folder in before} == before
