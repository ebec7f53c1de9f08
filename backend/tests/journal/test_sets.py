"""Change sets: what an actor with a set publishes carries it, and each change keeps its own undo."""

import dataclasses
import uuid

import pytest
from django.db import transaction

from crm.contacts.events import ContactArchived, ContactTagAdded, ContactTagRemoved
from crm.core.access import system_actor
from crm.journal.models import Event
from crm.journal.publishing import publish, publish_many

KITH = system_actor("Kith")


def tag(contact_id: int, name: str = "VIP") -> ContactTagAdded:
    """A tag on a contact."""
    return ContactTagAdded(subject_id=contact_id, tag_id=1, tag=name)


@pytest.mark.django_db
def test_what_an_actor_with_a_set_publishes_carries_it() -> None:
    change_set, first, second = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    actor = dataclasses.replace(KITH, change_set=change_set)
    with transaction.atomic():
        publish(tag(1), actor=KITH)
        publish(tag(2), actor=actor, change_id=first)
        publish_many({second: [tag(3, "A"), tag(3, "B")]}, actor=actor)
    rows = Event.objects.order_by("id").values_list("subject_id", "set_id", "change_id")
    assert [row[:2] for row in rows] == [(1, None), (2, change_set), (3, change_set), (3, change_set)]
    assert [row[2] for row in rows][1:] == [first, second, second]


@pytest.mark.django_db
def test_many_changes_say_which_each_takes_back() -> None:
    old, taken_back, fresh = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    with transaction.atomic():
        publish_many(
            {
                taken_back: [ContactTagRemoved(subject_id=1, tag_id=1, tag="VIP")],
                fresh: [ContactArchived(subject_id=2)],
            },
            actor=KITH,
            undoes={taken_back: old},
        )
    rows = Event.objects.order_by("id").values_list("change_id", "undoes")
    assert list(rows) == [(taken_back, old), (fresh, None)]
