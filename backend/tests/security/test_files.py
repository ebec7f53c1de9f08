"""Files: the built client and nothing else can be fetched."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.security.conftest import Ask, Web

pytestmark = pytest.mark.django_db

IS_BUILT = (Path(settings.CLIENT_DIST) / "index.html").is_file()
needs_client = pytest.mark.skipif(not IS_BUILT, reason="the client is not built")
NEVER_TOLD = (b"[core]", b"root:x:", b"SECRET_KEY", b"django", b"Index of", b"Directory listing")


@pytest.mark.parametrize(
    "path",
    [
        "/.git/config",
        "/.git/HEAD",
        "/.env",
        "/.vite/manifest.json",
        "/assets/../../../.git/config",
        "/assets/..%2f..%2f..%2f.git%2fconfig",
        "/assets/%2e%2e/index.html",
        "/assets/%5c..%5c..%5cmanage.py",
        "/static/app/../../crm/settings/web.py",
        "/backend/manage.py",
        "/secret_key",
        "/outbox/",
        "/assets//etc/passwd",
        "/assets/\x00/x",
    ],
)
def test_nothing_but_the_client_is_read(web: Web, path: str) -> None:
    answer = web.raw(f"GET {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close")

    head, _, body = answer.partition(b"\r\n\r\n")
    status = int(head.split(b" ", 2)[1])
    page = (Path(settings.CLIENT_DIST) / "index.html").read_bytes() if IS_BUILT else b""
    # The client's own page is the answer to every address of the client's.
    assert status in {400, 404, 503} or (status == 200 and body == page)
    assert not [mark for mark in NEVER_TOLD if mark in body and body != page]


@pytest.mark.parametrize("path", ["/assets/", "/assets", "/assets/nothing.js", "/assets/index.js.map"])
def test_folder_is_not_listed_and_missing_file_is_missing(ask: Ask, path: str) -> None:
    answer = ask("GET", path)

    assert answer.status_code in {200, 404, 503}
    assert answer.status_code != 200 or answer.headers["Content-Type"].startswith("text/html")
    if path != "/assets":
        assert answer.status_code == 404


def test_data_is_not_taken_for_a_file(ask: Ask) -> None:
    """A cache in front that keeps what ends in .css must find nothing personal there."""
    for path in ("/api/v1/me/x.css", "/api/v1/contacts/a.js", "/api/v1/me.png"):
        assert ask("GET", path).status_code in {401, 404}


def test_no_documentation_and_no_console_is_served(ask: Ask) -> None:
    for path in (
        "/api/v1/docs",
        "/api/v1/openapi.json",
        "/api/v1/",
        "/_allauth/openapi.json",
        "/_allauth/openapi.html",
    ):
        assert ask("GET", path).status_code == 404, path
    for path in ("/admin/", "/__debug__/", "/metrics", "/server-status"):
        answer = ask("GET", path)
        assert answer.status_code in {200, 503}
        assert b"Django" not in answer.content


@needs_client
def test_built_page_runs_no_script_but_its_own() -> None:
    page = (Path(settings.CLIENT_DIST) / "index.html").read_text(encoding="utf-8")

    assert re.findall(r"<script(?![^>]*\bsrc=)", page) == []
    assert re.findall(r"\bon[a-z]+=", page) == []
    assert re.findall(r"""(?:src|href)=["'](?!/)""", page) == []
    assert "javascript:" not in page


@needs_client
def test_built_client_names_no_other_server() -> None:
    """Nothing is fetched from elsewhere, nothing is told elsewhere: no font, no counter, no error collector."""
    for path in (Path(settings.CLIENT_DIST) / "assets").glob("*.css"):
        assert re.findall(r"url\((?:[\"'])?(?:https?:)?//", path.read_text(encoding="utf-8")) == []
    for path in (Path(settings.CLIENT_DIST) / "assets").glob("*.js"):
        named = set(re.findall(r"https?://([a-z0-9.-]+\.[a-z]{2,})", path.read_text(encoding="utf-8")))
        # Names of XML dialects, and links in messages of the libraries: read by people, fetched by nobody.
        assert {name for name in named if name not in DOCUMENTED_NAMES} == set()


# The last two: a message of the editor's library, and what its empty field for a link shows.
DOCUMENTED_NAMES = {
    "www.w3.org", "react.dev", "mantine.dev", "tanstack.com", "floating-ui.com", "prosemirror.net", "example.com",
}  # fmt: skip
