"""`python -m tests.journal.recorder.publisher COUNT PAUSE`: publishes events and prints the changes whose commit it saw.

Each fifth transaction is rolled back on purpose; its change is printed with a minus. A database that is away is waited for.
"""

import os
import sys
import time
import uuid

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.journal.recorder.settings"
django.setup()

from django.db import Error, connection, transaction

from crm.companies.events import CompanyCreated
from crm.core.access import system_actor
from crm.core.worker.database import use_plain_connections
from crm.journal.publishing import publish

ACTOR = system_actor("Recorder")


def publish_one(number: int) -> None:
    """One transaction with two events."""
    change = uuid.uuid4()
    is_kept = number % 5 != 4
    with transaction.atomic():
        publish(
            CompanyCreated(subject_id=number), CompanyCreated(subject_id=number), actor=ACTOR, change_id=change
        )
        transaction.set_rollback(not is_kept)
    print(change if is_kept else f"-{change}", flush=True)


def main(count: int, pause: float) -> None:
    """Publishes `count` times."""
    use_plain_connections()
    number = 0
    while number < count:
        try:
            publish_one(number)
        except Error:
            connection.close()
            time.sleep(0.05)
            continue
        number += 1
        time.sleep(pause)


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
