"""A server on loopback that looks like a provider's API, and misbehaves as it is told."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Request:
    """What was asked of it."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Reply:
    """What it answers."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] | None = None


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Says nothing of those who hung up."""


class Provider:
    """Answers by `answer`, unless `mode` is "hang" (until `release`), "cut" (the connection, once all was read)."""

    def __init__(self, answer: Callable[[Request], Reply]) -> None:
        self.answer, self.mode = answer, "ok"
        self.seen: list[Request] = []
        self._released = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _handler_of(self))
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def wait(self) -> None:
        """Until nobody is kept waiting any more."""
        self._released.wait(60)

    def close_hung(self) -> None:
        """Hangs up on all that are kept waiting."""
        self._released.set()

    def close(self) -> None:
        """Ends the server."""
        self.close_hung()
        self._server.shutdown()
        self._server.server_close()


def _handler_of(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            asked = Request(self.command, self.path, headers, body)
            provider.seen.append(asked)
            mode = provider.mode
            if mode == "hang":
                provider.wait()
            if mode in {"cut", "hang"}:
                self.close_connection = True
                return
            reply = provider.answer(asked)
            self.send_response(reply.status)
            for name, value in (reply.headers or {}).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(reply.body)))
            self.end_headers()
            self.wfile.write(reply.body)

        do_GET = do_POST = _serve  # noqa: N815 - the names that the standard library calls

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Says nothing."""

    return Handler
