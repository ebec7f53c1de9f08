"""Every operation of the API, read from the API itself: a new route is tried without being named here."""

import re
from dataclasses import dataclass

from ninja.operation import Operation

from crm.api import api

SAFE = {"GET", "HEAD", "OPTIONS"}


@dataclass(frozen=True)
class Route:
    """One method of one address."""

    method: str
    path: str
    is_open: bool
    name: str

    @property
    def address(self) -> str:
        """The address with a made-up value in place of each parameter."""
        return re.sub(r"{([^}]+)}", lambda found: _sample(found.group(1)), self.path)

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def _sample(parameter: str) -> str:
    return "7c9e6679-7425-40de-944b-e07fc1f90ae7" if "uuid" in parameter or "change" in parameter else "987654"


def _routes() -> list[Route]:
    found: list[Route] = []
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            address = "/" + "/".join(part.strip("/") for part in ("api/v1", prefix, path) if part.strip("/"))
            found.extend(
                Route(method, address, _is_open(operation), operation.operation_id or operation.view_func.__name__)
                for operation in view.operations
                for method in operation.methods
            )
    return found


def _is_open(operation: Operation) -> bool:
    return operation.auth_param is None


ROUTES = _routes()
WRITING = [route for route in ROUTES if route.method not in SAFE]
READING = [route for route in ROUTES if route.method in SAFE]
