"""Fetching files beside the worker's main thread: a host that is slow holds up nothing but files."""

import logging
import threading
from time import monotonic

from django.db import connection

from crm.conversations.receiving.files import fetch_files, seconds_until_fetch
from crm.core.work import Work

log = logging.getLogger(__name__)

# So many files at once in each worker process.
THREADS_MOST = 3


class Fetching:
    """The fetching of one worker process, by threads that end when nothing is due."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._threads: set[threading.Thread] = set()
        self._is_stopping = False

    def hand_out(self) -> int:
        """Starts a thread when a file is due and there is room for one. Returns how many."""
        if not self._has_room() or seconds_until_fetch(1.0) > 0:
            return 0
        thread = threading.Thread(target=self._run, name="fetching", daemon=True)
        with self._lock:
            self._threads.add(thread)
        thread.start()
        return 1

    def seconds_until_due(self, most: float) -> float:
        """Seconds until a thread is to be started, at most `most`."""
        return seconds_until_fetch(most) if self._has_room() else most

    def stop(self, seconds: float) -> bool:
        """Begins no other file, and lets those in hand end for so long; another worker fetches what is cut off."""
        self._is_stopping = True
        until = monotonic() + seconds
        with self._lock:
            threads = list(self._threads)
        for thread in threads:
            thread.join(max(0.0, until - monotonic()))
        return not any(thread.is_alive() for thread in threads)

    def _has_room(self) -> bool:
        with self._lock:
            return len(self._threads) < THREADS_MOST and not self._is_stopping

    def _run(self) -> None:
        try:
            while not self._is_stopping and fetch_files(1):
                pass
        except Exception as error:  # noqa: BLE001 - the file is due again when its lease is over
            log.warning("Fetching a file failed and is tried again: %s", error)
        finally:
            connection.close()
            with self._lock:
                self._threads.discard(threading.current_thread())


_WORK = Fetching()
FETCHING = Work("files of messages", _WORK.hand_out, _WORK.seconds_until_due, _WORK.stop)
