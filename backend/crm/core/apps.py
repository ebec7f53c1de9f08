"""The core: knows all filters, and how to forget a person, before the first of them is needed."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    """What all rooms stand on. Rooms say in their modules `filters.py` by what their records can be filtered,
    and in `erasing.py` how a person is forgotten."""

    name = "crm.core"

    def ready(self) -> None:
        autodiscover_modules("filters", "erasing")
