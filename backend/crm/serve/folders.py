"""Where Kith keeps its data on this machine."""

import hashlib
import os
import stat
import tempfile
from pathlib import Path

from crm.serve.account import Account, account_for
from crm.serve.failures import CannotStart

REPOSITORY = Path(__file__).resolve().parents[3]
# Linux allows 107 bytes for a socket's path; the lock file beside it adds five.
SOCKET_PATH_LIMIT = 107 - len("/.s.PGSQL.5432.lock")
# For databases of root, whose own folders are closed to the account that runs PostgreSQL.
SYSTEM_STATE = Path("/var/lib/kith")


def data_folder() -> Path:
    """`KITH_DATA`, else `.kith` beside the code; made and proven writable."""
    path = Path(os.environ.get("KITH_DATA") or REPOSITORY / ".kith").expanduser().resolve()
    make_folder(path)
    if not os.access(path, os.W_OK | os.X_OK):
        raise CannotStart(f"The data folder {path} is not writable. Set KITH_DATA to a folder of your own.")
    return path


def make_folder(path: Path) -> None:
    """Makes `path`, closed to others; root's may be passed through (not listed) by the account of PostgreSQL."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, exist_ok=True)
    except OSError as error:
        raise CannotStart(
            f"The data folder {path} can't be made: {error.strerror}. Set KITH_DATA to a folder of your own."
        ) from error


def database_home(data_dir: Path) -> Path:
    """The folder that holds the database of `data_dir`: inside it, or, closed to PostgreSQL's account, elsewhere.

    The second happens to root with a checkout below /root. The way there is then a link in `data_dir`, so that a moved
    checkout keeps its data.
    """
    make_folder(data_dir)
    inside = data_dir.resolve() / "postgres"
    if not os.path.lexists(inside):
        account = account_for(inside)
        if account.can_reach(data_dir):
            make_folder(inside)
        else:
            name = hashlib.sha256(str(inside).encode()).hexdigest()[:16]
            elsewhere = SYSTEM_STATE / name
            elsewhere.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
            elsewhere.mkdir(mode=0o711, exist_ok=True)
            inside.symlink_to(elsewhere)
    home = inside.resolve()
    if not home.is_dir():
        raise CannotStart(f"{inside} leads to {home}, which is not there. Put the database back, or remove the link.")
    return home


def socket_folder(home: Path, account: Account) -> Path:
    """A folder for the Unix socket whose path is short enough; only `account` and we may enter it."""
    folder = home / "socket"
    if len(os.fsencode(folder)) > SOCKET_PATH_LIMIT:
        name = hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
        folder = Path(tempfile.gettempdir()) / f"kith-{account.uid}-{name}"
        if len(os.fsencode(folder)) > SOCKET_PATH_LIMIT:
            folder = Path("/tmp") / folder.name  # noqa: S108 - ownership is checked below
    try:
        folder.mkdir(mode=0o700)
        account.own(folder)
    except FileExistsError:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.uid:
            raise CannotStart(f"{folder} belongs to somebody else; PostgreSQL's socket can't be put there.") from None
    return folder
