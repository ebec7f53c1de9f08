"""What the worker does to send: gives lanes to senders that may send, and gives up what was cut off."""

from time import monotonic

from crm.conversations.sending.calling import send_claimed
from crm.conversations.sending.claiming import Claimed, claim_next
from crm.conversations.sending.lanes import LANES_OF_ONE, Lanes
from crm.conversations.sending.outcomes import expired_leases, write_unknown
from crm.conversations.sending.pacing import ready_senders, seconds_until_each
from crm.core.work import Work

LEASES_LOOKED_AT_SECONDS = 1.0
EXPIRED_AT_ONCE = 100
# What is due already and has no lane yet is looked at again after this.
AGAIN_SECONDS = 0.1


class SendingWork:
    """The sending of one worker process."""

    def __init__(self) -> None:
        self._lanes = Lanes()
        self._leases_at = 0.0

    def hand_out(self) -> int:
        """Gives lanes to senders that may send. Returns how many."""
        if monotonic() >= self._leases_at:
            self._leases_at = monotonic() + LEASES_LOOKED_AT_SECONDS
            give_up_expired()
        given = 0
        for ready in ready_senders(LANES_OF_ONE):
            for _ in range(min(ready.due, self._lanes.room_for(ready.sender_id, ready.lanes))):
                self._lanes.hand_out(ready.sender_id)
                given += 1
        return given

    def seconds_until_due(self, most: float) -> float:
        """Seconds until a sender may send, at most `most`. One that has its lanes already is soon looked at again."""
        each = seconds_until_each()
        return min([most, *(seconds if seconds > 0 else AGAIN_SECONDS for seconds in each)])

    def stop(self, seconds: float) -> bool:
        """Ends the calls that are under way, or marks them unknown."""
        return self._lanes.stop(seconds)


def give_up_expired() -> int:
    """Marks what was being sent when its worker died: nobody knows whether it was. Returns how many."""
    expired = expired_leases(EXPIRED_AT_ONCE)
    for message_id, attempt in expired:
        write_unknown(message_id, attempt)
    return len(expired)


def send_due() -> int:
    """Sends all that may leave now, one after the other, in this thread. Returns how many calls it made."""
    calls = 0
    for ready in ready_senders(1):
        while isinstance(found := claim_next(ready.sender_id), Claimed):
            send_claimed(found)
            calls += 1
    return calls


_WORK = SendingWork()
SENDING = Work("messages to be sent", _WORK.hand_out, _WORK.seconds_until_due, _WORK.stop)
