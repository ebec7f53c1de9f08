"""The trash: into it, out of it, and the end of a contact."""

import uuid

from django.db import connection, transaction

from crm.contacts.errors import ContactIsNotArchived
from crm.contacts.events import ContactArchived, ContactDeleted, ContactRestored
from crm.contacts.selectors import read_contact
from crm.contacts.services.stored import ContactChanged, StoredContact, lock_contact, write_columns
from crm.core import clock
from crm.core.access import Actor, Permission, requires
from crm.journal.publishing import publish


@requires(Permission.CONTACTS_WRITE)
@transaction.atomic
def archive_contact(*, actor: Actor, contact_id: int) -> ContactChanged:
    """Moves the contact to the trash, with all it has. One that is there already stays as it is.

    Publishes `contact.archived`. Raises `NotFound`.
    """
    stored = lock_contact(actor, contact_id)
    if stored.archived_at is not None:
        return ContactChanged(contact=read_contact(actor, contact_id), change_id=None)
    put_in_trash(actor, stored)
    change_id = publish(ContactArchived(subject_id=contact_id), actor=actor)
    return ContactChanged(contact=read_contact(actor, contact_id), change_id=change_id)


@requires(Permission.CONTACTS_WRITE)
@transaction.atomic
def restore_contact(*, actor: Actor, contact_id: int) -> ContactChanged:
    """Brings the contact back from the trash, with all it had. One that is not there stays as it is.

    Publishes `contact.restored`. Raises `NotFound`.
    """
    stored = lock_contact(actor, contact_id)
    if stored.archived_at is None:
        return ContactChanged(contact=read_contact(actor, contact_id), change_id=None)
    take_from_trash(stored)
    change_id = publish(ContactRestored(subject_id=contact_id), actor=actor)
    return ContactChanged(contact=read_contact(actor, contact_id), change_id=change_id)


@requires(Permission.CONTACTS_DELETE)
@transaction.atomic
def delete_contact(*, actor: Actor, contact_id: int) -> uuid.UUID:
    """Destroys an archived contact for good. The journal keeps what happened to it, by id. Returns the change's id.

    Publishes `contact.deleted`. Raises `NotFound`, `ContactIsNotArchived`.
    """
    stored = lock_contact(actor, contact_id)
    if stored.archived_at is None:
        raise ContactIsNotArchived
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM contacts_contactcompany WHERE contact_id = %s", [contact_id])
        cursor.execute("DELETE FROM contacts_contacttag WHERE contact_id = %s", [contact_id])
        cursor.execute("DELETE FROM contacts_contact WHERE id = %s", [contact_id])
    return publish(ContactDeleted(subject_id=contact_id), actor=actor)


def put_in_trash(actor: Actor, stored: StoredContact) -> None:
    """Writes that a locked contact is in the trash, and who put it there."""
    write_columns(stored, {"archived_at": clock.now(), "archived_by_id": actor.user_id})


def take_from_trash(stored: StoredContact) -> None:
    """Writes that a locked contact is in the trash no more."""
    write_columns(stored, {"archived_at": None, "archived_by_id": None})
