"""The database of the tests: a PostgreSQL of its own, thrown away afterwards, unless DATABASE_URL names one.

The process that starts pytest starts the server, on a copy of a migrated database; each xdist worker copies that one.
"""

import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

import django
import pytest

from crm.serve.postgres import Server, running_postgres
from tests.template import HASTE, TEMPLATE, put_database

FAST = {
    **HASTE,
    "shared_buffers": "256MB",
    "max_connections": "200",
}


def _make_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="kith-tests-"))
    # The account that runs PostgreSQL for root must be able to pass through.
    folder.chmod(0o711)
    return folder


def _start_server(folder: Path) -> Server:
    put_database(folder / "kith")
    server = running_postgres(folder / "kith", settings=FAST, ends_with_us=True)
    os.environ["DATABASE_URL"] = server.dsn
    os.environ[TEMPLATE] = "kith"
    return server


KEPT = {"KITH_DATA", "KITH_CHROMIUM", TEMPLATE}
# Settings read the environment when they are imported, so all this stands before anything of Django.
_folder: Path | None = None
_server: Server | None = None
if "PYTEST_XDIST_WORKER" not in os.environ:
    _folder = _make_folder()
    os.environ["KITH_DATA"] = str(_folder / "kith")
    os.environ.pop(TEMPLATE, None)
    if not os.environ.get("DATABASE_URL"):
        _server = _start_server(_folder)
os.environ["DJANGO_SETTINGS_MODULE"] = "crm.settings"
for name in [name for name in os.environ if name.startswith("KITH_") and name not in KEPT]:
    # What a person has set for their own Kith must not change what the tests see.
    del os.environ[name]
os.environ.pop("REDIS_URL", None)
django.setup()

from django.conf import settings
from django.db import connection

from crm.journal.models import Event

if TEMPLATE in os.environ:
    # On somebody's own server there is none to copy, and Django migrates an empty one.
    settings.DATABASES["default"].setdefault("TEST", {})["TEMPLATE"] = os.environ[TEMPLATE]
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
