"""`manage.py write_permissions`: every operation of the API and who may do it, docs/permissions.md."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.module_loading import import_string
from ninja import NinjaAPI

from crm.accounts.enums import Role
from crm.accounts.roles import permissions_of
from crm.core.access import OPERATIONS, Permission
from crm.core.drift import write_or_check
from crm.settings.environment import REPOSITORY

PATH = REPOSITORY / "docs" / "permissions.md"
# Named, not imported: the front door stands above this room.
FRONT_DOOR = "crm.api.api"
HEAD = """\
# Permissions

Who may do what. Written from the operations and from the table of roles by `make contract`; don't edit it by hand.
What is left open needs no identity: its own token is its guard. Signing in itself is in docs/rules.md.

| operation | address | permission | administrator | user | viewer |
| --- | --- | --- | --- | --- | --- |
"""


@dataclass(frozen=True, slots=True)
class Route:
    """One operation of the API. Raises KeyError when it declares no permission and is not declared open."""

    name: str
    method: str
    path: str
    schema: dict[str, Any]

    @property
    def permission(self) -> Permission | None:
        """What it asks for; None when it is open to all."""
        return OPERATIONS[self.name]


def routes(described: Mapping[str, Any]) -> list[Route]:
    """All operations of an OpenAPI document, in order of address."""
    return [
        Route(name=operation["operationId"], method=method.upper(), path=path, schema=operation)
        for path, operations in sorted(described["paths"].items())
        for method, operation in sorted(operations.items())
    ]


def permissions_text(described: Mapping[str, Any]) -> str:
    """The table of a document's operations as Markdown."""
    return HEAD + "".join(f"| {' | '.join(_row(route))} |\n" for route in routes(described))


def _row(route: Route) -> Iterator[str]:
    yield f"`{route.name}`"
    yield f"{route.method} {route.path}"
    permission = route.permission
    yield f"`{permission}`" if permission else "open"
    for role in (Role.ADMIN, Role.USER, Role.VIEWER):
        yield "yes" if permission is None or permission in permissions_of(role) else "no"


class Command(BaseCommand):
    """Writes docs/permissions.md, or checks that it is up to date."""

    help = "Writes docs/permissions.md from the operations and the table of roles."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="only say whether the file is up to date")

    def handle(self, *args: Any, **options: Any) -> None:
        api: NinjaAPI = import_string(FRONT_DOOR)
        text = permissions_text(api.get_openapi_schema(path_prefix="/api/v1/"))
        self.stdout.write(write_or_check(PATH, text, check=options["check"]))
