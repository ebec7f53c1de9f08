"""The database of the tests: a PostgreSQL of its own, thrown away afterwards, unless DATABASE_URL names one.

The process that starts pytest starts the server; each xdist worker then makes a database of its own on it.
"""

import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

import django
import pytest

from crm.serve.postgres import Server, running_postgres

# Nothing here has to outlive a power cut.
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "256MB",
    "max_connections": "200",
}


def _make_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="kith-tests-"))
    # The account that runs PostgreSQL for root must be able to pass through.
    folder.chmod(0o711)
    return folder


def _start_server(folder: Path) -> Server:
    server = running_postgres(folder / "kith", settings=FAST, ends_with_us=True)
    os.environ["DATABASE_URL"] = server.dsn
    return server


# Settings read the environment when they are imported, so all this stands before anything of Django.
_folder: Path | None = None
_server: Server | None = None
if "PYTEST_XDIST_WORKER" not in os.environ:
    _folder = _make_folder()
    os.environ["KITH_DATA"] = str(_folder / "kith")
    if not os.environ.get("DATABASE_URL"):
        _server = _start_server(_folder)
os.environ["DJANGO_SETTINGS_MODULE"] = "crm.settings"
for name in [name for name in os.environ if name.startswith("KITH_") and name not in {"KITH_DATA", "KITH_CHROMIUM"}]:
    # What a person has set for their own Kith must not change what the tests see.
    del os.environ[name]
os.environ.pop("REDIS_URL", None)
django.setup()

from django.conf import settings
from django.db import connection

from crm.journal.models import Event

# Thousands of people are made and signed in; the real cost is a tenth of a second of all cores each time.
settings.PASSWORD_HASHERS = ["tests.accounts.stand_ins.QuickHasher"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """Lets the clean-up after tests that commit empty the append-only tables too; everybody else is refused."""
    empty_tables = connection.ops.execute_sql_flush

    def empty_all(statements: Iterable[str]) -> None:
        guard = f"ALTER TABLE {Event._meta.db_table} {{}} TRIGGER USER"
        empty_tables([guard.format("DISABLE"), *statements, guard.format("ENABLE")])

    connection.ops.execute_sql_flush = empty_all  # type: ignore[method-assign, assignment]


def pytest_unconfigure(config: pytest.Config) -> None:
    """Ends the server and takes its folder away."""
    if _server is not None:
        _server.stop(at_once=True)
    if _folder is not None:
        shutil.rmtree(_folder, ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long tests come first, so that at the end no worker is left with them alone."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)
