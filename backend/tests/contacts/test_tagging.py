"""Tags on contacts."""

import pytest

from crm.contacts import services
from crm.contacts.enums import TagColor
from crm.contacts.errors import ContactIsArchived
from crm.contacts.models import Tag
from crm.contacts.selectors import list_tags
from crm.core.access import Actor
from crm.core.errors import InvalidInput, NotFound
from tests.contacts.people import events_of, make, read, tags_of


def test_a_tag_is_put_on_and_taken_off(uma: Actor) -> None:
    contact = make(uma)
    added = services.add_contact_tag(actor=uma, contact_id=contact.id, name=" Big  Customer ")
    assert tags_of(added.contact) == ["Big Customer"]
    assert added.contact == read(uma, contact)
    assert added.contact.version == 2
    tag = Tag.objects.get()
    assert tag.color in TagColor.values
    removed = services.remove_contact_tag(actor=uma, contact_id=contact.id, tag_id=tag.pk)
    assert tags_of(removed.contact) == []
    assert events_of(contact.id) == ["contact.created", "contact.tag_added", "contact.tag_removed"]
    assert Tag.objects.exists()


def test_what_is_so_already_changes_nothing(uma: Actor) -> None:
    contact = make(uma, tags=["VIP"])
    assert services.add_contact_tag(actor=uma, contact_id=contact.id, name="ｖｉｐ ").change_id is None
    assert services.remove_contact_tag(actor=uma, contact_id=contact.id, tag_id=2**40).change_id is None
    assert read(uma, contact) == contact


@pytest.mark.parametrize("name", ["", "   ", "x" * 51, "a\x00", "\x1b[31m"])
def test_names_that_are_none(uma: Actor, name: str) -> None:
    contact = make(uma)
    with pytest.raises(InvalidInput) as refused:
        services.add_contact_tag(actor=uma, contact_id=contact.id, name=name)
    assert refused.value.fields is not None
    assert list(refused.value.fields) == ["name"]


def test_fifty_are_the_most(uma: Actor) -> None:
    contact = make(uma, tags=[f"t{n}" for n in range(50)])
    with pytest.raises(InvalidInput):
        services.add_contact_tag(actor=uma, contact_id=contact.id, name="one more")


def test_not_on_an_archived_contact_nor_on_nobody(uma: Actor) -> None:
    contact = make(uma, tags=["x"])
    services.archive_contact(actor=uma, contact_id=contact.id)
    with pytest.raises(ContactIsArchived):
        services.add_contact_tag(actor=uma, contact_id=contact.id, name="y")
    with pytest.raises(ContactIsArchived):
        services.remove_contact_tag(actor=uma, contact_id=contact.id, tag_id=Tag.objects.get().pk)
    with pytest.raises(NotFound):
        services.add_contact_tag(actor=uma, contact_id=2**63, name="y")


def test_tags_to_choose_from(uma: Actor) -> None:
    make(uma, tags=["Very Important", "Important", "100%", "other"])
    assert [tag.name for tag in list_tags(actor=uma, q="IMPORT")] == ["Important", "Very Important"]
    assert [tag.name for tag in list_tags(actor=uma, q="%")] == ["100%"]
    assert [tag.name for tag in list_tags(actor=uma, q="v ery imp")] == ["Very Important"]
    assert len(list_tags(actor=uma)) == 4
