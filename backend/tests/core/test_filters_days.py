"""Days are those of whoever looks, also in nights when clocks change."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from psycopg import sql

from crm.core.filters import Asking, Moment
from crm.core.filters.moments import first_day_of_last, start_of

MADE = Moment(key="made", label="Made", column="c.made", verb="made")


def holds(op: str, value: Any, moment: str, zone: str, now: str) -> bool:
    """Whether PostgreSQL finds `moment` by the condition, asked at `now` in `zone`."""
    asking = Asking(user_id=None, zone=ZoneInfo(zone), now=datetime.fromisoformat(now))
    found = MADE.predicate(MADE.operators[op], value, asking)
    with connection.cursor() as cursor:
        query = sql.SQL("SELECT {} FROM (SELECT %s::timestamptz AS made) c").format(found.condition)
        cursor.execute(query, [*found.values, moment])
        (answer,) = cursor.fetchone() or (None,)
    assert isinstance(answer, bool)
    return answer


@pytest.mark.parametrize(
    ("zone", "day", "begins", "ends"),
    [
        ("UTC", "2026-03-29", "2026-03-29T00:00", "2026-03-30T00:00"),
        # 23 hours, and 25.
        ("Europe/Berlin", "2026-03-29", "2026-03-28T23:00", "2026-03-29T22:00"),
        ("Europe/Berlin", "2026-10-25", "2026-10-24T22:00", "2026-10-25T23:00"),
        ("America/New_York", "2026-03-08", "2026-03-08T05:00", "2026-03-09T04:00"),
        ("America/New_York", "2026-11-01", "2026-11-01T04:00", "2026-11-02T05:00"),
        # Half an hour of summer time.
        ("Australia/Lord_Howe", "2026-04-05", "2026-04-04T13:00", "2026-04-05T13:30"),
        # Midnight is skipped: the day begins at one.
        ("Africa/Cairo", "2026-04-24", "2026-04-23T22:00", "2026-04-24T21:00"),
        # Midnight comes twice: the day begins with the first.
        ("America/Havana", "2026-11-01", "2026-11-01T04:00", "2026-11-02T05:00"),
        ("Pacific/Kiritimati", "2026-01-01", "2025-12-31T10:00", "2026-01-01T10:00"),
        # A day that was none.
        ("Pacific/Apia", "2011-12-30", "2011-12-30T10:00", "2011-12-30T10:00"),
    ],
)
def test_a_day_is_as_long_as_it_is_there(zone: str, day: str, begins: str, ends: str) -> None:
    asked = date.fromisoformat(day)
    assert start_of(asked, ZoneInfo(zone)) == datetime.fromisoformat(begins).replace(tzinfo=UTC)
    assert start_of(date.fromordinal(asked.toordinal() + 1), ZoneInfo(zone)) == datetime.fromisoformat(ends).replace(
        tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("today", "n", "unit", "first"),
    [
        ("2026-11-23", 1, "days", "2026-11-23"),
        ("2026-11-23", 7, "days", "2026-11-17"),
        ("2026-11-23", 1, "weeks", "2026-11-17"),
        ("2026-11-23", 1, "months", "2026-10-24"),
        ("2026-03-31", 1, "months", "2026-03-01"),
        ("2024-03-31", 1, "months", "2024-03-01"),
        ("2026-01-15", 1, "months", "2025-12-16"),
        ("2026-01-15", 13, "months", "2024-12-16"),
        ("2026-01-31", 1000, "months", "1942-10-01"),
    ],
)
def test_the_last_days_end_with_today(today: str, n: int, unit: str, first: str) -> None:
    assert first_day_of_last(date.fromisoformat(today), n, unit).isoformat() == first


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("op", "value", "moment", "expected"),
    [
        ("on", "2026-10-25", "2026-10-24T21:59:59Z", False),
        ("on", "2026-10-25", "2026-10-24T22:00:00Z", True),
        ("on", "2026-10-25", "2026-10-25T22:59:59.999999Z", True),
        ("on", "2026-10-25", "2026-10-25T23:00:00Z", False),
        ("before", "2026-10-25", "2026-10-24T21:59:59.999999Z", True),
        ("before", "2026-10-25", "2026-10-24T22:00:00Z", False),
        ("after", "2026-10-25", "2026-10-25T22:59:59.999999Z", False),
        ("after", "2026-10-25", "2026-10-25T23:00:00Z", True),
        ("between", ["2026-10-25", "2026-10-26"], "2026-10-24T22:00:00Z", True),
        ("between", ["2026-10-25", "2026-10-26"], "2026-10-26T22:59:59Z", True),
        ("between", ["2026-10-25", "2026-10-26"], "2026-10-26T23:00:00Z", False),
        ("in_last", {"n": 2, "unit": "days"}, "2026-10-24T22:00:00Z", True),
        ("in_last", {"n": 2, "unit": "days"}, "2026-10-24T21:59:59Z", False),
        ("in_last", {"n": 2, "unit": "days"}, "2026-10-26T23:00:00Z", False),
        ("not_in_last", {"n": 2, "unit": "days"}, "2026-10-24T22:00:00Z", False),
        ("not_in_last", {"n": 2, "unit": "days"}, "2026-10-24T21:59:59Z", True),
    ],
)
def test_the_edges_of_a_night_of_25_hours(op: str, value: Any, moment: str, expected: bool) -> None:
    # In Berlin it is half past midnight of the 26th.
    assert holds(op, value, moment, "Europe/Berlin", "2026-10-25T23:30:00+00:00") is expected


@pytest.mark.django_db
def test_today_is_the_viewers() -> None:
    today = {"n": 1, "unit": "days"}
    for zone, expected in (("Europe/Berlin", True), ("America/New_York", False), ("UTC", False)):
        assert holds("in_last", today, "2026-06-10T23:00:00Z", zone, "2026-06-11T12:00:00+00:00") is expected
