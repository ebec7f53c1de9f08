"""Kith as `make run` starts it, for a bench to ask and to look into."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
BACKEND = REPOSITORY / "backend"
OUT = Path(__file__).resolve().parent / "out"
sys.path.insert(0, str(BACKEND))

from crm.serve.postgres import Server, running_postgres  # noqa: E402

__all__ = ["BACKEND", "OUT", "REPOSITORY", "Server", "running_postgres"]


def environment_of(postgres: Server, *, folder: str, port: int) -> dict[str, str]:
    """What Kith is started with."""
    return {
        **os.environ, "DATABASE_URL": postgres.dsn, "KITH_DATA": folder, "PORT": str(port),
        "KITH_LOG_LEVEL": "WARNING", "DJANGO_SETTINGS_MODULE": "crm.settings", "PYTHONPATH": str(BACKEND),
    }  # fmt: skip


def serve(environment: dict[str, str]) -> "subprocess.Popen[bytes]":
    """Kith, as `make run` starts it once it is set up."""
    log = (OUT / "server.log").open("ab")
    return subprocess.Popen([sys.executable, "-m", "crm.serve"], cwd=BACKEND, env=environment, stdout=log, stderr=log)


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str, process: "subprocess.Popen[bytes]", *, seconds: float = 60) -> float:
    """Waits until `url` answers 200; returns the seconds it took."""
    start = time.perf_counter()
    while time.perf_counter() - start < seconds:
        try:
            urllib.request.urlopen(url, timeout=2).close()
            return time.perf_counter() - start
        except OSError:
            if process.poll() is not None:
                raise RuntimeError(f"{process.args!r} ended with {process.returncode}") from None
            time.sleep(0.01)
    raise RuntimeError(f"{url} did not answer within {seconds} s")


def end(process: "subprocess.Popen[bytes]") -> None:
    """Ctrl-C, and the wait for it."""
    process.send_signal(signal.SIGINT)
    process.wait(timeout=60)


def session_headers(environment: dict[str, str]) -> tuple[dict[str, str], int]:
    """Headers of a signed-in administrator, as the browser sends them, and that user's id."""
    made = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("session.py"))],
        cwd=BACKEND, env=environment, check=True, capture_output=True, text=True,
    )  # fmt: skip
    answer = json.loads(made.stdout.strip().splitlines()[-1])
    return answer["headers"], answer["user_id"]
