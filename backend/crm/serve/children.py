"""The processes that the supervisor keeps alive."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence

from crm.serve.lifeline import end_with_parent

FIRST_PAUSE = 0.2
LONGEST_PAUSE = 30.0
# A child that lived this long had started well: its next end is a new matter.
SETTLED_SECONDS = 30.0


class Child:
    """One process and its restarts, each later than the one before while it keeps dying young."""

    def __init__(
        self, name: str, command: Sequence[str], *, env: Mapping[str, str], cwd: str, keep: Sequence[int] = ()
    ) -> None:
        self.name = name
        self._command, self._env, self._cwd, self._keep = list(command), dict(env), cwd, tuple(keep)
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._start_at = 0.0
        self._pause = FIRST_PAUSE

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Starts it in a session of its own: the terminal's Ctrl-C reaches the supervisor alone."""
        self._started_at = time.monotonic()
        self._process = subprocess.Popen(
            self._command,
            env=self._env,
            cwd=self._cwd,
            pass_fds=self._keep,
            start_new_session=True,
            preexec_fn=end_with_parent(signal.SIGTERM),
        )

    def look_after(self) -> str | None:
        """Restarts it when it has died and its pause is over; returns what there is to tell."""
        if self._process is None:
            if time.monotonic() >= self._start_at:
                self.start()
            return None
        code = self._process.poll()
        if code is None:
            return None
        # What it may have left behind (its own children) must not go on beside the next one.
        self._signal(signal.SIGKILL)
        self._process = None
        if time.monotonic() - self._started_at > SETTLED_SECONDS:
            self._pause = FIRST_PAUSE
        pause, self._pause = self._pause, min(self._pause * 2, LONGEST_PAUSE)
        self._start_at = time.monotonic() + pause
        how = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
        return f"{self.name} {how}; starting it again in {pause:g} s"

    def restart(self) -> None:
        """Ends it gently and starts it anew at the next look."""
        self.tell_to_end()
        if self._process is not None:
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()
        self._process = None
        self._start_at = 0.0

    def tell_to_end(self) -> None:
        """Asks the process itself; it ends its own children."""
        if self.is_running and self._process is not None:
            self._process.terminate()

    def kill(self) -> None:
        """Ends it and all that it started, now."""
        self._signal(signal.SIGKILL)
        if self._process is not None:
            self._process.wait()

    def _signal(self, how: signal.Signals) -> None:
        if self._process is not None:
            try:
                os.killpg(self._process.pid, how)
            except ProcessLookupError:
                return
