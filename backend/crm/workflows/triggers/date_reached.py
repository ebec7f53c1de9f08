"""A day has come: so many days before or after a date of an opportunity."""

from typing import Any, Literal

from pydantic import Field

from crm.workflows.catalogue import TriggerKind, trigger_kind
from crm.workflows.dates import DATES, FromDate
from crm.workflows.fields import widget
from crm.workflows.references import Names


@trigger_kind
class DateReachedTrigger(TriggerKind):
    """Looked at once a day, at the chosen time where the workflow's owner is. Days that were missed are made up for."""

    key = "date_reached"
    label = "A date of an opportunity is reached"
    help = "So many days before, on or after a date of an open opportunity. Each date starts it once."
    icon = "calendar-event"
    group = "Dates"
    subject = "opportunity"

    class Config(FromDate):
        """Which date."""

        date: Literal["expected_close_on", "next_step_on"] = Field(
            title="Date",
            json_schema_extra=widget(
                "choice", labels={key: DATES[key].label for key in ("expected_close_on", "next_step_on")}
            ),
        )

    def words(self, config: Any, names: Names) -> str:
        return str(config.said(config.date))
