"""Has the worker look after imports whose worker has died."""

from django.apps import AppConfig

from crm.contacts.imports.queue import RESCUING
from crm.core.work import register_work


class ContactsConfig(AppConfig):
    """The contacts room."""

    name = "crm.contacts"

    def ready(self) -> None:
        register_work(RESCUING)
