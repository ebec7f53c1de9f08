"""Cross-site request forgery: nothing is written by a request that did not come from Kith's own page."""

import pytest
from django.test import Client

from tests.cast import PASSWORD, Browser, ada
from tests.security.routes import READING, WRITING

pytestmark = pytest.mark.django_db

A = "/_allauth/browser/v1"
SIGN_IN_WRITES = [
    ("POST", f"{A}/auth/login"),
    ("DELETE", f"{A}/auth/session"),
    ("POST", f"{A}/auth/reauthenticate"),
    ("POST", f"{A}/auth/2fa/authenticate"),
    ("POST", f"{A}/auth/2fa/reauthenticate"),
    ("POST", f"{A}/auth/password/request"),
    ("POST", f"{A}/auth/password/reset"),
    ("POST", f"{A}/account/password/change"),
    ("POST", f"{A}/account/authenticators/totp"),
    ("DELETE", f"{A}/account/authenticators/totp"),
    ("POST", f"{A}/account/authenticators/recovery-codes"),
]


@pytest.fixture
def page() -> Browser:
    """An administrator's page: with it, nothing but the missing token can be the reason of a refusal."""
    return Browser(ada())


def refuses(page: Browser, method: str, address: str, content_type: str) -> bool:
    """Whether a request without the token is refused for that reason."""
    answer = page.client.generic(method, address, b"{}", content_type=content_type)
    return (answer.status_code, answer.json()["code"]) == (403, "csrf")


def test_no_route_writes_without_the_token(page: Browser) -> None:
    """But those whose own secret, known to no other site, is asked for: they are named here."""
    let_through = {
        str(route) for route in WRITING if not refuses(page, route.method, route.address, "application/json")
    }

    assert let_through == {
        "POST /api/v1/setup",
        "POST /api/v1/setup/look-up",
        "POST /api/v1/invitations/look-up",
        "POST /api/v1/invitations/accept",
        "POST /api/v1/sign-in/unlock",
    }


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
def test_no_route_takes_what_a_form_can_send(page: Browser, content_type: str) -> None:
    """These content types another site can send without asking first; the session's cookie may come along."""
    for route in WRITING:
        answer = page.client.generic(route.method, route.address, b"{}", content_type=content_type)
        assert (answer.status_code, answer.json()["code"]) in {(403, "csrf"), (400, "bad_request")}, str(route)


@pytest.mark.parametrize(("method", "path"), SIGN_IN_WRITES)
def test_signing_in_and_its_settings_need_the_token(page: Browser, method: str, path: str) -> None:
    assert refuses(page, method, path, "application/json")


def test_token_of_another_origin_is_refused(page: Browser) -> None:
    answer = page.send("POST", "/api/v1/session/touch", Origin="https://evil.example")

    assert (answer.status_code, answer.json()["code"]) == (403, "csrf")


def test_made_up_token_is_refused(page: Browser) -> None:
    answer = page.client.post("/api/v1/session/touch", headers={"X-CSRFToken": "a" * 64})

    assert (answer.status_code, answer.json()["code"]) == (403, "csrf")


def test_own_page_with_its_token_may_write(page: Browser) -> None:
    assert page.send("POST", "/api/v1/session/touch").status_code == 200


def test_token_changes_with_the_sign_in() -> None:
    page = Browser()
    before = page.client.cookies["csrftoken"].value

    page.sign_in(ada().email)

    assert page.client.cookies["csrftoken"].value != before


def test_nobody_is_signed_in_by_another_site() -> None:
    ada()
    client = Client(enforce_csrf_checks=True)

    answer = client.post(
        f"{A}/auth/login", {"email": "ada@example.com", "password": PASSWORD}, content_type="application/json"
    )

    assert answer.status_code == 403
    assert client.get("/api/v1/me").status_code == 401


def test_reads_are_by_get_alone() -> None:
    assert {route.method for route in READING} <= {"GET"}


def test_sign_out_is_no_link(page: Browser) -> None:
    page.get(f"{A}/auth/session")

    assert page.get("/api/v1/me").status_code == 200
