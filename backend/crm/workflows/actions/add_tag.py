"""Puts a tag on the person."""

from typing import Any

from crm.bulk.enums import OutcomeState
from crm.contacts.selectors.tags import tag_names
from crm.contacts.services.batches import tag_contacts
from crm.workflows.catalogue import Settings, StepKind, step_kind
from crm.workflows.engine.context import RunContext
from crm.workflows.engine.outcomes import Outcome, StepFailed
from crm.workflows.fields import TagId
from crm.workflows.references import Names


@step_kind
class AddTag(StepKind):
    """Where it is there already, nothing changes."""

    key = "add_tag"
    label = "Add a tag"
    help = "Puts a tag on the contact. One that is there already stays."
    icon = "tag"
    group = "Contact"

    class Config(Settings):
        """Which tag."""

        tag_id: TagId

    def words(self, config: Any, names: Names) -> str:
        return f"Add the tag {names.of('tag', config.tag_id)}"

    def run(self, context: RunContext, config: Any) -> Outcome:
        tag = _name_of(config.tag_id)
        outcome = tag_contacts(actor=context.actor, contact_ids=[context.run.contact_id], names=[tag])
        found = outcome.get(context.run.contact_id)
        if found is None or found.state is OutcomeState.REFUSED:
            raise StepFailed(found.reason if found else "This contact is gone.")
        if found.state is OutcomeState.UNCHANGED:
            return Outcome(words="Nothing changed: the contact has it already.")
        return Outcome(words=f"The tag {tag} was put on the contact.")

    def preview(self, context: RunContext, config: Any) -> Outcome:
        tag = _name_of(config.tag_id)
        return Outcome(words=f"The tag {tag} would be put on the contact.")


def _name_of(tag_id: int) -> str:
    name = tag_names([tag_id]).get(tag_id)
    if name is None:
        raise StepFailed("This tag is gone. Choose another one.")
    return name
