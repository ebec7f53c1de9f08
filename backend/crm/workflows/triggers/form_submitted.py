"""Somebody has filled in a form."""

from typing import Any

from pydantic import Field

from crm.contacts.events import FormSubmitted
from crm.journal.publishing import Published
from crm.workflows.catalogue import Settings, TriggerKind, trigger_kind
from crm.workflows.fields import ID_MOST, widget
from crm.workflows.references import Names


@trigger_kind
class FormSubmittedTrigger(TriggerKind):
    """What came in by a form's address, once it was made into a contact."""

    key = "form_submitted"
    label = "A form is received"
    help = "Once a submission was made into a contact. What is in quarantine starts nothing."
    icon = "forms"
    group = "Forms"
    events = (FormSubmitted,)

    class Config(Settings):
        """Which form is meant; any when none is named."""

        form_id: int | None = Field(
            default=None, title="Form", description="Any form, when none is chosen.", gt=0, le=ID_MOST,
            json_schema_extra=widget("form"),
        )  # fmt: skip

    def matches(self, config: Any, told: Published) -> bool:
        return isinstance(told.event, FormSubmitted) and config.form_id in {None, told.subject_id}

    def words(self, config: Any, names: Names) -> str:
        return "A form is received" if config.form_id is None else "The chosen form is received"
