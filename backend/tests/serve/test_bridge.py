"""WSGI inside ASGI: what is asked arrives whole, what is answered leaves whole."""

import asyncio
import threading
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from crm import bridge
from crm.bridge import Message, WsgiBridge


def exchange(application: Any, *messages: Message, **scope: Any) -> list[Message]:
    """What the server is sent when `messages` arrive."""
    sent: list[Message] = []
    arriving = iter(messages or ({"type": "http.request", "body": b""},))

    async def receive() -> Message:
        return next(arriving)

    async def send(message: Message) -> None:
        sent.append(message)

    full = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "http_version": "1.1", "headers": []}
    served = WsgiBridge(application, threads=1)
    asyncio.run(served({**full, **scope}, receive, send))
    served.threads.shutdown()
    return sent


def body_of(sent: list[Message]) -> bytes:
    return b"".join(message.get("body", b"") for message in sent[1:])


def echo(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [environ["wsgi.input"].read()]


def test_body_in_pieces_arrives_whole() -> None:
    pieces = [{"type": "http.request", "body": part, "more_body": True} for part in (b"one ", b"two ")]

    sent = exchange(echo, *pieces, {"type": "http.request", "body": b"three"}, method="POST")

    assert body_of(sent) == b"one two three"
    assert sent[0]["headers"] == [(b"content-type", b"text/plain"), (b"content-length", b"13")]


def test_short_answer_is_sent_in_one_piece() -> None:
    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("201 Created", [])
        return iter([b"a", b"b", b"c"])

    sent = exchange(application)

    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]
    assert sent[0]["status"] == 201
    assert body_of(sent) == b"abc"


def test_long_answer_streams_and_is_closed() -> None:
    closed: list[bool] = []

    class Rows:
        def __iter__(self) -> Iterator[bytes]:
            for _ in range(10):
                yield b"x" * 50_000

        def close(self) -> None:
            closed.append(True)

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", [])
        return Rows()

    sent = exchange(application)

    assert len(sent) > 3
    assert len(body_of(sent)) == 500_000
    assert not sent[-1].get("more_body")
    assert closed == [True]


def test_headers_become_variables_and_spoofed_names_are_dropped() -> None:
    seen: dict[str, Any] = {}

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        seen.update(environ)
        start_response("200 OK", [])
        return []

    headers = [
        (b"cookie", b"a=1"),
        (b"cookie", b"b=2"),
        (b"accept", b"text/html"),
        (b"accept", b"text/plain"),
        (b"x_forwarded_for", b"6.6.6.6"),
        (b"content-type", b"text/csv"),
    ]
    exchange(application, headers=headers, path="/kontakte/é", query_string=b"q=1", client=("10.1.1.1", 4711))

    assert seen["HTTP_COOKIE"] == "a=1; b=2"
    assert seen["HTTP_ACCEPT"] == "text/html,text/plain"
    assert "HTTP_X_FORWARDED_FOR" not in seen
    assert seen["CONTENT_TYPE"] == "text/csv"
    assert seen["PATH_INFO"].encode("latin1").decode() == "/kontakte/é"
    assert seen["REMOTE_ADDR"] == "10.1.1.1"


def test_request_that_is_too_large_is_refused_without_the_application() -> None:
    called: list[bool] = []

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        called.append(True)
        return []

    piece = {"type": "http.request", "body": b"x" * (bridge.BODY_LIMIT // 4 + 1), "more_body": True}
    sent = exchange(application, piece, piece, piece, piece, method="POST")

    assert sent[0]["status"] == 413
    assert not called


def test_caller_who_leaves_before_the_end_costs_no_thread() -> None:
    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        raise AssertionError("half a request must not be handled")

    sent = exchange(
        application, {"type": "http.request", "body": b"half", "more_body": True}, {"type": "http.disconnect"}
    )

    assert sent == []


def test_failure_of_the_application_is_answered_in_the_form_of_all_refusals() -> None:
    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        raise RuntimeError("secret detail")

    sent = exchange(application)

    assert sent[0]["status"] == 500
    assert (b"content-type", b"application/problem+json") in sent[0]["headers"]
    assert b"secret" not in body_of(sent)


def test_application_runs_beside_the_event_loop() -> None:
    names: list[str] = []

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        names.append(threading.current_thread().name)
        start_response("200 OK", [])
        return []

    exchange(application)

    assert names[0].startswith("request")


def file_in_pieces(times: int) -> list[Message]:
    piece = {"type": "http.request", "body": b"x" * (bridge.BODY_LIMIT // 2), "more_body": True}
    return [*[piece] * times, {"type": "http.request", "body": b"end"}]


def test_file_may_be_larger_where_files_are_taken_and_only_there() -> None:
    sent = exchange(echo, *file_in_pieces(5), method="POST", path="/api/v1/imports")
    assert len(body_of(sent)) == 5 * (bridge.BODY_LIMIT // 2) + 3

    for method, path in [("PATCH", "/api/v1/imports"), ("POST", "/api/v1/imports/7/start")]:
        assert exchange(echo, *file_in_pieces(5), method=method, path=path)[0]["status"] == 413


def test_file_beyond_its_limit_is_refused_in_words_of_its_own() -> None:
    sent = exchange(echo, *file_in_pieces(40), method="POST", path="/api/v1/imports")

    assert sent[0]["status"] == 413
    assert b"100 MB" in body_of(sent)


def test_hooks_take_large_posts_a_few_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    told = [(b"content-length", b"7000000")]
    sent = exchange(echo, *file_in_pieces(7), method="POST", path="/hooks/x/y", headers=told)
    lied = exchange(echo, *file_in_pieces(7), method="POST", path="/hooks/x/y", headers=[(b"content-length", b"9")])
    long = exchange(echo, *file_in_pieces(40), method="POST", path="/hooks/x/y")
    monkeypatch.setattr(bridge, "LARGE_HOOKS_AT_ONCE", 0)
    busy = exchange(echo, *file_in_pieces(7), method="POST", path="/hooks/x/y", headers=told)
    small = exchange(echo, method="POST", path="/hooks/x/y", headers=[(b"content-length", b"0")])

    assert [answer[0]["status"] for answer in (sent, lied, long, busy, small)] == [200, 413, 413, 503, 200]


def test_file_of_a_stranger_is_refused_before_it_is_read() -> None:
    async def nobody(_scope: Any) -> bool:
        return False

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        raise AssertionError("nothing of it may be read")

    served = WsgiBridge(echo, threads=1, admits=nobody)
    asyncio.run(served({"type": "http", "method": "POST", "path": "/api/v1/imports", "headers": []}, receive, send))
    served.threads.shutdown()

    assert sent[0]["status"] == 401
