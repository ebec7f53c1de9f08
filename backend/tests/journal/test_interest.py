"""Listeners on request: what nobody asks for costs nothing, and what quiet actors do is not heard by some."""

import dataclasses
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from crm.companies.events import CompanyArchived, CompanyCreated
from crm.core.access import Cause, system_actor
from crm.core.work import WORK_CHANNEL
from crm.journal.delivery import deliver_due
from crm.journal.interest import set_interest
from crm.journal.models import Delivery, Event
from crm.journal.publishing import publish
from tests.journal.stand_ins import batch_listener, only

pytestmark = pytest.mark.django_db

KITH = system_actor("Kith")
QUIET = dataclasses.replace(KITH, is_quiet=True)


@pytest.fixture
def heard() -> Iterator[list[str]]:
    """Names that a listener on request has heard."""
    names: list[str] = []
    listening = dataclasses.replace(
        batch_listener("asking", lambda events: names.extend(event.name for event in events), CompanyCreated,
                       CompanyArchived),
        on_request=True,
        skips_quiet=True,
    )  # fmt: skip
    with only(listening):
        yield names


def happen(actor: Any = KITH) -> None:
    """A company comes to be and goes."""
    with transaction.atomic():
        publish(CompanyCreated(subject_id=1), CompanyArchived(subject_id=1), actor=actor)


def test_only_what_is_asked_for_is_heard(heard: list[str]) -> None:
    happen()
    assert Delivery.objects.count() == 0
    set_interest("journal.asking", ["company.archived"])
    happen()
    assert deliver_due() == 1
    assert heard == ["company.archived"]
    set_interest("journal.asking", ["company.created", "company.archived"])
    happen()
    deliver_due()
    assert sorted(heard) == ["company.archived", "company.archived", "company.created"]
    set_interest("journal.asking", [])
    happen()
    assert deliver_due() == 0


def test_what_a_quiet_actor_does_is_not_heard(heard: list[str]) -> None:
    set_interest("journal.asking", ["company.created", "company.archived"])
    happen(QUIET)
    assert deliver_due() == 0
    assert heard == []
    assert Event.objects.count() == 2


def test_an_actor_with_a_cause_writes_one_deeper() -> None:
    happen(dataclasses.replace(KITH, cause=Cause(event_id=41, depth=3)))
    assert set(Event.objects.values_list("caused_by", "depth")) == {(41, 4)}


@pytest.mark.django_db(transaction=True)
def test_what_nobody_asked_for_wakes_no_worker(heard: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"LISTEN {WORK_CHANNEL}")
    driver = connection.connection
    assert driver is not None
    happen()
    assert list(driver.notifies(timeout=0.2)) == []
    set_interest("journal.asking", ["company.created"])
    happen()
    assert len(list(driver.notifies(timeout=0.5))) == 1
    with connection.cursor() as cursor:
        cursor.execute(f"UNLISTEN {WORK_CHANNEL}")
