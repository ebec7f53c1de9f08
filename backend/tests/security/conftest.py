"""The web process as `make run` starts it, on the database of the tests, spoken to over a real socket."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from django.conf import settings

BACKEND = Path(__file__).resolve().parents[2]


def database_url() -> str:
    """DATABASE_URL of the database that these tests use."""
    entry = settings.DATABASES["default"]
    user = quote(entry["USER"], safe="") + (f":{quote(entry['PASSWORD'], safe='')}" if entry["PASSWORD"] else "")
    port = f":{entry['PORT']}" if entry["PORT"] else ""
    return f"postgresql://{user}@{quote(entry['HOST'], safe='')}{port}/{entry['NAME']}"


class Web:
    """One running web process."""

    def __init__(self, listener: socket.socket, log: Path) -> None:
        self.port: int = listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._log = log

    def log(self) -> str:
        """Everything it has written so far."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def raw(self, *lines: str, body: bytes = b"") -> bytes:
        """Sends a request byte for byte and returns what comes back until the server closes or is still."""
        answer = b""
        with socket.create_connection(("127.0.0.1", self.port), timeout=2) as connection, suppress(OSError):
            connection.sendall("\r\n".join([*lines, "", ""]).encode("latin1") + body)
            while piece := connection.recv(65536):
                answer += piece
        return answer


@contextmanager
def running_web(log: Path, **environment: str) -> Iterator[Web]:
    """A web process with `environment`, ended afterwards."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("KITH_")}
    with socket.create_server(("127.0.0.1", 0)) as listener, log.open("wb") as output:
        web = Web(listener, log)
        # The supervisor holds this gate shut until the database is ready. Ours is.
        gate, opener = os.pipe()
        os.close(opener)
        process = subprocess.Popen(
            [sys.executable, "-m", "crm.serve.web", str(listener.fileno()), str(gate)],
            cwd=BACKEND,
            env={
                **inherited,
                "DATABASE_URL": database_url(),
                "KITH_DATA": os.environ["KITH_DATA"],
                "PORT": str(web.port),
                **environment,
            },
            pass_fds=[listener.fileno(), gate],
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        os.close(gate)
        try:
            _wait_until_up(web, process)
            yield web
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait_until_up(web: Web, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        try:
            httpx.get(f"{web.url}/healthz", timeout=2)
            return
        except httpx.HTTPError:
            time.sleep(0.05)
    raise RuntimeError(f"The web process did not come up:\n{web.log()[-4000:]}")


@pytest.fixture(scope="session")
def web(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """Kith as it is by default: no reverse proxy, plain HTTP on this machine."""
    with running_web(tmp_path_factory.mktemp("web") / "log") as web:
        yield web


@pytest.fixture(scope="session")
def https_web(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """Kith behind one reverse proxy that speaks HTTPS as https://crm.example.com."""
    with running_web(
        tmp_path_factory.mktemp("https-web") / "log",
        KITH_PUBLIC_URL="https://crm.example.com",
        KITH_TRUSTED_PROXIES="1",
    ) as web:
        yield web


Ask = Callable[..., httpx.Response]


@pytest.fixture
def ask(web: Web) -> Ask:
    """One request to Kith as it is by default: `ask("GET", "/path", headers=…)`. Redirects are not followed."""

    def request(method: str, path: str, **more: object) -> httpx.Response:
        return httpx.request(method, web.url + path, timeout=30, **more)  # type: ignore[arg-type]

    return request
