"""What time it is. Services take `now` from here, so that a test can pass another."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


def today(time_zone: str) -> date:
    """The present day where `time_zone` (IANA) is in use."""
    return now().astimezone(ZoneInfo(time_zone)).date()


def day_of(moment: datetime, time_zone: str) -> date:
    """The day that `moment` falls on where `time_zone` (IANA) is in use."""
    return moment.astimezone(ZoneInfo(time_zone)).date()
