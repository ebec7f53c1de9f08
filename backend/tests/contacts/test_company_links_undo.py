"""Links between contacts and companies: taken back, looked up, and made by many at once."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from crm.companies.models import Company
from crm.contacts import selectors, services
from crm.contacts.models import Contact, ContactCompany
from crm.contacts.selectors import list_company_people
from crm.core.access import Actor
from crm.core.errors import NotFound
from crm.core.paging import BadCursor, pack_cursor
from crm.journal.errors import EditConflict, UndoConflict
from crm.journal.models import Event
from tests import cast
from tests.at_once import at_once
from tests.contacts.jobs import LAST_YEAR, TODAY, add, change, company_named, kept, link_of, remove, rows, told, undo
from tests.contacts.people import edit, make, read


@pytest.mark.parametrize("company", ["Beta", "Second", None])
def test_a_job_change_is_taken_back_exactly_and_done_again(uma: Actor, aged: Any, company: str | None) -> None:
    grace = make(uma, company="Acme", notes="n")
    add(uma, grace.id, "Second", role="Adviser")
    aged()
    before = rows(grace.id)
    changed = edit(uma, read(uma, grace), company=company, notes="changed")
    after = [row[:-1] for row in rows(grace.id)]
    undone = undo(uma, changed.change_id)
    assert rows(grace.id) == before
    assert (kept(grace.id), read(uma, grace).notes) == (("Acme", ["Acme", "Second"]), "n")
    undo(uma, undone)
    assert [row[:-1] for row in rows(grace.id)] == after
    assert read(uma, grace).notes == "changed"


@pytest.mark.parametrize("what", ["add", "add_primary", "role", "end", "primary", "remove"])
def test_every_change_of_a_link_is_taken_back_exactly(uma: Actor, what: str) -> None:
    grace = make(uma, company="Acme")
    add(uma, grace.id, "Beta", role="Adviser", started_on=LAST_YEAR)
    acme, beta = link_of(uma, grace.id, "Acme"), link_of(uma, grace.id, "Beta")
    before = [row[:-1] for row in rows(grace.id)]
    changed = {
        "add": lambda: add(uma, grace.id, "Gamma"),
        "add_primary": lambda: add(uma, grace.id, "Gamma", is_primary=True),
        "role": lambda: change(uma, grace.id, beta, role="Chair", started_on=None),
        "end": lambda: change(uma, grace.id, acme, ended_on=TODAY),
        "primary": lambda: change(uma, grace.id, beta, is_primary=True),
        "remove": lambda: remove(uma, grace.id, acme),
    }[what]()
    after = [row[:-1] for row in rows(grace.id)]
    assert after != before
    undone = undo(uma, changed.change_id)
    assert [row[:-1] for row in rows(grace.id)] == before
    assert kept(grace.id) == ("Acme", ["Acme", "Beta"])
    redone = undo(uma, undone)
    assert [row[:-1] for row in rows(grace.id)] == after
    undo(uma, redone)
    assert [row[:-1] for row in rows(grace.id)] == before


def test_an_undo_overwrites_nothing_that_came_after(ada: Actor, uma: Actor) -> None:
    grace = make(uma)
    added = add(uma, grace.id, "Acme")
    link_id = link_of(uma, grace.id, "Acme")
    ended = change(uma, grace.id, link_id, ended_on=TODAY)
    with pytest.raises(UndoConflict, match="changed since"):
        undo(uma, added.change_id)
    again = add(ada, grace.id, "Acme")
    with pytest.raises(UndoConflict, match="added again"):
        undo(uma, ended.change_id)
    removed = remove(uma, grace.id, link_of(uma, grace.id, "Acme"))
    with pytest.raises(UndoConflict, match="removed since"):
        undo(uma, again.change_id)
    add(ada, grace.id, "Beta")
    with pytest.raises(UndoConflict, match="Beta has become the primary company"):
        undo(uma, removed.change_id)
    remove(ada, grace.id, link_of(uma, grace.id, "Beta"))
    services.archive_company(actor=ada, company_id=company_named("Acme"))
    with pytest.raises(UndoConflict, match="in the trash"):
        undo(uma, removed.change_id)


def test_a_company_that_was_changed_since_by_a_link_is_not_overwritten(ada: Actor, uma: Actor) -> None:
    grace = make(uma, company="Acme")
    mine = edit(uma, grace, company="Beta")
    add(ada, grace.id, "Gamma", is_primary=True)
    with pytest.raises(UndoConflict, match="Ada has changed the company since"):
        undo(uma, mine.change_id)
    with pytest.raises(EditConflict) as refused:
        edit(uma, mine.contact, company="Delta")
    conflict = refused.value.extra["conflict"]["company"]
    assert (conflict["yours"], conflict["current"], conflict["original"], conflict["changed_by"]) == (
        "Delta", "Gamma", "Beta", "Ada",
    )  # fmt: skip


def test_an_edit_from_before_there_were_links_is_taken_back_too(uma: Actor, aged: Any) -> None:
    grace = make(uma, company="Acme")
    changed = edit(uma, grace, company="Beta")
    # As the journal was written then: the field alone.
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE journal_event DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM journal_delivery")
        cursor.execute("DELETE FROM journal_event WHERE name LIKE 'contact.company%'")
        cursor.execute("ALTER TABLE journal_event ENABLE TRIGGER USER")
    undone = undo(uma, changed.change_id)
    assert kept(grace.id) == ("Acme", ["Acme"])
    undo(uma, undone)
    assert kept(grace.id) == ("Beta", ["Beta"])


def test_people_of_a_company(uma: Actor, aged: Any) -> None:
    for name in ("Zoë", "Ann", "Émile"):
        make(uma, name, company="Acme", email=f"{name[0]}@example.com", phone="2025550143")
    former = make(uma, "Former", company="Acme")
    trashed = make(uma, "Trashed", company="Acme")
    aged()
    edit(uma, former, company="Beta")
    services.archive_contact(actor=uma, contact_id=trashed.id)
    acme = company_named("Acme")
    first = list_company_people(actor=uma, company_id=acme, limit=2)
    assert [(link.contact.full_name, link.is_primary) for link in first.items] == [("Ann", True), ("Émile", True)]
    assert (first.items[0].contact.email, first.items[0].contact.phone_display) == ("A@example.com", "+1 202-555-0143")
    rest = list_company_people(actor=uma, company_id=acme, limit=2, cursor=first.next_cursor)
    assert ([link.contact.full_name for link in rest.items], rest.next_cursor) == (["Zoë"], None)
    (left,) = list_company_people(actor=uma, company_id=acme, former=True).items
    assert (left.contact.full_name, left.ended_on) == ("Former", TODAY)
    for cursor in ("nonsense", pack_cursor("a\x00", 1), pack_cursor("a", 2**70)):
        with pytest.raises(BadCursor):
            list_company_people(actor=uma, company_id=acme, cursor=cursor)
    with pytest.raises(NotFound):
        list_company_people(actor=uma, company_id=2**70)


def test_the_database_itself_keeps_the_rules(uma: Actor) -> None:
    grace = make(uma, company="Acme")
    acme = company_named("Acme")
    beta = Company.objects.create(name="Beta", name_key="beta").pk
    for wrong in (
        {"company_id": acme},
        {"company_id": beta, "is_primary": True},
        {"company_id": beta, "is_primary": True, "ended_on": TODAY},
        {"company_id": beta, "started_on": TODAY, "ended_on": LAST_YEAR},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            ContactCompany.objects.create(contact_id=grace.id, **wrong)
    # Whoever writes links, the contact's row follows.
    ContactCompany.objects.filter(contact_id=grace.id).update(company_id=beta)
    assert kept(grace.id) == ("Beta", ["Beta"])
    ContactCompany.objects.filter(contact_id=grace.id).delete()
    assert kept(grace.id) == (None, [])


def test_what_a_link_is_looked_up_by(uma: Actor) -> None:
    grace = make(uma, company="Acme")
    acme = company_named("Acme")
    wanted = f'{{"all":[{{"field":"primary_company","op":"any_of","value":[{acme}]}}]}}'
    company = selectors.list_contacts(actor=uma, filter=wanted)
    assert [row.id for row in company.items] == [grace.id]


@pytest.mark.django_db(transaction=True)
def test_eight_who_link_at_once_all_stand_and_one_is_primary() -> None:
    uma = cast.as_actor(cast.uma())
    grace = make(uma)
    outcomes = at_once(*(lambda n=n: add(uma, grace.id, f"Company {n % 4}", is_primary=True) for n in range(8)))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["InvalidInput"] * 4 + ["NoneType"] * 4
    assert ContactCompany.objects.filter(contact_id=grace.id, is_primary=True).count() == 1
    assert kept(grace.id)[1] == [f"Company {n}" for n in range(4)]
    assert read(uma, grace).version == 5


@pytest.mark.django_db(transaction=True)
def test_linking_editing_and_archiving_at_once_wait_for_each_other_and_never_forever() -> None:
    uma = cast.as_actor(cast.uma())
    people = [make(uma, f"P{n}", company="Acme") for n in range(4)]
    acme = company_named("Acme")

    def archive_and_restore() -> None:
        for _ in range(3):
            services.archive_company(actor=uma, company_id=acme)
            services.restore_company(actor=uma, company_id=acme)

    outcomes = at_once(
        archive_and_restore,
        lambda: [edit(uma, person, company="Beta") for person in people],
        lambda: [edit(uma, person, company="Gamma", version=10**6) for person in reversed(people)],
        lambda: [add(uma, person.id, f"Other {person.id}") for person in people],
    )
    kinds = {type(outcome) for outcome in outcomes}
    # Whoever came second to a field is told; nobody was thrown out by the database.
    assert kinds <= {type(None), EditConflict}, outcomes
    for person in people:
        visible = ContactCompany.objects.filter(contact_id=person.id, ended_on=None, is_hidden=False)
        contact = Contact.objects.get(pk=person.id)
        assert contact.company_ids == sorted(visible.values_list("company_id", flat=True))
        assert contact.company_id == visible.filter(is_primary=True).values_list("company_id", flat=True).first()
    assert Event.objects.filter(name="company.archived").count() == 3


def test_who_is_erased_is_nobody_in_the_companys_timeline(ada: Actor, aged: Any) -> None:
    grace = make(ada, last_name="Hopper", company="Beta")
    aged()
    add(ada, grace.id, "Acme", role="Keeper of herons", started_on=LAST_YEAR)
    change(ada, grace.id, link_of(ada, grace.id, "Acme"), role="Watcher of herons")
    edit(ada, read(ada, grace), company="Acme")
    personal = services.get_personal_data(actor=ada, contact_id=grace.id)
    assert [(told["company"], told["role"], told["ended_on"]) for told in personal["companies"]] == [
        ("Acme", "Watcher of herons", None), ("Beta", "", TODAY),
    ]  # fmt: skip
    services.erase_contact(actor=ada, contact_id=grace.id, confirm="grace hopper")
    assert told(ada, "Acme") == [
        "changed the link of somebody who is gone", "changed the link of somebody who is gone",
        "added somebody who is gone", "created this company",
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM journal_event WHERE data::text ILIKE '%heron%'")
        assert cursor.fetchone() == (0,)
    assert not ContactCompany.objects.filter(contact_id=grace.id).exists()
