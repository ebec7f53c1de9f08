"""Lanes: threads that call providers, each with its own connection to the database, so that nobody waits for another.

One message at a time in each; a lane goes on with its sender while there is something to send, for a while.
"""

import logging
import queue
import threading
from collections import Counter
from time import monotonic

from django.db import connection

from crm.conversations.sending.calling import send_claimed
from crm.conversations.sending.claiming import Claimed, Nothing, claim_next
from crm.conversations.sending.outcomes import STOPPED_TEXT, write_unknown

log = logging.getLogger(__name__)

LANES_MOST = 12
# One sender has so many lanes at most, and while few are free only those have one that have none yet: providers that
# hang in all lanes given to them leave some for the others.
LANES_OF_ONE, LANES_KEPT = 6, 4
# A lane turns to another sender after so many messages, and ends when nobody has needed it for so long.
MESSAGES_IN_A_ROW = 20
IDLE_SECONDS = 10.0
# A sender for which nothing could be done is looked at again after this.
REST_SECONDS = 0.5


class Lanes:
    """Starts threads as they are needed, `LANES_MOST` at most. Handed out to from one thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._is_free = threading.Condition(self._lock)
        # None ends the lane that takes it.
        self._tickets: queue.SimpleQueue[int | None] = queue.SimpleQueue()
        self._threads: set[threading.Thread] = set()
        self._at_work: Counter[int] = Counter()
        self._rests: dict[int, float] = {}
        self._calls: dict[int, int] = {}
        self._is_stopping = False

    def room_for(self, sender_id: int, wanted: int) -> int:
        """How many more lanes the sender may be given now, when it has use for `wanted` in all."""
        with self._lock:
            if self._is_stopping or self._rests.get(sender_id, 0.0) > monotonic():
                return 0
            free = LANES_MOST - self._at_work.total()
            has = self._at_work[sender_id]
        most = min(wanted, LANES_OF_ONE)
        if has == 0:
            return min(most, max(free - LANES_KEPT, 1), free)
        return max(0, min(most - has, free - LANES_KEPT))

    def hand_out(self, sender_id: int) -> None:
        """Has a lane send what the sender has due."""
        with self._lock:
            self._at_work[sender_id] += 1
            if len(self._threads) < self._at_work.total():
                thread = threading.Thread(target=self._run, name="sending", daemon=True)
                self._threads.add(thread)
                thread.start()
        self._tickets.put(sender_id)

    def stop(self, seconds: float) -> bool:
        """Begins nothing more, and lets calls end for so long. What is cut off is marked unknown. Whether all ended."""
        until = monotonic() + seconds
        with self._is_free:
            self._is_stopping = True
            while self._at_work.total() and (left := until - monotonic()) > 0:
                self._is_free.wait(left)
            cut_off = dict(self._calls)
            threads = list(self._threads)
        for message_id, attempt in cut_off.items():
            write_unknown(message_id, attempt, STOPPED_TEXT)
        for _ in threads:
            self._tickets.put(None)
        if not cut_off:
            for thread in threads:
                thread.join(max(0.1, until - monotonic()))
        return not any(thread.is_alive() for thread in threads)

    def _run(self) -> None:
        try:
            while (sender_id := self._next()) is not None:
                self._drive(sender_id)
        finally:
            connection.close()
            with self._lock:
                self._threads.discard(threading.current_thread())

    def _next(self) -> int | None:
        """The sender that the lane is to send for next; None when it is to end."""
        while True:
            try:
                return self._tickets.get(timeout=IDLE_SECONDS)
            except queue.Empty:
                with self._lock:
                    # Who is more than are at work has no ticket coming.
                    if len(self._threads) > self._at_work.total():
                        self._threads.discard(threading.current_thread())
                        return None

    def _drive(self, sender_id: int) -> None:
        sent, is_idle = 0, True
        try:
            while sent < MESSAGES_IN_A_ROW and not self._is_stopping:
                found = claim_next(sender_id)
                if not isinstance(found, Claimed):
                    is_idle = found is Nothing.DUE
                    break
                self._call(found)
                sent += 1
        except Exception as error:  # noqa: BLE001 - a lane does not end by itself
            log.warning("A lane of sender %s failed and goes on: %s", sender_id, error)
            connection.close()
        finally:
            with self._is_free:
                self._at_work[sender_id] -= 1
                self._at_work += Counter()
                if not sent and is_idle:
                    self._rests[sender_id] = monotonic() + REST_SECONDS
                self._is_free.notify_all()

    def _call(self, claimed: Claimed) -> None:
        self._calls[claimed.message_id] = claimed.attempt
        try:
            send_claimed(claimed)
        finally:
            del self._calls[claimed.message_id]
