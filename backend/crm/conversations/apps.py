"""The conversations room."""

from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    """Conversations, messages, and what they are sent through."""

    name = "crm.conversations"
    default_auto_field = "django.db.models.BigAutoField"
