"""Readies the database before anything is served: migrations, and the way in while there is no user yet.

`python -m crm.serve.prepare` does it by itself, once per deploy, where another supervisor starts what serves.
"""

import os
import sys
import traceback

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
from crm.serve.supervisor import FAILED

# Several machines may start a new version at once: the first migrates, the others wait for it.
MIGRATION_LOCK = 0x6B697468


def prepare() -> str:
    """Migrates if needed. Returns the one-time setup link if one is due, else nothing. Raises `SystemExit` in words."""
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
    return setup_link() or ""


def prepare_when_told(channel: int) -> None:
    """Waits for a byte that says that the database runs, prepares it, and answers with a line: the link, or FAILED.

    Without a byte (who would send it has closed its end: this is a restart) nothing is done. The work is done in a
    process forked from this one, in a session of its own: another load of Django would take two seconds more, a
    migration is not torn by what ends this process, and this one is left without connections.
    """
    if not os.read(channel, 1):
        return
    child = os.fork()
    if child == 0:
        _prepare_and_end(channel)
    _, status = os.waitpid(child, 0)
    if status:
        os.write(channel, FAILED)


def _prepare_and_end(channel: int) -> None:
    code = 1
    try:
        os.setsid()
        os.write(channel, f"{prepare()}\n".encode())
        code = 0
    except SystemExit as reason:
        print(reason, file=sys.stderr)
    except BaseException:  # noqa: BLE001 - whatever it dies of, it must not go on as its parent
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    print(prepare())
