"""A field of a contact was changed."""

from typing import Any, Literal

from pydantic import Field

from crm.contacts.events import FIELD_LABELS, ContactUpdated
from crm.journal.publishing import Published
from crm.workflows.catalogue import Settings, TriggerKind, trigger_kind
from crm.workflows.fields import widget
from crm.workflows.references import Names

ContactField = Literal["first_name", "last_name", "email", "phone", "company", "assigned_user", "notes"]


@trigger_kind
class ContactChangedTrigger(TriggerKind):
    """By whomever: an edit, a bulk action, another workflow."""

    key = "contact_changed"
    label = "A field of a contact changes"
    help = "Whenever one of the fields gets another value. Conditions below look at the contact after the change."
    icon = "edit"
    group = "Contacts"
    events = (ContactUpdated,)

    class Config(Settings):
        """Which fields are meant; all of them when none is named."""

        fields: list[ContactField] = Field(
            default=[],
            title="Fields",
            description="Any field, when none is chosen.",
            max_length=7,
            json_schema_extra=widget("choices", labels=FIELD_LABELS),
        )

    def matches(self, config: Any, told: Published) -> bool:
        return isinstance(told.event, ContactUpdated) and (
            not config.fields or any(field in told.event.fields for field in config.fields)
        )

    def words(self, config: Any, names: Names) -> str:
        fields = [FIELD_LABELS[field] for field in config.fields]
        return f"{' or '.join(fields).capitalize()} of a contact changes" if fields else self.label
