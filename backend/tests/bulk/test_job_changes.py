"""Another company for many contacts: each a job change, as in place, and taken back link by link."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.bulk import selectors, services
from crm.bulk.running import run_job
from crm.companies.models import Company
from crm.contacts import services as contacts
from crm.contacts.models import ContactCompany
from crm.core.access import Actor
from crm.core.errors import InvalidInput
from tests.bulk.orders import do, order, reasons, take_back
from tests.contacts.jobs import TODAY, add, company_named, kept, links, told
from tests.contacts.people import edit, events_of, make, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(uma: Actor) -> dict[str, int]:
    """Nowhere; at Acme for long; since today; there and at Beta by the way; at Beta; in the trash."""
    ids = {name: make(uma, name).id for name in ("Ann", "Dot")}
    ids |= {name: make(uma, name, company="Acme").id for name in ("Ben", "Eve")}
    add(uma, ids["Eve"], "Beta", role="Adviser")
    ids["Fay"] = make(uma, "Fay", company="Beta").id
    ContactCompany.objects.update(created_at=datetime.now(UTC) - timedelta(days=2))
    ids["Cid"] = make(uma, "Cid", company="Acme").id
    contacts.archive_contact(actor=uma, contact_id=ids["Dot"])
    return ids


def stored() -> list[dict[str, Any]]:
    """All columns of links and contacts but those that tell that something happened."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(l) - 'created_at' FROM contacts_contactcompany l ORDER BY id")
        found = cursor.fetchall()
        cursor.execute("SELECT to_jsonb(c) - '{version,updated_at}'::text[] FROM contacts_contact c ORDER BY id")
        return [json.loads(row) for (row,) in found + cursor.fetchall()]


def test_each_changes_jobs_and_goes_back_exactly(uma: Actor, people: dict[str, int]) -> None:
    before = stored()
    job = do(uma, "set_field", {"field": "company", "value": " BETA "}, ids=list(people.values()))
    assert (job.label, job.changed, job.unchanged, job.refused) == ("Set company to BETA", 4, 1, 1)
    assert set(reasons(uma, job)) == {people["Fay"], people["Dot"]}
    assert links(uma, people["Ann"]) == [("Beta", "", None, None, True)]
    assert links(uma, people["Ben"]) == [("Beta", "", TODAY, None, True), ("Acme", "", None, TODAY, False)]
    assert links(uma, people["Cid"]) == [("Beta", "", None, None, True)]
    assert links(uma, people["Eve"]) == [("Beta", "Adviser", None, None, True), ("Acme", "", None, TODAY, False)]
    assert kept(people["Ben"]) == ("Beta", ["Beta"])
    assert events_of(people["Ben"])[-1] == "contact.updated"
    assert told(uma, "Beta")[0].endswith("Cid")
    after = stored()
    undo = take_back(uma, job)
    assert (undo.changed, undo.refused) == (4, 0)
    assert stored() == before
    redo = take_back(uma, undo)
    assert (redo.changed, redo.refused) == (4, 0)
    assert stored() == after
    # The version that a later edit carries is the one that was told.
    edit(uma, read(uma, people["Ben"]), company="Gamma")


def test_a_company_that_there_is_not_is_made_and_empty_leaves_without(uma: Actor, people: dict[str, int]) -> None:
    before = stored()
    job = do(uma, "set_field", {"field": "company", "value": "Omega"}, ids=[people["Ann"], people["Ben"]])
    assert job.changed == 2
    undo = take_back(uma, job)
    assert (undo.changed, undo.refused, stored()) == (2, 0, before)
    # As when a single edit is taken back, the company stays.
    assert Company.objects.filter(name="Omega", archived_at=None).exists()
    job = do(uma, "set_field", {"field": "company", "value": ""}, ids=list(people.values()))
    assert (job.label, job.changed, job.unchanged) == ("Empty company", 4, 1)
    assert kept(people["Eve"]) == (None, ["Beta"])
    assert take_back(uma, job).refused == 0
    assert stored() == before


def test_what_stands_in_the_way_is_told(uma: Actor, ada: Actor, people: dict[str, int]) -> None:
    ann, ben, cid = (people[name] for name in ("Ann", "Ben", "Cid"))
    job = do(uma, "set_field", {"field": "company", "value": "Beta"}, ids=[ann, ben, cid])
    edit(ada, read(ada, ann), company="Gamma")
    contacts.archive_company(actor=ada, company_id=company_named("Acme"))
    undo = take_back(uma, job)
    assert (undo.changed, undo.refused) == (0, 3)
    assert reasons(uma, undo) == {
        ann: "Ada has changed the company since.",
        ben: "Acme exists no more.",
        cid: "Acme exists no more.",
    }
    contacts.restore_company(actor=ada, company_id=company_named("Acme"))
    assert take_back(uma, selectors.get_bulk_job(actor=uma, job_id=job.id)).changed == 2


@pytest.mark.parametrize("value", ["x" * 201, "a\0b", 7])
def test_a_wrong_name_is_refused(uma: Actor, people: dict[str, int], value: object) -> None:
    with pytest.raises(InvalidInput) as refusal:
        order(uma, "set_field", {"field": "company", "value": value}, ids=list(people.values()))
    assert set(refusal.value.fields or ()) == {"params.value"}


def test_a_batch_costs_the_same_for_one_and_for_many(uma: Actor) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO companies_company (name, name_key) VALUES ('Acme', 'acme'), ('Beta', 'beta')")
        cursor.execute(
            "INSERT INTO contacts_contact (first_name) SELECT 'Person ' || n FROM generate_series(1, 31) n RETURNING id"
        )
        many = [row[0] for row in cursor.fetchall()]
        cursor.execute(
            "INSERT INTO contacts_contactcompany (contact_id, company_id, is_primary, created_at) "
            "SELECT c.id, o.id, TRUE, now() - interval '2 days' FROM contacts_contact c, companies_company o "
            "WHERE o.name = 'Acme'"
        )
    counts = []
    for ids in (many[:1], many[1:]):
        job = order(uma, "set_field", {"field": "company", "value": "Beta"}, ids=ids)
        with CaptureQueriesContext(connection) as queries:
            run_job(job.id)
        assert selectors.get_bulk_job(actor=uma, job_id=job.id).changed == len(ids)
        undo = services.undo_bulk_job(actor=uma, job_id=job.id).id
        with CaptureQueriesContext(connection) as undo_queries:
            run_job(undo)
        assert selectors.get_bulk_job(actor=uma, job_id=undo).changed == len(ids)
        counts.append((len(queries), len(undo_queries)))
    assert counts[0] == counts[1]
