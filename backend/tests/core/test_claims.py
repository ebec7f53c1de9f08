"""Claims: each row to one at a time, what is due first, and given back by whoever dies."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now

from crm.companies.events import CompanyCreated
from crm.core.access import system_actor
from crm.core.claims import claim_due, seconds_until_due
from crm.journal.models import Delivery
from crm.journal.publishing import publish
from tests.journal.stand_ins import listener, only

pytestmark = pytest.mark.django_db(transaction=True)


def make_rows(count: int) -> list[int]:
    """As many pending rows of a work table."""
    with only(listener("one", lambda event: None, CompanyCreated)), transaction.atomic():
        publish(*(CompanyCreated(subject_id=number) for number in range(count)), actor=system_actor("Kith"))
    return list(Delivery.objects.order_by("id").values_list("id", flat=True))


def claim(limit: int = 10) -> list[int]:
    """Ids of rows, claimed until the transaction ends."""
    rows = claim_due(table="journal_delivery", columns=["id"], state="pending", limit=limit)
    return [row[0] for row in rows]


def test_two_who_claim_at_once_get_different_rows() -> None:
    ids = make_rows(6)
    others: list[int] = []

    def claim_beside() -> None:
        with transaction.atomic():
            others.extend(claim(4))
        connection.close()

    with transaction.atomic():
        ours = claim(4)
        beside = threading.Thread(target=claim_beside)
        beside.start()
        beside.join()
    assert (ours, others) == (ids[:4], ids[4:])


def test_who_dies_gives_rows_back() -> None:
    ids = make_rows(2)

    def claim_and_die() -> None:
        with transaction.atomic():
            claim()
            connection.close()

    dying = threading.Thread(target=claim_and_die)
    dying.start()
    dying.join()
    with transaction.atomic():
        assert claim() == ids


def test_what_is_due_first_comes_first_and_what_is_not_due_does_not() -> None:
    early, late, later = make_rows(3)
    Delivery.objects.filter(pk=late).update(due_at=Now() - timedelta(hours=1))
    Delivery.objects.filter(pk=later).update(due_at=Now() + timedelta(hours=1))
    with transaction.atomic():
        assert claim() == [late, early]


def test_how_long_until_there_is_something_to_do() -> None:
    def seconds(most: float) -> float:
        return seconds_until_due(table="journal_delivery", state="pending", most=most)

    assert seconds(30) == 30
    (row,) = make_rows(1)
    assert seconds(30) == 0
    Delivery.objects.filter(pk=row).update(due_at=Now() + timedelta(seconds=20))
    assert seconds(30) == pytest.approx(20, abs=1)
    assert seconds(10) == 10


def test_a_poll_does_not_slow_down_with_what_sleeps() -> None:
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN SELECT id FROM journal_delivery WHERE state = 'pending' AND due_at <= now() LIMIT 1")
        cursor.execute("SET enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM journal_delivery WHERE state = 'pending' AND due_at <= statement_timestamp() "
            "ORDER BY due_at, id LIMIT 100 FOR UPDATE SKIP LOCKED"
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
        cursor.execute("RESET enable_seqscan")
    assert "Index Scan using journal_delivery_due" in plan
    assert "Sort" not in plan
