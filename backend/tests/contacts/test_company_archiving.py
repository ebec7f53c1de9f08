"""Archiving a company: people stay, links are hidden and come back; what the preview says; undo; the end of one."""

from typing import Any

import pytest

from crm.bulk.catalogue import CHANGED
from crm.companies.errors import CompanyExists, CompanyIsNotArchived
from crm.companies.models import Company
from crm.companies.selectors import get_company
from crm.companies.services import create_company
from crm.contacts import services
from crm.contacts.models import Contact, ContactCompany
from crm.contacts.selectors import (
    list_company_people,
    list_contact_companies,
    list_contacts,
    list_timeline,
    preview_company_archive,
)
from crm.core.access import Actor
from crm.core.errors import NotAllowed, NotFound
from crm.journal.errors import UndoConflict
from crm.journal.models import Event
from tests.contacts.jobs import TODAY, add, company_named, link_of, links, rows, undo
from tests.contacts.people import edit, make, read


@pytest.fixture
def acme(uma: Actor, aged: Any) -> int:
    """A company with two people, one of them by the way, and one who has left."""
    make(uma, "Ann", company="Acme")
    bob = make(uma, "Bob", company="Beta")
    add(uma, bob.id, "Acme", role="Adviser")
    former = make(uma, "Cy", company="Acme")
    aged()
    edit(uma, former, company="Gamma")
    return company_named("Acme")


def person(name: str) -> int:
    return Contact.objects.get(first_name=name).pk


def test_the_preview_names_whose_links_will_be_cut(uma: Actor, acme: int) -> None:
    preview = preview_company_archive(actor=uma, company_id=acme)
    assert preview.people_count == 2
    assert [(row.full_name, row.role, row.is_primary) for row in preview.people] == [
        ("Ann", "", True), ("Bob", "Adviser", False),
    ]  # fmt: skip
    for n in range(60):
        make(uma, f"Many {n}", company="Acme")
    preview = preview_company_archive(actor=uma, company_id=acme)
    assert (preview.people_count, len(preview.people)) == (62, 50)
    with pytest.raises(NotFound):
        preview_company_archive(actor=uma, company_id=987654)


def test_people_stay_and_links_are_hidden_and_come_back(uma: Actor, acme: int) -> None:
    people = list_contacts(actor=uma).items
    before = {name: (links(uma, person(name)), rows(person(name))) for name in ("Ann", "Bob", "Cy")}
    archived = services.archive_company(actor=uma, company_id=acme)
    assert archived.company.archived_by is not None
    assert len(list_contacts(actor=uma).items) == len(people)
    assert read(uma, person("Ann")).company is None
    assert [links(uma, person(name)) for name in ("Ann", "Bob", "Cy")] == [
        [], [("Beta", "", None, None, True)], [("Gamma", "", TODAY, None, True)],
    ]  # fmt: skip
    # Who would come back with it is still told, by the company.
    assert archived.company.people_count == 2
    assert len(list_company_people(actor=uma, company_id=acme).items) == 2
    assert services.archive_company(actor=uma, company_id=acme).change_id is None
    restored = services.restore_company(actor=uma, company_id=acme)
    assert restored.company.archived_at is None
    assert {name: (links(uma, person(name)), rows(person(name))) for name in ("Ann", "Bob", "Cy")} == before
    assert services.restore_company(actor=uma, company_id=acme).change_id is None


def test_the_timelines_of_its_people_say_so(uma: Actor, acme: int) -> None:
    services.archive_company(actor=uma, company_id=acme)
    services.restore_company(actor=uma, company_id=acme)
    (group,) = list_timeline(actor=uma, contact_id=person("Bob"), kind="company").items
    assert [entry.text for entry in group.entries[:2]] == [
        "restored Acme; the link to it is back", "archived Acme, which hides the link to it",
    ]  # fmt: skip
    assert not Event.objects.filter(contact_id=person("Cy"), name="contact.company_archived").exists()


def test_a_hidden_link_can_not_be_touched(uma: Actor, acme: int) -> None:
    ann = person("Ann")
    link_id = link_of(uma, ann, "Acme")
    services.archive_company(actor=uma, company_id=acme)
    with pytest.raises(NotFound):
        services.update_contact_company(actor=uma, contact_id=ann, link_id=link_id, changes={"role": "x"})
    with pytest.raises(NotFound):
        services.remove_contact_company(actor=uma, contact_id=ann, link_id=link_id)


def test_who_has_another_primary_company_by_then_keeps_it(uma: Actor, acme: int) -> None:
    services.archive_company(actor=uma, company_id=acme)
    edit(uma, read(uma, person("Ann")), company="Delta")
    services.restore_company(actor=uma, company_id=acme)
    assert links(uma, person("Ann")) == [("Delta", "", None, None, True), ("Acme", "", None, None, False)]


def test_archiving_and_restoring_are_taken_back(uma: Actor, acme: int) -> None:
    before = rows(person("Ann"))
    archived = services.archive_company(actor=uma, company_id=acme)
    undone = undo(uma, archived.change_id)
    assert rows(person("Ann")) == before
    assert read(uma, person("Ann")).company is not None
    undo(uma, undone)
    assert get_company(actor=uma, company_id=acme).archived_at is not None
    restored = services.restore_company(actor=uma, company_id=acme)
    undo(uma, restored.change_id)
    assert read(uma, person("Ann")).company is None
    again = services.archive_company(actor=uma, company_id=acme)
    assert again.change_id is None
    services.restore_company(actor=uma, company_id=acme)
    latest = Event.objects.filter(name="company.archived").latest("id")
    with pytest.raises(UndoConflict, match="restored already"):
        undo(uma, latest.change_id)


def test_making_a_company_is_taken_back_by_the_trash(uma: Actor) -> None:
    made = create_company(actor=uma, name="Acme")
    undone = undo(uma, made.change_id)
    assert get_company(actor=uma, company_id=made.company.id).archived_at is not None
    undo(uma, undone)
    assert get_company(actor=uma, company_id=made.company.id).archived_at is None


def test_a_company_that_came_with_a_contact_stays_when_that_is_taken_back(uma: Actor) -> None:
    changed = services.create_contact(actor=uma, first_name="Ann", company="Acme")
    undo(uma, changed.change_id)
    assert read(uma, changed.contact).archived_at is not None
    assert get_company(actor=uma, company_id=company_named("Acme")).archived_at is None


def test_a_name_that_was_taken_meanwhile(uma: Actor, acme: int) -> None:
    services.archive_company(actor=uma, company_id=acme)
    create_company(actor=uma, name="ACME")
    with pytest.raises(CompanyExists):
        services.restore_company(actor=uma, company_id=acme)
    assert get_company(actor=uma, company_id=acme).archived_at is not None


def test_many_at_once_each_a_change_of_its_own(uma: Actor, acme: int) -> None:
    beta = company_named("Beta")
    done = services.archive_companies(actor=uma, company_ids=[acme, beta, 987654, 2**70, acme])
    assert done == dict.fromkeys([acme, beta], CHANGED)
    assert Company.objects.filter(archived_at=None).count() == 1
    again = services.archive_companies(actor=uma, company_ids=[acme])
    assert again[acme].reason == "It is in the trash already."
    create_company(actor=uma, name="beta")
    back = services.restore_companies(actor=uma, company_ids=[acme, beta])
    assert (back[acme], back[beta].reason) == (CHANGED, "There is a company called beta already.")
    assert read(uma, person("Ann")).company is not None
    undo(uma, Event.objects.filter(name="company.restored", subject_id=acme).latest("id").change_id)
    assert read(uma, person("Ann")).company is None


def test_of_two_primary_companies_that_come_back_together_one_is_primary(uma: Actor, acme: int) -> None:
    ann = person("Ann")
    services.archive_companies(actor=uma, company_ids=[acme])
    edit(uma, read(uma, ann), company="Delta")
    delta = company_named("Delta")
    services.archive_companies(actor=uma, company_ids=[delta])
    assert set(services.restore_companies(actor=uma, company_ids=[delta, acme]).values()) == {CHANGED}
    assert {(row[0], row[4]) for row in links(uma, ann)} == {("Acme", True), ("Delta", False)}


def test_the_end_of_a_company_is_not_the_end_of_its_people(ada: Actor, uma: Actor, acme: int) -> None:
    with pytest.raises(CompanyIsNotArchived):
        services.delete_company(actor=ada, company_id=acme)
    archived = services.archive_company(actor=ada, company_id=acme)
    with pytest.raises(NotAllowed):
        services.delete_company(actor=uma, company_id=acme)
    people = Contact.objects.count()
    change_id = services.delete_company(actor=ada, company_id=acme)
    assert Contact.objects.count() == people
    assert not ContactCompany.objects.filter(company_id=acme).exists()
    (event,) = Event.objects.filter(change_id=change_id)
    assert (event.name, event.data) == ("company.deleted", {"subject_id": acme})
    with pytest.raises(NotFound):
        get_company(actor=ada, company_id=acme)
    with pytest.raises(UndoConflict, match="deleted for good"):
        undo(ada, archived.change_id)
    assert list_contact_companies(actor=uma, contact_id=person("Ann")) == []


@pytest.mark.parametrize("company_id", [0, -1, 10**15, 2**63])
def test_ids_that_none_has(ada: Actor, company_id: int) -> None:
    for service in (services.archive_company, services.restore_company, services.delete_company):
        with pytest.raises(NotFound):
            service(actor=ada, company_id=company_id)


def test_a_viewer_archives_nothing(vic: Actor, uma: Actor, acme: int) -> None:
    for service in (services.archive_company, services.restore_company):
        with pytest.raises(NotAllowed):
            service(actor=vic, company_id=acme)


def test_roll_ups(ada: Actor, uma: Actor, acme: int) -> None:
    roll_ups = get_company(actor=uma, company_id=acme).roll_ups
    assert (roll_ups.people, roll_ups.former_people) == (2, 1)
    # What happened to one of its people is the company's last activity too.
    edit(ada, read(uma, person("Bob")), notes="called")
    roll_ups = get_company(actor=uma, company_id=acme).roll_ups
    assert roll_ups.last_activity_by == "Ada"
    services.archive_contact(actor=uma, contact_id=person("Bob"))
    assert get_company(actor=uma, company_id=acme).roll_ups.people == 1
