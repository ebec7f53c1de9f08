"""What listeners on request want to hear: names of events that somebody has asked for at present.

A subscription or a workflow that nobody made must cost nothing: what is not asked for makes no delivery.
"""

from collections.abc import Iterable

from django.db import connection, transaction


@transaction.atomic
def set_interest(listener: str, events: Iterable[str]) -> None:
    """From this transaction's commit on, `listener` (`room.function`) hears events of these names and no others."""
    with connection.cursor() as cursor:
        # One after the other: two that write at once would each miss what the other adds.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('journal interest', 0))")
        cursor.execute(
            "DELETE FROM journal_interest WHERE listener = %s AND event <> ALL(%s)", [listener, list(events)]
        )
        cursor.execute(
            "INSERT INTO journal_interest (listener, event) SELECT %s, unnest(%s::text[]) ON CONFLICT DO NOTHING",
            [listener, sorted(set(events))],
        )
