"""`manage.py worker`: delivers events, does what is due, runs jobs."""

from typing import Any

from django.core.management.base import BaseCommand

from crm.core.worker.process import Worker


class Command(BaseCommand):
    """Runs one worker process until SIGTERM or Ctrl-C. Any number may run beside each other."""

    help = "Delivers events to their listeners, does other due work, and runs coarse and periodic jobs."
    # Checks would load every address and schema of the API, which the worker never needs.
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        Worker().run()
