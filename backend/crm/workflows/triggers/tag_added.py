"""A tag was put on a contact."""

from typing import Any

from pydantic import Field

from crm.contacts.events import ContactTagAdded
from crm.journal.publishing import Published
from crm.workflows.catalogue import Settings, TriggerKind, trigger_kind
from crm.workflows.fields import ID_MOST, widget
from crm.workflows.references import Names


@trigger_kind
class TagAddedTrigger(TriggerKind):
    """By whomever. Merging tags adds none in this sense."""

    key = "tag_added"
    label = "A tag is added"
    help = "By hand, in bulk, or by another workflow. Merging or renaming tags does not count."
    icon = "tag"
    group = "Contacts"
    events = (ContactTagAdded,)

    class Config(Settings):
        """Which tag is meant; any when none is named."""

        tag_id: int | None = Field(
            default=None, title="Tag", description="Any tag, when none is chosen.", gt=0, le=ID_MOST,
            json_schema_extra=widget("tag"),
        )  # fmt: skip

    def matches(self, config: Any, told: Published) -> bool:
        return isinstance(told.event, ContactTagAdded) and config.tag_id in {None, told.event.tag_id}

    def words(self, config: Any, names: Names) -> str:
        return f"Tag {names.of('tag', config.tag_id)} is added" if config.tag_id else self.label
