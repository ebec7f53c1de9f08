"""The trash, and the end of a contact."""

from collections.abc import Callable

import pytest

from crm.contacts import services
from crm.contacts.errors import ContactIsNotArchived
from crm.contacts.models import Contact, ContactTag
from crm.contacts.selectors import list_contacts
from crm.core.access import Actor
from crm.core.errors import NotAllowed, NotFound
from crm.journal.models import Event
from tests.contacts.people import edit, events_of, make, plain, read

MOVED = ("version", "updated_at", "archived_at", "archived_by")


def test_what_comes_back_has_everything_it_had(uma: Actor) -> None:
    contact = make(uma, email="g@example.com", phone="2025550143", company="Acme", tags=["a", "b"], notes="n")
    archived = services.archive_contact(actor=uma, contact_id=contact.id)
    assert archived.contact.archived_by is not None
    assert archived.contact.archived_by.name == "Uma"
    assert read(uma, contact) == archived.contact
    restored = services.restore_contact(actor=uma, contact_id=contact.id).contact
    assert plain(restored, without=MOVED) == plain(contact, without=MOVED)
    assert (restored.archived_at, restored.archived_by) == (None, None)
    assert events_of(contact.id)[-2:] == ["contact.archived", "contact.restored"]


def test_twice_is_once(uma: Actor) -> None:
    contact = make(uma)
    assert services.restore_contact(actor=uma, contact_id=contact.id).change_id is None
    services.archive_contact(actor=uma, contact_id=contact.id)
    assert services.archive_contact(actor=uma, contact_id=contact.id).change_id is None
    assert events_of(contact.id) == ["contact.created", "contact.archived"]


def test_an_archived_contact_is_destroyed_for_good(ada: Actor, uma: Actor) -> None:
    contact = make(uma, "Secret", email="secret@example.com", tags=["a"])
    kept = make(uma, "Kept", tags=["a"])
    services.archive_contact(actor=uma, contact_id=contact.id)
    services.delete_contact(actor=ada, contact_id=contact.id)
    assert list(Contact.objects.values_list("pk", flat=True)) == [kept.id]
    assert list(ContactTag.objects.values_list("contact_id", flat=True)) == [kept.id]
    with pytest.raises(NotFound):
        read(ada, contact)
    last = Event.objects.latest("id")
    assert (last.name, last.subject_id, last.actor_id) == ("contact.deleted", contact.id, ada.id)
    assert last.data == {"subject_id": contact.id}


def test_a_live_contact_is_not_destroyed(ada: Actor) -> None:
    contact = make(ada)
    with pytest.raises(ContactIsNotArchived):
        services.delete_contact(actor=ada, contact_id=contact.id)
    assert list_contacts(actor=ada).items


def test_only_administrators_destroy(uma: Actor, vic: Actor) -> None:
    contact = make(uma)
    services.archive_contact(actor=uma, contact_id=contact.id)
    for actor in (uma, vic):
        with pytest.raises(NotAllowed):
            services.delete_contact(actor=actor, contact_id=contact.id)


def test_a_viewer_changes_nothing(uma: Actor, vic: Actor) -> None:
    contact = make(uma)
    attempts: list[Callable[[], object]] = [
        lambda: services.archive_contact(actor=vic, contact_id=contact.id),
        lambda: services.restore_contact(actor=vic, contact_id=contact.id),
        lambda: services.add_contact_tag(actor=vic, contact_id=contact.id, name="x"),
        lambda: services.remove_contact_tag(actor=vic, contact_id=contact.id, tag_id=1),
        lambda: edit(vic, contact, first_name="x"),
    ]
    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()
    assert read(vic, contact) == contact
