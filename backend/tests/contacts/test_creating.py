"""Making a contact: what is kept, what is refused, what is told."""

from typing import Any

import pytest

from crm.companies.models import Company
from crm.contacts import services
from crm.contacts.models import Contact, ContactTag, Tag
from crm.core.access import Actor
from crm.core.errors import InvalidInput, NotAllowed
from crm.journal.models import Event
from tests import cast
from tests.contacts.people import events_of, make, read, tags_of


def test_everything_that_was_given_is_kept(uma: Actor) -> None:
    changed = services.create_contact(
        actor=uma,
        first_name="  Zoë ",
        last_name="de la  Cruz",
        email="Zoe@Example.com",
        phone="(202) 555-0143",
        notes="One\r\ntwo\n",
        assigned_user_id=uma.id,
        company="Navy  Labs",
        tags=["VIP", "friends"],
    )
    contact = read(uma, changed.contact.id)
    assert contact == changed.contact
    assert (contact.first_name, contact.last_name, contact.full_name) == ("Zoë", "de la Cruz", "Zoë de la Cruz")
    assert contact.email == "Zoe@Example.com"
    assert (contact.phone_raw, contact.phone, contact.phone_display) == (
        "(202) 555-0143", "+12025550143", "+1 202-555-0143",
    )  # fmt: skip
    assert contact.phone_is_valid
    assert contact.notes == "One\ntwo"
    assert contact.assigned_user is not None
    assert contact.assigned_user.name == "Uma"
    assert contact.created_by == contact.assigned_user
    assert contact.company is not None
    assert contact.company.name == "Navy Labs"
    assert tags_of(contact) == ["friends", "VIP"]
    assert contact.version == 1
    assert contact.archived_at is None


def test_one_change_holds_all_that_it_did(uma: Actor) -> None:
    changed = services.create_contact(actor=uma, first_name="Ann", company="Acme", tags=["VIP"])
    assert changed.change_id is not None
    events = Event.objects.filter(change_id=changed.change_id).order_by("id")
    assert sorted(event.name for event in events) == [
        "company.created", "contact.company_linked", "contact.created", "contact.tag_added", "tag.created",
    ]  # fmt: skip
    assert {event.actor_id for event in events} == {uma.id}
    assert events_of(changed.contact.id) == ["contact.created", "contact.company_linked", "contact.tag_added"]


@pytest.mark.parametrize("given", [{"last_name": "X"}, {"email": "a@example.com"}, {"phone": "12"}])
def test_any_one_of_name_address_and_number_is_enough(uma: Actor, given: dict[str, str]) -> None:
    contact = services.create_contact(actor=uma, **given).contact  # type: ignore[arg-type]
    assert contact.full_name == next(iter(given.values()))


def test_nobody_is_refused(uma: Actor) -> None:
    with pytest.raises(InvalidInput) as refused:
        services.create_contact(actor=uma, notes="Somebody", company="Acme", tags=["x"])
    assert refused.value.fields == {"first_name": ["Give a name, an email address or a phone number."]}
    assert not Company.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"first_name": "a" * 101}, "first_name"),
        ({"last_name": "a\x00b"}, "last_name"),
        ({"first_name": "bell\x07"}, "first_name"),
        ({"first_name": "half \ud83d"}, "first_name"),
        ({"email": "no-at-sign"}, "email"),
        ({"email": "a@b"}, "email"),
        ({"email": "a b@example.com"}, "email"),
        ({"email": "a@exa..mple.com"}, "email"),
        ({"email": "a@example.com, b@example.com"}, "email"),
        ({"email": "x" * 250 + "@example.com"}, "email"),
        ({"phone": "1" * 65}, "phone"),
        ({"phone": "12\x0034"}, "phone"),
        ({"notes": "n" * 20_001}, "notes"),
        ({"notes": "NUL \x00"}, "notes"),
        ({"company": "c" * 201}, "company"),
        ({"company": "\x1b"}, "company"),
        ({"tags": ["t" * 51]}, "tags"),
        ({"tags": [" "]}, "tags"),
        ({"tags": [f"tag {n}" for n in range(51)]}, "tags"),
        ({"assigned_user_id": 999_999}, "assigned_user_id"),
        ({"assigned_user_id": 2**70}, "assigned_user_id"),
        ({"assigned_user_id": -1}, "assigned_user_id"),
    ],
)
def test_what_can_not_be_stored_is_named_by_its_field(uma: Actor, given: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        services.create_contact(actor=uma, **{"first_name": "Ann", **given})
    assert refused.value.fields is not None
    assert list(refused.value.fields) == [field]
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    "email",
    ["o'brien+tag@sub.example.co.uk", "пример@почта.рф", "用户@例え.jp", "x@xn--bcher-kva.example", "a_b@a-b.io"],
)
def test_addresses_of_all_scripts_are_taken(uma: Actor, email: str) -> None:
    assert make(uma, email=email).email == email


@pytest.mark.parametrize("name", ["Łukasz", "王小明", "محمد", "אברהם", "राजेश", "Ελένη", "김민준", "Zoë‍", "👩‍🚀"])
def test_names_of_all_scripts_are_taken(uma: Actor, name: str) -> None:
    assert make(uma, name).first_name == name


@pytest.mark.parametrize("phone", ["ask at the desk", "12", "+1 202 555 01"])
def test_a_number_that_can_not_be_read_is_kept_and_marked(uma: Actor, phone: str) -> None:
    contact = make(uma, phone=phone)
    assert (contact.phone_raw, contact.phone, contact.phone_display) == (phone, "", phone)
    assert not contact.phone_is_valid


def test_an_extension_stays_in_sight(uma: Actor) -> None:
    contact = make(uma, phone="202-555-0143 ext. 9")
    assert contact.phone == "+12025550143"
    assert contact.phone_display == "202-555-0143 ext. 9"


def test_duplicates_are_not_refused(uma: Actor) -> None:
    first, second = make(uma, email="a@example.com"), make(uma, email="A@example.com")
    assert first.id != second.id


def test_tags_and_companies_are_found_whatever_their_spelling(uma: Actor) -> None:
    make(uma, company="Ács & Söhne", tags=["Follow Up"])
    second = make(uma, company=" ács  & SÖHNE", tags=["follow  up", "FOLLOW UP ", "followUp"])
    assert second.company is not None
    assert second.company.name == "Ács & Söhne"
    assert tags_of(second) == ["Follow Up"]
    assert Company.objects.count() == 1
    assert Tag.objects.count() == 1


def test_somebody_deactivated_is_not_assigned(uma: Actor) -> None:
    gone = cast.vic()
    gone.is_active = False
    gone.save()
    with pytest.raises(InvalidInput):
        make(uma, assigned_user_id=gone.pk)


def test_a_viewer_makes_none(vic: Actor) -> None:
    with pytest.raises(NotAllowed):
        make(vic)


def test_the_list_of_tags_follows_the_table(uma: Actor) -> None:
    contact = Contact.objects.get(pk=make(uma, tags=["a", "b", "c"]).id)
    a, b, c = Tag.objects.order_by("key").values_list("pk", flat=True)
    assert contact.tag_ids == sorted([a, b, c])
    ContactTag.objects.filter(tag_id=b).delete()
    contact.refresh_from_db()
    assert contact.tag_ids == [a, c]
    other = make(uma, "Bob")
    ContactTag.objects.filter(tag_id=c).update(contact_id=other.id)
    contact.refresh_from_db()
    assert contact.tag_ids == [a]
    assert Contact.objects.get(pk=other.id).tag_ids == [c]
    ContactTag.objects.bulk_create([ContactTag(contact_id=other.id, tag_id=a), ContactTag(contact=contact, tag_id=b)])
    contact.refresh_from_db()
    assert contact.tag_ids == [a, b]
    assert Contact.objects.get(pk=other.id).tag_ids == sorted([a, c])
    ContactTag.objects.filter(contact=contact).delete()
    contact.refresh_from_db()
    assert contact.tag_ids == []
