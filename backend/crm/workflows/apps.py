"""The workflows room."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WorkflowsConfig(AppConfig):
    """Workflows and their runs. Triggers and steps are files of the packages `triggers` and `actions`."""

    name = "crm.workflows"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        autodiscover_modules("work")
