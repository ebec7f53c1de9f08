"""Every route × everybody: what the operation declares and the table of roles grants is what the answer shows."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.utils.module_loading import import_string

from crm.accounts.management.commands.write_permissions import FRONT_DOOR, PATH, Route, permissions_text, routes
from crm.accounts.models import User
from crm.accounts.roles import permissions_of
from crm.core.access import OPERATIONS
from crm.core.http import FILE_TYPE
from tests.architecture.samples import sample
from tests.cast import Browser, ada, uma, vic

ROUTES = routes()
DEFINITIONS: dict[str, Any] = import_string(FRONT_DOOR).get_openapi_schema(path_prefix="/api/v1/")["components"][
    "schemas"
]


def name_of(route: Route) -> str:
    """How a route is named in the list of tests."""
    return route.name


def call(browser: Browser, route: Route) -> Any:
    """The operation, with made-up values of the right shape."""
    path, query = route.path, {}
    for parameter in route.schema.get("parameters", []):
        value = str(sample(parameter["schema"], DEFINITIONS))
        if parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", "987654" if value == "1" else value)
        elif parameter.get("required"):
            query[parameter["name"]] = value
    assert not re.search(r"[{}]", path)
    if query:
        path += "?" + "&".join(f"{name}={value}" for name, value in query.items())
    body = route.schema.get("requestBody")
    content = body["content"] if body else {}
    if FILE_TYPE in content:
        return browser.send_file(route.method, path, b"Name,Email\nGrace Hopper,grace@example.com\n")
    data = sample(content["application/json"]["schema"], DEFINITIONS) if body else None
    return browser.send(route.method, path, data)


@pytest.mark.parametrize("route", ROUTES, ids=name_of)
def test_every_route_declares_its_permission(route: Route) -> None:
    assert route.name in OPERATIONS


def test_no_two_routes_share_a_name() -> None:
    names = [route.name for route in ROUTES]

    assert len(names) == len(set(names))


@pytest.mark.django_db
@pytest.mark.parametrize("route", ROUTES, ids=name_of)
def test_nobody_gets_nothing_but_what_is_open(route: Route) -> None:
    answer = call(Browser(), route)

    if route.permission is None:
        assert answer.status_code not in {401, 403}, answer.content
    else:
        assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


@pytest.mark.django_db
@pytest.mark.parametrize("person", [ada, uma, vic])
@pytest.mark.parametrize("route", ROUTES, ids=name_of)
def test_roles_get_what_the_table_grants_and_no_more(route: Route, person: Callable[[], User]) -> None:
    ada()
    user = person()

    answer = call(Browser(user), route)

    if route.permission is None or route.permission in permissions_of(user.role):
        assert answer.status_code not in {401, 403, 500}, answer.content
    else:
        assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed"), answer.content
        assert answer.json()["permission"] == route.permission


def test_the_written_table_is_current() -> None:
    assert PATH.read_text(encoding="utf-8") == permissions_text(), "Run `make contract`."
