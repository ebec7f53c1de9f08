"""Knows all actions before the first of them is asked for."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from crm.bulk.rescue import RESCUING
from crm.core.work import register_work


class BulkConfig(AppConfig):
    """The bulk room. Rooms register what can be done to many of their records in their module `bulk.py`."""

    name = "crm.bulk"

    def ready(self) -> None:
        autodiscover_modules("bulk")
        register_work(RESCUING)
