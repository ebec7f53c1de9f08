"""Readies the database before anything is served: migrations, and the way in while there is no user yet."""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connection

from crm.accounts import services as accounts
from crm.client import pending_migrations

# Several machines may start a new version at once: the first migrates, the others wait for it.
MIGRATION_LOCK = 0x6B697468


def main() -> int:
    """Migrates if needed and writes the one-time setup link, if one is due, to standard output."""
    if pending_migrations():
        print("Preparing the database …", file=sys.stderr, flush=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
            call_command("migrate", interactive=False, verbosity=0)
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])
    link = accounts.setup_link()
    if link:
        print(link)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
