"""Forgetting a person: nothing of them is left anywhere in the database but what says nothing."""

import json
import uuid
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from crm.bulk.enums import JobKind
from crm.bulk.models import BulkFile, BulkFilePart, BulkJob
from crm.consent.enums import AddressKind
from crm.consent.selectors import suppressed_among
from crm.contacts import services
from crm.contacts.imports.errors import ImportIsUnderWay
from crm.contacts.imports.events import ImportStarted
from crm.contacts.models import Contact, ContactImport, ContactTag, ImportFix, ImportPiece, ImportRow
from crm.contacts.selectors import get_contact
from crm.core import clock
from crm.core.access import Actor
from crm.core.errors import InvalidInput, NotAllowed, NotFound
from crm.journal.delivery import deliver_due
from crm.journal.errors import NothingToUndo, UndoConflict
from crm.journal.models import Delivery, Event
from crm.journal.publishing import publish
from crm.journal.undo import undo_change
from crm.pipelines.models import Opportunity
from crm.pipelines.services import update_opportunity
from crm.views import services as views
from crm.views.models import View
from tests.cast import Browser, as_actor
from tests.cast import ada as ada_user
from tests.contacts.people import edit, make, read, tags_of
from tests.pipelines.deals import deal, pipeline

# What must be found nowhere afterwards, in whatever case.
TRACES = [
    "Quennifer",
    "Zoltanova",
    "Formerlyso",
    "quennifer.z@example.org",
    "old.address@example.org",
    "2025550143",
    "555-0143",
    "7946 0018",
    "442079460018",
    "likes herons",
]


def dump() -> str:
    """All text of all tables, as one string."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'")
        tables = [row[0] for row in cursor.fetchall()]
        texts = []
        for table in tables:
            cursor.execute(f'SELECT string_agg(t::text, chr(10)) FROM "{table}" t')
            texts.append((cursor.fetchone() or [""])[0] or "")
    return "\n".join(texts)


def somebody(actor: Actor) -> Any:
    """A person with a past: other names, addresses and numbers, tags, a company, a colleague, an opportunity."""
    contact = make(
        actor, "Quennifer", last_name="Zoltanova", email="Quennifer.Z@example.org", phone="(202) 555-0143",
        notes="likes herons", company="Acme", tags=["vip", "b"], assigned_user_id=actor.id,
    )  # fmt: skip
    contact = edit(actor, contact, email="old.address@example.org", phone="+44 20 7946 0018").contact
    contact = edit(actor, contact, last_name="Formerlyso").contact
    return edit(actor, contact, email="quennifer.z@example.org", phone="(202) 555-0143", last_name="Zoltanova").contact


def erase(actor: Actor, contact: Any) -> None:
    services.erase_contact(actor=actor, contact_id=contact.id, confirm="quennifer  ZOLTANOVA")


def test_nothing_of_the_person_is_left(ada: Actor) -> None:
    contact = somebody(ada)
    other = make(ada, "Grace", last_name="Hopper", email="grace@example.org", tags=["vip"])
    job = BulkJob.objects.create(
        subject="contact", kind=JobKind.EXPORT, action="export", label="Export", selection="matching “zoltanova”",
        params={"q": "Quennifer"}, actor_id=ada.user_id or 0, set_id=uuid.uuid4(), total=1,
    )  # fmt: skip
    file = BulkFile.objects.create(job=job, name="people.csv", content_type="text/csv", size=3, expires_at=clock.now())
    BulkFilePart.objects.create(file=file, number=0, content=b"Quennifer")
    View.objects.create(owner_id=ada.user_id or 0, subject="contact", name="Her", q="QUENNIFER.Z@example.org")
    kept = View.objects.create(owner_id=ada.user_id or 0, subject="contact", name="All")
    Delivery.objects.filter(event__contact_id=contact.id).update(error="KeyError: quennifer.z@example.org")
    services.merge_tag(actor=ada, tag_id=tag("vip"), into_id=tag("b"))
    before = dump()
    assert all(trace.lower() in before.lower() for trace in TRACES)
    events = list(
        Event.objects.filter(contact_id=contact.id).order_by("id").values_list("id", "name", "at", "actor_id")
    )

    erase(ada, contact)

    after = dump().lower()
    assert [trace for trace in TRACES if trace.lower() in after] == []
    assert not BulkFile.objects.exists()
    assert list(View.objects.all()) == [kept]
    # That something happened, when and by whom, stays; and others stay whole.
    left = Event.objects.filter(contact_id=contact.id).order_by("id").values_list("id", "name", "at", "actor_id")
    assert list(left)[: len(events)] == events
    assert list(left)[-1][1] == "contact.erased"
    assert get_contact(actor=ada, contact_id=other.id).full_name == "Grace Hopper"
    assert "grace@example.org" in after
    with pytest.raises(NotFound):
        get_contact(actor=ada, contact_id=contact.id)
    deliver_due()
    assert [trace for trace in TRACES if trace.lower() in dump().lower()] == []


def tag(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM contacts_tag WHERE name = %s", [name])
        (found,) = cursor.fetchone()
    return int(found)


def test_addresses_stay_blocked_and_cannot_be_read(ada: Actor) -> None:
    erase(ada, somebody(ada))
    emails = ["QUENNIFER.Z@example.org", "old.address@example.org", "grace@example.org"]
    assert suppressed_among(kind=AddressKind.EMAIL, addresses=emails) == set(emails[:2])
    assert suppressed_among(kind=AddressKind.PHONE, addresses=["+1 202 555 0143", "+15005550006"]) == {
        "+1 202 555 0143"
    }


def test_the_name_must_be_typed(ada: Actor) -> None:
    contact = somebody(ada)
    before = dump()
    for wrong in ("", "Quennifer", "Zoltanova Quennifer"):
        with pytest.raises(InvalidInput) as refused:
            services.erase_contact(actor=ada, contact_id=contact.id, confirm=wrong)
        assert list(refused.value.fields or {}) == ["confirm"]
    assert dump() == before


def test_only_administrators_and_only_who_is_there(ada: Actor, uma: Actor) -> None:
    contact = somebody(ada)
    with pytest.raises(NotAllowed):
        erase(uma, contact)
    for unknown in (0, 2**63, contact.id + 1000):
        with pytest.raises(NotFound):
            services.erase_contact(actor=ada, contact_id=unknown, confirm="x")


def test_undo_brings_nobody_back(ada: Actor) -> None:
    contact = somebody(ada)
    changes = set(Event.objects.filter(contact_id=contact.id).values_list("change_id", flat=True))
    erase(ada, contact)
    changes |= set(Event.objects.filter(contact_id=contact.id).values_list("change_id", flat=True))
    for change_id in changes:
        with pytest.raises((UndoConflict, NothingToUndo)):
            undo_change(actor=ada, change_id=change_id)
    assert not Contact.objects.exists()


def test_others_get_their_tags_back_from_a_merge_that_an_erased_person_was_in(ada: Actor) -> None:
    contact, other = somebody(ada), make(ada, "Grace", tags=["vip"])
    merged = services.merge_tag(actor=ada, tag_id=tag("vip"), into_id=tag("b"))
    assert merged.change_id
    erase(ada, contact)
    undo_change(actor=ada, change_id=merged.change_id)
    assert tags_of(read(ada, other)) == ["vip"]
    assert not ContactTag.objects.filter(contact_id=contact.id).exists()


def test_opportunities_stay_without_the_person(ada: Actor) -> None:
    contact = somebody(ada)
    stage = pipeline(ada).stages[0].id
    deal(ada, stage, title="Zoltanova: roof of Quennifers", contact_id=contact.id, notes="ask Quennifer Zoltanova")
    erase(ada, contact)
    left = Opportunity.objects.get()
    assert (left.title, left.notes, left.contact_id) == ("[erased]: roof of Quennifers", "ask [erased]", None)
    assert "zoltanova" not in dump().lower()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_event SET data = '{}' WHERE contact_id = %s",
        'UPDATE journal_event SET data = data || \'{"tag": "other"}\' WHERE contact_id = %s',
        "UPDATE journal_event SET data = journal_blanked(data), at = now() WHERE contact_id = %s",
        "UPDATE journal_event SET data = journal_blanked(data), actor_id = 1000 WHERE contact_id = %s",
        "UPDATE journal_event SET data = journal_blanked(data) WHERE contact_id <> %s",
        "DELETE FROM journal_event WHERE contact_id = %s",
        "UPDATE journal_erasure SET contact_id = 1 WHERE contact_id = %s",
        "DELETE FROM journal_erasure WHERE contact_id = %s",
    ],
)
def test_the_journal_allows_nothing_but_the_blanking_of_an_erased_person(ada: Actor, statement: str) -> None:
    contact = somebody(ada)
    make(ada, "Grace", tags=["x"])
    erase(ada, contact)
    before = dump()
    with pytest.raises(DatabaseError, match=r"append-only|Cannot update or delete"), transaction.atomic():
        connection.cursor().execute(statement, [contact.id])
    assert dump() == before


def test_blanking_without_an_erasure_is_refused(ada: Actor) -> None:
    contact = somebody(ada)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(
            "UPDATE journal_event SET data = journal_blanked(data) WHERE contact_id = %s", [contact.id]
        )


def test_all_that_is_kept_of_a_person_is_one_file(ada: Actor) -> None:
    contact = somebody(ada)
    answer = Browser(ada_user()).get(f"/api/v1/contacts/{contact.id}/personal-data")
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="personal-data-{contact.id}.json"'
    told = json.loads(answer.content)
    assert told["contact"]["full_name"] == "Quennifer Zoltanova"
    assert told["contact"]["notes"] == "likes herons"
    assert {"old.address@example.org"} <= set(told["known_by"]["emails"])
    assert told["timeline"][-1]["what"] == "created this contact"
    text = answer.content.decode()
    assert all(trace in text for trace in ["Formerlyso", "+442079460018", "vip", "Acme"])
    assert Event.objects.filter(name="contact.personal_data_exported", contact_id=contact.id).count() == 1


def test_the_page_erases(ada: Actor) -> None:
    contact = somebody(ada)
    browser = Browser(ada_user())
    refused = browser.post(f"/api/v1/contacts/{contact.id}/erase", {"confirm": "no"})
    assert (refused.status_code, list(refused.json()["fields"])) == (422, ["confirm"])
    assert as_actor(ada_user()).permissions == ada.permissions
    done = browser.post(f"/api/v1/contacts/{contact.id}/erase", {"confirm": "Quennifer Zoltanova"})
    assert (done.status_code, done.json()) == (200, {"contact_id": contact.id})


def test_imports_forget_the_person(ada: Actor) -> None:
    contact = somebody(ada)
    common: dict[str, Any] = {
        "size": 1, "encoding": "utf-8", "delimiter": ",", "has_header": True, "date_order": "day", "region": "US",
    }  # fmt: skip
    samples = [{"key": "c1", "name": "Email", "samples": ["quennifer.z@example.org"]}]
    over = ContactImport.objects.create(
        file_name="Quennifer Zoltanova.csv", state="done", columns=samples, first_rows=[["Zoltanova"]], **common
    )
    waiting = ContactImport.objects.create(file_name="x.csv", columns=samples, first_rows=[["Zoltanova"]], **common)
    for batch in (over, waiting):
        ImportPiece.objects.create(batch=batch, position=0, data=b"Quennifer,Zoltanova")
    named = {"cells": ["Quennifer", "quennifer.z@example.org"], "outcome": "refused"}
    ImportRow.objects.create(batch=over, line=2, reasons=["quennifer.z@example.org looks odd"], **named)
    ImportRow.objects.create(batch=over, line=3, outcome="created", contact_id=contact.id, reasons=["Zoltanova?"])
    other = ImportRow.objects.create(batch=over, line=4, outcome="refused", cells=["Grace"], reasons=["no"])
    ImportFix.objects.create(batch=over, line=2, cells={"0": "Zoltanova"})
    told = services.get_personal_data(actor=ada, contact_id=contact.id)
    assert [row["line"] for row in told["imports"]] == [3]

    erase(ada, contact)

    after = dump().lower()
    assert [trace for trace in TRACES if trace.lower() in after] == []
    other.refresh_from_db()
    assert (other.cells, other.reasons) == (["Grace"], ["no"])
    waiting.refresh_from_db()
    assert waiting.hidden_at is not None


def test_nobody_is_erased_while_an_import_is_under_way(ada: Actor) -> None:
    contact = somebody(ada)
    ContactImport.objects.create(
        file_name="x.csv", state="running", size=1, encoding="utf-8", delimiter=",", has_header=True, date_order="day",
        region="US", columns=[],
    )  # fmt: skip
    with pytest.raises(ImportIsUnderWay):
        erase(ada, contact)
    assert get_contact(actor=ada, contact_id=contact.id).email == "quennifer.z@example.org"


def test_contacts_of_the_person_that_were_deleted_earlier_are_forgotten_too(ada: Actor) -> None:
    earlier = edit(ada, make(ada, "Formerlyso", email="x@example.org"), email="Quennifer.Z@example.org").contact
    other = edit(ada, make(ada, "Grace", email="y@example.org"), email="grace@example.org").contact
    for contact in (earlier, other):
        services.archive_contact(actor=ada, contact_id=contact.id)
        services.delete_contact(actor=ada, contact_id=contact.id)
    person = somebody(ada)
    erase(ada, person)
    after = dump().lower()
    assert [trace for trace in [*TRACES, "x@example.org"] if trace.lower() in after] == []
    assert "grace@example.org" in after


def test_what_is_remembered_of_deleted_views_imports_and_opportunities_is_blanked(ada: Actor) -> None:
    kept = views.create_view(actor=ada, subject="contact", name="Grace", q="grace@example.org")
    tree = {"all": [{"field": "email", "op": "is", "value": "QUENNIFER.Z@example.org"}]}
    named = views.create_view(actor=ada, subject="contact", name="Her", filter=tree)
    gone = views.delete_view(actor=ada, view_id=named.view.id)
    changed = views.update_view(actor=ada, view_id=kept.view.id, version=1, changes={"q": "Quennifer Zoltanova"})
    views.update_view(actor=ada, view_id=kept.view.id, version=2, changes={"q": "grace"})
    with transaction.atomic():
        publish(
            ImportStarted(subject_id=1, file_name="Quennifer Zoltanova.csv", size=1, runs_workflows=False), actor=ada
        )
    stage = pipeline(ada).stages[0].id
    opportunity = deal(ada, stage, title="Roof for quennifer.z@example.org", notes="none")
    update_opportunity(actor=ada, opportunity_id=opportunity.id, version=opportunity.version, changes={"title": "Roof"})
    erase(ada, somebody(ada))
    after = dump().lower()
    assert [trace for trace in TRACES if trace.lower() in after] == []
    assert View.objects.get().q == "grace"
    for change_id in (gone.change_id, changed.change_id):
        assert change_id
        with pytest.raises(UndoConflict):
            undo_change(actor=ada, change_id=change_id)


def test_a_short_name_takes_nothing_else_with_it(ada: Actor) -> None:
    contact = make(ada, "Al")
    view = views.create_view(actor=ada, subject="contact", name="All in Alabama", q="alabama").view
    views.create_view(actor=ada, subject="contact", name="Him", q="al")
    services.erase_contact(actor=ada, contact_id=contact.id, confirm="Al")
    assert [(left.id, left.q) for left in View.objects.all()] == [(view.id, "alabama")]
    assert Event.objects.filter(subject="view", subject_id=view.id, data__view="All in Alabama").exists()
