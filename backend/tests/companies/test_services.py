"""Making and changing companies: fields, names that are taken, others who edit at the same time, undo."""

import uuid
from typing import Any

import pytest

from crm.companies import services
from crm.companies.errors import CompanyExists, CompanyIsArchived
from crm.companies.models import Company
from crm.companies.selectors import find_company_duplicates
from crm.contacts.services import archive_company
from crm.core.access import Actor
from crm.core.errors import InvalidInput, NotAllowed, NotFound
from crm.journal.errors import EditConflict, UndoConflict
from crm.journal.models import Event
from crm.journal.undo import undo_change
from tests import cast
from tests.at_once import at_once
from tests.companies.firms import found, look, rewrite


def undo(actor: Actor, change_id: uuid.UUID | None) -> uuid.UUID:
    assert change_id is not None
    return undo_change(actor=actor, change_id=change_id).change_id


def test_all_that_is_kept_of_a_company(uma: Actor) -> None:
    changed = services.create_company(
        actor=uma,
        name="  Müller &  Söhne ",
        website="https://www.Mueller.example/start",
        phone="(202) 555-0143",
        address="Hauptstraße 1\r\n10115 Berlin ",
        industry=" Bakery ",
        notes="Closed on Mondays.",
    )
    company = changed.company
    assert (company.name, company.website, company.domain) == (
        "Müller & Söhne", "https://www.Mueller.example/start", "mueller.example",
    )  # fmt: skip
    assert (company.phone, company.phone_raw, company.phone_display, company.phone_is_valid) == (
        "+12025550143", "(202) 555-0143", "+1 202-555-0143", True,
    )  # fmt: skip
    assert (company.address, company.industry, company.notes) == (
        "Hauptstraße 1\n10115 Berlin", "Bakery", "Closed on Mondays.",
    )  # fmt: skip
    assert company.created_by is not None
    assert (company.created_by.name, company.version, company.people_count) == ("Uma", 1, 0)
    assert company.roll_ups.last_activity_by == "Uma"
    (event,) = Event.objects.filter(company_id=company.id)
    assert (event.name, event.change_id) == ("company.created", changed.change_id)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "), ("name", "x" * 201), ("name", "\x00"), ("name", "ﷺ" * 100),
        ("website", "nonsense"), ("website", "javascript:alert(1)"), ("website", "javascript://example.com/%0aalert(1)"),
        ("website", "https://user:secret@example.com"), ("website", "mailto:x@example.com"), ("website", "ftp://example.com"),
        ("website", "example.com/a b"), ("website", "example.com/" + "x" * 300), ("notes", "\ud800"),
        ("phone", "1" * 65), ("phone", "\x1b"), ("address", "x" * 501), ("industry", "x" * 101),
        ("notes", "x" * 20_001),
    ],
)  # fmt: skip
def test_what_can_not_be_kept_is_refused_by_its_field(uma: Actor, field: str, value: str) -> None:
    given: dict[str, Any] = {"name": "Acme", field: value}
    with pytest.raises(InvalidInput) as refused:
        services.create_company(actor=uma, **given)
    assert refused.value.fields is not None
    assert list(refused.value.fields) == [field]
    company = found(uma)
    with pytest.raises(InvalidInput) as refused:
        services.update_company(actor=uma, company_id=company.id, version=1, changes={field: value})
    assert refused.value.fields is not None
    assert list(refused.value.fields) == [field]
    assert look(uma, company) == company


def test_a_name_is_one_company(uma: Actor) -> None:
    acme, beta = found(uma, "Acme"), found(uma, "Beta")
    with pytest.raises(CompanyExists) as refused:
        services.create_company(actor=uma, name=" ACME ")
    assert refused.value.extra["company"] == {"id": acme.id, "name": "Acme"}
    assert refused.value.fields == {"name": ["There is a company of this name already."]}
    with pytest.raises(CompanyExists) as refused:
        rewrite(uma, beta, name="acme")
    assert refused.value.extra["company"]["id"] == acme.id
    assert look(uma, beta).name == "Beta"
    # Its own name in another spelling is its own to choose.
    assert rewrite(uma, acme, name="ACME").company.name == "ACME"


def test_the_name_of_one_in_the_trash_is_free(uma: Actor) -> None:
    acme = found(uma)
    archive_company(actor=uma, company_id=acme.id)
    again = found(uma)
    assert again.id != acme.id
    assert services.get_or_create_company(actor=uma, name="acme") == services.CompanyRef(again.id, "Acme")


@pytest.mark.django_db(transaction=True)
def test_one_of_many_who_make_it_at_once() -> None:
    uma = cast.as_actor(cast.uma())
    outcomes = at_once(*(lambda: services.create_company(actor=uma, name="Acme") for _ in range(5)))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["CompanyExists"] * 4 + ["NoneType"]
    assert Company.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_of_two_who_take_a_name_at_once() -> None:
    uma = cast.as_actor(cast.uma())
    first, second = found(uma, "First"), found(uma, "Second")
    outcomes = at_once(lambda: rewrite(uma, first, name="Acme"), lambda: rewrite(uma, second, name="ACME"))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["CompanyExists", "NoneType"]


def test_an_edit_is_told_with_both_values(uma: Actor) -> None:
    company = found(uma, phone="202 555 0143", website="acme.example")
    changed = rewrite(uma, company, phone="", website="beta.example", name="Acme")
    assert (changed.company.phone, changed.company.domain, changed.company.version) == ("", "beta.example", 2)
    event = Event.objects.get(name="company.updated")
    assert set(event.data["fields"]) == {"phone", "website"}
    assert event.data["fields"]["phone"]["before_text"] == "+1 202-555-0143"


def test_the_same_again_changes_nothing(uma: Actor, settings: Any) -> None:
    company = found(uma, phone="202 555 0143", notes="n")
    settings.DEFAULT_PHONE_REGION = "GB"
    assert rewrite(uma, company, phone="202 555 0143", notes=" n ").change_id is None
    assert look(uma, company) == company


def test_other_fields_are_merged_and_the_same_field_is_a_conflict(ada: Actor, uma: Actor) -> None:
    company = found(uma, notes="original", industry="Bakery")
    rewrite(ada, company, notes="hers")
    merged = rewrite(uma, company, industry="Coffee")
    assert (merged.company.notes, merged.company.industry) == ("hers", "Coffee")
    with pytest.raises(EditConflict) as refused:
        rewrite(uma, company, notes="yours", address="x")
    conflict = refused.value.extra["conflict"]
    assert list(conflict) == ["notes"]
    assert (conflict["notes"]["yours"], conflict["notes"]["current"], conflict["notes"]["original"]) == (
        "yours", "hers", "original",
    )  # fmt: skip
    assert conflict["notes"]["changed_by"] == "Ada"
    assert refused.value.extra["current"]["notes"] == "hers"
    assert look(uma, company).address == ""


@pytest.mark.django_db(transaction=True)
def test_two_at_once_on_one_field_one_of_them_is_told() -> None:
    ada, uma = cast.as_actor(cast.ada()), cast.as_actor(cast.uma())
    company = found(uma)
    outcomes = at_once(lambda: rewrite(ada, company, notes="hers"), lambda: rewrite(uma, company, notes="yours"))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["EditConflict", "NoneType"]


@pytest.mark.parametrize(
    "changes",
    [{"name": "Beta"}, {"phone": ""}, {"phone": "no number"}, {"website": "b.example", "notes": "", "industry": "X"}],
)
def test_an_edit_and_its_undo_and_its_redo(uma: Actor, changes: dict[str, str]) -> None:
    company = found(uma, phone="202 555 0143", website="a.example", notes="n")
    changed = services.update_company(actor=uma, company_id=company.id, version=1, changes=changes)
    undone = undo(uma, changed.change_id)
    now = Company.objects.values().get(pk=company.id)
    assert (now["name_key"], now["domain"], now["phone"], now["notes"]) == ("acme", "a.example", "+12025550143", "n")
    undo(uma, undone)
    assert Company.objects.values_list(*changes).get() == tuple(
        changes[field] if field != "phone" else "" for field in changes
    )


def test_an_undo_overwrites_nobody(ada: Actor, uma: Actor) -> None:
    company = found(uma)
    mine = rewrite(uma, company, notes="mine", name="Beta")
    rewrite(ada, mine.company, notes="hers")
    with pytest.raises(UndoConflict) as refused:
        undo(uma, mine.change_id)
    assert refused.value.fields == {"notes": ["Ada has changed the notes since."]}
    assert look(uma, company).name == "Beta"


def test_an_undo_does_not_take_a_name_that_is_taken(uma: Actor) -> None:
    changed = rewrite(uma, found(uma), name="Beta")
    found(uma, "Acme")
    with pytest.raises(CompanyExists):
        undo(uma, changed.change_id)


def test_in_the_trash_nothing_is_changed(uma: Actor) -> None:
    company = found(uma)
    changed = rewrite(uma, company, notes="x")
    archive_company(actor=uma, company_id=company.id)
    with pytest.raises(CompanyIsArchived):
        rewrite(uma, changed.company, notes="y")
    with pytest.raises(CompanyIsArchived):
        undo(uma, changed.change_id)


@pytest.mark.parametrize("company_id", [0, -1, 10**15, 2**63, 2**80])
def test_ids_that_none_has(uma: Actor, company_id: int) -> None:
    with pytest.raises(NotFound):
        services.update_company(actor=uma, company_id=company_id, version=1, changes={"notes": "x"})


def test_a_viewer_changes_nothing(uma: Actor, vic: Actor) -> None:
    company = found(uma)
    with pytest.raises(NotAllowed):
        found(vic, "Beta")
    with pytest.raises(NotAllowed):
        rewrite(vic, company, notes="x")
    assert look(vic, company) == company


def test_duplicates_by_name_and_by_domain(uma: Actor) -> None:
    acme = found(uma, "Acme", website="https://www.acme.example")
    branch = found(uma, "Acme Bern", website="acme.example/bern")
    gone = found(uma, "Gone", website="acme.example")
    archive_company(actor=uma, company_id=gone.id)

    def matches(**typed: Any) -> list[tuple[int, list[str], bool]]:
        answer = find_company_duplicates(actor=uma, **typed)
        return [(match.id, match.matched_on, match.is_archived) for match in answer.matches]

    assert matches(name=" ACME ") == [(acme.id, ["name"], False)]
    assert matches(website="http://acme.example:8080/x") == [
        (acme.id, ["domain"], False), (branch.id, ["domain"], False), (gone.id, ["domain"], True),
    ]  # fmt: skip
    assert matches(name="acme bern", website="ACME.example")[0] == (branch.id, ["name", "domain"], False)
    assert matches(name="gone") == [(gone.id, ["name"], True)]
    assert matches(name="Acme", except_id=acme.id) == []
    assert matches(name="", website="nonsense") == []
    assert matches(name="\x00", website="\x00", except_id=2**70) == []
