"""The API as it describes itself: whatever is sent, no server error, and only answers that the description names."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from crm.contacts.models import Contact
from crm.wsgi import application
from tests.architecture.contract import DOCUMENT
from tests.cast import Browser, ada

schema = schemathesis.openapi.from_dict(DOCUMENT)
schema.app = application
# Its examples by the thousand are for a night; here are random ones, good and bad, of every operation.
schema.config.phases.coverage.enabled = False

CHECKS = [not_a_server_error, status_code_conformance, response_schema_conformance]


@pytest.fixture
def headers(db: None) -> Iterator[dict[str, str]]:
    """What Ada's browser sends with every request; there is one contact to hit."""
    browser = Browser(ada())
    browser.get("/api/v1/me")
    Contact.objects.create(first_name="Grace", last_name="Hopper", email="grace@example.com")
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in browser.client.cookies.items())
    token = browser.client.cookies[settings.CSRF_COOKIE_NAME].value
    # The connection of the test holds its transaction: a request must not close it, as it does in a server.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield {"Cookie": cookies, "X-CSRFToken": token, "Origin": settings.PUBLIC_URL, "Host": "127.0.0.1"}
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@schema.parametrize()
@hypothesis_settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)
def test_nothing_that_is_sent_breaks_the_server(case: Any, headers: dict[str, str]) -> None:
    case.call_and_validate(headers=headers, checks=CHECKS)
