"""The provider that the courier talks to: a real server on loopback that misbehaves as it is told, by sender."""

import json
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Says nothing of those who were killed while they waited."""


class Provider:
    """Answers every request by the mode of its sender: ok, slow, busy (429), broken (500), refuse, hang, cut.

    "hang" answers nothing until `release` is called; "cut" closes the connection when the request was read.
    """

    def __init__(self) -> None:
        self.modes: dict[str, str] = {}
        self.retry_after: str | None = None
        self.slow_seconds = 0.05
        self.seen: list[dict[str, Any]] = []
        # When each request came, by the clock of this process.
        self.times: list[float] = []
        self._lock = threading.Lock()
        self._released = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _handler_of(self))
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def note(self, sender: str, told: dict[str, Any]) -> str:
        """Keeps a request; the mode that it is answered by."""
        with self._lock:
            self.seen.append({**told, "from": sender})
            self.times.append(time.monotonic())
        return self.modes.get(sender, "ok")

    def wait(self) -> None:
        """Until nobody is kept waiting any more."""
        self._released.wait(60)

    def release(self) -> None:
        """Answers all that hang, and whoever comes."""
        self._released.set()

    def counts(self) -> Counter[str]:
        """How often each message came, by its key."""
        with self._lock:
            return Counter(one["key"] for one in self.seen)

    def texts(self) -> list[str]:
        """What was said, in the order in which it came."""
        with self._lock:
            return [one["text"] for one in self.seen]

    def close(self) -> None:
        """Ends the server."""
        self.release()
        self._server.shutdown()
        self._server.server_close()


def _handler_of(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            mode = provider.note(self.path.lstrip("/"), told)
            if mode == "hang":
                provider.wait()
            if mode == "slow":
                time.sleep(provider.slow_seconds)
            if mode == "cut":
                self.close_connection = True
                return
            status = {"busy": 429, "broken": 500, "refuse": 400}.get(mode, 200)
            body = json.dumps({"id": f"id-{told['key']}", "segments": 1} if status == 200 else {}).encode()
            self.send_response(status)
            if provider.retry_after and status != 200:
                self.send_header("Retry-After", provider.retry_after)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Says nothing."""

    return Handler
