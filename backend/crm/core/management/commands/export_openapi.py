"""`manage.py export_openapi`: the API's description, from which the client's types are generated."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.module_loading import import_string
from ninja import NinjaAPI

from crm.core.drift import write_or_check
from crm.settings.environment import REPOSITORY

PATH = REPOSITORY / "frontend" / "openapi.json"
# Named, not imported: the core knows no room, and the front door knows all.
FRONT_DOOR = "crm.api.api"


def openapi_text() -> str:
    """The OpenAPI document, the same for the same API: keys in order, two spaces, a line end."""
    api: NinjaAPI = import_string(FRONT_DOOR)
    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    return json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=False, default=str) + "\n"


class Command(BaseCommand):
    """Writes frontend/openapi.json, or checks that it is up to date."""

    help = "Writes frontend/openapi.json from the API."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say whether the file is up to date")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(write_or_check(PATH, openapi_text(), check=options["check"]))
