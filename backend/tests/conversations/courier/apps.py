"""The app: registers the channel when it is ready."""

from django.apps import AppConfig

from tests.conversations.courier.adapter import register


class CourierConfig(AppConfig):
    """Makes the courier known to a worker process."""

    name = "tests.conversations.courier"
    label = "courier"

    def ready(self) -> None:
        register()
