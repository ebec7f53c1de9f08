"""Waiting until there is something to do: a NOTIFY, a signal, or time."""

import os
import select

import psycopg

from crm.core.work import WORK_CHANNEL
from crm.core.worker.database import connection_parameters


class Wakeups:
    """A connection that listens, and a pipe that signal handlers write to.

    Without the connection it still waits: the worker then looks for work by the clock alone.
    """

    def __init__(self) -> None:
        self._listener: psycopg.Connection | None = None
        self._reading, self._writing = os.pipe()
        os.set_blocking(self._reading, False)
        os.set_blocking(self._writing, False)

    def interrupt(self) -> None:
        """Ends the present wait, or the next one. Safe in signal handlers and other threads."""
        try:
            os.write(self._writing, b"!")
        except BlockingIOError:
            # So many interrupts are waiting already that one more says nothing new.
            return

    def wait(self, seconds: float) -> None:
        """Returns after `seconds`, or as soon as something may have come."""
        if self._listener is None and self._listen():
            # What was notified while nobody listened is found by looking.
            return
        watched: list[int | psycopg.Connection] = [self._reading]
        if self._listener is not None:
            watched.append(self._listener)
        ready, _, _ = select.select(watched, [], [], seconds)
        if self._reading in ready:
            self._drain()
        if self._listener in ready:
            self._hear()

    def pause(self, seconds: float) -> None:
        """Returns after `seconds`, or on an interrupt."""
        if select.select([self._reading], [], [], seconds)[0]:
            self._drain()

    def disconnect(self) -> None:
        """Gives the listening connection up; the next wait makes a new one."""
        if self._listener is not None:
            self._listener.close()
            self._listener = None

    def _listen(self) -> bool:
        try:
            self._listener = psycopg.connect(**connection_parameters(), autocommit=True)
            self._listener.execute(f"LISTEN {WORK_CHANNEL}")
        except (psycopg.Error, OSError):
            self.disconnect()
            return False
        return True

    def _hear(self) -> None:
        if self._listener is None:
            return
        try:
            for _ in self._listener.notifies(timeout=0):
                pass
        except (psycopg.Error, OSError):
            self.disconnect()

    def _drain(self) -> None:
        try:
            while os.read(self._reading, 4096):
                pass
        except BlockingIOError:
            return
