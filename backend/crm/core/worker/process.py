"""The worker's main loop, from start to a clean end."""

import gc
import logging
import os
import select
import signal
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from types import FrameType

from django.db import InterfaceError, OperationalError, connection

from crm.core.work import WORK, Work
from crm.core.worker.coarse import JobThread
from crm.core.worker.database import Outage, database_is_lost, use_plain_connections
from crm.core.worker.wakeups import Wakeups

log = logging.getLogger(__name__)

# How often the worker looks for work without being told of any.
POLL_SECONDS = 1.0
# Rows that are due and held by another worker are looked at again after this.
HELD_SECONDS = 0.05
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0
# Told to stop, the process ends within this, whatever it is at: what is not committed is done by the next one.
END_SECONDS = 2.6
# What work beside the main thread has of that, once the batch in hand is done.
STOP_SECONDS = 1.6


class Worker:
    """Does all registered work, batch by batch, and coarse jobs beside it, until SIGTERM or SIGINT."""

    def __init__(self) -> None:
        self._wakeups = Wakeups()
        self._outage = Outage()
        self._jobs = JobThread()
        self._is_stopping = False
        self._last_said = ""

    def run(self) -> None:
        """Returns after a signal, when the batch in hand is done."""
        use_plain_connections()
        self._take_signals()
        self._jobs.start()
        # Modules and settings live as long as the process: the collector need not walk them again.
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000, 20, 20)
        log.info("The worker runs: %s, coarse jobs", ", ".join(sorted(WORK)))
        pause = FIRST_PAUSE
        while not self._is_stopping:
            try:
                self._look_for_work()
                pause, self._last_said = FIRST_PAUSE, ""
            except Exception as error:  # noqa: BLE001 - a worker does not end by itself
                self._say(error)
                self._wakeups.disconnect()
                self._wakeups.pause(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
        self._end()

    def _look_for_work(self) -> None:
        taken = sum(work.do_some() for work in WORK.values())
        self._outage.ended()
        if taken:
            return
        soonest = min((work.seconds_until_due(POLL_SECONDS) for work in WORK.values()), default=POLL_SECONDS)
        self._wakeups.wait(max(soonest, HELD_SECONDS))

    def _say(self, error: Exception) -> None:
        if isinstance(error, OperationalError | InterfaceError) and database_is_lost():
            self._outage.began(error)
            return
        connection.close()
        # Said once, however often it is tried: a database that is not migrated yet, for example.
        if str(error) != self._last_said:
            self._last_said = str(error)
            log.error("The worker failed and goes on trying", exc_info=error)

    def _take_signals(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._note_stop)
        hears, speaks = socket.socketpair()
        speaks.setblocking(False)
        # Written to at once, even while the main thread waits inside libpq and can't run a handler.
        signal.set_wakeup_fd(speaks.fileno(), warn_on_full_buffer=False)
        threading.Thread(target=_end_in_time, args=(hears, speaks), name="end-in-time", daemon=True).start()

    def _note_stop(self, _number: int, _frame: FrameType | None) -> None:
        self._is_stopping = True
        self._wakeups.interrupt()

    def _end(self) -> None:
        self._wakeups.disconnect()
        # All of it has the same seconds, and so ends beside each other.
        with ThreadPoolExecutor(len(WORK) + 1) as ending:
            jobs = ending.submit(self._jobs.stop)
            works = [ending.submit(_stop, work) for work in WORK.values()]
            have_ended = all(work.result() for work in works)
            if not jobs.result():
                have_ended = False
                log.info("Jobs that were still running are started again by another worker")
        connection.close()
        if not have_ended:
            _leave()


def _stop(work: Work) -> bool:
    try:
        return work.stop(STOP_SECONDS)
    except Exception:
        log.exception("What is left of %s is left to another worker", work.name)
        return False
    finally:
        connection.close()


def _end_in_time(hears: socket.socket, _speaks: socket.socket) -> None:
    hears.recv(1)
    select.select([], [], [], END_SECONDS)
    log.info("The batch in hand took too long; it is left to the next worker")
    _leave()


def _leave() -> None:
    # Not sys.exit: that would wait for threads whose work is given up.
    logging.shutdown()
    os._exit(0)
