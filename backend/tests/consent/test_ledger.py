"""The ledger of consent: it belongs to addresses, is written once, outlives contacts, and forgets who is erased."""

import datetime as dt
import uuid
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from crm.bulk.running import run_job
from crm.consent.models import ConsentStatement
from crm.consent.selectors import ChannelConsent, get_contact_consent
from crm.consent.services import LEDGER_LOCK, record_statements
from crm.contacts import services
from crm.contacts.imports import orders
from crm.contacts.imports.events import ConsentStated
from crm.core import clock
from crm.core.access import Actor, system_actor
from crm.core.errors import NotFound
from crm.core.worker.database import connection_parameters
from crm.journal.delivery import deliver_due
from crm.journal.models import Delivery, Event
from crm.journal.publishing import publish
from crm.journal.reading import COLUMNS, published_from
from crm.journal.undo import undo_change
from tests.cast import Browser
from tests.cast import vic as vic_user
from tests.contacts.imports import loaded, upload
from tests.contacts.people import make

HEADER = ["Name", "Email", "Newsletter", "Consent date"]


def state(
    actor: Actor, contact_id: int, status: str, on: str | None = None, address: str = "a@example.com"
) -> uuid.UUID:
    """Has somebody state the consent to email, and the ledger hear of it."""
    with transaction.atomic():
        change_id = publish(
            ConsentStated(
                subject_id=contact_id, channel="email", address=address, status=status, source="list.csv",
                consent_wording="Yes, write to me", stated_on=on,
            ),
            actor=actor,
        )  # fmt: skip
    deliver_due()
    return change_id


def email(actor: Actor, contact_id: int) -> ChannelConsent:
    (told,) = [one for one in get_contact_consent(actor=actor, contact_id=contact_id) if one.channel == "email"]
    return told


def lines() -> list[tuple[Any, ...]]:
    return list(ConsentStatement.objects.order_by("event_id").values_list("channel", "status", "source", "stated_on"))


def test_an_import_fills_the_ledger_and_its_undo_takes_it_back(ada: Actor) -> None:
    known = make(ada, "Known", email="b@example.com")
    view = upload(
        ada,
        ["Ann", "A@example.com", "yes", "12/31/2025"],
        ["Bob", "b@example.com", "No", ""],
        header=HEADER,
        duplicates="merge",
        consent={"email": {"column": "c3"}, "sms": {"answer": "declined"}, "wording": "Fair 2025"},
    )
    loaded(ada, view.id)
    deliver_due()
    assert lines() == [
        ("email", "opted_in", "people.csv", dt.date(2025, 12, 31)),
        ("email", "opted_out", "people.csv", None),
    ]
    told = email(ada, known.id)
    assert (told.status, told.status_label, told.decisive and told.decisive.wording) == (
        "opted_out", "Opted out", "Fair 2025",
    )  # fmt: skip
    assert told.decisive is not None
    assert told.decisive.recorded_by is not None
    assert told.decisive.recorded_by.name == "Ada"

    run_job(orders.undo_import(actor=ada, import_id=view.id).id)
    deliver_due()
    assert ConsentStatement.objects.filter(taken_back_at=None).count() == 0
    told = email(ada, known.id)
    assert (told.status, [one.is_taken_back for one in told.statements]) == ("unknown", [True])


def test_a_statement_heard_twice_is_one_line(ada: Actor) -> None:
    state(ada, make(ada, email="a@example.com").id, "opted_in")
    assert ConsentStatement.objects.count() == 1
    Delivery.objects.filter(listener="consent.keep_consent").update(state="pending")
    deliver_due()
    assert ConsentStatement.objects.count() == 1


def test_it_belongs_to_the_address(ada: Actor) -> None:
    first = make(ada, "First", email="a@example.com")
    state(ada, first.id, "opted_out")
    services.archive_contact(actor=ada, contact_id=first.id)
    services.delete_contact(actor=ada, contact_id=first.id)
    deliver_due()
    later = make(ada, "Later", email="A@Example.com")
    assert email(ada, later.id).status == "opted_out"
    assert email(ada, make(ada, "Other", email="b@example.com").id).note == "Nothing has been stated."
    assert get_contact_consent(actor=ada, contact_id=make(ada, "None").id) == []
    with pytest.raises(NotFound):
        get_contact_consent(actor=ada, contact_id=first.id)
    assert not ConsentStatement.objects.filter(hash__contains="example").exists()


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ([("opted_in", None), ("unknown", None)], "opted_in"),
        ([("opted_in", "2025-01-01"), ("opted_out", "2024-01-01")], "opted_in"),
        ([("opted_out", "2025-01-01"), ("opted_in", "2025-01-01")], "opted_out"),
        ([("opted_out", "2025-01-01"), ("opted_in", None)], "opted_out"),
        ([("opted_out", "2025-01-01"), ("opted_in", "2025-01-02")], "opted_in"),
        ([("opted_in", "2025-01-02"), ("opted_out", None)], "opted_out"),
        ([("unknown", None)], "unknown"),
    ],
)
def test_what_decides(ada: Actor, said: list[tuple[str, str | None]], status: str) -> None:
    contact = make(ada, email="a@example.com")
    for word, day in said:
        state(ada, contact.id, word, day)
    assert email(ada, contact.id).status == status


def test_a_single_change_is_taken_back_and_stated_again(ada: Actor) -> None:
    contact = make(ada, email="a@example.com")
    undone = undo_change(actor=ada, change_id=state(ada, contact.id, "opted_in")).change_id
    deliver_due()
    assert email(ada, contact.id).status == "unknown"
    undo_change(actor=ada, change_id=undone)
    deliver_due()
    assert email(ada, contact.id).status == "opted_in"


def test_an_undo_that_is_heard_first_counts_all_the_same(ada: Actor) -> None:
    contact = make(ada, email="a@example.com")
    undo_change(actor=ada, change_id=state(ada, contact.id, "opted_in"))
    deliver_due()
    ConsentStatement.objects.all().delete()
    record_statements(actor=system_actor("Kith"), events=[published_from(row) for row in _rows()])
    assert [line.taken_back_at is not None for line in ConsentStatement.objects.all()] == [True]


def test_who_is_erased_is_forgotten_and_blocked(ada: Actor) -> None:
    contact = make(ada, "Quen", last_name="Zolta", email="a@example.com")
    other = make(ada, "Other", email="b@example.com")
    state(ada, contact.id, "opted_in")
    state(ada, other.id, "opted_in", address="b@example.com")
    ConsentStatement.objects.update(source="Quen Zolta.csv")
    with transaction.atomic():
        publish(
            ConsentStated(
                subject_id=contact.id, channel="email", address="a@example.com", status="opted_in", source="x"
            ),
            actor=ada,
        )
    stale = [published_from(row) for row in _rows()]
    file = services.get_personal_data(actor=ada, contact_id=contact.id)
    assert [line["status"] for line in file["consent"]] == ["opted_in"]

    services.erase_contact(actor=ada, contact_id=contact.id, confirm="Quen Zolta")
    deliver_due()
    # Read before the erasure, entered after it: by a worker that was slow.
    record_statements(actor=system_actor("Kith"), events=stale)
    left = ConsentStatement.objects.get()
    assert left.source == "[erased].csv"
    again = make(ada, "Again", email="a@example.com")
    told = email(ada, again.id)
    assert (told.status, told.decisive) == ("blocked", None)
    assert told.note is not None


def _rows() -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {COLUMNS} FROM journal_event e WHERE e.name = 'contact.consent_stated' ORDER BY e.id")
        return list(cursor.fetchall())


def test_viewers_read_it(ada: Actor, vic: Actor) -> None:
    contact = make(ada, email="a@example.com", phone="(202) 555-0143")
    state(ada, contact.id, "opted_in", "2025-01-02")
    told = Browser(vic_user()).get(f"/api/v1/contacts/{contact.id}/consent").json()
    assert [(one["channel_label"], one["status"], one["address"]) for one in told] == [
        ("Email", "opted_in", "a@example.com"),
        ("Text messages", "unknown", "+12025550143"),
    ]
    assert told[0]["decisive"]["stated_on"] == "2025-01-02"
    assert Event.objects.filter(name="contact.consent_stated").count() == 1


@pytest.mark.django_db(transaction=True)
def test_nothing_is_entered_while_somebody_is_erased(ada: Actor) -> None:
    contact = make(ada, email="a@example.com")
    with psycopg.connect(**connection_parameters()) as erasing:
        erasing.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [LEDGER_LOCK])
        state(ada, contact.id, "opted_in")
        assert not ConsentStatement.objects.exists()
    Delivery.objects.filter(listener="consent.keep_consent").update(due_at=clock.now())
    deliver_due()
    assert ConsentStatement.objects.count() == 1
