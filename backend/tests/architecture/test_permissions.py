"""Every route × everybody: what the operation declares and the table of roles grants is what the answer shows."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.db import transaction

from crm.accounts.management.commands.write_permissions import PATH, Route, permissions_text, routes
from crm.accounts.models import User
from crm.accounts.roles import permissions_of
from crm.core.access import OPERATIONS
from crm.core.http import FILE_TYPE
from tests.architecture.contract import DOCUMENT
from tests.architecture.samples import sample
from tests.cast import Browser, ada, uma, vic

ROUTES = routes(DOCUMENT)
DEFINITIONS: dict[str, Any] = DOCUMENT["components"]["schemas"]


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


@contextmanager
def undone(browser: Browser) -> Iterator[None]:
    """What the browser does inside has never been: neither in the database nor among its cookies."""
    cookies = SimpleCookie(browser.client.cookies)
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    browser.client.cookies = cookies


def wrong_answers(browser: Browser, wrong: Callable[[Route, Any], bool]) -> dict[str, str]:
    """Each operation by itself: those whose answer is `wrong`, and what they answered."""
    found = {}
    for route in ROUTES:
        with undone(browser):
            answer = call(browser, route)
            if wrong(route, answer):
                found[route.name] = f"{answer.status_code} {answer.content!r}"
    return found


def refusal(answer: Any) -> tuple[int, str]:
    """Status and code of a refusal; no code when it is none."""
    return answer.status_code, answer.json()["code"] if answer.status_code >= 400 else ""


@pytest.mark.django_db
def test_nobody_gets_nothing_but_what_is_open() -> None:
    def wrong(route: Route, answer: Any) -> bool:
        if route.permission is None:
            return answer.status_code in {401, 403}
        return refusal(answer) != (401, "not_signed_in")

    assert wrong_answers(Browser(), wrong) == {}


@pytest.mark.django_db
@pytest.mark.parametrize("person", [ada, uma, vic])
def test_roles_get_what_the_table_grants_and_no_more(person: Callable[[], User]) -> None:
    ada()
    user = person()

    def wrong(route: Route, answer: Any) -> bool:
        if route.permission is None or route.permission in permissions_of(user.role):
            return answer.status_code in {401, 403, 500}
        return refusal(answer) != (403, "not_allowed") or answer.json()["permission"] != route.permission

    assert wrong_answers(Browser(user), wrong) == {}


def test_the_written_table_is_current() -> None:
    assert PATH.read_text(encoding="utf-8") == permissions_text(DOCUMENT), "Run `make contract`."
