"""Live updates: server-sent events at `/live`, fed by one LISTEN connection for each web process.

Events carry ids alone. The client then asks the API, which checks permissions as always; nothing is told here that the
receiver might not be allowed to know.
"""

import asyncio
import hashlib
import json
import logging
import random
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import parse_cookie
from psycopg.conninfo import make_conninfo

from crm.accounts import selectors
from crm.bridge import Receive, Scope, Send, send_problem

CHANNEL = "kith_live"
PING_SECONDS = 15.0
SESSION_CHECK_SECONDS = 60.0
# A client this far behind is told to fetch everything anew, which is cheaper than what it missed.
BACKLOG = 64
CLIENT_LIMIT = 5000
# Tabs of one session. Nobody has so many open; a script that forgets to close its streams does.
SESSION_LIMIT = 40
LONGEST_PAUSE_SECONDS = 5.0
# How long the LISTEN connection may be silent before it is asked whether it still lives.
SILENCE_SECONDS = 30.0

PING = b": ping\n\n"
RESYNC = b"event: resync\ndata: {}\n\n"
SIGNED_OUT = b"event: signed_out\ndata: {}\n\n"
GREETING = b"retry: 1000\n: connected\n\n"
HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]

log = logging.getLogger(__name__)


class Client:
    """One open tab: what it is still to be sent, and whether it is to go."""

    def __init__(self, session_key: str) -> None:
        self.session_key = session_key
        self.session_hash = hashlib.sha256(session_key.encode()).hexdigest()
        self.is_ended = False
        self.wakes = asyncio.Event()
        self._waiting: deque[bytes] = deque()

    def tell(self, frame: bytes) -> None:
        """Queues a frame; when too many wait, one call to fetch anew takes the place of all."""
        if self.is_ended:
            return
        if len(self._waiting) >= BACKLOG:
            self._waiting.clear()
            frame = RESYNC
        self._waiting.append(frame)
        self.wakes.set()

    def end(self, last: bytes = b"") -> None:
        """Closes the stream after what waits and `last`."""
        self.tell(last)
        self.is_ended = True
        self.wakes.set()

    def take(self) -> bytes:
        """Everything that waits, in one piece."""
        frames = b"".join(self._waiting)
        self._waiting.clear()
        self.wakes.clear()
        return frames


class Hub:
    """All clients of this process, and the connection that hears of changes."""

    def __init__(self) -> None:
        self._clients: set[Client] = set()
        self._listening: asyncio.Task[None] | None = None
        self._is_open = False
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="live-session")

    def open(self) -> None:
        """Starts to listen. Needs the running event loop."""
        self._is_open = True
        self._listening = asyncio.get_running_loop().create_task(self._listen())

    def end_streams(self) -> None:
        """Ends every stream, so that the server can go down; browsers come back to the next process by themselves."""
        self._is_open = False
        for client in list(self._clients):
            client.end()

    async def close(self) -> None:
        """Ends streams and listening."""
        self.end_streams()
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers `GET /live`: 401 without a session, else a stream until client, session or server goes."""
        if scope["method"] != "GET":
            await send_problem(send, 405, _problem(405, "method_not_allowed", "Only GET is answered here."))
            return
        session_key = _session_key(scope)
        if not session_key:
            await send_problem(send, 401, _problem(401, "not_signed_in", "Sign in first."))
            return
        if not self._is_open or len(self._clients) >= CLIENT_LIMIT:
            await send_problem(send, 503, _problem(503, "busy", "Live updates are not available at this moment."))
            return
        if sum(client.session_key == session_key for client in self._clients) >= SESSION_LIMIT:
            await send_problem(send, 429, _problem(429, "too_many_tabs", "Too many tabs are open. Close some."))
            return
        client = Client(session_key)
        # Heard from before the check: a session that ends during it is not missed.
        self._clients.add(client)
        try:
            if not await self._is_valid(session_key):
                await send_problem(send, 401, _problem(401, "not_signed_in", "Sign in first."))
                return
            await self._stream(client, receive, send)
        except DatabaseError:
            await send_problem(send, 503, _problem(503, "busy", "The database does not answer."))
        finally:
            self._clients.discard(client)

    async def is_signed_in(self, scope: Scope) -> bool:
        """Whether the request comes with a session that lives. What it may do is for the API to say."""
        session_key = _session_key(scope)
        if not session_key:
            return False
        try:
            return await self._is_valid(session_key)
        except DatabaseError:
            # The API will say so, in its own words.
            return True

    async def _stream(self, client: Client, receive: Receive, send: Send) -> None:
        watching = asyncio.create_task(_watch_for_disconnect(client, receive))
        check_at = _next_check()
        try:
            await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
            await send({"type": "http.response.body", "body": GREETING, "more_body": True})
            while not client.is_ended:
                pause = max(0.0, min(PING_SECONDS, check_at - time.monotonic()))
                try:
                    async with asyncio.timeout(pause):
                        await client.wakes.wait()
                except TimeoutError:
                    client.tell(PING)
                if time.monotonic() >= check_at:
                    check_at = _next_check()
                    if not await self._is_still_valid(client.session_key):
                        client.end(SIGNED_OUT)
                await send({"type": "http.response.body", "body": client.take(), "more_body": True})
            await send({"type": "http.response.body", "body": client.take()})
        finally:
            watching.cancel()

    async def _is_still_valid(self, session_key: str) -> bool:
        try:
            return await self._is_valid(session_key)
        except DatabaseError:
            # A database that restarts signs nobody out; the next look decides.
            return True

    async def _is_valid(self, session_key: str) -> bool:
        return await asyncio.get_running_loop().run_in_executor(self._threads, _session_is_valid, session_key)

    async def _listen(self) -> None:
        pause, is_first = 0.1, True
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(_conninfo(), autocommit=True) as listener:
                    await listener.execute(f"LISTEN {CHANNEL}")
                    if not is_first:
                        log.info("Live updates are connected again")
                        self._tell_all(RESYNC)
                    pause, is_first = 0.1, False
                    while True:
                        async for notice in listener.notifies(timeout=SILENCE_SECONDS):
                            self.hear(notice.payload)
                        await listener.execute("SELECT 1")
            except (psycopg.Error, OSError) as error:
                log.warning("Live updates are not connected to the database: %s", str(error).strip())
                is_first = False
            await asyncio.sleep(pause * random.uniform(0.8, 1.2))
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)

    def hear(self, payload: str) -> None:
        """Passes on one message of the channel; what can't be read is logged and told as a call to fetch anew."""
        try:
            message: dict[str, Any] = json.loads(payload)
            changes, ended = message.get("changes"), set(message.get("ended_sessions") or ())
        except (ValueError, AttributeError, TypeError):
            log.exception("A message on %s can't be read", CHANNEL)
            self._tell_all(RESYNC)
            return
        if changes:
            self._tell_all(_frame("change", {"changes": changes}))
        if ended:
            for client in list(self._clients):
                if client.session_hash in ended:
                    client.end(SIGNED_OUT)

    def _tell_all(self, frame: bytes) -> None:
        for client in list(self._clients):
            client.tell(frame)


async def _watch_for_disconnect(client: Client, receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    client.end()


def _next_check() -> float:
    # Spread, so that tabs which came back together do not ask together for ever.
    return time.monotonic() + SESSION_CHECK_SECONDS * random.uniform(0.8, 1.0)


def _session_is_valid(session_key: str) -> bool:
    try:
        return selectors.live_session_is_valid(session_key) is not None
    finally:
        connection.close()


def _session_key(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"cookie":
            key = parse_cookie(value.decode("latin1")).get(settings.SESSION_COOKIE_NAME)
            if key:
                return key
    return ""


def _conninfo() -> str:
    given = settings.DATABASES["default"]
    # What the pool and psycopg itself want to know is no part of a connection string.
    options = {name: value for name, value in given["OPTIONS"].items() if name not in ("pool", "prepare_threshold")}
    named = {
        "dbname": given["NAME"],
        "user": given["USER"],
        "password": given["PASSWORD"],
        "host": given["HOST"],
        "port": given["PORT"],
    }
    kept_alive = {"connect_timeout": 10, "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
    return make_conninfo("", **{**kept_alive, **options, **{name: value for name, value in named.items() if value}})


def _frame(event: str, data: dict[str, Any]) -> bytes:
    return f"event: {event}\ndata: {json.dumps(data, separators=(',', ':'))}\n\n".encode()


def _problem(status: int, code: str, detail: str) -> bytes:
    document = {
        "type": "about:blank",
        "title": detail,
        "status": status,
        "code": code,
        "detail": detail,
        "fields": None,
        "request_id": None,
    }
    return json.dumps(document).encode()


hub = Hub()
