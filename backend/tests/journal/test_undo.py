"""Undo: once for a change, all of it or nothing, and back again. What it does to contacts is proven with contacts."""

import threading
import uuid
from collections.abc import Sequence

import pytest
from django.db import connection, transaction

from crm.companies.events import CompanyCreated
from crm.contacts.events import ContactTagAdded, ContactTagRemoved
from crm.core.access import Actor, ActorKind, system_actor
from crm.core.errors import NotAllowed
from crm.journal.errors import AlreadyUndone, NothingToUndo, UndoConflict
from crm.journal.models import Event
from crm.journal.publishing import Published, publish
from crm.journal.undo import Undone, undo_change
from tests.journal.stand_ins import undone_by

KITH = system_actor("Kith")
VIEWER = Actor(kind=ActorKind.USER, id=3, name="Vic", permissions=frozenset())


def take_back(*, actor: Actor, events: Sequence[Published], change_id: uuid.UUID, undoes: uuid.UUID) -> None:
    """The opposite of each tag event."""
    opposite = {ContactTagAdded: ContactTagRemoved, ContactTagRemoved: ContactTagAdded}
    publish(
        *(
            opposite[type(told.event)](subject_id=told.subject_id, tag_id=told.event.tag_id, tag=told.event.tag)
            for told in events
            if isinstance(told.event, ContactTagAdded | ContactTagRemoved)
        ),
        actor=actor,
        change_id=change_id,
        undoes=undoes,
    )


def refuse(*, actor: Actor, events: Sequence[Published], change_id: uuid.UUID, undoes: uuid.UUID) -> None:
    """Writes something, and finds that it can't go on."""
    take_back(actor=actor, events=events, change_id=change_id, undoes=undoes)
    raise UndoConflict(fields={"tags": ["Uma has changed this since."]})


def add_tags(*names: str) -> uuid.UUID:
    """One change that made a company and put tags on contact 7."""
    with transaction.atomic():
        return publish(
            CompanyCreated(subject_id=1),
            *(ContactTagAdded(subject_id=7, tag_id=number, tag=name) for number, name in enumerate(names)),
            actor=KITH,
        )


def told_by(change: uuid.UUID) -> list[tuple[str, str]]:
    """Names and tags of a change's events on the contact."""
    rows = Event.objects.filter(change_id=change, subject="contact").order_by("id")
    return [(row.name, row.data["tag"]) for row in rows]


@pytest.mark.django_db
def test_a_change_is_taken_back_newest_first_and_back_again() -> None:
    change = add_tags("A", "B")
    with undone_by(take_back, ContactTagAdded, ContactTagRemoved):
        undone = undo_change(actor=KITH, change_id=change)
        assert undone == Undone(change_id=undone.change_id, subject="contact", subject_id=7)
        assert told_by(undone.change_id) == [("contact.tag_removed", "B"), ("contact.tag_removed", "A")]
        assert set(Event.objects.filter(change_id=undone.change_id).values_list("undoes", flat=True)) == {change}
        again = undo_change(actor=KITH, change_id=undone.change_id)
        assert told_by(again.change_id) == [("contact.tag_added", "A"), ("contact.tag_added", "B")]
        once_more = undo_change(actor=KITH, change_id=again.change_id)
        assert told_by(once_more.change_id) == [("contact.tag_removed", "B"), ("contact.tag_removed", "A")]


@pytest.mark.django_db
def test_a_change_is_taken_back_once() -> None:
    change = add_tags("A")
    with undone_by(take_back, ContactTagAdded, ContactTagRemoved):
        undo_change(actor=KITH, change_id=change)
        with pytest.raises(AlreadyUndone):
            undo_change(actor=KITH, change_id=change)


@pytest.mark.django_db
def test_what_is_unknown_or_has_no_undo_is_refused_alike() -> None:
    with transaction.atomic():
        made = publish(CompanyCreated(subject_id=1), actor=KITH)
    for change in (made, uuid.uuid4()):
        with pytest.raises(NothingToUndo):
            undo_change(actor=KITH, change_id=change)


@pytest.mark.django_db
def test_a_conflict_leaves_nothing_behind() -> None:
    change = add_tags("A")
    with undone_by(refuse, ContactTagAdded), pytest.raises(UndoConflict) as refusal:
        undo_change(actor=KITH, change_id=change)
    assert refusal.value.fields == {"tags": ["Uma has changed this since."]}
    assert not Event.objects.filter(undoes=change).exists()


@pytest.mark.django_db
def test_who_may_not_undo_does_not() -> None:
    change = add_tags("A")
    with undone_by(take_back, ContactTagAdded), pytest.raises(NotAllowed):
        undo_change(actor=VIEWER, change_id=change)


@pytest.mark.django_db(transaction=True)
def test_two_who_undo_at_once_undo_once() -> None:
    change = add_tags("A")
    ready = threading.Barrier(4)
    outcomes: list[str] = []

    def try_it() -> None:
        ready.wait()
        try:
            undo_change(actor=KITH, change_id=change)
            outcomes.append("undone")
        except AlreadyUndone:
            outcomes.append("refused")
        finally:
            connection.close()

    with undone_by(take_back, ContactTagAdded, ContactTagRemoved):
        threads = [threading.Thread(target=try_it) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(outcomes) == ["refused"] * 3 + ["undone"]
    assert Event.objects.filter(undoes=change).count() == 1
