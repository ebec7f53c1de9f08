"""Forgetting a person for good."""

import msgspec
from django.db import transaction

from crm.contacts.events import ContactErased
from crm.contacts.models import Contact
from crm.contacts.selectors import read_contact
from crm.contacts.services.identity import person_of
from crm.contacts.services.stored import lock_contact
from crm.core.access import Actor, Permission, requires
from crm.core.erasure import erase_everywhere
from crm.core.errors import InvalidInput
from crm.core.text import identity_key
from crm.journal.publishing import publish


class Erased(msgspec.Struct, frozen=True):
    """Who is no more: the id alone."""

    contact_id: int


@requires(Permission.CONTACTS_ERASE)
@transaction.atomic
def erase_contact(*, actor: Actor, contact_id: int, confirm: str) -> Erased:
    """Erases the person everywhere, in the trash or not: there is no undo, and nothing done to them can be undone.

    `confirm` is the contact's name, typed. What stays says nothing of the person: that something happened, when and by
    whom; a keyed hash of address and number, so that nobody writes to them again. What each room forgets stands in its
    `erasing.py`. Publishes `contact.erased` (audited, the id alone). Raises `NotFound`, `InvalidInput`.
    """
    stored = lock_contact(actor, contact_id)
    name = read_contact(actor, contact_id).full_name
    if identity_key(confirm) != identity_key(name):
        raise InvalidInput(fields={"confirm": [f"Type “{name}” to confirm."]})
    erase_everywhere(person_of(stored))
    # Its links and tags go with it; opportunities let go of it by triggers of their own.
    Contact.objects.filter(pk=contact_id).delete()
    publish(ContactErased(subject_id=contact_id), actor=actor)
    return Erased(contact_id=contact_id)
