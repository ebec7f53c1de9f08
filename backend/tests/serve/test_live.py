"""Live updates, from a real web process over real HTTP."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.parse import quote

import httpx
import pytest
from django.conf import settings
from django.db import connection

from crm import live
from crm.accounts import sessions
from crm.accounts.models import User
from crm.live import Client
from crm.serve.folders import REPOSITORY

KEY = "k" * 32
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]


class Web:
    """A web process on a port of its own, at the database of the tests."""

    def __init__(self) -> None:
        listener = socket.create_server(("127.0.0.1", 0))
        gate, ours = os.pipe()
        database = connection.settings_dict
        dsn = f"postgresql://{database['USER']}:{quote(database['PASSWORD'])}@/{database['NAME']}"
        environment = {
            **os.environ,
            "DATABASE_URL": f"{dsn}?host={quote(database['HOST'])}",
            "PYTHONPATH": str(REPOSITORY / "backend"),
        }
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "crm.serve.web", str(listener.fileno()), str(gate)],
            env=environment,
            pass_fds=[listener.fileno(), gate],
        )
        for descriptor in (gate, ours):
            os.close(descriptor)
        listener.close()

    def stop(self) -> float:
        """Ends it as the supervisor does; returns the seconds it took."""
        began = time.monotonic()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.process.wait(15)
        return time.monotonic() - began


@pytest.fixture(scope="module")
def web(django_db_setup: None) -> Iterator[Web]:
    """One for all tests that leave it as it was: its start costs two seconds."""
    process = Web()
    yield process
    process.stop()


@pytest.fixture
def own_web() -> Iterator[Web]:
    process = Web()
    yield process
    process.stop()


@pytest.fixture
def uma() -> User:
    user = User.objects.create_user("uma@example.com", "a-long-password-7", name="Uma")
    sessions.start_session(user=user, session_key=KEY, address="127.0.0.1", user_agent="")
    return user


class Stream:
    """What one tab receives."""

    def __init__(self, web: Web, key: str = KEY) -> None:
        self._client = httpx.Client(timeout=20)
        request = self._client.build_request(
            "GET", f"{web.url}/live", headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={key}"}
        )
        self.response = self._client.send(request, stream=True)
        self._lines = self.response.iter_lines()
        if self.response.status_code == 200:
            assert next(self._lines) == "retry: 1000"

    def next_event(self) -> tuple[str, object]:
        """Its name and data; a stream that ends gives ("end", None)."""
        name = ""
        for line in self._lines:
            if line.startswith("event: "):
                name = line.removeprefix("event: ")
            elif line.startswith("data: "):
                return name, json.loads(line.removeprefix("data: "))
        return "end", None

    def close(self) -> None:
        self.response.close()
        self._client.close()


@pytest.fixture
def stream(web: Web, uma: User) -> Iterator[Stream]:
    opened = Stream(web)
    yield opened
    opened.close()


def notify(payload: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [live.CHANNEL, payload])


def listener_pids() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'")
        return [pid for (pid,) in cursor.fetchall()]


def await_listener() -> list[int]:
    give_up = time.monotonic() + 15
    while not (pids := listener_pids()):
        assert time.monotonic() < give_up
        time.sleep(0.05)
    return pids


def test_change_reaches_an_open_tab(stream: Stream) -> None:
    await_listener()
    changes = [{"name": "contact.updated", "subject": "contact", "id": 12, "contact_id": 12}]

    notify(json.dumps({"changes": changes}))

    assert stream.next_event() == ("change", {"changes": changes})


def test_stream_is_not_buffered_or_kept(stream: Stream) -> None:
    assert stream.response.headers["content-type"].startswith("text/event-stream")
    assert stream.response.headers["x-accel-buffering"] == "no"
    assert stream.response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("key", ["", "never-given-out"])
def test_without_a_session_there_is_no_stream(web: Web, uma: User, key: str) -> None:
    stream = Stream(web, key)

    assert stream.response.status_code == 401
    assert stream.response.headers["content-type"] == "application/problem+json"
    stream.close()


def test_deactivated_person_gets_no_stream(web: Web, uma: User) -> None:
    User.objects.filter(pk=uma.pk).update(is_active=False)

    stream = Stream(web)

    assert stream.response.status_code == 401
    stream.close()


def test_ended_session_is_told_and_others_stay(web: Web, uma: User, stream: Stream) -> None:
    sessions.start_session(user=uma, session_key="o" * 32, address="127.0.0.1", user_agent="")
    other = Stream(web, "o" * 32)
    await_listener()

    sessions.end_these([KEY])
    notify(json.dumps({"changes": [{"id": 1}]}))

    assert stream.next_event() == ("signed_out", {})
    assert stream.next_event() == ("end", None)
    assert other.next_event() == ("change", {"changes": [{"id": 1}]})
    other.close()


def test_lost_database_connection_is_made_again_and_clients_fetch_anew(stream: Stream) -> None:
    [lost] = await_listener()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [lost])

    assert stream.next_event() == ("resync", {})
    notify(json.dumps({"changes": [{"id": 7}]}))
    assert stream.next_event() == ("change", {"changes": [{"id": 7}]})


def test_message_that_cannot_be_read_makes_clients_fetch_anew(stream: Stream) -> None:
    await_listener()

    notify("no json")

    assert stream.next_event() == ("resync", {})


def test_server_goes_down_quickly_with_tabs_open(own_web: Web, uma: User) -> None:
    stream = Stream(own_web)

    seconds = own_web.stop()

    assert seconds < 4
    assert stream.next_event() == ("end", None)
    stream.close()


def test_client_far_behind_is_told_once_to_fetch_anew() -> None:
    client = Client("key")
    for number in range(live.BACKLOG + 3):
        client.tell(b"%d\n" % number)

    assert client.take() == live.RESYNC + b"%d\n%d\n" % (live.BACKLOG + 1, live.BACKLOG + 2)
    assert client.take() == b""
