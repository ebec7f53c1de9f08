"""Open pages are told of changes by ids alone, in messages that PostgreSQL can carry."""

import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import transaction

from crm.accounts.events import UserSignedIn
from crm.companies.events import CompanyCreated
from crm.contacts.events import ContactDeleted, ContactTagAdded
from crm.core.access import system_actor
from crm.core.work import WORK_CHANNEL
from crm.core.worker.database import connection_parameters
from crm.journal.models import Delivery
from crm.journal.notices import LIVE_CHANNEL, PAYLOAD_MOST
from crm.journal.publishing import publish

pytestmark = pytest.mark.django_db(transaction=True)

KITH = system_actor("Kith")


@pytest.fixture
def ear() -> Iterator[psycopg.Connection]:
    """A connection that listens as the web process does."""
    with psycopg.connect(**connection_parameters(), autocommit=True) as connection:
        connection.execute(f"LISTEN {LIVE_CHANNEL}")
        yield connection


def heard(ear: psycopg.Connection) -> list[list[dict[str, Any]]]:
    """The changes in each message so far."""
    payloads = [notice.payload for notice in ear.notifies(timeout=0.2)]
    assert all(len(payload.encode()) <= PAYLOAD_MOST for payload in payloads)
    return [json.loads(payload)["changes"] for payload in payloads]


def test_changes_are_told_by_id(ear: psycopg.Connection) -> None:
    with transaction.atomic():
        publish(ContactTagAdded(subject_id=7, tag_id=1, tag="Very secret"), CompanyCreated(subject_id=2), actor=KITH)
        assert heard(ear) == []
    assert heard(ear) == [
        [
            {"name": "contact.tag_added", "subject": "contact", "id": 7, "contact_id": 7, "company_id": None},
            {"name": "company.created", "subject": "company", "id": 2, "contact_id": None, "company_id": 2},
        ]
    ]


def test_many_changes_come_in_several_messages(ear: psycopg.Connection) -> None:
    with transaction.atomic():
        publish(*(CompanyCreated(subject_id=10**15 + number) for number in range(100)), actor=KITH)
        publish(CompanyCreated(subject_id=10**15), actor=KITH)
    messages = heard(ear)
    assert len(messages) > 1
    assert sorted({change["id"] for message in messages for change in message}) == list(range(10**15, 10**15 + 100))


def test_what_is_audited_alone_is_not_for_everybody(ear: psycopg.Connection) -> None:
    with transaction.atomic():
        publish(UserSignedIn(subject_id=1, address="198.51.100.7", device="Firefox"), actor=KITH)
        publish(ContactDeleted(subject_id=7), actor=KITH)
    assert [[change["name"] for change in message] for message in heard(ear)] == [["contact.deleted"]]


def test_several_events_on_one_record_are_one_notice(ear: psycopg.Connection) -> None:
    with transaction.atomic():
        publish(*(ContactTagAdded(subject_id=7, tag_id=tag, tag="T") for tag in range(50)), actor=KITH)
    assert [[change["id"] for change in message] for message in heard(ear)] == [[7]]


def test_what_is_rolled_back_is_told_to_nobody(ear: psycopg.Connection) -> None:
    with transaction.atomic():
        publish(CompanyCreated(subject_id=2), actor=KITH)
        transaction.set_rollback(True)
    assert heard(ear) == []


def test_what_nobody_listens_to_wakes_no_worker() -> None:
    with psycopg.connect(**connection_parameters(), autocommit=True) as connection:
        connection.execute(f"LISTEN {WORK_CHANNEL}")
        with transaction.atomic():
            publish(CompanyCreated(subject_id=2), actor=KITH)
        assert list(connection.notifies(timeout=0.2)) == []
    assert not Delivery.objects.exists()
