"""Every route names one operation, and each operation has declared what it asks for."""

from collections import Counter

import pytest

from crm.core.access import OPERATIONS
from tests.architecture.contract import DOCUMENT

METHODS = {"get", "post", "put", "patch", "delete"}
# Refusals that any operation may answer, whoever asks for what.
EVERYWHERE = {"400", "401", "403", "422"}

ROUTES = {
    f"{method.upper()} {path}": operation
    for path, item in DOCUMENT["paths"].items()
    for method, operation in item.items()
    if method in METHODS
}


def test_operation_ids_are_unique() -> None:
    repeated = [name for name, times in Counter(route["operationId"] for route in ROUTES.values()).items() if times > 1]
    assert not repeated


@pytest.mark.parametrize("route", ROUTES)
def test_a_route_is_an_operation_with_a_permission(route: str) -> None:
    operation = ROUTES[route]
    assert operation["operationId"] in OPERATIONS, "a route bears the name of the one service or selector it calls"
    assert operation.get("description"), "a route says what it does"


@pytest.mark.parametrize("route", ROUTES)
def test_a_route_declares_its_refusals(route: str) -> None:
    declared = {str(status) for status in ROUTES[route]["responses"]}
    assert declared >= EVERYWHERE
    assert any(status.startswith("2") for status in declared)
