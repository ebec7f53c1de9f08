"""HTTP itself: methods, framing, addresses, sizes, what stands between the caller and us."""

from typing import Any

import httpx
import pytest

from tests.cast import PASSWORD, Browser, ada
from tests.security.conftest import Ask, Web

pytestmark = pytest.mark.django_db

HOST = "Host: 127.0.0.1"


def status_of(answer: bytes) -> int:
    """The status of the first answer in `answer`."""
    return int(answer.split(b" ", 2)[1])


@pytest.mark.parametrize("path", ["/", "/api/v1/me", "/_allauth/browser/v1/config", "/live", "/assets/index.js"])
def test_trace_is_not_answered(web: Web, path: str) -> None:
    answer = web.raw(f"TRACE {path} HTTP/1.1", HOST, "X-Secret: echo-me", "Connection: close")

    assert status_of(answer) >= 400
    assert b"echo-me" not in answer


@pytest.mark.parametrize("method", ["PUT", "DELETE", "POST", "CONNECT", "PROPFIND"])
def test_page_is_only_read(web: Web, method: str) -> None:
    answer = web.raw(f"{method} /contacts HTTP/1.1", HOST, "Content-Length: 0", "Connection: close")

    assert status_of(answer) in {400, 403, 405}


def test_method_can_not_be_swapped_by_a_header(ask: Ask) -> None:
    answer = ask("GET", "/api/v1/setup", headers={"X-HTTP-Method-Override": "DELETE", "X-HTTP-Method": "DELETE"})

    assert answer.status_code == 200


def test_length_and_chunks_together_are_one_message(web: Web) -> None:
    """A proxy and we must agree where a request ends, or a second one could be smuggled in behind it."""
    smuggled = b"0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"

    answer = web.raw(
        "POST /api/v1/setup HTTP/1.1",
        HOST,
        f"Content-Length: {len(smuggled)}",
        "Transfer-Encoding: chunked",
        body=smuggled,
    )

    # Both headers at once are refused.
    assert status_of(answer) == 400


@pytest.mark.parametrize(
    "lines",
    [
        (HOST, "Content-Length: 5", "Content-Length: 6"),
        (HOST, "Content-Length: -1"),
        (HOST, "Content-Length: 0x5"),
        (HOST, "Transfer-Encoding: xchunked"),
        (HOST, "Bad Header: 1"),
        (HOST, "X: a\x00b"),
    ],
)
def test_ambiguous_framing_is_refused(web: Web, lines: tuple[str, ...]) -> None:
    answer = web.raw("POST /api/v1/setup HTTP/1.1", *lines, "Connection: close", body=b"hello")

    assert status_of(answer) == 400


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost@evil.example", ""]
)
def test_other_hosts_names_are_refused(web: Web, host: str) -> None:
    answer = web.raw("GET /api/v1/setup HTTP/1.1", f"Host: {host}", "Connection: close")

    assert status_of(answer) == 400
    assert b"evil.example" not in answer


def test_forwarded_host_is_not_believed(ask: Ask) -> None:
    answer = ask("GET", "/api/v1/setup", headers={"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"})

    assert answer.status_code == 200
    assert "evil.example" not in answer.text


def addresses_of(page: Browser) -> list[str]:
    """From where the sessions of this person were begun."""
    return [session["ip"] for session in page.get("/api/v1/me/sessions").json()]


def sign_in_through(page: Browser, hops: str) -> None:
    """Signs Ada in with an X-Forwarded-For."""
    answer = page.post(
        "/_allauth/browser/v1/auth/login", {"email": ada().email, "password": PASSWORD}, **{"X-Forwarded-For": hops}
    )
    assert answer.status_code == 200


def test_forwarded_address_is_not_believed_without_a_proxy() -> None:
    page = Browser(address="192.0.2.33")

    sign_in_through(page, "198.51.100.9")

    assert addresses_of(page) == ["192.0.2.33"]


def test_only_the_entry_of_our_own_proxy_is_believed(settings: Any) -> None:
    settings.TRUSTED_PROXIES = 1
    page = Browser(address="192.0.2.33")

    sign_in_through(page, "198.51.100.9, 203.0.113.7")

    assert addresses_of(page) == ["203.0.113.7"]


@pytest.mark.parametrize(
    ("hop", "address"),
    [
        ("203.0.113.7:51234", "203.0.113.7"),
        ("[2001:db8::7]:443", "2001:db8::7"),
        ("2001:db8::7", "2001:db8::7"),
        ("unknown", "192.0.2.33"),
        ("203.0.113.7, _hidden", "192.0.2.33"),
    ],
)
def test_what_a_proxy_writes_beside_the_address_is_read_or_left(settings: Any, hop: str, address: str) -> None:
    settings.TRUSTED_PROXIES = 1
    page = Browser(address="192.0.2.33")

    sign_in_through(page, hop)

    assert addresses_of(page) == [address]


def test_nothing_is_sent_on_to_another_address(https_web: Web) -> None:
    """An API that redirects plain HTTP hides that a client sent its secrets in the clear."""
    for path in ("/api/v1/setup", "/_allauth/browser/v1/config", "/live"):
        answer = httpx.get(https_web.url + path, headers={"Host": "crm.example.com"})
        assert not answer.is_redirect, path


@pytest.mark.parametrize(
    "path", ["//evil.example/x", "/\\evil.example", "/%2f%2fevil.example", "/sign-in?next=https://evil.example"]
)
def test_no_address_redirects_elsewhere(web: Web, path: str) -> None:
    answer = web.raw(f"GET {path} HTTP/1.1", HOST, "Connection: close")

    assert not 300 <= status_of(answer) < 400
    assert b"\r\nlocation:" not in answer.lower()


def test_body_beyond_the_limit_is_refused(ask: Ask) -> None:
    answer = ask(
        "POST",
        "/_allauth/browser/v1/auth/login",
        content=b'{"email": "' + b"a" * (6 * 1024 * 1024) + b'"}',
        headers={"Content-Type": "application/json"},
    )

    assert answer.status_code in {400, 403, 413}


def test_body_of_a_signed_in_person_beyond_the_limit_is_refused() -> None:
    page = Browser(ada())

    answer = page.send("PATCH", "/api/v1/me", {"name": "a" * (6 * 1024 * 1024)})

    assert answer.status_code == 413
    assert answer.json()["code"] == "too_large"
