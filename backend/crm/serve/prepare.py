"""Readies the database before anything is served: migrations, and the way in while there is no user yet."""

import os
import sys

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connection

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")
try:
    django.setup()
except ImproperlyConfigured as error:
    # What an administrator has set can't be used; the reason is the message, a traceback would hide it.
    raise SystemExit(str(error)) from None

from crm.accounts.services.setup import create_administrator_from_environment, setup_link
from crm.schema_state import pending_migrations

# Several machines may start a new version at once: the first migrates, the others wait for it.
MIGRATION_LOCK = 0x6B697468


def main() -> None:
    """Migrates if needed and writes the one-time setup link, if one is due, to standard output."""
    if pending_migrations():
        print("Preparing the database …", file=sys.stderr, flush=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
            call_command("migrate", interactive=False, verbosity=0)
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])
    try:
        create_administrator_from_environment()
    except ImproperlyConfigured as error:
        raise SystemExit(str(error)) from None
    if link := setup_link():
        print(link)


if __name__ == "__main__":
    main()
