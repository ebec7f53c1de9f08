"""The timeline: order, bursts, pages, names, what can be undone, and history whose classes are gone."""

import dataclasses
import uuid
from collections.abc import Collection, Mapping
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from crm.contacts.events import ContactArchived, ContactCreated, ContactTagAdded, ContactUpdated
from crm.core.access import Actor, ActorKind, system_actor
from crm.core.paging import BadCursor
from crm.journal import catalogue
from crm.journal.catalogue import Change, Event
from crm.journal.errors import UnknownKind
from crm.journal.models import Event as EventRow
from crm.journal.publishing import publish
from crm.journal.timeline import TimelineGroup, TimelinePage, list_timeline_kinds, read_timeline

pytestmark = pytest.mark.django_db

KITH = system_actor("Kith")
ADA = Actor(kind=ActorKind.USER, id=1, name="Ada", permissions=KITH.permissions)
UMA = Actor(kind=ActorKind.USER, id=2, name="Uma", permissions=KITH.permissions)


def name_people(ids: Collection[int]) -> Mapping[int, str]:
    """Ada and Uma are still here."""
    return {number: name for number, name in {1: "Ada", 2: "Uma"}.items() if number in ids}


def tell(actor: Actor, *events: Event, undoes: uuid.UUID | None = None, minutes_ago: float = 0) -> uuid.UUID:
    """Publishes, some time ago."""
    with transaction.atomic():
        change = publish(*events, actor=actor, undoes=undoes)
        if minutes_ago:
            # The only way to an older event is past the guard of the table.
            with connection.cursor() as cursor:
                cursor.execute("ALTER TABLE journal_event DISABLE TRIGGER USER")
                EventRow.objects.filter(change_id=change).update(
                    at=EventRow.objects.filter(change_id=change)[0].at - timedelta(minutes=minutes_ago)
                )
                cursor.execute("ALTER TABLE journal_event ENABLE TRIGGER USER")
    return change


def tag(name: str = "VIP", contact_id: int = 7) -> ContactTagAdded:
    """A tag on a contact."""
    return ContactTagAdded(subject_id=contact_id, tag_id=1, tag=name)


def edit(field: str, before: str, after: str) -> ContactUpdated:
    """One field of contact 7."""
    return ContactUpdated(subject_id=7, version=2, fields={field: Change(before, after)})


def page(*, contact_id: int = 7, kind: str | None = None, cursor: str | None = None, limit: int = 50) -> TimelinePage:
    """A page of the timeline of contact 7."""
    return read_timeline(contact_id=contact_id, kind=kind, cursor=cursor, limit=limit, name_people=name_people)


def outline(groups: list[TimelineGroup]) -> list[tuple[str, list[str]]]:
    """Who, and what they did."""
    return [(group.actor.name, [entry.text for entry in group.entries]) for group in groups]


def test_it_tells_who_did_what_newest_first() -> None:
    tell(ADA, ContactCreated(subject_id=7), minutes_ago=60)
    tell(UMA, edit("email", "", "ada@example.com"), minutes_ago=30)
    tell(system_actor("Clean-up", via="a command"), ContactArchived(subject_id=7))
    tell(ADA, ContactArchived(subject_id=8))
    groups = page().items
    assert outline(groups) == [
        ("Clean-up", ["archived this contact"]),
        ("Uma", ["changed email"]),
        ("Ada", ["created this contact"]),
    ]
    assert (groups[0].actor.kind, groups[0].actor.id, groups[0].actor.via) == ("system", None, "a command")
    (change,) = groups[1].entries[0].changes
    assert (change.field, change.before, change.after) == ("email", None, "ada@example.com")
    assert [group.kind for group in groups] == ["archive", "field", "created"]


def test_a_burst_is_one_group_and_order_is_kept() -> None:
    tell(ADA, tag("A"), minutes_ago=25)
    tell(ADA, tag("B"), minutes_ago=9)
    tell(UMA, tag("C"), minutes_ago=8)
    tell(ADA, tag("D"), minutes_ago=7)
    tell(ADA, tag("E"), tag("F"))
    tell(ADA, edit("email", "", "x@example.com"))
    tell(ADA, tag("G"))
    groups = page().items
    assert outline(groups) == [
        ("Ada", ["added the tag G"]),
        ("Ada", ["changed email"]),
        ("Ada", ["added the tag F", "added the tag E", "added the tag D"]),
        ("Uma", ["added the tag C"]),
        ("Ada", ["added the tag B"]),
        ("Ada", ["added the tag A"]),
    ]
    burst = groups[2]
    assert (burst.id, burst.at, burst.first_at) == (
        burst.entries[-1].id,
        burst.entries[0].at,
        burst.entries[-1].at,
    )


def test_the_same_actor_by_other_means_is_another_group() -> None:
    by_file = Actor(kind=ActorKind.USER, id=1, name="Ada", permissions=KITH.permissions, via="people.csv")
    tell(ADA, tag("A"))
    tell(by_file, tag("B"))
    assert [group.actor.via for group in page().items] == ["people.csv", None]


def test_pages_join_without_gap_or_double() -> None:
    for number in range(23):
        tell(ADA if number % 3 else UMA, tag(str(number)))
    texts: list[str] = []
    cursor: str | None = None
    pages = 0
    while pages == 0 or cursor:
        got = page(cursor=cursor, limit=5)
        texts += [entry.text for group in got.items for entry in group.entries]
        cursor = got.next_cursor
        pages += 1
        # What comes in between moves nothing.
        tell(ADA, tag("late"))
    assert texts == [f"added the tag {number}" for number in reversed(range(23))]
    assert pages == 5


def test_by_kind() -> None:
    tell(ADA, ContactCreated(subject_id=7), tag("A"))
    assert outline(page(kind="tag").items) == [("Ada", ["added the tag A"])]
    with pytest.raises(UnknownKind):
        page(kind="weather")
    with pytest.raises(BadCursor):
        page(cursor="what?")
    assert {kind.key for kind in list_timeline_kinds(actor=KITH)} >= {"created", "field", "tag", "archive"}
    assert "sign_in" not in {kind.key for kind in list_timeline_kinds(actor=KITH)}


def test_it_says_what_is_undone_and_what_can_be() -> None:
    changed = tell(ADA, edit("email", "a@example.com", "b@example.com"))
    tell(UMA, edit("email", "b@example.com", "a@example.com"), undoes=changed)
    entries = [entry for group in page().items for entry in group.entries]
    assert [(entry.undoes, entry.is_undone, entry.can_undo) for entry in entries] == [
        (True, False, True),
        (False, True, False),
    ]
    assert entries[1].change_id == changed


def test_a_set_is_a_group_of_its_own() -> None:
    change_set = uuid.uuid4()
    tell(ADA, tag("A"))
    tell(dataclasses.replace(ADA, change_set=change_set), tag("B"))
    tell(dataclasses.replace(ADA, change_set=change_set), tag("C"))
    tell(ADA, tag("D"))
    groups = page().items
    assert [group.set_id for group in groups] == [None, change_set, None]
    assert [len(group.entries) for group in groups] == [1, 2, 1]


def test_history_outlives_its_classes(monkeypatch: pytest.MonkeyPatch) -> None:
    tell(ADA, tag("A"))
    tell(ADA, ContactArchived(subject_id=7))
    monkeypatch.delitem(catalogue.EVENTS, "contact.tag_added")
    groups = page().items
    assert outline(groups) == [("Ada", ["archived this contact"]), ("Ada", ["contact tag added"])]
    assert (groups[1].kind, groups[1].entries[0].can_undo) == ("other", False)
    assert outline(page(kind="other").items) == [("Ada", ["contact tag added"])]


def test_people_who_have_left_are_still_somebody() -> None:
    tell(Actor(kind=ActorKind.USER, id=99, name="Grace", permissions=KITH.permissions), tag("A"))
    assert page().items[0].actor.name == "Somebody who has left"


def test_values_are_never_read_as_wording() -> None:
    tell(ADA, tag("{subject_id} {__class__} %s"))
    assert page().items[0].entries[0].text == "added the tag {subject_id} {__class__} %s"


def test_a_page_costs_the_same_for_one_event_and_for_fifty() -> None:
    tell(ADA, tag("A"))
    with CaptureQueriesContext(connection) as for_one:
        page()
    for number in range(49):
        tell(ADA if number % 2 else UMA, tag(str(number)))
    with CaptureQueriesContext(connection) as for_fifty:
        page()
    assert len(for_one) == len(for_fifty) == 1
