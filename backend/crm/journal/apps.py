"""Knows all events, listeners and undos before the first of them is needed."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from crm.core.work import register_work
from crm.journal.delivery import DELIVERING


class JournalConfig(AppConfig):
    """The journal room. A process that did not know a listener would publish events that never reach it."""

    name = "crm.journal"

    def ready(self) -> None:
        autodiscover_modules("events", "listeners", "undo", "undo_set")
        register_work(DELIVERING)
