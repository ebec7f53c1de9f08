"""Changes a field of the contact or of the opportunity."""

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field

from crm.contacts.events import FIELD_LABELS
from crm.contacts.services import update_contact
from crm.workflows.catalogue import Settings, StepKind, step_kind
from crm.workflows.engine.context import RunContext
from crm.workflows.engine.outcomes import Outcome
from crm.workflows.fields import widget
from crm.workflows.references import Names
from crm.workflows.wording import faults_of_text, filled_block

FIELDS = ("first_name", "last_name", "email", "phone", "company", "notes")


@step_kind
class EditField(StepKind):
    """With a text in which variables are filled in. Empty empties the field."""

    key = "edit_field"
    label = "Edit a field"
    help = "Puts a text into a field of the contact. Left empty, it empties the field."
    icon = "edit"
    group = "Contact"

    class Config(Settings):
        """Which field, and what it is to hold."""

        field: Literal["first_name", "last_name", "email", "phone", "company", "notes"] = Field(
            default="notes", title="Field",
            json_schema_extra=widget("choice", labels={field: FIELD_LABELS[field].capitalize() for field in FIELDS}),
        )  # fmt: skip
        value: str = Field(default="", max_length=5000, title="To", json_schema_extra=widget("variables"))

    def check(self, config: Any) -> Iterator[tuple[str, str]]:
        yield from (("value", text) for text in faults_of_text(config.value))

    def words(self, config: Any, names: Names) -> str:
        if not config.value:
            return f"Empty the contact's {FIELD_LABELS[config.field]}"
        return f"Set the contact's {FIELD_LABELS[config.field]} to {config.value[:40]}"

    def run(self, context: RunContext, config: Any) -> Outcome:
        contact = context.contact
        value = filled_block(context, config.value)
        changed = update_contact(
            actor=context.actor, contact_id=contact.id, version=contact.version, changes={config.field: value}
        )
        if changed.change_id is None:
            return Outcome(words="Nothing changed: it says so already.")
        return Outcome(words=f"The {FIELD_LABELS[config.field]} was changed.")

    def preview(self, context: RunContext, config: Any) -> Outcome:
        value = filled_block(context, config.value)
        return Outcome(words=f"The {FIELD_LABELS[config.field]} would be set to “{value[:200]}”.")
