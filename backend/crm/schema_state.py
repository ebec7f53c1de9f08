"""Whether the database has every migration of this version."""

import pkgutil
from importlib.util import find_spec

from django.apps import apps
from django.db import ProgrammingError, connection
from django.db.migrations.executor import MigrationExecutor


def pending_migrations() -> bool:
    """True when this version has migrations that the database lacks.

    Comparing names takes milliseconds and settles nearly every start; only when a name is missing are the migrations
    themselves loaded and asked.
    """
    if _names_on_disk() <= _names_recorded():
        return False
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _names_on_disk() -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for app in apps.get_app_configs():
        spec = find_spec(f"{app.name}.migrations")
        folders = list(spec.submodule_search_locations or ()) if spec else []
        found |= {(app.label, module.name) for module in pkgutil.iter_modules(folders) if module.name[0] not in "_~"}
    return found


def _names_recorded() -> set[tuple[str, str]]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            return {(app, name) for app, name in cursor.fetchall()}
    except ProgrammingError:
        return set()
