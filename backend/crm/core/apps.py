"""The core: knows all filters before the first of them is needed."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    """What all rooms stand on. Rooms say in their modules `filters.py` by what their records can be filtered."""

    name = "crm.core"

    def ready(self) -> None:
        autodiscover_modules("filters")
