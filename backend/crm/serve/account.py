"""Which operating-system account runs PostgreSQL, and what that account can reach.

PostgreSQL refuses to run as root. Started by root, Kith lends it an account without rights: never by loosening the mode
of a folder that is not Kith's own.
"""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from crm.serve.failures import CannotStart

DEDICATED = "kith"
# An account of that name exists where PostgreSQL was ever installed, and is meant for just this.
EXISTING = ("postgres",)


@dataclass(frozen=True)
class Account:
    """An account of this machine. `is_other` says that our own process runs as somebody else (as root)."""

    name: str
    uid: int
    gid: int
    is_other: bool

    @classmethod
    def of(cls, uid: int) -> Self:
        """The account with this uid; PostgreSQL itself needs it to have a name."""
        try:
            entry = pwd.getpwuid(uid)
        except KeyError as error:
            raise CannotStart(
                f"The user id {uid} has no name on this machine, and PostgreSQL needs one. "
                "Run Kith as a named user, or set DATABASE_URL to a PostgreSQL server."
            ) from error
        return cls(entry.pw_name, uid, entry.pw_gid, is_other=uid != os.geteuid())

    def popen_arguments(self) -> dict[str, Any]:
        """Arguments that make `subprocess` run a program as this account."""
        if not self.is_other:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def can_reach(self, path: Path) -> bool:
        """True when this account may pass through every folder down to `path`."""
        if not self.is_other:
            return True
        test = ["/bin/sh", "-c", 'cd "$0" 2>/dev/null || test -r "$0"', str(path)]
        return subprocess.run(test, cwd="/", check=False, **self.popen_arguments()).returncode == 0

    def own(self, *paths: Path) -> None:
        """Hands over things that Kith has just made."""
        if self.is_other:
            for path in paths:
                os.chown(path, self.uid, self.gid, follow_symlinks=False)


def account_for(data: Path) -> Account:
    """The account for the database in `data`: its owner, if there is one, else ours; for root, one without rights."""
    if data.exists():
        owner = data.stat().st_uid
        if owner not in {os.geteuid(), 0} and os.geteuid() != 0:
            name = Account.of(owner).name
            raise CannotStart(
                f"The database in {data} belongs to {name}. Start Kith as {name} or as root, or set another KITH_DATA."
            )
        if owner != 0:
            return Account.of(owner)
    if os.geteuid() != 0:
        return Account.of(os.geteuid())
    return _without_rights()


def _without_rights() -> Account:
    for name in (DEDICATED, *EXISTING):
        if found := _named(name):
            return found
    if useradd := shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin"):
        command = [useradd, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
        command += ["--shell", "/usr/sbin/nologin", DEDICATED]
        subprocess.run(command, check=False, capture_output=True)
    if found := _named(DEDICATED) or _named("nobody"):
        return found
    raise CannotStart(
        "PostgreSQL does not run as root, and no account without rights was found. Add one with "
        f"`useradd --system {DEDICATED}`, run Kith as an ordinary user, or set DATABASE_URL."
    )


def _named(name: str) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(name, entry.pw_uid, entry.pw_gid, is_other=True) if entry.pw_uid else None
