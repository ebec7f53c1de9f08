"""Takes a tag off the person."""

from typing import Any

from crm.bulk.enums import OutcomeState
from crm.contacts.selectors.tags import tag_names
from crm.contacts.services.batches import untag_contacts
from crm.workflows.catalogue import Settings, StepKind, step_kind
from crm.workflows.engine.context import RunContext
from crm.workflows.engine.outcomes import Outcome, StepFailed
from crm.workflows.fields import TagId
from crm.workflows.references import Names


@step_kind
class RemoveTag(StepKind):
    """Where it is not there, nothing changes."""

    key = "remove_tag"
    label = "Remove a tag"
    help = "Takes a tag off the contact, if it is there."
    icon = "tag-off"
    group = "Contact"

    class Config(Settings):
        """Which tag."""

        tag_id: TagId

    def words(self, config: Any, names: Names) -> str:
        return f"Remove the tag {names.of('tag', config.tag_id)}"

    def run(self, context: RunContext, config: Any) -> Outcome:
        tag = _name_of(config.tag_id)
        outcome = untag_contacts(actor=context.actor, contact_ids=[context.run.contact_id], tag_ids=[config.tag_id])
        found = outcome.get(context.run.contact_id)
        if found is None or found.state is OutcomeState.REFUSED:
            raise StepFailed(found.reason if found else "This contact is gone.")
        if found.state is OutcomeState.UNCHANGED:
            return Outcome(words="Nothing changed: the contact has not got it.")
        return Outcome(words=f"The tag {tag} was taken off the contact.")

    def preview(self, context: RunContext, config: Any) -> Outcome:
        tag = _name_of(config.tag_id)
        return Outcome(words=f"The tag {tag} would be taken off the contact.")


def _name_of(tag_id: int) -> str:
    name = tag_names([tag_id]).get(tag_id)
    if name is None:
        raise StepFailed("This tag is gone. Choose another one.")
    return name
