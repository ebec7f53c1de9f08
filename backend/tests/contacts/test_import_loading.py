"""Rows of a file become contacts by the rules of the form; each row is answered for."""

import csv
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from crm.companies.models import Company
from crm.contacts import services
from crm.contacts.enums import DuplicatePolicy
from crm.contacts.imports import loading
from crm.contacts.imports.enums import Outcome
from crm.contacts.imports.loading import RowResult, import_contacts
from crm.contacts.imports.mapping import guess_mapping
from crm.contacts.imports.reading import open_table
from crm.contacts.models import Contact, Tag
from crm.contacts.selectors import list_contacts, list_timeline
from crm.core.access import Actor
from crm.core.errors import NotAllowed
from crm.journal.models import Event
from crm.journal.undo import undo_change
from tests.contacts.people import events_of, make, read, tags_of

SAMPLES = Path(__file__).parent / "samples"
HEADER = ["First Name", "Last Name", "Email", "Phone", "Company", "Tags", "Notes"]


@pytest.fixture
def load(ada: Actor, tmp_path: Path) -> Any:
    """Writes rows into a file and imports it."""

    def load_rows(*rows: list[str], header: list[str] = HEADER, actor: Actor = ada, **options: Any) -> list[RowResult]:
        path = tmp_path / "people.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([header, *rows])
        return load_file(actor, path, **options)

    return load_rows


def load_file(actor: Actor, path: Path, **options: Any) -> list[RowResult]:
    with open_table(path) as table:
        mapping = guess_mapping(table.columns)
        return list(import_contacts(actor=actor, rows=table.rows(), mapping=mapping, file_name=path.name, **options))


def outcomes(results: list[RowResult]) -> list[str]:
    return [result.outcome.value for result in results]


def test_a_row_becomes_what_the_form_would_make(ada: Actor, load: Any) -> None:
    (result,) = load(["Zoë", "Müller", "Z@example.com", "(202) 555-0143", "Acme", "VIP; vip ;Friends", "met\nhere"])
    contact = read(ada, result.contact_id)
    by_form = make(
        ada, "Zoë", last_name="Müller", email="Z@example.com", phone="(202) 555-0143", company="ACME",
        tags=["vip", "friends"], notes="met\nhere",
    )  # fmt: skip
    for field in contact.__struct_fields__:
        if field not in {"id", "created_at", "updated_at"}:
            assert getattr(contact, field) == getattr(by_form, field), field
    assert events_of(contact.id) == events_of(by_form.id)
    assert len(list_contacts(actor=ada, q="zoe 5550143").items) == 2


def test_the_timeline_names_the_file(ada: Actor, load: Any) -> None:
    (result,) = load(["Ann", "", "", "", "", "VIP", ""])
    page = list_timeline(actor=ada, contact_id=result.contact_id)
    assert {(group.actor.name, group.actor.via) for group in page.items} == {("Ada", "import of people.csv")}


def test_each_row_is_undone_by_itself(ada: Actor, load: Any) -> None:
    first, second = load(["Ann", "", "", "", "", "VIP", ""], ["Bob", "", "", "", "", "VIP", ""])
    change = Event.objects.get(name="contact.created", contact_id=first.contact_id).change_id
    undo_change(actor=ada, change_id=change)
    assert read(ada, first.contact_id).archived_at is not None
    assert read(ada, second.contact_id).archived_at is None


def test_what_a_form_would_refuse_is_refused_with_its_reason(load: Any) -> None:
    results = load(
        ["Ann", "", "not an address", "", "", "", ""],
        ["", "", "", "", "Acme", "VIP", "only a company"],
        ["a" * 101, "", "", "", "", "", ""],
        ["Bell\x07", "", "", "", "", "", ""],
        ["Ann", "", "", "", "", "t" * 51, ""],
        ["Ann", "", "", "", "", "", "", "too many"],
        ["Fine", "", "", "", "", "", ""],
    )
    assert [(result.line, result.outcome, result.reasons) for result in results] == [
        (2, Outcome.REFUSED, ("Email: This does not look like an email address.",)),
        (3, Outcome.REFUSED, ("There is no name, email address or phone number.",)),
        (4, Outcome.REFUSED, ("First name: At most 100 characters.",)),
        (5, Outcome.REFUSED, ("First name: This has characters that can't be stored.",)),
        (6, Outcome.REFUSED, ("Tags: At most 50 characters.",)),
        (7, Outcome.REFUSED, ("This row has 8 cells, the header has 7.",)),
        (8, Outcome.CREATED, ()),
    ]
    assert [contact.first_name for contact in Contact.objects.all()] == ["Fine"]
    assert not Company.objects.exists()


def test_numbers_are_dialled_from_the_region_of_the_file(load: Any) -> None:
    results = load(["A", "", "", "020 7946 0018", "", "", ""], ["B", "", "", "ask me", "", "", ""], region="GB")
    assert list(Contact.objects.order_by("id").values_list("phone", "phone_raw")) == [
        ("+442079460018", "020 7946 0018"), ("", "ask me"),
    ]  # fmt: skip
    assert results[1].reasons == ("The phone number ask me can't be read; it is kept as it stands.",)


def test_somebody_known_is_left_out(ada: Actor, load: Any) -> None:
    known = make(ada, "Known", email="k@example.com", phone="2025550143")
    results = load(
        ["By mail", "", "K@EXAMPLE.com", "", "", "", ""],
        ["By phone", "", "", "+1 202 555 0143", "", "", ""],
        ["By both", "", "k@example.com", "202-555-0143", "", "", ""],
        ["New", "", "n@example.com", "", "", "", ""],
        ["Twin in the file", "", "N@example.com", "", "", "", ""],
    )
    assert outcomes(results) == ["skipped", "skipped", "skipped", "created", "skipped"]
    assert results[0].reasons == (f"Same email address as Known (no. {known.id}).",)
    assert results[2].reasons == (f"Same email address and phone number as Known (no. {known.id}).",)
    assert results[4].contact_id == results[3].contact_id
    assert Contact.objects.count() == 2


def test_merging_fills_what_is_empty_and_replaces_nothing(ada: Actor, load: Any) -> None:
    known = make(ada, "Known", email="k@example.com", notes="Old note", tags=["a"])
    results = load(
        ["Other", "Name", "K@example.com", "2025550143", "Acme", "A;b", "New note"],
        ["", "", "k@example.com", "2025550199", "Beta", "c", "New note"],
        duplicates=DuplicatePolicy.MERGE,
    )
    assert outcomes(results) == ["merged", "merged"]
    merged = read(ada, known)
    assert (merged.full_name, merged.email, merged.phone_raw) == ("Known", "k@example.com", "2025550143")
    assert merged.company is not None
    assert merged.company.name == "Acme"
    assert merged.notes == "Old note\nNew note\nOther phone: 2025550199"
    assert tags_of(merged) == ["a", "b", "c"]
    assert merged.version == 2
    assert merged == list_contacts(actor=ada, q="5550143").items[0] or merged.id == known.id
    entry = next(
        entry
        for group in list_timeline(actor=ada, contact_id=known.id).items
        for entry in group.entries
        if entry.name == "contact.updated"
    )
    assert {change.field for change in entry.changes} == {"phone", "company", "notes"}
    undo_change(actor=ada, change_id=entry.change_id)
    assert (read(ada, known).notes, read(ada, known).phone, tags_of(read(ada, known))) == ("Old note", "", ["a"])


def test_merging_the_same_file_again_changes_nothing(ada: Actor, load: Any) -> None:
    rows = [["Ann", "Lee", "a@example.com", "2025550143", "Acme", "x", "n"], ["Bob", "", "", "2025550144", "", "", ""]]
    load(*rows)
    before = [read(ada, pk) for pk in Contact.objects.values_list("pk", flat=True)]
    results = load(*rows, duplicates=DuplicatePolicy.MERGE)
    assert outcomes(results) == ["skipped", "skipped"]
    assert results[0].reasons[1] == "It adds nothing new."
    assert [read(ada, contact) for contact in before] == before


def test_rows_of_one_file_are_merged_with_each_other(ada: Actor, load: Any) -> None:
    results = load(
        ["Ann", "", "a@example.com", "", "", "x", ""],
        ["Annie", "Lee", "A@example.com", "2025550143", "Acme", "X;y", "n"],
        ["", "", "", "(202) 555-0143", "", "", "later"],
        duplicates=DuplicatePolicy.MERGE,
    )
    assert outcomes(results) == ["created", "merged", "merged"]
    contact = read(ada, results[0].contact_id)
    assert {result.contact_id for result in results} == {contact.id}
    assert (contact.full_name, contact.phone, contact.notes) == ("Ann", "+12025550143", "n\nlater")
    assert tags_of(contact) == ["x", "y"]
    assert Contact.objects.count() == 1


def test_what_could_be_two_people_is_reported_and_nothing_is_guessed(ada: Actor, load: Any) -> None:
    ann = make(ada, "Ann", email="a@example.com", phone="2025550100")
    bob = make(ada, "Bob", email="b@example.com", phone="2025550143")
    make(ada, "Cy", phone="2025550143")
    for policy in (DuplicatePolicy.SKIP, DuplicatePolicy.MERGE):
        results = load(
            ["Two", "", "a@example.com", "2025550143", "", "", ""],
            ["Office", "", "", "2025550143", "", "", ""],
            ["Bob himself", "", "b@example.com", "2025550143", "", "", ""],
            duplicates=policy,
        )
        assert [result.outcome for result in results[:2]] == [Outcome.REFUSED, Outcome.REFUSED]
        assert f"Ann (no. {ann.id})" in results[0].reasons[0]
        assert f"Bob (no. {bob.id})" in results[0].reasons[0]
        assert results[2].contact_id == bob.id
    assert Contact.objects.count() == 3


def test_creating_all_the_same(ada: Actor, load: Any) -> None:
    make(ada, email="a@example.com")
    results = load(*[["Ann", "", "a@example.com", "", "", "", ""]] * 2, duplicates=DuplicatePolicy.CREATE)
    assert outcomes(results) == ["created", "created"]
    assert Contact.objects.count() == 3


def test_somebody_in_the_trash_stays_there(ada: Actor, load: Any) -> None:
    known = make(ada, "Gone", email="g@example.com")
    services.archive_contact(actor=ada, contact_id=known.id)
    (result,) = load(["Ann", "", "g@example.com", "", "Acme", "", ""], duplicates=DuplicatePolicy.MERGE)
    assert result.outcome is Outcome.SKIPPED
    assert "in the trash" in result.reasons[0]
    assert read(ada, known).company is None


def test_a_dry_run_tells_the_same_and_keeps_nothing(ada: Actor, load: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "BATCH", 2)
    rows = [[f"P{n}", "", f"p{n % 4}@example.com", "", "Acme", "x", ""] for n in range(7)]
    rehearsed = load(*rows, is_dry_run=True)
    assert not Contact.objects.exists()
    assert not Event.objects.exists()
    assert not Tag.objects.exists()
    real = load(*rows)
    assert outcomes(rehearsed) == outcomes(real) == ["created"] * 4 + ["skipped"] * 3


def test_batches_see_each_other(ada: Actor, load: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "BATCH", 3)
    rows = [[f"P{n}", "", f"p{n % 5}@example.com", "", f"C{n % 2}", f"t{n % 3};all", ""] for n in range(11)]
    results = load(*rows, duplicates=DuplicatePolicy.MERGE)
    assert outcomes(results) == ["created"] * 5 + ["merged"] * 6
    assert [result.line for result in results] == list(range(2, 13))
    assert Company.objects.count() == 2
    assert Tag.objects.count() == 4
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM contacts_contact c WHERE tag_ids IS DISTINCT FROM "
            "(SELECT array_agg(tag_id ORDER BY tag_id) FROM contacts_contacttag WHERE contact_id = c.id)"
        )
        assert cursor.fetchone() == (0,)


def test_a_thousand_rows_take_few_statements(ada: Actor, load: Any, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(40):
        load(*[[f"P{n}", "", f"p{n}@example.com", "", f"C{n % 9}", f"t{n % 7}", ""] for n in range(1000)])
    assert Contact.objects.count() == 1000
    assert Event.objects.filter(name="contact.created").count() == 1000


def test_only_those_who_may_import(vic: Actor, load: Any) -> None:
    with pytest.raises(NotAllowed):
        load(["Ann", "", "", "", "", "", ""], actor=vic)


EXPECTED: dict[str, list[tuple[str, str, str, str, str | None, list[str]]]] = {
    "google.csv": [
        ("Grace", "Hopper", "grace@example.com", "+12025550143", "Navy Labs", ["Friends"]),
        ("Łukasz Jan", "Żółć", "lukasz@example.org", "+48221234567", None, []),
        ("小明", "王", "", "+861062345678", "北京出版社", ["客户", "VIP"]),
    ],
    "google_old.csv": [
        ("Grace", "Hopper", "grace@example.com", "+12025550143", "Navy Labs", ["Friends"]),
        ("Zoë", "Müller", "zoe@example.de", "+4930123456", None, ["Familie", "Berlin"]),
        ("Madonna", "", "madonna@example.com", "", None, []),
    ],
    "outlook.csv": [
        ("Grace", "Hopper", "grace@example.com", "+12025550143", "Navy Labs", ["Friends", "VIP"]),
        ("José María", "García Núñez", "jose@example.es", "+34911234567", "Peña e Hijos", []),
        ("", "", "office@example.com", "+12025550110", "Front Desk Inc.", []),
    ],
    "hubspot.csv": [
        ("Grace", "Hopper", "grace@example.com", "+12025550143", "Navy Labs", []),
        ("Ελένη", "Παππά", "eleni@example.gr", "+302101234567", "Αθήνα ΑΕ", []),
    ],
}


@pytest.mark.parametrize("name", list(EXPECTED))
def test_exports_as_they_come(ada: Actor, name: str) -> None:
    results = load_file(ada, SAMPLES / name)
    loaded = [read(ada, result.contact_id) for result in results if result.contact_id]
    assert [
        (c.first_name, c.last_name, c.email, c.phone, c.company and c.company.name, tags_of(c)) for c in loaded
    ] == [(*person[:5], sorted(person[5])) for person in EXPECTED[name]]


def test_all_four_exports_of_one_person_make_one_contact(ada: Actor) -> None:
    for name in EXPECTED:
        load_file(ada, SAMPLES / name, duplicates=DuplicatePolicy.MERGE)
    (grace,) = list_contacts(actor=ada, q="grace hopper").items
    assert tags_of(grace) == ["Friends", "VIP"]
