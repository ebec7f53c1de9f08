"""The conversations room."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ConversationsConfig(AppConfig):
    """Conversations, messages, and what they are sent through. What its worker does stands in `work.py`, what it
    tells the room of opportunities in `replies.py`."""

    name = "crm.conversations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        autodiscover_modules("work", "replies")
