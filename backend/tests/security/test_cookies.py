"""The cookies: what a script, another site or a plain connection may do with them."""

import httpx
import pytest
from django.conf import settings

from tests.cast import ALLAUTH, PASSWORD, Browser, ada
from tests.security.conftest import Web

SIGN_IN = f"{ALLAUTH}/auth/login"


@pytest.mark.django_db
def test_session_is_out_of_reach_of_scripts_and_other_sites() -> None:
    page = Browser()
    page.sign_in(ada().email)
    cookie = page.client.cookies[settings.SESSION_COOKIE_NAME]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert not cookie["domain"]


@pytest.mark.django_db
def test_session_is_told_by_the_cookie_alone() -> None:
    page = Browser()
    answer = page.sign_in(ada().email)
    key = page.session_key

    assert key not in answer.content.decode()
    for path in ("/api/v1/me", "/api/v1/me/sessions", "/_allauth/browser/v1/auth/session"):
        told = page.get(path)
        assert told.status_code == 200
        assert key not in told.content.decode()
        assert key not in str(told.headers)


@pytest.mark.django_db
def test_nothing_is_kept_in_a_cookie_but_session_and_token() -> None:
    page = Browser()
    page.sign_in(ada().email)

    assert set(page.client.cookies) <= {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME}


@pytest.mark.django_db(transaction=True)
def test_cookies_of_an_https_address_never_travel_in_the_clear(https_web: Web) -> None:
    ada()
    through_proxy = {
        "Host": "crm.example.com",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": "203.0.113.7",
        "Origin": "https://crm.example.com",
    }
    first = httpx.get(f"{https_web.url}/_allauth/browser/v1/config", headers=through_proxy)
    name, _, rest = first.headers["Set-Cookie"].partition("=")
    token = rest.partition(";")[0]
    signed_in = httpx.post(
        https_web.url + SIGN_IN,
        json={"email": "ada@example.com", "password": PASSWORD},
        headers={**through_proxy, "Cookie": f"{name}={token}", "X-CSRFToken": token},
    )

    assert signed_in.status_code == 200, signed_in.text
    cookies = [*first.headers.get_list("Set-Cookie"), *signed_in.headers.get_list("Set-Cookie")]
    assert len(cookies) >= 2
    for cookie in cookies:
        attributes = [part.strip().lower() for part in cookie.split(";")[1:]]
        assert "secure" in attributes, cookie
        assert "samesite=lax" in attributes, cookie


@pytest.mark.django_db
def test_old_session_is_worth_nothing_after_signing_in() -> None:
    page = Browser()
    page.client.cookies[settings.SESSION_COOKIE_NAME] = "planted0planted0planted0planted0"

    page.sign_in(ada().email)

    assert page.session_key != "planted0planted0planted0planted0"
    page.client.cookies[settings.SESSION_COOKIE_NAME] = "planted0planted0planted0planted0"
    assert page.get("/api/v1/me").status_code == 401


@pytest.mark.django_db
def test_session_key_is_long_and_random() -> None:
    user = ada()
    keys = [Browser(user).session_key for _ in range(3)]

    assert len(set(keys)) == 3
    # 32 characters of 36: 165 bits.
    assert all(len(key) == 32 for key in keys)
