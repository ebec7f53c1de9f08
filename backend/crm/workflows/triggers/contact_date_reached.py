"""A day has come: so many days after a contact came to be."""

from typing import Any, Literal

from pydantic import Field

from crm.workflows.catalogue import TriggerKind, trigger_kind
from crm.workflows.dates import DATES, FromDate
from crm.workflows.fields import widget
from crm.workflows.references import Names


@trigger_kind
class ContactDateReachedTrigger(TriggerKind):
    """Looked at once a day, at the chosen time where the workflow's owner is. Days that were missed are made up for."""

    key = "contact_date_reached"
    label = "A date of a contact is reached"
    help = "So many days after a date of the contact. Each date starts it once."
    icon = "calendar-user"
    group = "Dates"

    class Config(FromDate):
        """Which date."""

        date: Literal["created_at"] = Field(
            default="created_at",
            title="Date",
            json_schema_extra=widget("choice", labels={"created_at": DATES["created_at"].label}),
        )

    def words(self, config: Any, names: Names) -> str:
        return str(config.said(config.date))
