"""`manage.py publish_companies COUNT PAUSE`: publishes events and prints the changes whose commit it saw."""

import time
import uuid
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import Error, connection, transaction

from crm.companies.events import CompanyCreated
from crm.core.access import system_actor
from crm.core.worker.database import use_plain_connections
from crm.journal.publishing import publish

ACTOR = system_actor("Recorder")


def publish_two(number: int) -> str:
    """One transaction with two events. Each fifth is rolled back on purpose; its change comes with a minus."""
    change = uuid.uuid4()
    is_kept = number % 5 != 4
    with transaction.atomic():
        publish(CompanyCreated(subject_id=number), CompanyCreated(subject_id=number), actor=ACTOR, change_id=change)
        transaction.set_rollback(not is_kept)
    return str(change) if is_kept else f"-{change}"


class Command(BaseCommand):
    """Goes on when the database comes back."""

    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("count", type=int)
        parser.add_argument("pause", type=float)

    def handle(self, *args: Any, **options: Any) -> None:
        use_plain_connections()
        number = 0
        while number < options["count"]:
            try:
                self.stdout.write(publish_two(number))
            except Error:
                connection.close()
                time.sleep(0.05)
                continue
            self.stdout.flush()
            number += 1
            time.sleep(options["pause"])
