"""A database that stands ready: made and migrated once for the code as it is, copied by whoever needs one of their own.

`python -m tests.template` makes it when it is missing. It is kept in `.tools` for the next run; another migration,
another setting or another release of a library makes another one.
"""

import fcntl
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from crm.serve.folders import REPOSITORY, database_home
from crm.serve.postgres import running_postgres

BACKEND = REPOSITORY / "backend"
KEPT = REPOSITORY / ".tools"
# Where the database to copy is named, for the processes that run the tests on one server.
TEMPLATE = "KITH_TESTS_TEMPLATE"
# Nothing here has to outlive a power cut.
HASTE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def put_database(data_dir: Path) -> None:
    """Puts a migrated database without a row of anybody into `data_dir`, as an earlier start of Kith leaves it."""
    data, kept = database_home(data_dir) / "data", KEPT / f"database-{_key()}"
    KEPT.mkdir(exist_ok=True)
    # Whoever makes another one throws this one away, and not while it is copied.
    with (KEPT / "database.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            # In a process of its own: ours may have settings and connections for another database.
            subprocess.run([sys.executable, "-m", "tests.template", str(kept)], cwd=BACKEND, check=True)
        # With its owner, who is the account that runs PostgreSQL for root.
        subprocess.run(["cp", "-a", "--reflink=auto", str(kept), str(data)], check=True)


def _key() -> str:
    """Tells apart what makes another database: migrations, settings, libraries, this file, the kind of machine."""
    files = [*BACKEND.glob("crm/**/migrations/*.py"), *BACKEND.glob("crm/settings/*.py"), REPOSITORY / "uv.lock"]
    told = hashlib.sha256(platform.machine().encode())
    for file in sorted([*files, Path(__file__)]):
        told.update(f"{file.relative_to(REPOSITORY)}\0".encode() + file.read_bytes())
    return told.hexdigest()[:16]


def _make(kept: Path) -> None:
    """Makes, migrates and ends it, puts it at `kept` whole or not at all, and throws older ones away."""
    folder = Path(tempfile.mkdtemp(prefix="kith-template-"))
    # The account that runs PostgreSQL for root must be able to pass through.
    folder.chmod(0o711)
    data_dir, partial = folder / "kith", kept.with_name(f"partial-{os.getpid()}")
    server = running_postgres(data_dir, settings=HASTE, ends_with_us=True)
    try:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("KITH_")}
        environment |= {"DATABASE_URL": server.dsn, "KITH_DATA": str(data_dir)}
        environment |= {"DJANGO_SETTINGS_MODULE": "crm.settings"}
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity=0", "--skip-checks"]
        subprocess.run(migrate, cwd=BACKEND, env=environment, check=True)
        server.stop()
        subprocess.run(["cp", "-a", str(database_home(data_dir) / "data"), str(partial)], check=True)
        for older in KEPT.glob("database-*"):
            shutil.rmtree(older, ignore_errors=True)
        partial.rename(kept)
    finally:
        server.stop(at_once=True)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    _make(Path(sys.argv[1]))
