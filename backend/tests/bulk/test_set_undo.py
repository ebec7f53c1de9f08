"""An import taken back as a whole: afterwards the tables are as they were; who was touched since stays and is told."""

import dataclasses
import json
import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.bulk import selectors, services
from crm.bulk.running import run_job
from crm.bulk.selectors import JobRow
from crm.contacts import services as contacts
from crm.contacts.enums import DuplicatePolicy
from crm.contacts.imports.loading import import_contacts
from crm.contacts.imports.mapping import guess_mapping
from crm.contacts.imports.reading import Row
from crm.core.access import Actor
from crm.journal.models import Event
from crm.journal.undo import undo_change
from tests.bulk.orders import do, finish, reasons, take_back
from tests.contacts.people import edit, make, read, tags_of

pytestmark = pytest.mark.django_db

TABLES = ["contacts_contact", "contacts_contacttag", "contacts_contactcompany", "contacts_tag", "companies_company"]
HEADER = ["First name", "Last name", "Email", "Phone", "Company", "Notes", "Tags"]


def everything(*tables: str) -> dict[str, Any]:
    """All rows of all tables. What says that something has happened to a row is left out: it has."""
    found = {}
    with connection.cursor() as cursor:
        for table in tables or TABLES:
            # Rows of links get numbers of their own when they come back.
            without = "'{version,updated_at,id}'" if table.endswith("contacttag") else "'{version,updated_at}'"
            cursor.execute(
                f"SELECT row FROM (SELECT to_jsonb(t) - {without}::text[] AS row FROM {table} t) r ORDER BY row::text"
            )
            found[table] = [json.loads(row) for (row,) in cursor.fetchall()]
    return found


def load(actor: Actor, *rows: dict[str, str], how: DuplicatePolicy = DuplicatePolicy.MERGE) -> uuid.UUID:
    """Imports the rows as one set; returns its id."""
    change_set = uuid.uuid4()
    cells = [[row.get(name, "") for name in HEADER] for row in rows]
    for _ in import_contacts(
        actor=dataclasses.replace(actor, change_set=change_set),
        rows=[Row(line=number, cells=row) for number, row in enumerate(cells, start=2)],
        mapping=guess_mapping(HEADER),
        file_name="people.csv",
        duplicates=how,
    ):
        pass
    return change_set


def undo(actor: Actor, change_set: uuid.UUID) -> JobRow:
    """Takes the set back."""
    job = services.undo_set(actor=actor, set_id=change_set, subject="contact", label="Undo: people.csv")
    return finish(actor, job)


def made_by(change_set: uuid.UUID) -> list[int]:
    """Ids of the contacts that a set has made, in order."""
    events = Event.objects.filter(set_id=change_set, name="contact.created").order_by("subject_id")
    return list(events.values_list("subject_id", flat=True))


PEOPLE = (
    {"First name": "Ann", "Email": "ann@example.com", "Company": "Acme", "Tags": "VIP, Fair"},
    {"First name": "Ben", "Email": "ben@example.com", "Company": "Globex", "Tags": "Fair", "Phone": "+41446681800"},
    {"First name": "Cid", "Email": "cid@example.com", "Notes": "Met at the fair."},
    # Two rows for one person.
    {"First name": "Cid", "Email": "cid@example.com", "Phone": "+41446681801", "Tags": "Twice"},
)


@pytest.fixture
def known(ada: Actor) -> list[int]:
    """Who was here before: one whom the file adds to, one whom it does not know, one in the trash."""
    first = make(ada, "Ben", email="ben@example.com", tags=["VIP"]).id
    other = make(ada, "Dot", company="Acme", tags=["Old"]).id
    gone = make(ada, "Eve", email="eve@example.com").id
    contacts.archive_contact(actor=ada, contact_id=gone)
    return [first, other, gone]


def test_after_an_import_is_taken_back_the_tables_are_as_they_were(ada: Actor, known: list[int]) -> None:
    before = everything()
    change_set = load(ada, *PEOPLE)
    assert len(made_by(change_set)) == 2
    assert (read(ada, known[0]).phone, tags_of(read(ada, known[0]))) == ("+41446681800", ["Fair", "VIP"])
    assert everything() != before
    job = undo(ada, change_set)
    assert (job.state, job.refused, job.total, job.changed) == ("done", 0, 3, 3)
    assert everything() == before
    assert selectors.list_bulk_results(actor=ada, job_id=job.id).items == []
    assert selectors.find_undo_of(change_set) == (job.id, "done")
    # They are gone for good: this can't be taken back in turn.
    assert not job.can_undo
    deleted = Event.objects.filter(set_id=job.set_id, name="contact.deleted")
    made = Event.objects.filter(set_id=change_set, name="contact.created")
    assert set(deleted.values_list("undoes", flat=True)) == set(made.values_list("change_id", flat=True))
    assert {event.actor_id for event in deleted} == {ada.id}


def test_companies_are_locked_before_tags_and_tags_before_contacts(ada: Actor, known: list[int]) -> None:
    assert known
    change_set = load(ada, *PEOPLE)
    with CaptureQueriesContext(connection) as queries:
        undo(ada, change_set)
    # Whoever edits people, tags or companies at that moment locks in this order: nobody waits in a circle.
    first: dict[str, int] = {}
    for number, query in enumerate(queries.captured_queries):
        locks = re.search(
            r"FROM \"?(companies_company|contacts_tag|contacts_contact)\"? .*FOR (NO KEY )?UPDATE", query["sql"]
        )
        if locks:
            first.setdefault(locks[1], number)
    assert sorted(first, key=first.__getitem__) == ["companies_company", "contacts_tag", "contacts_contact"]


def test_import_tag_all_undo_and_undo_the_import(ada: Actor, known: list[int]) -> None:
    before = everything()
    change_set = load(ada, *PEOPLE)
    tagged = do(ada, "add_tags", {"tags": ["Newsletter"]}, expected=4)
    assert tagged.changed == 4
    assert take_back(ada, tagged).refused == 0
    assert undo(ada, change_set).refused == 0
    assert everything() == before


def test_who_was_touched_since_stays_and_is_told(ada: Actor, uma: Actor, known: list[int]) -> None:
    change_set = load(ada, *PEOPLE)
    ann, cid = made_by(change_set)
    contacts.add_contact_tag(actor=uma, contact_id=cid, name="Mine")
    edit(uma, read(uma, known[0]), phone="+41446681899")
    job = undo(ada, change_set)
    assert (job.changed, job.refused) == (1, 2)
    told = reasons(ada, job)
    assert told[cid] == "Somebody has changed this contact since, so it stays."
    assert told[known[0]] == "Uma has changed the phone since."
    assert not contacts_there(ann)
    assert tags_of(read(ada, cid)) == ["Mine", "Twice"]
    assert tags_of(read(ada, known[0])) == ["Fair", "VIP"]
    # What those who stay still use stays with them; what nobody uses is gone.
    page = selectors.list_bulk_results(actor=ada, job_id=job.id)
    assert {row.reason for row in page.items if row.subject != "contact"} == {
        "The tag Twice is used by others, so it stays. The tag Fair is used by others, so it stays.",
        "The company Globex stays.",
    }


def contacts_there(contact_id: int) -> bool:
    """Whether that contact is in the table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM contacts_contact WHERE id = %s)", [contact_id])
        return bool(cursor.fetchone()[0])


def test_a_change_that_was_taken_back_touches_nobody(ada: Actor, uma: Actor) -> None:
    before = everything()
    change_set = load(ada, *PEOPLE)
    ann = made_by(change_set)[0]
    from_uma = contacts.add_contact_tag(actor=uma, contact_id=ann, name="VIP too").change_id
    assert from_uma
    undone = undo_change(actor=uma, change_id=from_uma)
    redone = undo_change(actor=uma, change_id=undone.change_id)
    job = undo(ada, change_set)
    assert (job.refused, next(iter(reasons(ada, job)))) == (1, ann)
    undo_change(actor=uma, change_id=redone.change_id)
    again = undo(ada, change_set)
    assert again.refused == 0
    after = everything()
    # The tag was Uma's own, and no part of the import.
    assert [tag["name"] for tag in after.pop("contacts_tag")] == ["VIP too"]
    del before["contacts_tag"]
    assert after == before


def test_two_imports_are_taken_back_in_whatever_order(ada: Actor) -> None:
    before = everything()
    first = load(ada, *PEOPLE)
    second = load(ada, {"First name": "Ann", "Email": "ann@example.com", "Phone": "+41446681833", "Tags": "Second"})
    assert undo(ada, first).refused == 1
    assert undo(ada, second).refused == 0
    assert undo(ada, first).refused == 0
    assert everything() == before


def test_what_other_records_need_stays(ada: Actor) -> None:
    change_set = load(ada, *PEOPLE)
    ann, cid = made_by(change_set)[0], made_by(change_set)[-1]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE needs (id bigint REFERENCES contacts_contact DEFERRABLE INITIALLY DEFERRED)")
        cursor.execute("INSERT INTO needs VALUES (%s)", [cid])
    job = undo(ada, change_set)
    assert reasons(ada, job)[cid] == "Other records belong to this contact, so it stays."
    assert not contacts_there(ann)
    assert contacts_there(cid)


def test_an_undo_that_was_broken_off_is_taken_up_again(ada: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crm.bulk.services.undoing.UNDO_BATCH", 2)
    before = everything()
    change_set = load(ada, *PEOPLE)
    job = services.undo_set(actor=ada, set_id=change_set, subject="contact", label="Undo: people.csv")
    run_job(job.id, batches=1)
    services.cancel_bulk_job(actor=ada, job_id=job.id)
    assert finish(ada, job).state == "cancelled"
    assert everything() != before
    assert undo(ada, change_set).refused == 0
    assert everything() == before


def test_a_user_takes_back_an_import_without_the_right_to_delete(ada: Actor, uma: Actor) -> None:
    before = everything()
    change_set = load(ada, *PEOPLE)
    assert undo(uma, change_set).refused == 0
    assert everything() == before
