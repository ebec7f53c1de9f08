"""Waits until a time of day, on certain days of the week, where the person is."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import Field

from crm.workflows.catalogue import Settings, StepKind, step_kind
from crm.workflows.engine.context import RunContext
from crm.workflows.engine.outcomes import Waits
from crm.workflows.fields import DAYS, widget
from crm.workflows.references import Names


@step_kind
class WaitUntil(StepKind):
    """The next such moment on the person's own clock. One that is reached at the very moment does not wait."""

    key = "wait_until"
    label = "Wait until a time"
    help = "A time of day, on the weekdays you choose, in the contact's zone where their number tells it."
    icon = "alarm"
    group = "Flow"
    has_effect = False

    class Config(Settings):
        """When."""

        at: str = Field(
            default="09:00", pattern=r"^([01]\d|2[0-3]):[0-5]\d$", title="Time", json_schema_extra=widget("time")
        )
        weekdays: list[int] = Field(
            default=[0, 1, 2, 3, 4], title="On", description="Any day, when none is chosen.", max_length=7,
            json_schema_extra=widget("weekdays"),
        )  # fmt: skip

    def words(self, config: Any, names: Names) -> str:
        days = sorted({day for day in config.weekdays if 0 <= day <= 6})
        if not days or len(days) == 7:
            return f"Wait until {config.at}"
        if days == [0, 1, 2, 3, 4]:
            return f"Wait until {config.at} on a working day"
        return f"Wait until {config.at} on {' or '.join(DAYS[day] for day in days)}"

    def run(self, context: RunContext, config: Any) -> Waits:
        until = next_moment(context.now, context.zone, at=config.at, weekdays=config.weekdays)
        return Waits(words="", until=until, output={"until": until.isoformat(), "zone": context.zone.key})

    def preview(self, context: RunContext, config: Any) -> Waits:
        return self.run(context, config)


def next_moment(now: datetime, zone: ZoneInfo, *, at: str, weekdays: list[int]) -> datetime:
    """The first moment from `now` on at which it is `at` in `zone` on one of `weekdays` (0 is Monday; any if none).

    A time that the clocks leave out is the first one after the gap; of one that comes twice, it is the first.
    """
    hour, minute = (int(part) for part in at.split(":"))
    days = {day for day in weekdays if 0 <= day <= 6} or set(range(7))
    today = now.astimezone(zone).date()
    for later in range(9):
        day = today + timedelta(days=later)
        moment = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone).astimezone(UTC)
        if day.weekday() in days and moment >= now:
            return moment
    raise AssertionError("One of nine days is one of the week.")
