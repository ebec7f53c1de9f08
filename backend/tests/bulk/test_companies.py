"""What can be done to many companies: by the rules of the single services, each with its outcome, all of it undone."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.bulk import selectors, services
from crm.bulk.running import run_job
from crm.companies.models import Company
from crm.companies.services import create_company, update_company
from crm.contacts import services as contacts
from crm.core.access import Actor
from crm.core.errors import InvalidInput, NotAllowed
from crm.journal.models import Event
from tests.bulk.orders import do, order, reasons, take_back
from tests.bulk.test_exports import csv_rows, sheet_rows
from tests.contacts.jobs import add
from tests.contacts.people import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def firms(uma: Actor) -> list[int]:
    """Three companies with people, and one in the trash."""
    ann, bob = (make(uma, name, company="Acme").id for name in ("Ann", "Bob"))
    add(uma, ann, "Beta", role="Adviser")
    add(uma, bob, "Gamma", is_primary=True)
    create_company(actor=uma, name="Delta")
    ids = list(Company.objects.order_by("name").values_list("id", flat=True))
    contacts.archive_company(actor=uma, company_id=ids[2])
    return [ids[0], ids[1], ids[3], ids[2]]


def stored() -> list[Any]:
    """All columns of companies, links and people but those that tell that something happened."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_jsonb(c) - '{version,updated_at,archived_at}'::text[] || "
            "jsonb_build_object('archived', archived_at IS NULL) FROM companies_company c ORDER BY id"
        )
        found = cursor.fetchall()
        cursor.execute("SELECT to_jsonb(l) FROM contacts_contactcompany l ORDER BY id")
        found += cursor.fetchall()
        cursor.execute("SELECT to_jsonb(c) - '{version,updated_at}'::text[] FROM contacts_contact c ORDER BY id")
        return [json.loads(row) for (row,) in found + cursor.fetchall()]


def assert_undone(actor: Actor, job: Any, before: list[Any]) -> None:
    """Taking the job back leaves all as it was, and taking that back leaves all as the job did."""
    after = stored()
    undo = take_back(actor, job)
    assert (undo.state, undo.changed, undo.refused) == ("done", job.changed, 0)
    assert stored() == before
    assert take_back(actor, undo).refused == 0
    assert stored() == after


@pytest.mark.parametrize(
    ("field", "value", "label", "counts", "written"),
    [
        ("industry", "  Ship   building ", "Set industry to Ship building", (2, 1), {"industry": "Ship building"}),
        ("phone", "+41 44 668 18 00", "Set phone to +41 44 668 18 00", (3, 0), {"phone": "+41446681800"}),
        ("address", "1 Quay\nPort", "Set address", (3, 0), {"address": "1 Quay\nPort"}),
        ("notes", "", "Empty notes", (1, 2), {"notes": ""}),
    ],
)
def test_a_field_is_set(
    uma: Actor,
    firms: list[int],
    field: str,
    value: str,
    label: str,
    counts: tuple[int, int],
    written: dict[str, str],
) -> None:
    Company.objects.filter(id=firms[0]).update(notes="Old", industry="Ship building")
    before = stored()
    job = do(uma, "set_field", {"field": field, "value": value}, subject="company", ids=firms)
    assert job.label == label
    assert reasons(uma, job)[firms[3]].startswith("This company is in the trash")
    assert (job.changed, job.unchanged, job.refused) == (*counts, 1)
    assert Company.objects.filter(id__in=firms[:3], **written).count() == 3
    assert_undone(uma, job, before)


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"field": "name", "value": "x"}, "params.field"),
        ({"field": "website", "value": "x.com"}, "params.field"),
        ({"field": "industry", "value": "x" * 101}, "params.value"),
        ({"field": "notes", "value": "a\0b"}, "params.value"),
        ({"field": "phone", "value": None}, "params.value"),
        ({}, "params"),
    ],
)
def test_a_field_that_can_not_be_set_is_refused(
    uma: Actor, firms: list[int], params: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        order(uma, "set_field", params, subject="company", ids=firms)
    assert set(refusal.value.fields or ()) == {field}


def test_companies_are_archived_with_their_links_and_come_back(uma: Actor, firms: list[int]) -> None:
    before = stored()
    job = do(uma, "archive", subject="company", ids=[*firms, 987_654])
    assert (job.label, job.changed, job.unchanged, job.refused) == ("Archive", 3, 1, 1)
    assert not Company.objects.filter(archived_at=None).exists()
    assert Event.objects.filter(set_id=job.set_id, name="contact.company_archived").count() == 4
    assert_undone(uma, job, before)
    restored = do(uma, "restore", subject="company", archived=True)
    assert (restored.changed, restored.selection) == (4, "in the trash")
    assert take_back(uma, restored).changed == 4
    assert not Company.objects.filter(archived_at=None).exists()


def test_a_name_that_was_taken_keeps_one_in_the_trash(uma: Actor, firms: list[int]) -> None:
    job = do(uma, "archive", subject="company", ids=firms[:2])
    create_company(actor=uma, name="ACME")
    undo = take_back(uma, job)
    assert (undo.changed, undo.refused) == (1, 1)
    assert reasons(uma, undo) == {firms[0]: "There is a company called ACME already."}
    again = do(uma, "restore", subject="company", ids=firms)
    assert reasons(uma, again)[firms[0]] == "There is a company called ACME already."


def test_what_was_changed_since_is_left_alone_and_told(uma: Actor, ada: Actor, firms: list[int]) -> None:
    job = do(uma, "set_field", {"field": "industry", "value": "Ships"}, subject="company", ids=firms[:3])
    update_company(actor=ada, company_id=firms[0], version=99, changes={"industry": "Boats"})
    contacts.archive_company(actor=ada, company_id=firms[1])
    undo = take_back(uma, job)
    assert (undo.changed, undo.refused) == (1, 2)
    told = reasons(uma, undo)
    assert told[firms[0]] == "Ada has changed the industry since."
    assert told[firms[1]].startswith("This company is in the trash")
    names = {row.name for row in selectors.list_bulk_results(actor=uma, job_id=undo.id).items}
    assert names == {"Acme", "Beta"}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_companies_are_exported(uma: Actor, firms: list[int], kind: str) -> None:
    Company.objects.filter(id=firms[0]).update(industry="=1+1", phone_raw="+41 44 668 18 00", phone="+41446681800")
    params = {"format": kind, "columns": ["name", "industry", "phone", "people", "id"]}
    job = do(uma, "export", params, subject="company")
    assert job.file is not None
    assert job.file.name.startswith("companies-")
    rows = (csv_rows if kind == "csv" else sheet_rows)(uma, job)
    assert rows[0] == ["Name", "Industry", "Phone", "People", "Kith id"]
    acme = ["Acme", "'=1+1", "'+41446681800", "2", str(firms[0])]
    assert min(rows[1:]) == (acme if kind == "csv" else ["Acme", "=1+1", "+41446681800", 2, firms[0]])
    assert len(rows) == 4
    event = Event.objects.get(name="records.exported")
    assert (event.data["records"], event.data["count"]) == ("companies", 3)
    full = do(uma, "export", {"format": kind}, subject="company", ids=firms)
    assert full.changed == 4


def test_who_may_not_does_not(vic: Actor, uma: Actor, firms: list[int]) -> None:
    for action in ("set_field", "archive", "restore", "export"):
        with pytest.raises(NotAllowed):
            order(vic, action, {"field": "industry", "value": "x"} if action == "set_field" else {}, subject="company")
    offered = selectors.list_bulk_actions(actor=uma, subject="company")
    assert [action.key for action in offered] == ["set_field", "archive", "restore", "export"]


@pytest.mark.parametrize(("action", "params"), [("set_field", {"field": "industry", "value": "X"}), ("archive", {})])
def test_a_batch_costs_the_same_for_one_and_for_many(uma: Actor, action: str, params: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO companies_company (name, name_key) SELECT 'Firm ' || n, 'firm ' || n "
            "FROM generate_series(1, 31) AS n RETURNING id"
        )
        many = [row[0] for row in cursor.fetchall()]
    counts = []
    for ids in (many[:1], many[1:]):
        job = order(uma, action, params, subject="company", ids=ids)
        with CaptureQueriesContext(connection) as queries:
            run_job(job.id)
        assert selectors.get_bulk_job(actor=uma, job_id=job.id).changed == len(ids)
        undo = services.undo_bulk_job(actor=uma, job_id=job.id).id
        with CaptureQueriesContext(connection) as undo_queries:
            run_job(undo)
        assert selectors.get_bulk_job(actor=uma, job_id=undo).changed == len(ids)
        counts.append((len(queries), len(undo_queries)))
    assert counts[0] == counts[1]
