"""What can be done to many contacts: by the rules of the single services, each with its outcome, all of it undone."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm.accounts.models import User
from crm.bulk import selectors, services
from crm.bulk.running import run_job
from crm.contacts import services as contacts
from crm.core.access import Actor
from crm.core.errors import InvalidInput
from crm.journal.models import Event
from crm.journal.undo import undo_change
from tests.bulk.orders import do, finish, order, reasons, take_back
from tests.contacts.people import edit, events_of, make, read, tags_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(uma: Actor) -> list[int]:
    """Three contacts, and one in the trash."""
    ids = [make(uma, name, tags=["Old", "Lead"]).id for name in ("Ann", "Ben", "Cid", "Dot")]
    contacts.archive_contact(actor=uma, contact_id=ids[3])
    return ids


def stored(ids: list[int]) -> list[tuple[dict[str, Any], list[int] | None]]:
    """All columns of the contacts but those that tell that something happened."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_jsonb(c) - 'version' - 'updated_at', (SELECT array_agg(tag_id ORDER BY tag_id) FROM "
            "contacts_contacttag t WHERE t.contact_id = c.id) FROM contacts_contact c WHERE id = ANY(%s) ORDER BY id",
            [ids],
        )
        return [(json.loads(row), tags) for row, tags in cursor.fetchall()]


def tag_id(actor: Actor, contact_id: int, name: str) -> int:
    """The id of a tag on a contact."""
    return next(int(tag["id"]) for tag in json.loads(bytes(read(actor, contact_id).tags)) if tag["name"] == name)


def assert_undone(actor: Actor, job: Any, before: list[Any], ids: list[int]) -> None:
    """Taking the job back leaves all as it was, and taking that back leaves all as the job did."""
    after = stored(ids)
    undo = take_back(actor, job)
    assert (undo.state, undo.refused) == ("done", 0)
    assert stored(ids) == before
    assert take_back(actor, undo).refused == 0
    assert stored(ids) == after


def test_tags_are_removed(uma: Actor, people: list[int]) -> None:
    old, before = tag_id(uma, people[0], "Old"), stored(people)
    contacts.remove_contact_tag(actor=uma, contact_id=people[1], tag_id=old)
    before = stored(people)
    job = do(uma, "remove_tags", {"tag_ids": [old]}, ids=people)
    assert (job.label, job.changed, job.unchanged, job.refused) == ("Remove tag Old", 2, 1, 1)
    assert reasons(uma, job)[people[1]] == "It has none of these tags."
    assert [tags_of(read(uma, contact_id)) for contact_id in people[:3]] == [["Lead"]] * 3
    assert_undone(uma, job, before, people)


def test_tags_are_added(uma: Actor, people: list[int]) -> None:
    before = stored(people)
    job = do(uma, "add_tags", {"tags": ["VIP", "Lead", "Apple"]}, ids=people[:3])
    assert job.changed == 3
    assert tags_of(read(uma, people[0])) == ["Apple", "Lead", "Old", "VIP"]
    assert_undone(uma, job, before, people)


def test_nobody_gets_more_tags_than_one_can_have(uma: Actor, people: list[int]) -> None:
    crowd = [f"Tag {number}" for number in range(49)]
    full = make(uma, "Full", tags=crowd).id
    job = do(uma, "add_tags", {"tags": ["One", "Two"]}, ids=[people[0], full])
    assert reasons(uma, job) == {full: "It would have more than 50 tags."}
    assert len(tags_of(read(uma, full))) == 49


def test_contacts_are_assigned_to_a_colleague_and_to_nobody(uma: Actor, ada: Actor, people: list[int]) -> None:
    before = stored(people)
    job = do(uma, "assign", {"user_id": ada.id}, ids=people)
    assert (job.label, job.changed, job.refused) == ("Assign to Ada", 3, 1)
    assert {getattr(read(uma, contact_id).assigned_user, "name", None) for contact_id in people[:3]} == {"Ada"}
    assert Event.objects.filter(set_id=job.set_id).values_list("data__version", flat=True)[0] == 2
    again = do(uma, "assign", {"user_id": ada.id}, ids=people[:1])
    assert (again.unchanged, again.can_undo) == (1, False)
    assert_undone(uma, job, before, people)
    assert do(uma, "assign", {"user_id": None}, ids=people[:3]).label == "Assign to nobody"
    assert all(read(uma, contact_id).assigned_user is None for contact_id in people)


def test_nobody_is_assigned_to_who_has_left(uma: Actor, ada: Actor, people: list[int]) -> None:
    with pytest.raises(InvalidInput) as refusal:
        order(uma, "assign", {"user_id": 987_654}, ids=people)
    assert refusal.value.fields == {"params.user_id": ["There is no such colleague."]}
    job = order(uma, "assign", {"user_id": ada.id}, ids=people)
    User.objects.filter(pk=ada.id or 0).update(is_active=False)
    job = finish(uma, job)
    assert (job.state, job.error) == ("failed", "There is no such colleague.")


def test_a_field_is_set(uma: Actor, people: list[int]) -> None:
    before = stored(people)
    job = do(uma, "set_field", {"field": "last_name", "value": "  Hopper "}, ids=people)
    assert (job.label, job.changed) == ("Set last name to Hopper", 3)
    assert [read(uma, contact_id).full_name for contact_id in people[:3]] == ["Ann Hopper", "Ben Hopper", "Cid Hopper"]
    assert_undone(uma, job, before, people)


def test_who_would_be_nobody_keeps_the_name(uma: Actor, people: list[int]) -> None:
    reached = make(uma, "Eve", email="eve@example.com").id
    job = do(uma, "set_field", {"field": "first_name", "value": ""}, ids=[people[0], reached])
    assert job.label == "Empty first name"
    assert list(reasons(uma, job)) == [people[0]]
    assert read(uma, reached).full_name == "eve@example.com"
    assert read(uma, people[0]).first_name == "Ann"


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"field": "email", "value": "x"}, "params.field"),
        ({"field": "version", "value": "x"}, "params.field"),
        ({"field": "first_name", "value": "x" * 101}, "params.value"),
        ({"field": "notes", "value": "a\0b"}, "params.value"),
        ({"field": "notes", "value": 7}, "params.value"),
        ({"value": "x"}, "params"),
    ],
)
def test_a_field_that_can_not_be_set_is_refused(
    uma: Actor, people: list[int], params: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        order(uma, "set_field", params, ids=people)
    assert set(refusal.value.fields or ()) == {field}


def test_contacts_are_archived_and_restored(uma: Actor, people: list[int]) -> None:
    before = stored(people)
    job = do(uma, "archive", q="", expected=3)
    assert (job.total, job.changed, job.selection) == (3, 3, "all")
    assert all(read(uma, contact_id).archived_at for contact_id in people)
    restored = do(uma, "restore", archived=True)
    assert (restored.changed, restored.selection) == (4, "in the trash")
    undo = take_back(uma, restored)
    assert (undo.changed, undo.refused) == (4, 0)
    undone = take_back(uma, job)
    assert (undone.changed, undone.refused) == (3, 0)
    # The moment at which somebody went to the trash, or came from it, is not brought back: it is told anew.
    assert [row[0]["archived_at"] is None for row in stored(people)] == [True, True, True, False]
    assert stored(people[:3]) == before[:3]


def test_what_was_changed_since_is_left_alone_and_told(uma: Actor, ada: Actor, people: list[int]) -> None:
    job = do(uma, "set_field", {"field": "last_name", "value": "Hopper"}, ids=people[:3])
    edit(ada, read(ada, people[0]), last_name="Lovelace")
    contacts.archive_contact(actor=ada, contact_id=people[1])
    undo = take_back(uma, job)
    assert (undo.changed, undo.refused) == (1, 2)
    assert reasons(uma, undo) == {
        people[0]: "Ada has changed the last name since.",
        people[1]: "This contact is in the trash. Restore it first.",
    }
    assert [read(uma, contact_id).last_name for contact_id in people[:3]] == ["Lovelace", "Hopper", ""]
    # What stood in the way is out of it: the rest is taken back by asking again.
    contacts.restore_contact(actor=ada, contact_id=people[1])
    again = selectors.get_bulk_job(actor=uma, job_id=job.id)
    assert again.can_undo
    undo = take_back(uma, again)
    assert (undo.total, undo.changed) == (2, 1)
    assert [read(uma, contact_id).last_name for contact_id in people[:3]] == ["Lovelace", "", ""]


def test_one_change_of_a_set_is_undone_by_itself_and_not_again(uma: Actor, people: list[int]) -> None:
    job = do(uma, "add_tags", {"tags": ["VIP"]}, ids=people[:3])
    change = Event.objects.get(set_id=job.set_id, contact_id=people[0]).change_id
    undo_change(actor=uma, change_id=change)
    undo = take_back(uma, job)
    assert (undo.total, undo.changed) == (2, 2)
    assert events_of(people[0]).count("contact.tag_removed") == 1


@pytest.mark.parametrize(
    ("action", "params"),
    [
        ("add_tags", {"tags": ["VIP", "Lead"]}),
        ("remove_tags", None),
        ("assign", None),
        ("set_field", {"field": "notes", "value": "Met at the fair."}),
        ("archive", {}),
    ],
)
def test_a_batch_costs_the_same_for_one_and_for_many(
    uma: Actor, ada: Actor, people: list[int], action: str, params: dict[str, Any] | None
) -> None:
    many = [make(uma, f"Person {number}", tags=["Old"]).id for number in range(30)]
    given: dict[str, Any] = {"remove_tags": {"tag_ids": [tag_id(uma, many[0], "Old")]}, "assign": {"user_id": ada.id}}
    counts = []
    for ids in (many[:1], many[1:]):
        job = order(uma, action, params or given.get(action), ids=ids)
        with CaptureQueriesContext(connection) as queries:
            run_job(job.id)
        assert selectors.get_bulk_job(actor=uma, job_id=job.id).changed == len(ids)
        undo = take_back_job(uma, job.id)
        with CaptureQueriesContext(connection) as undo_queries:
            run_job(undo)
        counts.append((len(queries), len(undo_queries)))
    first, second = counts
    # The tag that the first one made is there for the second.
    assert second[0] <= first[0]
    assert second[1] == first[1]


def take_back_job(actor: Actor, job_id: int) -> int:
    """The id of a job that is to take that one back."""
    return services.undo_bulk_job(actor=actor, job_id=job_id).id
