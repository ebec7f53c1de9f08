"""What time it is. Services take `now` from here, so that a test can pass another."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)
