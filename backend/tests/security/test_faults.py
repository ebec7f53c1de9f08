"""When something breaks: the caller learns that it did and an id, the log learns why, and nobody learns a secret."""

import json
import logging

import pytest
from django.db import connection

from tests.cast import PASSWORD, Browser, ada
from tests.security.conftest import Web

INNARDS = ("Traceback", "psycopg", "django", "SELECT", "accounts_", "crm/", ".py", "postgres")


def break_table(name: str) -> None:
    """A database that is not as the code expects it. Taken back with the test's transaction."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {name} RENAME TO gone")


@pytest.mark.django_db
def test_fault_is_told_without_its_reason(caplog: pytest.LogCaptureFixture) -> None:
    page = Browser(ada())
    break_table("contacts_contact")

    answer = page.get("/api/v1/contacts")

    assert answer.status_code == 500
    assert answer["Content-Type"] == "application/problem+json"
    told = answer.content.decode()
    assert not [word for word in INNARDS if word in told]
    assert json.loads(told)["request_id"] == answer["X-Request-Id"]
    assert [record for record in caplog.records if record.levelno >= logging.ERROR and record.exc_info]


@pytest.mark.django_db
def test_fault_outside_the_api_is_told_without_its_reason(caplog: pytest.LogCaptureFixture) -> None:
    page = Browser()
    page.client.raise_request_exception = False
    break_table("accounts_tries")

    answer = page.sign_in("ada@example.com")

    assert answer.status_code == 500
    assert not [word for word in INNARDS if word in answer.content.decode()]
    assert [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert PASSWORD not in caplog.text


@pytest.mark.django_db
def test_a_change_that_fails_half_way_leaves_nothing() -> None:
    page = Browser(ada())
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE journal_event ADD CONSTRAINT no_more CHECK (name <> 'contact.created') NOT VALID")

    answer = page.send("POST", "/api/v1/contacts", {"first_name": "Grace"})

    assert answer.status_code == 500
    assert page.get("/api/v1/contacts").json()["items"] == []


@pytest.mark.django_db
def test_unexpected_trouble_in_the_check_of_a_session_lets_nobody_in() -> None:
    page = Browser(ada())
    page.client.raise_request_exception = False
    break_table("accounts_sign_in")

    assert page.get("/api/v1/contacts").status_code in {401, 500}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "offered", ["a\nFAKE LINE", "x" * 500, "../../etc", "<script>", "a b c d e f g h", "%0d%0aSet-Cookie:x=1"]
)
def test_request_id_of_a_stranger_writes_no_line_of_its_own(offered: str) -> None:
    answer = Browser().client.get("/healthz", headers={"X-Request-Id": offered})

    assert answer["X-Request-Id"] != offered
    assert len(answer["X-Request-Id"]) == 32


@pytest.mark.django_db(transaction=True)
def test_log_holds_no_secret_and_no_line_of_a_stranger(web: Web) -> None:
    log_before = len(web.log())
    secrets = [
        "s3cret-password-of-ada",
        "token-that-opens-a-door",
        "key-that-resets-a-password",
        "kith-session-value-123",
    ]
    web.raw(
        "POST /_allauth/browser/v1/auth/login HTTP/1.1",
        "Host: 127.0.0.1",
        "Content-Type: application/json",
        f"Cookie: csrftoken={'a' * 32}; kith_session_{web.port}={secrets[3]}",
        f"X-CSRFToken: {'a' * 32}",
        f"Content-Length: {len(body := json.dumps({'email': 'ada@example.com', 'password': secrets[0]}).encode())}",
        "Connection: close",
        body=body,
    )
    for path in (
        f"/setup?token={secrets[1]}",
        f"/reset-password?key={secrets[2]}",
        f"/api/v1/nothing?token={secrets[1]}",
        "/api/v1/%0a2026-01-01%20CRITICAL%20forged%20line",
    ):
        web.raw(f"GET {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close")

    forged = "/%0a2026-01-01%20CRITICAL%20forged%20line"
    web.raw(f"POST {forged} HTTP/1.1", "Host: 127.0.0.1", "Content-Length: 0", "Connection: close")
    web.raw("GET / HTTP/1.1", "Host: evil\n2026-01-01 CRITICAL", "Connection: close")

    written = web.log()[log_before:]

    assert not [secret for secret in [*secrets, "ada@example.com"] if secret in written]
    assert not [line for line in written.splitlines() if line.startswith("2026-01-01 CRITICAL")]


@pytest.mark.django_db
def test_each_line_of_the_log_has_time_level_source_and_request() -> None:
    handler = logging.getLogger().handlers[0] if logging.getLogger().handlers else None
    formats = [handler.formatter._fmt for handler in logging.getLogger().handlers if handler.formatter is not None]

    assert handler is not None
    assert any(
        all(f"%({part})s" in (line or "") for part in ("asctime", "levelname", "name", "request_id", "message"))
        for line in formats
    )
