"""The channels: each folder beside this file is one, and registers itself by its module `adapter.py`."""

import pkgutil
from importlib import import_module
from pathlib import Path

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    """Knows all channels before the first message is sent or received."""

    name = "crm.channels"

    def ready(self) -> None:
        for folder in pkgutil.iter_modules([str(Path(__file__).parent)]):
            if folder.ispkg and folder.name != "migrations":
                import_module(f"{self.name}.{folder.name}.adapter")
