"""What every response carries, whoever made it: Django, the static files, the event loop, an early refusal."""

from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from django.conf import settings

from tests.security.conftest import Ask, Web

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Asked:
    """One sort of answer that Kith gives, and how to get it."""

    path: str
    status: int
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None


def an_asset() -> str:
    """The address of a script of the built client."""
    found = sorted((Path(settings.CLIENT_DIST) / "assets").glob("*.js"))
    return f"/assets/{found[0].name}" if found else "/assets/index-0.js"


IS_BUILT = (Path(settings.CLIENT_DIST) / "index.html").is_file()
JSON = {"Content-Type": "application/json"}
ANSWERS = {
    "page": Asked("/contacts", 200 if IS_BUILT else 503),
    "asset": Asked(an_asset(), 200 if IS_BUILT else 404),
    "missing asset": Asked("/assets/gone-12345678.js", 404),
    "API": Asked("/api/v1/setup", 200),
    "API, not signed in": Asked("/api/v1/me", 401),
    "API, no such address": Asked("/api/v1/nothing-here", 404),
    "API, wrong method": Asked("/api/v1/setup", 405, method="PUT"),
    "API, no token": Asked("/api/v1/contacts", 403, method="POST", headers=JSON, body=b"{}"),
    "sign-in": Asked("/_allauth/browser/v1/config", 200),
    "sign-in, no such address": Asked("/_allauth/browser/v1/nothing-here", 404),
    "sign-in, no token": Asked("/_allauth/browser/v1/auth/login", 403, method="POST", headers=JSON, body=b"{}"),
    "health": Asked("/healthz", 200),
    "readiness": Asked("/readyz", 200),
    "live, not signed in": Asked("/live", 401),
    "live, wrong method": Asked("/live", 405, method="POST"),
    "other host": Asked("/contacts", 400, headers={"Host": "evil.example"}),
}
DATA = [name for name in ANSWERS if name.startswith(("API", "sign-in", "live"))]


def get(web: Web, asked: Asked) -> httpx.Response:
    """The answer, sure to be the one that is meant."""
    answer = httpx.request(asked.method, web.url + asked.path, headers=asked.headers, content=asked.body, timeout=30)
    assert answer.status_code == asked.status, answer.text[:300]
    return answer


def directives(policy: str) -> dict[str, str]:
    """A Content-Security-Policy taken apart."""
    parts = (part.strip().partition(" ") for part in policy.split(";") if part.strip())
    return {name: value for name, _, value in parts}


@pytest.fixture(params=list(ANSWERS))
def answer(request: pytest.FixtureRequest, web: Web) -> httpx.Response:
    """Each sort of answer in turn."""
    return get(web, ANSWERS[request.param])


def test_content_is_never_guessed(answer: httpx.Response) -> None:
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_policy_allows_own_scripts_alone_and_no_frame(answer: httpx.Response) -> None:
    policy = directives(answer.headers["Content-Security-Policy"])

    assert policy["object-src"] == "'none'"
    assert policy["base-uri"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy.get("script-src", policy["default-src"]) in {"'self'", "'none'"}
    assert policy.get("connect-src", policy["default-src"]) in {"'self'", "'none'"}


def test_addresses_are_not_told_to_other_sites(answer: httpx.Response) -> None:
    assert answer.headers["Referrer-Policy"] in {"same-origin", "no-referrer"}


def test_no_other_origin_is_let_in(web: Web) -> None:
    for name, asked in ANSWERS.items():
        with_origin = Asked(
            asked.path, asked.status, asked.method, {**asked.headers, "Origin": "https://evil.example"}, asked.body
        )
        allowed = [header for header in get(web, with_origin).headers if header.startswith("access-control-")]
        assert allowed == [], name


def test_preflight_is_not_answered(ask: Ask) -> None:
    answer = ask(
        "OPTIONS",
        "/api/v1/contacts",
        headers={"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"},
    )

    assert answer.status_code >= 400
    assert not [header for header in answer.headers if header.startswith("access-control-")]


@pytest.mark.parametrize("name", DATA)
def test_answers_with_data_are_kept_by_nobody(web: Web, name: str) -> None:
    assert "no-store" in get(web, ANSWERS[name]).headers["Cache-Control"]


# A method that an address does not have is refused in words, by the library.
@pytest.mark.parametrize("name", [name for name in DATA if name != "API, wrong method"])
def test_data_is_told_as_json_and_is_json(web: Web, name: str) -> None:
    answer = get(web, ANSWERS[name])

    assert answer.headers["Content-Type"].partition(";")[0] in {"application/json", "application/problem+json"}
    assert isinstance(answer.json(), dict)


def test_text_names_its_character_set(web: Web) -> None:
    for name, asked in ANSWERS.items():
        kind = get(web, asked).headers["Content-Type"].replace(" ", "").lower()
        if kind.startswith("text/") and "javascript" not in kind:
            assert kind.endswith(";charset=utf-8"), name


def test_nothing_tells_what_runs_here(answer: httpx.Response) -> None:
    assert not {"server", "x-powered-by", "via", "x-aspnet-version"} & set(answer.headers)


@pytest.mark.parametrize(
    "name",
    ["page", "API", "API, not signed in", "API, no such address", "sign-in", "health", "asset", "live, not signed in"],
)
def test_https_is_kept_to_for_a_year(https_web: Web, name: str) -> None:
    asked = ANSWERS[name]
    through_proxy = {"Host": "crm.example.com", "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}
    answer = get(
        https_web, Asked(asked.path, asked.status, asked.method, {**through_proxy, **asked.headers}, asked.body)
    )

    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"]


def test_plain_http_promises_nothing_about_https(web: Web) -> None:
    assert "Strict-Transport-Security" not in get(web, ANSWERS["API"]).headers


def test_page_shares_its_window_with_nobody(web: Web) -> None:
    answer = get(web, ANSWERS["page"])

    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "camera=()" in answer.headers["Permissions-Policy"]
