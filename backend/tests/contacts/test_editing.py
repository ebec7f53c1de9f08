"""Changing a contact, alone and beside others."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction

from crm.accounts.models import User
from crm.companies.models import Company
from crm.contacts import services
from crm.contacts.errors import ContactIsArchived
from crm.contacts.selectors import list_timeline
from crm.contacts.services import ContactChanged
from crm.contacts.services.stored import lock_contact
from crm.core.access import Actor
from crm.core.errors import InvalidInput, NotFound
from crm.journal.errors import EditConflict
from crm.journal.models import Event
from tests import cast
from tests.at_once import at_once
from tests.contacts.people import edit, events_of, make, plain, read


def test_old_and_new_stand_in_the_timeline(uma: Actor) -> None:
    contact = make(uma, email="old@example.com", phone="202 555 0143", company="Acme", assigned_user_id=uma.id)
    edit(uma, contact, email="new@example.com", phone="", company="Beta", assigned_user_id=None)
    entry = list_timeline(actor=uma, contact_id=contact.id).items[0].entries[0]
    assert entry.text == "changed email, phone, company and assigned user"
    assert {(change.label, change.before, change.after) for change in entry.changes} == {
        ("Email", "old@example.com", "new@example.com"),
        ("Phone", "+1 202-555-0143", None),
        ("Company", "Acme", "Beta"),
        ("Assigned user", "Uma", None),
    }
    assert entry.can_undo


def test_what_was_not_sent_stays(uma: Actor) -> None:
    contact = make(uma, last_name="Hopper", email="g@example.com", notes="n", company="Acme", tags=["x"])
    changed = edit(uma, contact, first_name="Amazing Grace")
    assert plain(changed.contact, without=("first_name", "full_name", "version", "updated_at")) == plain(
        contact, without=("first_name", "full_name", "version", "updated_at")
    )
    assert changed.contact.version == 2


def test_the_same_again_changes_nothing(uma: Actor) -> None:
    contact = make(uma, last_name="Hopper", phone="202 555 0143", company="Acme", assigned_user_id=uma.id)
    changed = edit(uma, contact, last_name=" Hopper", phone="202 555 0143", company="ACME ", assigned_user_id=uma.id)
    assert changed == ContactChanged(contact=contact, change_id=None)
    assert events_of(contact.id) == ["contact.created", "contact.company_linked"]


def test_somebody_must_be_left(uma: Actor) -> None:
    contact = make(uma, email="g@example.com")
    edit(uma, contact, first_name="")
    with pytest.raises(InvalidInput) as refused:
        edit(uma, contact, email="", version=2)
    assert refused.value.fields == {"first_name": ["Give a name, an email address or a phone number."]}


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"email": "nonsense"}, "email"), ({"notes": "\x00"}, "notes"), ({"assigned_user_id": 2**65}, "assigned_user_id")],
)
def test_nonsense_is_refused(uma: Actor, changes: dict[str, Any], field: str) -> None:
    contact = make(uma)
    with pytest.raises(InvalidInput) as refused:
        edit(uma, contact, **changes)
    assert refused.value.fields is not None
    assert list(refused.value.fields) == [field]
    assert read(uma, contact) == contact


@pytest.mark.parametrize("contact_id", [0, -1, 10**15, 2**63, 2**80])
def test_ids_that_nobody_has(uma: Actor, contact_id: int) -> None:
    with pytest.raises(NotFound):
        services.update_contact(actor=uma, contact_id=contact_id, version=1, changes={"first_name": "x"})
    with pytest.raises(NotFound):
        read(uma, contact_id)


def test_an_archived_contact_is_not_changed(uma: Actor) -> None:
    contact = make(uma)
    services.archive_contact(actor=uma, contact_id=contact.id)
    with pytest.raises(ContactIsArchived):
        edit(uma, contact, first_name="x")


def test_different_fields_are_merged(ada: Actor, uma: Actor) -> None:
    contact = make(uma, last_name="Hopper")
    edit(ada, contact, email="ada@example.com")
    merged = edit(uma, contact, first_name="Amazing").contact
    assert (merged.first_name, merged.email, merged.version) == ("Amazing", "ada@example.com", 3)


def test_the_same_field_is_a_conflict_that_tells_both_sides(ada: Actor, uma: Actor) -> None:
    contact = make(uma, email="original@example.com", company="Acme")
    edit(ada, contact, email="between@example.com")
    edit(ada, contact, version=2, email="current@example.com", company="Beta")
    with pytest.raises(EditConflict) as refused:
        edit(uma, contact, email="yours@example.com", company="Gamma", first_name="Untouched by others")
    conflict = refused.value.extra["conflict"]
    assert sorted(conflict) == ["company", "email"]
    assert {name: conflict["email"][name] for name in ("yours", "current", "original", "changed_by")} == {
        "yours": "yours@example.com", "current": "current@example.com", "original": "original@example.com",
        "changed_by": "Ada",
    }  # fmt: skip
    last = Event.objects.filter(contact_id=contact.id).latest("id")
    assert conflict["email"]["changed_at"] == last.at
    assert (conflict["company"]["yours"], conflict["company"]["current"], conflict["company"]["original"]) == (
        "Gamma", "Beta", "Acme",
    )  # fmt: skip
    assert refused.value.extra["current"] == plain(read(uma, contact))
    assert read(uma, contact).first_name == "Grace"
    assert not Company.objects.filter(name="Gamma").exists()


def test_a_conflict_over_who_is_assigned(ada: Actor, uma: Actor) -> None:
    contact = make(uma)
    edit(ada, contact, assigned_user_id=ada.id)
    with pytest.raises(EditConflict) as refused:
        edit(uma, contact, assigned_user_id=uma.id)
    conflict = refused.value.extra["conflict"]["assigned_user_id"]
    assert (conflict["yours"], conflict["current"], conflict["original"]) == ("Uma", "Ada", None)


def test_two_who_want_the_same_do_not_conflict(ada: Actor, uma: Actor) -> None:
    contact = make(uma, email="old@example.com")
    edit(ada, contact, email="new@example.com")
    assert edit(uma, contact, email="new@example.com").change_id is None


def test_what_was_changed_and_changed_back_is_what_was_seen(ada: Actor, uma: Actor) -> None:
    contact = make(uma, email="old@example.com")
    edit(ada, contact, email="between@example.com")
    edit(ada, contact, version=2, email="old@example.com")
    assert edit(uma, contact, email="new@example.com").contact.email == "new@example.com"


def test_tags_and_the_trash_do_not_conflict_with_edits(ada: Actor, uma: Actor) -> None:
    contact = make(uma)
    services.add_contact_tag(actor=ada, contact_id=contact.id, name="VIP")
    services.archive_contact(actor=ada, contact_id=contact.id)
    services.restore_contact(actor=ada, contact_id=contact.id)
    assert edit(uma, contact, first_name="Amazing").contact.version == 5


def test_one_who_has_left_keeps_what_is_assigned(uma: Actor) -> None:
    vic = cast.vic()
    contact = make(uma, assigned_user_id=vic.pk)
    vic.is_active = False
    vic.save()
    changed = edit(uma, contact, first_name="Amazing", assigned_user_id=vic.pk)
    assert changed.contact.assigned_user is not None
    assert changed.contact.assigned_user.id == vic.pk


@pytest.mark.django_db(transaction=True)
def test_two_at_once_on_one_field_one_of_them_is_told() -> None:
    ada, uma = cast.as_actor(cast.ada()), cast.as_actor(cast.uma())
    contact = make(uma, email="old@example.com")
    outcomes = at_once(
        lambda: edit(ada, contact, email="ada@example.com"), lambda: edit(uma, contact, email="uma@example.com")
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["EditConflict", "NoneType"]
    assert read(uma, contact).version == 2


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_on_different_fields_all_stand() -> None:
    uma = cast.as_actor(cast.uma())
    contact = make(uma)
    fields = {"first_name": "F", "last_name": "L", "email": "e@example.com", "phone": "2025550143", "notes": "N"}
    outcomes = at_once(
        *(lambda field=field, value=value: edit(uma, contact, **{field: value}) for field, value in fields.items()),
        *(
            lambda tag=tag: services.add_contact_tag(actor=uma, contact_id=contact.id, name=tag)
            for tag in ("one", "ONE", "two")
        ),
    )
    assert outcomes == [None] * 8
    now = read(uma, contact)
    assert (now.first_name, now.last_name, now.email, now.phone_raw, now.notes) == tuple(fields.values())
    assert now.version == 1 + 5 + 2
    assert len(events_of(contact.id)) == 1 + 5 + 2


@pytest.mark.django_db(transaction=True)
def test_one_company_however_many_name_it_at_once() -> None:
    uma = cast.as_actor(cast.uma())
    outcomes = at_once(*(lambda n=n: make(uma, f"P{n}", company="Acme", tags=["VIP"]) for n in range(6)))
    assert outcomes == [None] * 6
    assert Company.objects.count() == 1
    assert Event.objects.filter(name="company.created").count() == 1
    assert Event.objects.filter(name="tag.created").count() == 1
    assert User.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_whoever_has_waited_for_a_contact_sees_whom_it_is_with_by_now() -> None:
    """A statement that waits for a row looks at it again, but not at the company it was joined to before."""
    ada = cast.as_actor(cast.ada())
    contact = make(ada, company="Acme")
    make(ada, "Other", company="Globex")
    is_locked, may_end = threading.Event(), threading.Event()

    def change() -> None:
        with transaction.atomic():
            edit(ada, contact, company="Globex")
            is_locked.set()
            may_end.wait(5)
        connection.close()

    def look() -> str | None:
        with transaction.atomic():
            stored = lock_contact(ada, contact.id)
        connection.close()
        return stored.values["company"].text

    with ThreadPoolExecutor(2) as pool:
        changing = pool.submit(change)
        assert is_locked.wait(5)
        looking = pool.submit(look)
        time.sleep(0.3)
        may_end.set()
        changing.result()
        assert looking.result() == "Globex"
