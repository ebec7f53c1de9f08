"""How fast a sender sends, and for how long it leaves a provider alone that does not take anything."""

import random
from dataclasses import dataclass

from django.db import connection, transaction

from crm.core.prepared import prepared_cursor
from crm.journal.notices import Notice, tell_pages

# After a rest so much may be caught up with at once: a sender of 60 a minute never sends two in one second for it.
CATCH_UP_SECONDS = 0.25
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 2.0, 300.0
# A provider that asks for more is asked again after this all the same.
RETRY_AFTER_MOST_SECONDS = 3600.0
# Not all who were turned away at once come back at once.
JITTER = 0.2
PAUSE_TEXT_MOST = 300


@dataclass(frozen=True, slots=True)
class Ready:
    """A sender that may send now: how many messages are due, up to what was asked for, and in how many lanes.

    One for each message a second of its pace; one alone while its provider fails.
    """

    sender_id: int
    due: int
    lanes: int


_READY = """
    SELECT s.id, d.count, CASE WHEN s.failures > 0 THEN 1 ELSE ceil(s.per_minute / 60.0)::int END
    FROM conversations_sender s CROSS JOIN LATERAL (
        SELECT count(*) FROM (
            SELECT 1 FROM conversations_message m
            WHERE m.sender_id = s.id AND m.state = 'queued' AND m.due_at <= statement_timestamp() LIMIT %s
        ) AS due
    ) AS d
    WHERE s.next_at <= statement_timestamp() AND (s.paused_until IS NULL OR s.paused_until <= statement_timestamp())
    AND d.count > 0
"""
_SOONEST = """
    SELECT extract(epoch FROM greatest(d.due_at, s.next_at, s.paused_until) - statement_timestamp())::float8
    FROM conversations_sender s CROSS JOIN LATERAL (
        SELECT m.due_at FROM conversations_message m WHERE m.sender_id = s.id AND m.state = 'queued'
        ORDER BY m.due_at, m.id LIMIT 1
    ) AS d
"""
# Serialises all who send from here for the moment of their commit, and no longer.
_TAKE = """
    UPDATE conversations_sender
    SET next_at = greatest(next_at, statement_timestamp() - make_interval(secs => %s::float8))
        + make_interval(secs => 60.0::float8 / per_minute)
    WHERE id = %s::bigint AND next_at <= statement_timestamp()
    AND (paused_until IS NULL OR paused_until <= statement_timestamp()) RETURNING 1
"""


def ready_senders(most: int) -> list[Ready]:
    """All senders with something due that may send now; of each, up to `most` are counted."""
    with prepared_cursor() as cursor:
        cursor.execute(_READY, [most])
        return [Ready(*row) for row in cursor.fetchall()]


def seconds_until_each() -> list[float]:
    """For each sender with something queued, the seconds until it may send: negative where it already might."""
    with prepared_cursor() as cursor:
        cursor.execute(_SOONEST)
        return [row[0] for row in cursor.fetchall()]


def take_turn(sender_id: int) -> bool:
    """Takes the sender's next place in its pace, in the caller's transaction. False: somebody else has, or a pause."""
    with prepared_cursor() as cursor:
        cursor.execute(_TAKE, [CATCH_UP_SECONDS, sender_id])
        return cursor.fetchone() is not None


def pause_seconds(failures: int, retry_after: float | None) -> float:
    """How long to wait after so many failures in a row; at least what the provider has asked for."""
    backoff: float = min(FIRST_PAUSE_SECONDS * 2 ** min(failures - 1, 30), LONGEST_PAUSE_SECONDS)
    asked = min(max(retry_after or 0.0, 0.0), RETRY_AFTER_MOST_SECONDS)
    return max(backoff * random.uniform(1 - JITTER, 1 + JITTER), asked * random.uniform(1, 1 + JITTER))


@transaction.atomic
def pause_sender(sender_id: int, text: str, retry_after: float | None = None) -> None:
    """Has nothing be tried from here for a while, longer each time. Several that fail at once count as one failure."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT failures, coalesce(paused_until > clock_timestamp(), false) FROM conversations_sender "
            "WHERE id = %s FOR NO KEY UPDATE",
            [sender_id],
        )
        row = cursor.fetchone()
        if row is None:
            return
        failures = row[0] if row[1] else row[0] + 1
        cursor.execute(
            "UPDATE conversations_sender SET failures = %s, pause_text = %s, "
            "paused_until = greatest(paused_until, clock_timestamp() + make_interval(secs => %s)) WHERE id = %s "
            "RETURNING account_id",
            [failures, text[:PAUSE_TEXT_MOST], pause_seconds(failures, retry_after), sender_id],
        )
        tell_of_pauses(cursor.fetchone())


def end_pause(sender_id: int) -> None:
    """Notes that the provider has taken a message: it may be sent at the sender's pace again."""
    with prepared_cursor() as cursor:
        cursor.execute(
            "UPDATE conversations_sender SET failures = 0, paused_until = NULL, pause_text = '' "
            "WHERE id = %s::bigint AND failures > 0 RETURNING account_id",
            [sender_id],
        )
        tell_of_pauses(cursor.fetchone())


def tell_of_pauses(account: tuple[int] | None) -> None:
    """Tells open pages that a sender of an account pauses, or does no longer. Nothing of it is history."""
    if account is not None:
        tell_pages([Notice("channel.pauses", "channel", account[0])])
