"""Delivery: what listeners hear, in which order, and what becomes of those that fail."""

import importlib
import time
import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection, transaction
from django.db.models.functions import Now

from crm.accounts.models import User
from crm.companies.events import CompanyCreated
from crm.contacts.events import ContactTagAdded
from crm.core.access import system_actor
from crm.journal import delivery, selectors, services
from crm.journal.delivery import PAUSES, TRIES_MOST, deliver_batch, deliver_due, seconds_until_delivery
from crm.journal.enums import DeliveryFilter
from crm.journal.errors import DeliveryNotFailed
from crm.journal.models import Delivery, Event
from crm.journal.publishing import Published, publish
from tests.journal.stand_ins import batch_listener, listener, only

pytestmark = pytest.mark.django_db

KITH = system_actor("Kith")


def publish_companies(*ids: int) -> uuid.UUID:
    """One event for each id."""
    with transaction.atomic():
        return publish(*(CompanyCreated(subject_id=number) for number in ids), actor=KITH)


def make_due() -> None:
    """Lets the pauses of what failed be over."""
    Delivery.objects.filter(state="pending").update(due_at=Now() - timedelta(seconds=1))


def states() -> list[tuple[str, int]]:
    """State and tries of all deliveries, in the order of their events."""
    return list(Delivery.objects.order_by("event_id", "listener").values_list("state", "attempts"))


def note(mark: str) -> None:
    """Writes something that is thrown away with its savepoint."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE IF NOT EXISTS heard (mark text) ON COMMIT DROP")
        cursor.execute("INSERT INTO heard VALUES (%s)", [mark])


def noted() -> list[str]:
    """What has been written and kept."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE IF NOT EXISTS heard (mark text) ON COMMIT DROP")
        cursor.execute("SELECT mark FROM heard ORDER BY mark")
        return [row[0] for row in cursor.fetchall()]


def test_a_listener_hears_its_events_in_order_and_no_others() -> None:
    one: list[Any] = []
    many: list[list[int]] = []
    with only(
        listener("one", lambda event: one.append((event.name, event.subject_id)), CompanyCreated),
        batch_listener("many", lambda events: many.append([event.subject_id for event in events]), CompanyCreated),
    ):
        publish_companies(3, 1)
        with transaction.atomic():
            publish(ContactTagAdded(subject_id=9, tag_id=1, tag="VIP"), actor=KITH)
        publish_companies(2)
        assert deliver_due() == 6
    assert one == [("company.created", 3), ("company.created", 1), ("company.created", 2)]
    assert many == [[3, 1, 2]]
    assert set(states()) == {("done", 1)}


def test_a_slow_listener_leaves_what_it_has_done_and_goes_on_in_the_next_batch(monkeypatch: Any) -> None:
    heard: list[int] = []

    def dawdle(event: Published) -> None:
        heard.append(event.subject_id)
        time.sleep(0.05)

    monkeypatch.setattr(delivery, "BUDGET_SECONDS", 0.12)
    with only(listener("slow", dawdle, CompanyCreated)):
        publish_companies(*range(1, 9))
        first = deliver_batch()
        done = sum(state == "done" for state, _ in states())
        assert first == done == len(heard) < 8
        assert states()[first:] == [("pending", 0)] * (8 - first)
        assert deliver_due() == 8 - first
    assert heard == list(range(1, 9))


def test_an_event_comes_with_all_that_is_known_of_it() -> None:
    heard: list[Published] = []
    with only(listener("one", heard.append, ContactTagAdded)):
        with transaction.atomic():
            change = publish(
                ContactTagAdded(subject_id=9, tag_id=1, tag="VIP"), actor=system_actor("Kith", via="a file")
            )
        deliver_due()
        with transaction.atomic():
            publish(ContactTagAdded(subject_id=10, tag_id=1, tag="VIP"), actor=KITH, caused_by=heard[0])
        deliver_due()
    first, second = heard
    assert first.event == ContactTagAdded(subject_id=9, tag_id=1, tag="VIP")
    assert (first.actor_kind, first.actor_name, first.via) == ("system", "Kith", "a file")
    assert (first.subject, first.subject_id, first.contact_id, first.company_id) == ("contact", 9, 9, None)
    assert (first.change_id, first.depth, first.caused_by) == (change, 0, None)
    assert (second.depth, second.caused_by) == (1, first.id)


def test_nothing_is_heard_of_what_was_rolled_back() -> None:
    with only(listener("one", lambda event: None, CompanyCreated)):
        with transaction.atomic():
            publish(CompanyCreated(subject_id=1), actor=KITH)
            transaction.set_rollback(True)
        assert deliver_due() == 0
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_publishing_outside_a_transaction_is_refused() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        publish(CompanyCreated(subject_id=1), actor=KITH)


def test_one_poisoned_event_holds_up_no_other() -> None:
    def hear(event: Published) -> None:
        note(f"one {event.subject_id}")
        if event.subject_id == 2:
            raise ValueError("the second one")

    def hear_all(events: Sequence[Published]) -> None:
        for event in events:
            note(f"many {event.subject_id}")
        if any(event.subject_id == 2 for event in events):
            raise ValueError("the second one")

    with only(listener("one", hear, CompanyCreated), batch_listener("many", hear_all, CompanyCreated)):
        publish_companies(1, 2, 3)
        deliver_due()
    # What the failed ones wrote is gone, and what the list wrote before it was gone through one by one.
    assert noted() == ["many 1", "many 3", "one 1", "one 3"]
    assert states() == [("done", 1)] * 2 + [("pending", 1)] * 2 + [("done", 1)] * 2


def test_a_broken_foreign_key_fails_its_own_event_alone() -> None:
    def hear(event: Published) -> None:
        if event.subject_id == 1:
            Authenticator.objects.create(user_id=987_654_321, type=Authenticator.Type.TOTP, data={})

    with only(listener("one", hear, CompanyCreated)):
        publish_companies(1, 2)
        deliver_due()
    assert states() == [("pending", 1), ("done", 1)]


def test_what_fails_is_put_off_further_each_time_and_given_up_at_last() -> None:
    def fail(event: Published) -> None:
        raise ValueError("never\nsecond line")

    with only(listener("one", fail, CompanyCreated)):
        publish_companies(1)
        for tried, pause in enumerate(PAUSES, start=1):
            assert deliver_due() == 1
            assert states() == [("pending", tried)]
            assert seconds_until_delivery(1e6) == pytest.approx(pause.total_seconds(), abs=2)
            assert deliver_batch() == 0
            make_due()
        assert deliver_due() == 1
        make_due()
        assert deliver_due() == 0
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts) == ("failed", TRIES_MOST)
    assert delivery.error.startswith("ValueError: never (")
    assert "second line" not in delivery.error


def test_an_error_of_the_database_is_kept_without_the_values_of_rows() -> None:
    def fail(event: Published) -> None:
        User.objects.create_user("grace@example.com", "secret-words-of-a-kind", name="Grace")
        User.objects.create_user("grace@example.com", "secret-words-of-a-kind", name="Grace")

    with only(listener("one", fail, CompanyCreated)):
        publish_companies(1)
        deliver_due()
    error = Delivery.objects.get().error
    assert error.startswith("IntegrityError: duplicate key value")
    assert "grace" not in error
    assert not User.objects.exists()


def test_a_listener_that_is_gone_is_said_to_be_and_can_be_tried_again() -> None:
    heard: list[int] = []
    hears = listener("one", lambda event: heard.append(event.subject_id), CompanyCreated)
    with only(hears):
        publish_companies(5)
    with only():
        deliver_due()
    delivery = Delivery.objects.get()
    assert delivery.state == "failed"
    assert "“journal.one”" in delivery.error
    with only(hears):
        again = services.retry_delivery(actor=KITH, delivery_id=delivery.pk)
        assert (again.state, again.attempts, again.event_name) == ("pending", 0, "company.created")
        deliver_due()
    assert heard == [5]
    delivery.refresh_from_db()
    assert (delivery.state, delivery.error) == ("done", "")


def test_only_what_failed_is_tried_again() -> None:
    with only(listener("one", lambda event: None, CompanyCreated)):
        publish_companies(1)
    with pytest.raises(DeliveryNotFailed):
        services.retry_delivery(actor=KITH, delivery_id=Delivery.objects.get().pk)


def test_all_that_failed_can_be_tried_again_at_once() -> None:
    with only(listener("one", lambda event: None, CompanyCreated)):
        publish_companies(*range(60))
    with only():
        deliver_due()
    page = selectors.list_deliveries(actor=KITH)
    assert (len(page.items), {row.state for row in page.items}) == (50, {"failed"})
    rest = selectors.list_deliveries(actor=KITH, cursor=page.next_cursor)
    assert (len(rest.items), rest.next_cursor) == (10, None)
    assert len({row.id for row in page.items + rest.items}) == 60
    assert selectors.get_delivery_summary(actor=KITH).failed == 60
    assert services.retry_failed_deliveries(actor=KITH) == 60
    summary = selectors.get_delivery_summary(actor=KITH)
    assert (summary.pending, summary.failed) == (60, 0)
    assert summary.oldest_pending_at is not None
    assert len(selectors.list_deliveries(actor=KITH, state=DeliveryFilter.PENDING).items) == 50


def test_old_deliveries_that_are_done_are_taken_away() -> None:
    with only(listener("one", lambda event: None, CompanyCreated)):
        publish_companies(1, 2, 3)
        deliver_due()
        old, failed, fresh = Delivery.objects.order_by("id")
        Delivery.objects.filter(pk__in=[old.pk, failed.pk]).update(finished_at=Now() - timedelta(days=15))
        Delivery.objects.filter(pk=failed.pk).update(state="failed")
        assert services.purge_deliveries() == 1
        assert list(Delivery.objects.order_by("id")) == [failed, fresh]
        assert deliver_due() == 0
    assert Event.objects.count() == 3


def test_what_the_pages_had_yet_to_hear_ends_with_their_listener() -> None:
    (end,) = importlib.import_module("crm.journal.migrations.0008_pages_told_at_commit").Migration.operations
    old = listener("announce_changes", lambda event: None, CompanyCreated)
    other = listener("one", lambda event: None, CompanyCreated)
    with only(old, other):
        publish_companies(1, 2)
    Delivery.objects.filter(event__subject_id=2).update(state="failed", attempts=8, error="ValueError")
    with connection.cursor() as cursor:
        cursor.execute(end.sql)
    kept = Delivery.objects.order_by("listener", "event_id").values_list("state", "error")
    assert list(kept) == [("done", ""), ("done", ""), ("pending", ""), ("failed", "ValueError")]
