"""Migrations: one line in each app, whole, and there and back again on an empty database."""

import io
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

from crm.core.worker.database import connection_parameters
from crm.settings.environment import REPOSITORY

# A room without tables has nothing to migrate.
ROOMS = [
    config.label
    for config in apps.get_app_configs()
    if config.name.startswith("crm.") and (Path(config.path) / "migrations").is_dir()
]


@pytest.mark.parametrize("room", ROOMS)
def test_migrations_stand_in_one_line(room: str) -> None:
    loader = MigrationLoader(None)
    names = sorted(name for app, name in loader.disk_migrations if app == room)
    for before, name in zip([None, *names], names, strict=False):
        own = {parent for app, parent in loader.disk_migrations[room, name].dependencies if app == room}
        assert own == ({before} if before else set())


@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    told = io.StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=told)
    except SystemExit:
        pytest.fail(f"run makemigrations:\n{told.getvalue()}")


@pytest.fixture
def empty_database() -> Iterator[str]:
    """The address of a database without a table, on the server of the tests."""
    name = f"kith_empty_{uuid.uuid4().hex[:12]}"
    parameters = {**connection_parameters(), "dbname": "postgres"}
    with psycopg.connect(**parameters, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        yield urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.mark.long
def test_migrations_go_there_and_back(empty_database: str) -> None:
    """All the way, then each room to nothing from the topmost down, then all the way again."""
    steps = ["migrate -v0", *(f"migrate -v0 {room} zero" for room in reversed(ROOMS)), "migrate -v0"]
    script = "from django.core.management import call_command\nimport django\ndjango.setup()\n" + "".join(
        f"call_command(*{step.split()!r})\n" for step in steps
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=REPOSITORY / "backend",
        env={**os.environ, "DATABASE_URL": empty_database},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    with psycopg.connect(empty_database) as fresh:
        tables = {row[0] for row in fresh.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
    assert {"journal_event", "journal_delivery", "django_migrations"} <= tables
