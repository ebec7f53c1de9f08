"""Undo after every change: the opposite, or a refusal that says who came after."""

import uuid
from typing import Any

import pytest

from crm.contacts import services
from crm.contacts.errors import ContactIsArchived
from crm.contacts.models import Contact
from crm.contacts.selectors import list_timeline
from crm.core.access import Actor
from crm.core.errors import NotAllowed
from crm.journal.errors import AlreadyUndone, NothingToUndo, UndoConflict
from crm.journal.undo import undo_change
from tests.contacts.people import edit, events_of, make, plain, read, tags_of

PASSING = ("version", "updated_at")


def undo(actor: Actor, changed: Any) -> uuid.UUID:
    change_id = changed if isinstance(changed, uuid.UUID) else changed.change_id
    return undo_change(actor=actor, change_id=change_id).change_id


@pytest.mark.parametrize(
    "changes",
    [
        {"first_name": "Amazing", "last_name": ""},
        {"email": "new@example.com", "notes": ""},
        {"phone": ""},
        {"phone": "no number"},
        {"company": "Beta"},
        {"company": None, "assigned_user_id": None},
        {"email": "", "phone": "+44 20 7946 0018", "company": "Gamma", "notes": "x"},
    ],
)
def test_an_edit(uma: Actor, changes: dict[str, Any]) -> None:
    contact = make(
        uma, last_name="Hopper", email="g@example.com", phone="(202) 555-0143", notes="n", company="Acme",
        assigned_user_id=uma.id,
    )  # fmt: skip
    changed = edit(uma, contact, **changes)
    undone = undo(uma, changed)
    assert plain(read(uma, contact), without=PASSING) == plain(contact, without=PASSING)
    # An undo is a change like any other: it is undone in turn.
    undo(uma, undone)
    assert plain(read(uma, contact), without=PASSING) == plain(changed.contact, without=PASSING)


def test_a_number_goes_back_to_what_it_was_dialled_from(uma: Actor, settings: Any) -> None:
    settings.DEFAULT_PHONE_REGION = "GB"
    contact = make(uma, phone="020 7946 0018")
    settings.DEFAULT_PHONE_REGION = "US"
    undo(uma, edit(uma, contact, phone="202 555 0143"))
    assert (read(uma, contact).phone, read(uma, contact).phone_raw) == ("+442079460018", "020 7946 0018")


def test_tags(uma: Actor) -> None:
    contact = make(uma, tags=["a"])
    added = services.add_contact_tag(actor=uma, contact_id=contact.id, name="b")
    undo(uma, added)
    assert tags_of(read(uma, contact)) == ["a"]
    tag_id = Contact.objects.get(pk=contact.id).tag_ids[0]
    removed = services.remove_contact_tag(actor=uma, contact_id=contact.id, tag_id=tag_id)
    undo(uma, removed)
    assert tags_of(read(uma, contact)) == ["a"]


def test_into_the_trash_and_out_of_it(uma: Actor) -> None:
    contact = make(uma)
    archived = services.archive_contact(actor=uma, contact_id=contact.id)
    undo(uma, archived)
    assert read(uma, contact).archived_at is None
    services.archive_contact(actor=uma, contact_id=contact.id)
    restored = services.restore_contact(actor=uma, contact_id=contact.id)
    undo(uma, restored)
    assert read(uma, contact).archived_by is not None


def test_making_a_contact_sends_it_to_the_trash_with_all_it_has(uma: Actor) -> None:
    changed = services.create_contact(actor=uma, first_name="Ann", company="Acme", tags=["x"])
    undone = undo(uma, changed)
    archived = read(uma, changed.contact)
    assert archived.archived_at is not None
    assert tags_of(archived) == ["x"]
    assert events_of(archived.id)[-1] == "contact.archived"
    undo(uma, undone)
    assert read(uma, changed.contact).archived_at is None


def test_what_was_changed_since_is_not_overwritten(ada: Actor, uma: Actor) -> None:
    contact = make(uma, email="old@example.com")
    mine = edit(uma, contact, email="mine@example.com", first_name="Mine")
    edit(ada, mine.contact, email="hers@example.com")
    with pytest.raises(UndoConflict) as refused:
        undo(uma, mine)
    assert refused.value.detail == "Ada has changed the email since."
    assert refused.value.fields == {"email": ["Ada has changed the email since."]}
    now = read(uma, contact)
    assert (now.email, now.first_name) == ("hers@example.com", "Mine")


def test_other_fields_may_have_changed_since(ada: Actor, uma: Actor) -> None:
    contact = make(uma, email="old@example.com")
    mine = edit(uma, contact, email="mine@example.com")
    edit(ada, mine.contact, notes="hers")
    undo(uma, mine)
    assert (read(uma, contact).email, read(uma, contact).notes) == ("old@example.com", "hers")


def test_a_tag_that_was_taken_off_since(uma: Actor) -> None:
    contact = make(uma)
    added = services.add_contact_tag(actor=uma, contact_id=contact.id, name="b")
    tag_id = Contact.objects.get(pk=contact.id).tag_ids[0]
    removed = services.remove_contact_tag(actor=uma, contact_id=contact.id, tag_id=tag_id)
    with pytest.raises(UndoConflict, match="The tag b has been removed since"):
        undo(uma, added)
    services.add_contact_tag(actor=uma, contact_id=contact.id, name="b")
    with pytest.raises(UndoConflict, match="added again"):
        undo(uma, removed)


def test_while_in_the_trash_or_gone(ada: Actor) -> None:
    contact = make(ada)
    changed = edit(ada, contact, notes="x")
    services.archive_contact(actor=ada, contact_id=contact.id)
    with pytest.raises(ContactIsArchived):
        undo(ada, changed)
    services.delete_contact(actor=ada, contact_id=contact.id)
    with pytest.raises(UndoConflict, match="deleted for good"):
        undo(ada, changed)


def test_the_end_is_not_undone(ada: Actor) -> None:
    contact = make(ada)
    services.archive_contact(actor=ada, contact_id=contact.id)
    with pytest.raises(NothingToUndo):
        undo(ada, services.delete_contact(actor=ada, contact_id=contact.id))


def test_once(uma: Actor) -> None:
    changed = edit(uma, make(uma), notes="x")
    undo(uma, changed)
    with pytest.raises(AlreadyUndone):
        undo(uma, changed)


def test_a_viewer_undoes_nothing(uma: Actor, vic: Actor) -> None:
    changed = edit(uma, make(uma), notes="x")
    with pytest.raises(NotAllowed):
        undo(vic, changed)


def test_the_timeline_says_so(uma: Actor) -> None:
    contact = make(uma)
    changed = edit(uma, contact, notes="x")
    undo(uma, changed)
    newest, edited = list_timeline(actor=uma, contact_id=contact.id).items[0].entries
    assert (newest.undoes, newest.is_undone, newest.can_undo) == (True, False, True)
    assert (edited.undoes, edited.is_undone, edited.can_undo) == (False, True, False)
