"""Bringing events to their listeners: each event to each listener once.

A batch of deliveries is claimed, its listeners run, and the marks are set in one transaction. So what a listener writes
to the database is committed together with the note that it has heard the event, or not at all: a worker or a server
that dies in between leaves nothing half done.
"""

import logging
import random
import time
import traceback
from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

import psycopg
from django.db import Error, connection, transaction

from crm.core.claims import claim_due, seconds_until_due
from crm.core.prepared import prepared_cursor
from crm.core.work import Work
from crm.journal.enums import DeliveryState
from crm.journal.publishing import LISTENERS, Listener, Published
from crm.journal.reading import COLUMNS, published_from

log = logging.getLogger(__name__)

BATCH = 100
# What a listener waits for a lock that somebody else holds, and how long one statement of it may run.
LOCK_TIMEOUT, STATEMENT_TIMEOUT = "5s", "60s"
# What one batch may take before it is committed with what it has done; the rest is for the next one. A slow listener
# then costs the others no more than this.
BUDGET_SECONDS = 5.0
# Pauses after the first, second, … failure. The try after the last one is the last.
PAUSES = (
    timedelta(seconds=1),
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=2),
)
TRIES_MOST = len(PAUSES) + 1
ERROR_MOST = 500


class Claim(NamedTuple):
    """A delivery in hand."""

    id: int
    event_id: int
    listener: str
    attempts: int


class Failure(NamedTuple):
    """What came of a delivery that did not work out."""

    claim: Claim
    error: str
    is_final: bool


def deliver_batch(limit: int = BATCH) -> int:
    """Delivers up to `limit` of what is due, in one transaction. Returns how many it took, failed ones among them.

    Each listener gets its events in order of id. What fails is put off, and after `TRIES_MOST` tries kept as failed; it
    holds up no other event.
    """
    with transaction.atomic():
        claims = [
            Claim(*row)
            for row in claim_due(
                table="journal_delivery",
                columns=["id", "event_id", "listener", "attempts"],
                state=DeliveryState.PENDING,
                limit=limit,
            )
        ]
        if not claims:
            return 0
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('lock_timeout', %s, true), set_config('statement_timeout', %s, true)",
                [LOCK_TIMEOUT, STATEMENT_TIMEOUT],
            )
        events = _load({claim.event_id for claim in claims})
        by_listener = [
            list(group)
            for _, group in groupby(sorted(claims, key=attrgetter("listener", "event_id")), attrgetter("listener"))
        ]
        # Whoever is slow is not always the first.
        random.shuffle(by_listener)
        deadline = time.monotonic() + BUDGET_SECONDS
        heard: set[int] = set()
        failures: list[Failure] = []
        for group in by_listener:
            for part in _parts(group):
                if heard and time.monotonic() > deadline:
                    break
                failures += _bring(part[0].listener, part, events)
                heard |= {claim.id for claim in part}
        _mark_done(heard - {failure.claim.id for failure in failures})
        _mark_failed(failures)
    return len(heard)


def deliver_due() -> int:
    """Delivers until nothing is due, in this process. Returns how many deliveries it took."""
    total = 0
    while taken := deliver_batch():
        total += taken
    return total


def seconds_until_delivery(most: float) -> float:
    """Seconds until the next delivery is due, at most `most`."""
    return seconds_until_due(table="journal_delivery", state=DeliveryState.PENDING, most=most)


DELIVERING = Work("event delivery", deliver_batch, seconds_until_delivery)


def _load(ids: Iterable[int]) -> dict[int, Published]:
    with prepared_cursor() as cursor:
        cursor.execute(
            f"SELECT {COLUMNS} FROM journal_event e WHERE e.id = ANY(%s::bigint[])",  # noqa: S608 - a constant of this room
            [list(ids)],
        )
        return {row[0]: published_from(row) for row in cursor.fetchall()}


def _parts(claims: list[Claim]) -> list[list[Claim]]:
    """What is brought in one go: all of it to a listener that takes many, else one at a time."""
    listener = LISTENERS.get(claims[0].listener)
    return [claims] if listener is None or listener.takes_many else [[claim] for claim in claims]


def _bring(name: str, claims: Sequence[Claim], events: dict[int, Published]) -> list[Failure]:
    """Has one listener hear its events; returns those that it could not take."""
    listener = LISTENERS.get(name)
    if listener is None:
        gone = f"No listener is named “{name}” in this version of Kith. Once one is, this can be tried again."
        return [Failure(claim, gone, is_final=True) for claim in claims]
    if (
        listener.takes_many
        and len(claims) > 1
        and _hear(listener, [events[claim.event_id] for claim in claims]) is None
    ):
        return []
    # One by one: for a list that failed, so that what can be heard is heard.
    failures = []
    for claim in claims:
        error = _hear(listener, [events[claim.event_id]])
        if error is not None:
            failures.append(_failure(claim, error))
    return failures


def _hear(listener: Listener, events: list[Published]) -> Exception | None:
    """Runs the listener inside a savepoint; returns what it failed with. A lost connection, no fault of it, rises."""
    try:
        with transaction.atomic():
            listener.function(events if listener.takes_many else events[0])
            # Foreign keys are checked at the commit, where a broken one would take the whole batch with it.
            connection.check_constraints()
    except Exception as error:
        if connection.connection is None or connection.connection.closed:
            raise
        return error
    return None


def _failure(claim: Claim, error: Exception) -> Failure:
    tries = claim.attempts + 1
    text = describe(error)
    log.warning("%s failed on event %s, try %s of %s: %s", claim.listener, claim.event_id, tries, TRIES_MOST, text)
    return Failure(claim, text, is_final=tries >= TRIES_MOST)


def describe(error: Exception) -> str:
    """The error's class, first line and place in the code. Values from rows, which a database reports, are left out."""
    cause = error.__cause__ if isinstance(error, Error) else error
    message = (cause.diag.message_primary if isinstance(cause, psycopg.Error) else str(error)) or ""
    frames = traceback.extract_tb(error.__traceback__)
    place = next((frame for frame in reversed(frames) if "/crm/" in frame.filename), frames[-1] if frames else None)
    where = f" ({Path(place.filename).name}:{place.lineno})" if place else ""
    first_line = (message.strip().splitlines() or [""])[0]
    return f"{type(error).__name__}: {first_line[: ERROR_MOST - 100]}{where}"[:ERROR_MOST]


def _mark_done(ids: set[int]) -> None:
    with prepared_cursor() as cursor:
        cursor.execute(
            "UPDATE journal_delivery SET state = %s, attempts = attempts + 1, error = '', "
            "finished_at = clock_timestamp() WHERE id = ANY(%s::bigint[])",
            [DeliveryState.DONE, list(ids)],
        )


def _mark_failed(failures: Sequence[Failure]) -> None:
    if not failures:
        return
    pauses = [PAUSES[min(failure.claim.attempts, len(PAUSES) - 1)] for failure in failures]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE journal_delivery d SET attempts = d.attempts + 1, error = f.error, "
            "state = CASE WHEN f.is_final THEN %s ELSE %s END, "
            "finished_at = CASE WHEN f.is_final THEN clock_timestamp() END, "
            "due_at = CASE WHEN f.is_final THEN d.due_at ELSE clock_timestamp() + f.pause END "
            "FROM unnest(%s::bigint[], %s::text[], %s::boolean[], %s::interval[]) AS f(id, error, is_final, pause) "
            "WHERE d.id = f.id",
            [
                DeliveryState.FAILED,
                DeliveryState.PENDING,
                [failure.claim.id for failure in failures],
                [failure.error for failure in failures],
                [failure.is_final for failure in failures],
                pauses,
            ],
        )
