"""Dates that triggers wait for, and the rows whose date is a given day."""

from dataclasses import dataclass
from typing import Literal, LiteralString

from pydantic import Field

from crm.workflows.catalogue import Settings
from crm.workflows.fields import widget


@dataclass(frozen=True, slots=True)
class DateField:
    """A date that can be waited for. `rows` selects (contact, opportunity or NULL) where it is %(day)s in %(zone)s."""

    label: str
    rows: LiteralString


_OPEN: LiteralString = (
    "SELECT c.contact_id, c.id FROM pipelines_opportunity c WHERE c.contact_id IS NOT NULL "
    "AND c.archived_at IS NULL AND c.status = 'open' AND "
)
DATES: dict[str, DateField] = {
    "expected_close_on": DateField("the expected close date", _OPEN + "c.expected_close_on = %(day)s"),
    "next_step_on": DateField("the date of the next step", _OPEN + "c.next_step_on = %(day)s"),
    "created_at": DateField(
        "the day a contact was created",
        "SELECT c.id, NULL::bigint FROM contacts_contact c WHERE c.archived_at IS NULL "
        "AND c.created_at >= (%(day)s::date)::timestamp AT TIME ZONE %(zone)s "
        "AND c.created_at < (%(day)s::date + 1)::timestamp AT TIME ZONE %(zone)s",
    ),
}


class FromDate(Settings):
    """How far from a date, and at what time of that day."""

    days: int = Field(default=0, ge=0, le=366, title="Days", json_schema_extra=widget("number"))
    when: Literal["before", "on", "after"] = Field(default="on", title="Before or after")
    at: str = Field(default="09:00", pattern=r"^([01]\d|2[0-3]):[0-5]\d$", title="At", json_schema_extra=widget("time"))

    @property
    def offset(self) -> int:
        """How many days after the date it comes; less than nothing for before."""
        return {"before": -self.days, "on": 0, "after": self.days}[self.when]

    def said(self, date: str) -> str:
        """`2 days before the expected close date, at 09:00`."""
        label = DATES[date].label
        if not self.offset:
            return f"On {label}, at {self.at}"
        days = "1 day" if self.days == 1 else f"{self.days} days"
        return f"{days} {self.when} {label}, at {self.at}"
