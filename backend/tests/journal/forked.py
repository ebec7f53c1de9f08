"""Processes of Kith that start at the cost of a fork: an interpreter of its own takes each 1.5 s to load Django."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from crm.serve.folders import REPOSITORY

BACKEND = REPOSITORY / "backend"


class Forked:
    """A process, as `subprocess.Popen` shows one: `poll`, `wait`, `kill` and `send_signal` do the same."""

    def __init__(self, forker: "Forker", pid: int) -> None:
        self.pid = pid
        self._forker = forker
        self._code: int | None = None

    def poll(self) -> int | None:
        """The exit code, negative for a signal; None while it runs."""
        if self._code is None:
            self._code = self._forker.ask({"pid": self.pid})
        return self._code

    def wait(self, seconds: float = 40.0) -> int:
        """The exit code, once it has ended. Raises `TimeoutError` when it does not."""
        give_up = time.monotonic() + seconds
        while (code := self.poll()) is None:
            if time.monotonic() > give_up:
                raise TimeoutError(f"Process {self.pid} runs on after {seconds} s.")
            time.sleep(0.01)
        return code

    def send_signal(self, which: signal.Signals) -> None:
        """Nothing happens when it has ended."""
        if self.poll() is None:
            os.kill(self.pid, which)

    def kill(self) -> None:
        """kill -9."""
        self.send_signal(signal.SIGKILL)


class Forker:
    """Has processes forked that run under `environment`; what it says itself is appended to `log`."""

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        self._one_at_a_time = threading.Lock()
        with log.open("ab") as said:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.journal.forking"],
                cwd=BACKEND, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, text=True,
            )  # fmt: skip

    def command(self, *words: str, output: Path, **environment: str) -> Forked:
        """`manage.py` with these words; what it prints is appended to `output`."""
        return self._start(words, output, environment, is_module=False)

    def module(self, *words: str, output: Path, **environment: str) -> Forked:
        """`python -m` with these words."""
        return self._start(words, output, environment, is_module=True)

    def _start(self, words: tuple[str, ...], output: Path, environment: dict[str, str], *, is_module: bool) -> Forked:
        order = {"words": words, "is_module": is_module, "output": str(output), "environment": environment}
        return Forked(self, self.ask(order))

    def ask(self, order: dict[str, Any]) -> Any:
        """Its answer to one order."""
        with self._one_at_a_time:
            assert self._process.stdin is not None
            assert self._process.stdout is not None
            self._process.stdin.write(f"{json.dumps(order)}\n")
            self._process.stdin.flush()
            return json.loads(self._process.stdout.readline())

    def close(self) -> None:
        """Ends what is forked from; at the end of its input it ends by itself."""
        self._process.communicate(timeout=10)
