"""Links between contacts and companies: primary and others, role, start and end, job changes, both timelines, undo."""

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from crm.companies.models import Company
from crm.contacts import selectors, services
from crm.contacts.errors import ContactIsArchived
from crm.contacts.models import Contact, ContactCompany
from crm.contacts.selectors import list_company_people, list_company_timeline, list_contact_companies, list_timeline
from crm.contacts.services import ContactCompaniesChanged
from crm.core import clock
from crm.core.access import Actor
from crm.core.errors import InvalidInput, NotAllowed, NotFound
from crm.core.paging import BadCursor, pack_cursor
from crm.journal.errors import EditConflict, UndoConflict
from crm.journal.models import Event
from crm.journal.undo import undo_change
from tests import cast
from tests.at_once import at_once
from tests.contacts.people import edit, events_of, make, read

TODAY = clock.today("UTC")
SOON = TODAY + timedelta(days=30)
LAST_YEAR = TODAY - timedelta(days=365)
Link = tuple[str, str, date | None, date | None, bool]


def add(actor: Actor, contact_id: int, company: str, **given: Any) -> ContactCompaniesChanged:
    return services.add_contact_company(actor=actor, contact_id=contact_id, company=company, **given)


def change(actor: Actor, contact_id: int, link_id: int, **changes: Any) -> ContactCompaniesChanged:
    return services.update_contact_company(actor=actor, contact_id=contact_id, link_id=link_id, changes=changes)


def remove(actor: Actor, contact_id: int, link_id: int) -> ContactCompaniesChanged:
    return services.remove_contact_company(actor=actor, contact_id=contact_id, link_id=link_id)


def undo(actor: Actor, change_id: uuid.UUID | None) -> uuid.UUID:
    assert change_id is not None
    return undo_change(actor=actor, change_id=change_id).change_id


def links(actor: Actor, contact_id: int) -> list[Link]:
    return [
        (link.company.name, link.role, link.started_on, link.ended_on, link.is_primary)
        for link in list_contact_companies(actor=actor, contact_id=contact_id)
    ]


def link_of(actor: Actor, contact_id: int, company: str) -> int:
    return next(
        link.link_id
        for link in list_contact_companies(actor=actor, contact_id=contact_id)
        if link.company.name == company
    )


def rows(contact_id: int) -> list[tuple[Any, ...]]:
    """The table itself, ids and all."""
    return list(ContactCompany.objects.filter(contact_id=contact_id).order_by("id").values_list())


def company_named(name: str) -> int:
    return Company.objects.get(name=name).pk


def kept(contact_id: int) -> tuple[str | None, list[str]]:
    """What the contact's own row says: the primary company, and all present ones."""
    contact = Contact.objects.select_related("company").get(pk=contact_id)
    names = dict(Company.objects.values_list("pk", "name"))
    return contact.company.name if contact.company else None, sorted(names[number] for number in contact.company_ids)


def told(actor: Actor, name: str) -> list[str]:
    """The company's timeline, newest first."""
    page = list_company_timeline(actor=actor, company_id=company_named(name))
    return [entry.text for group in page.items for entry in group.entries]


@pytest.fixture
def aged() -> Any:
    """Makes it that links were made the day before yesterday."""

    def age() -> None:
        ContactCompany.objects.update(created_at=datetime.now(UTC) - timedelta(days=2))

    return age


def test_one_primary_and_any_number_of_others(uma: Actor) -> None:
    grace = make(uma)
    first = add(uma, grace.id, "Acme", role=" CTO ", started_on=LAST_YEAR)
    assert first.contact.company is not None
    assert (first.contact.company.name, first.contact.version) == ("Acme", 2)
    add(uma, grace.id, "Beta", is_primary=False)
    third = add(uma, grace.id, "Gamma", role="Adviser", is_primary=True)
    assert [link.company.name for link in third.links] == ["Gamma", "Acme", "Beta"]
    add(uma, grace.id, "Delta", started_on=LAST_YEAR, ended_on=TODAY)
    assert links(uma, grace.id) == [
        ("Gamma", "Adviser", None, None, True),
        ("Acme", "CTO", LAST_YEAR, None, False),
        ("Beta", "", None, None, False),
        ("Delta", "", LAST_YEAR, TODAY, False),
    ]
    assert kept(grace.id) == ("Gamma", ["Acme", "Beta", "Gamma"])


def test_by_its_id(uma: Actor) -> None:
    grace, other = make(uma), make(uma, company="Acme")
    assert other.company is not None
    changed = services.add_contact_company(actor=uma, contact_id=grace.id, company_id=other.company.id)
    assert changed.contact.company == other.company


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "company"), ({"company": "A", "company_id": 1}, "company"), ({"company": "  "}, "company"),
        ({"company": "x" * 201}, "company"), ({"company_id": 987654}, "company_id"),
        ({"company_id": 2**70}, "company_id"),
        ({"company": "A", "role": "x" * 101}, "role"), ({"company": "A", "role": "\x00"}, "role"),
        ({"company": "A", "started_on": TODAY, "ended_on": LAST_YEAR}, "ended_on"),
        ({"company": "A", "ended_on": SOON}, "ended_on"),
        ({"company": "A", "ended_on": TODAY, "is_primary": True}, "is_primary"),
        ({"company": "Acme"}, "company"),
    ],
)  # fmt: skip
def test_what_can_not_be_is_refused_by_its_field(uma: Actor, given: dict[str, Any], field: str) -> None:
    grace = make(uma, company="Acme")
    with pytest.raises(InvalidInput) as refused:
        services.add_contact_company(actor=uma, contact_id=grace.id, **given)
    assert refused.value.fields is not None
    assert list(refused.value.fields) == [field]
    assert read(uma, grace) == grace
    assert Company.objects.count() == 1


def test_a_company_in_the_trash_is_not_linked_to(uma: Actor) -> None:
    make(uma, company="Acme")
    company_id = company_named("Acme")
    services.archive_company(actor=uma, company_id=company_id)
    with pytest.raises(InvalidInput, match="another look"):
        services.add_contact_company(actor=uma, contact_id=make(uma).id, company_id=company_id)


def test_both_timelines_tell_of_a_link(uma: Actor) -> None:
    grace = make(uma, last_name="Hopper")
    add(uma, grace.id, "Acme", role="CTO")
    link_id = link_of(uma, grace.id, "Acme")
    change(uma, grace.id, link_id, role="CEO")
    change(uma, grace.id, link_id, ended_on=TODAY)
    remove(uma, grace.id, link_id)
    page = list_timeline(actor=uma, contact_id=grace.id, kind="company")
    entries = [entry for group in page.items for entry in group.entries]
    assert [entry.text for entry in entries] == [
        "removed the company Acme", "ended the link to Acme", "changed the link to Acme",
        "added the company Acme as CTO",
    ]  # fmt: skip
    assert [(change.label, change.before, change.after) for change in entries[1].changes] == [
        ("End", None, TODAY.isoformat()), ("Primary company", "Yes", "No"), ("Company", "Acme", None),
    ]  # fmt: skip
    assert told(uma, "Acme") == [
        "removed Grace Hopper", "ended the link of Grace Hopper", "changed the link of Grace Hopper",
        "added Grace Hopper as CTO", "created this company",
    ]  # fmt: skip
    company = list_company_timeline(actor=uma, company_id=company_named("Acme"))
    assert [entry.contact and entry.contact.id for entry in company.items[0].entries] == [grace.id] * 4
    services.archive_contact(actor=uma, contact_id=grace.id)
    services.delete_contact(actor=cast.as_actor(cast.ada()), contact_id=grace.id)
    assert told(uma, "Acme")[0] == "removed somebody who is gone"


def test_companies_named_by_a_form_stand_in_their_timeline_too(uma: Actor, aged: Any) -> None:
    grace = make(uma, last_name="Hopper", company="Acme")
    aged()
    edit(uma, grace, company="Beta")
    assert told(uma, "Acme") == ["ended the link of Grace Hopper", "added Grace Hopper", "created this company"]
    assert told(uma, "Beta") == ["added Grace Hopper", "created this company"]
    # In the person's own timeline the edit says it all, once.
    assert events_of(grace.id) == ["contact.created", "contact.company_linked", "contact.updated"]


def test_another_company_in_the_form_is_a_job_change(uma: Actor, aged: Any) -> None:
    grace = make(uma)
    add(uma, grace.id, "Acme", role="CTO", started_on=LAST_YEAR)
    add(uma, grace.id, "Board", role="Member")
    aged()
    changed = edit(uma, read(uma, grace), company="Beta")
    assert changed.contact.company is not None
    assert changed.contact.company.name == "Beta"
    assert links(uma, grace.id) == [
        ("Beta", "", TODAY, None, True),
        ("Board", "Member", None, None, False),
        ("Acme", "CTO", LAST_YEAR, TODAY, False),
    ]
    assert kept(grace.id) == ("Beta", ["Beta", "Board"])


def test_a_slip_of_today_is_replaced_and_no_job(uma: Actor) -> None:
    grace = make(uma, company="Amce")
    edit(uma, grace, company="Acme")
    assert links(uma, grace.id) == [("Acme", "", None, None, True)]


def test_what_was_said_of_a_job_today_is_kept(uma: Actor) -> None:
    grace = make(uma)
    add(uma, grace.id, "Acme", role="CTO", started_on=LAST_YEAR)
    edit(uma, read(uma, grace), company="Beta")
    assert links(uma, grace.id) == [("Beta", "", TODAY, None, True), ("Acme", "CTO", LAST_YEAR, TODAY, False)]


def test_a_company_that_is_there_already_becomes_the_primary_one(uma: Actor, aged: Any) -> None:
    grace = make(uma, company="Acme")
    add(uma, grace.id, "Beta", role="Adviser")
    aged()
    edit(uma, read(uma, grace), company="beta")
    assert links(uma, grace.id) == [("Beta", "Adviser", None, None, True), ("Acme", "", None, TODAY, False)]


def test_a_company_taken_out_of_the_form(uma: Actor, aged: Any) -> None:
    grace = make(uma, company="Acme")
    add(uma, grace.id, "Beta")
    aged()
    assert edit(uma, read(uma, grace), company=None).contact.company is None
    assert links(uma, grace.id) == [("Beta", "", None, None, False), ("Acme", "", None, TODAY, False)]
    assert kept(grace.id) == (None, ["Beta"])


def test_today_is_the_day_of_who_edits(uma: Actor, aged: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    user = cast.uma()
    user.time_zone = "Pacific/Auckland"
    auckland = cast.as_actor(user)
    grace = make(uma, company="Acme")
    aged()
    monkeypatch.setattr(clock, "now", lambda: datetime(2027, 3, 1, 20, 0, tzinfo=UTC))
    edit(auckland, grace, company="Beta")
    assert links(uma, grace.id)[1][3] == date(2027, 3, 2)


def test_the_primary_one_follows_when_it_ends_or_goes(uma: Actor) -> None:
    grace = make(uma, company="Acme")
    add(uma, grace.id, "Beta")
    add(uma, grace.id, "Gamma")
    ended = change(uma, grace.id, link_of(uma, grace.id, "Acme"), ended_on=TODAY)
    assert ended.contact.company is not None
    assert ended.contact.company.name == "Beta"
    removed = remove(uma, grace.id, link_of(uma, grace.id, "Beta"))
    assert removed.contact.company is not None
    assert removed.contact.company.name == "Gamma"
    assert remove(uma, grace.id, link_of(uma, grace.id, "Gamma")).contact.company is None
    again = change(uma, grace.id, link_of(uma, grace.id, "Acme"), ended_on=None, is_primary=True)
    assert again.contact.company is not None
    assert again.contact.company.name == "Acme"


def test_another_primary_one_leaves_the_first_as_it_is(uma: Actor) -> None:
    grace = make(uma, company="Acme")
    add(uma, grace.id, "Beta", role="Adviser")
    changed = change(uma, grace.id, link_of(uma, grace.id, "Beta"), is_primary=True)
    assert [(link.company.name, link.is_primary) for link in changed.links] == [("Beta", True), ("Acme", False)]
    nothing = change(uma, grace.id, link_of(uma, grace.id, "Beta"), is_primary=True, role="Adviser")
    assert (nothing.change_id, nothing.contact.version) == (None, changed.contact.version)


def test_a_link_can_not_be_what_another_is(uma: Actor, aged: Any) -> None:
    grace = make(uma, company="Acme")
    aged()
    edit(uma, grace, company="Beta")
    former = link_of(uma, grace.id, "Acme")
    with pytest.raises(InvalidInput):
        change(uma, grace.id, former, is_primary=True)
    add(uma, grace.id, "Acme")
    with pytest.raises(InvalidInput) as refused:
        change(uma, grace.id, former, ended_on=None)
    assert refused.value.fields == {"ended_on": ["This person belongs to Acme already."]}


def test_another_contacts_link_is_none_of_ones_own(uma: Actor, vic: Actor) -> None:
    grace, other = make(uma, company="Acme"), make(uma, company="Acme")
    link_id = link_of(uma, other.id, "Acme")
    for number in (link_id, 0, -1, 2**63, 2**70):
        with pytest.raises(NotFound):
            change(uma, grace.id, number, role="x")
        with pytest.raises(NotFound):
            remove(uma, grace.id, number)
    with pytest.raises(NotFound):
        list_contact_companies(actor=uma, contact_id=2**70)
    with pytest.raises(NotAllowed):
        add(vic, grace.id, "Beta")
    with pytest.raises(NotAllowed):
        remove(vic, other.id, link_id)
    services.archive_contact(actor=uma, contact_id=grace.id)
    with pytest.raises(ContactIsArchived):
        add(uma, grace.id, "Beta")


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
