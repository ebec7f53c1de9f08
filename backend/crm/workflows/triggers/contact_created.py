"""A contact came to be."""

from crm.contacts.events import ContactCreated
from crm.workflows.catalogue import TriggerKind, trigger_kind


@trigger_kind
class ContactCreatedTrigger(TriggerKind):
    """Whoever or whatever made it; imports only where it was ticked."""

    key = "contact_created"
    label = "A contact is created"
    help = "By hand, by a form, by a message from somebody new, or by an import that says so."
    icon = "user-plus"
    group = "Contacts"
    events = (ContactCreated,)
