"""A PostgreSQL data folder: making it, its settings and access rules, what it says of the server that runs on it."""

import os
import pwd
import shutil
import subprocess
import uuid
from pathlib import Path
from typing import BinaryIO

import psycopg

from crm.serve.account import Account
from crm.serve.failures import CannotStart

ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
LOG_LIMIT = 10 * 1024 * 1024
ACCESS_RULES = """\
# Written by Kith at each start. Connections come over the Unix socket alone, known by their account (pg_ident.conf).
local all         all peer map=kith
local replication all peer map=kith
"""


def create_if_missing(programs: Path, data: Path, account: Account) -> None:
    """Makes the cluster, whole or not at all. Text is UTF-8 with rules that no system update can change."""
    if (data / "PG_VERSION").exists():
        _refuse_other_version(programs, data)
        return
    partial = data.with_name(f"data.{uuid.uuid4().hex[:8]}")
    partial.mkdir(mode=0o700)
    account.own(partial)
    command = [str(programs / "initdb"), "-D", str(partial), "--username=postgres", "--auth=peer", "--encoding=UTF8"]
    command += ["--locale-provider=builtin", "--locale=C.UTF-8", "--lc-messages=C", "--data-checksums"]
    done = subprocess.run(
        command, cwd="/", env=ENVIRONMENT, capture_output=True, check=False, **account.popen_arguments()
    )
    if done.returncode != 0:
        shutil.rmtree(partial)
        raise CannotStart(f"The database could not be made in {data}:\n{done.stderr.decode(errors='replace').strip()}")
    partial.rename(data)


def _refuse_other_version(programs: Path, data: Path) -> None:
    stored = (data / "PG_VERSION").read_text().strip()
    said = subprocess.run([str(programs / "postgres"), "--version"], capture_output=True, check=True, text=True).stdout
    ours = said.split()[-1].partition(".")[0]
    if stored != ours:
        raise CannotStart(
            f"The database in {data} was made by PostgreSQL {stored}, and this Kith brings {ours}. Restore a backup "
            "into a new KITH_DATA, or upgrade the folder with pg_upgrade (it comes with Kith)."
        )


def create_database_if_missing(dsn: str) -> None:
    """The role that Kith works as, who owns the database `kith` and is not a superuser."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = 'kith'").fetchone():
            connection.execute("CREATE ROLE kith LOGIN CREATEDB")
            connection.execute("GRANT pg_monitor TO kith")
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'kith'").fetchone():
            connection.execute("CREATE DATABASE kith OWNER kith")


def write_access_rules(data: Path, account: Account) -> None:
    """Lets in root, the account of PostgreSQL and the one that starts Kith; nobody else of this machine."""
    names = {"root", account.name, pwd.getpwuid(os.geteuid()).pw_name}
    quoted = ['"' + name.replace('"', '""') + '"' for name in sorted(names)]
    lines = [f"kith {name} {role}\n" for name in quoted for role in ("kith", "postgres")]
    for name, text in (("pg_ident.conf", "".join(lines)), ("pg_hba.conf", ACCESS_RULES)):
        put(data / name, text, account)


def put(path: Path, text: str, account: Account) -> None:
    """Writes a file for `account`, whole or not at all.

    Never through a link: the folder is the account's, and the writer may be root.
    """
    fresh = path.with_name(f"{path.name}.{uuid.uuid4().hex[:8]}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    account.own(fresh)
    fresh.replace(path)


def server_settings() -> dict[str, str]:
    """Settings for a machine that runs all of Kith."""
    return {
        "shared_buffers": f"{max(32, min(2048, _memory_mb() // 4))}MB",
        "work_mem": "32MB",
        "max_wal_size": "4GB",
        "random_page_cost": "1.1",
        "shared_preload_libraries": "pg_stat_statements",
        "log_line_prefix": "%m [%p] ",
        "log_timezone": "UTC",
        "timezone": "UTC",
    }


def _memory_mb() -> int:
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limits = [machine]
    for name in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        try:
            limits.append(int(Path(name).read_text()))
        except (OSError, ValueError):
            continue
    return min(limits) // (1024 * 1024)


def recorded_pid(data: Path) -> int | None:
    """The process id in the pid file, if there is one that can be read."""
    try:
        return int((data / "postmaster.pid").read_text().splitlines()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return None


def socket_folder_of(data: Path) -> Path:
    """Where the running server listens (line five of its pid file)."""
    return Path((data / "postmaster.pid").read_text().splitlines()[4])


def is_postmaster(pid: int, data: Path) -> bool:
    """True when that process is a PostgreSQL on this very folder, not a later program with the same number."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return os.path.basename(words[0]) == b"postgres" and os.fsencode(data) in words


def open_log(home: Path, account: Account) -> BinaryIO:
    """The server's log, begun anew (and the old one kept once) when it has grown past its limit."""
    path = home / "postgres.log"
    if path.exists() and path.stat().st_size > LOG_LIMIT:
        path.replace(home / "postgres.log.1")
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    account.own(path)
    return os.fdopen(handle, "ab")


def end_of_log(home: Path) -> str:
    """Its last lines, for a person who must find out what went wrong."""
    path = home / "postgres.log"
    if not path.exists():
        return ""
    lines = path.read_text(errors="replace").splitlines()[-12:]
    return "\n".join([f"The end of {path}:", *lines])
