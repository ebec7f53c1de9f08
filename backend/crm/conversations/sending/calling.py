"""Calling the provider, outside of any transaction, and writing what came of it: the one place that calls `send`."""

import logging
from collections.abc import Sequence
from functools import partial
from time import monotonic, sleep

from django.db import InterfaceError, OperationalError, connection, transaction

from crm.conversations.enums import NextAct
from crm.conversations.facts import hand_on
from crm.conversations.models import ChannelAccount
from crm.conversations.port import Accepted, Fact, NotNow, OutcomeUnknown, Rejected, Report
from crm.conversations.receiving.reports import record_report
from crm.conversations.sending import outcomes
from crm.conversations.sending.claiming import LEASE, Claimed
from crm.conversations.sending.pacing import end_pause, pause_sender
from crm.core import clock

log = logging.getLogger(__name__)

# While the database is away, what came of a call is kept in memory and tried again, for as long as the lease.
RETRY_SECONDS = 0.5


def send_claimed(claimed: Claimed) -> None:
    """Hands a leased message to its provider, once, and writes the outcome. Raises nothing that the provider does."""
    write, failure, later = _call(claimed)
    _write_for_sure(write)
    if failure is None:
        for after, report in later:
            # After the outcome, whose locks would be taken in the other order.
            _write_for_sure(partial(_note_report, claimed, report, after))
        if claimed.is_failing:
            _write_for_sure(partial(end_pause, claimed.sender_id))
        return
    if isinstance(failure, Rejected) and failure.fact is not None:
        # After the outcome, whose locks would be taken in the other order.
        _write_for_sure(partial(_hand_on, claimed, failure.fact))
    # What is refused for the message's own sake says nothing of the next one. What the settings are at fault for, the
    # next one would meet too.
    if isinstance(failure, Rejected) and failure.next_act is not NextAct.FIX_CHANNEL:
        return
    text = getattr(failure, "text", "The channel broke. The log of Kith says where.")
    retry_after = failure.retry_after if isinstance(failure, NotNow) else None
    _write_for_sure(partial(pause_sender, claimed.sender_id, text, retry_after))


def _call(claimed: Claimed) -> tuple["partial[None]", Exception | None, Sequence[tuple[float, Report]]]:
    message_id, attempt = claimed.message_id, claimed.attempt
    try:
        accepted: Accepted = claimed.adapter.send(claimed.settings, claimed.outgoing)
    except Rejected as refusal:
        # A number that the carrier blocks is no fault of ours: it stands with the message, not in the log.
        return partial(outcomes.write_rejected, message_id, attempt, refusal), refusal, ()
    except NotNow as refusal:
        log.info("Message %s is tried again later: %s", message_id, refusal.text)
        return partial(outcomes.write_put_off, message_id, attempt, refusal), refusal, ()
    except OutcomeUnknown as refusal:
        log.warning("It isn't known whether message %s was sent: %s", message_id, refusal.text)
        return partial(outcomes.write_unknown, message_id, attempt), refusal, ()
    except Exception as error:
        log.exception("The channel broke while message %s was being sent", message_id)
        return partial(outcomes.write_unknown, message_id, attempt), error, ()
    return partial(outcomes.write_accepted, message_id, accepted), None, accepted.later


def _hand_on(claimed: Claimed, fact: Fact) -> None:
    hand_on(
        fact,
        channel=claimed.outgoing.channel,
        sender_key=claimed.sender_key,
        contact_id=claimed.contact_id,
        at=clock.now(),
    )


@transaction.atomic
def _note_report(claimed: Claimed, report: Report, after: float) -> None:
    record_report(ChannelAccount(pk=claimed.account_id), report, after=after)


def _write_for_sure(write: "partial[None]") -> None:
    give_up = monotonic() + LEASE.total_seconds()
    while True:
        try:
            write()
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block or monotonic() > give_up:
                raise
            connection.close()
            sleep(RETRY_SECONDS)
        else:
            return
