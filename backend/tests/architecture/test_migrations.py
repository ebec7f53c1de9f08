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
from tests.template import TEMPLATE

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
def database() -> Iterator[str]:
    """The address of a database on the server of the tests: migrated where they have one to copy, else empty."""
    name = f"kith_migrations_{uuid.uuid4().hex[:12]}"
    parameters = {**connection_parameters(), "dbname": "postgres"}
    with psycopg.connect(**parameters, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE {os.environ.get(TEMPLATE, "template0")}')
        yield urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


# All rooms in one plan, from the topmost down: a plan for each room would build the whole state of all each time.
BACK_AND_THERE = """
import django
django.setup()
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
call_command("migrate", verbosity=0)
MigrationExecutor(connection).migrate([(room, None) for room in %r])
assert not set(connection.introspection.table_names()) & %r
call_command("migrate", verbosity=0)
"""


@pytest.mark.long
def test_migrations_go_there_and_back(database: str) -> None:
    """All the way (as the database that is copied was made), then all rooms to nothing, then all the way again."""
    tables_of_rooms = {model._meta.db_table for room in ROOMS for model in apps.get_app_config(room).get_models()}
    done = subprocess.run(
        [sys.executable, "-c", BACK_AND_THERE % (ROOMS, tables_of_rooms)],
        cwd=REPOSITORY / "backend",
        env={**os.environ, "DATABASE_URL": database},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    with psycopg.connect(database) as fresh:
        tables = {row[0] for row in fresh.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
    assert {"journal_event", "journal_delivery", "django_migrations"} <= tables
