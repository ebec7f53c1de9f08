"""Jobs: what is selected stays selected, each record has its outcome, and whoever asked must still be allowed to."""

import json
import uuid
from typing import Any

import pytest
from django.db import connection

from crm.accounts.models import User
from crm.bulk import selectors, services
from crm.bulk.catalogue import ACTIONS
from crm.bulk.errors import JobCannotBeUndone, JobIsOver, NothingSelected, SelectionChanged, TooManyJobs
from crm.bulk.models import BulkBatch, BulkJob
from crm.bulk.rescue import hand_out_again
from crm.bulk.running import run_job
from crm.bulk.services import starting
from crm.contacts import services as contacts
from crm.core.access import Actor
from crm.core.errors import InvalidInput, NotAllowed, NotFound
from crm.journal.models import Event
from tests.bulk.orders import do, finish, order, reasons, take_back
from tests.contacts.people import make, read, tags_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(ada: Actor) -> list[int]:
    """Five contacts."""
    return [make(ada, f"Person {number}").id for number in range(5)]


@pytest.fixture
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "BATCH", 2)


def test_all_that_match_are_tagged_and_each_is_a_change_of_one_set(uma: Actor, people: list[int]) -> None:
    other = make(uma, "Grace").id
    job = order(uma, "add_tags", {"tags": ["VIP", " vip", "Lead"]}, q="person", expected=5)
    assert (job.state, job.total, job.done, job.label) == ("waiting", 5, 0, "Add tags VIP, Lead")
    job = finish(uma, job)
    assert (job.state, job.changed, job.unchanged, job.refused, job.progress) == ("done", 5, 0, 0, 1.0)
    assert {tuple(tags_of(read(uma, contact_id))) for contact_id in people} == {("Lead", "VIP")}
    assert tags_of(read(uma, other)) == []
    events = Event.objects.filter(set_id=job.set_id, name="contact.tag_added")
    assert events.count() == 10
    assert {event.via for event in events} == {"bulk action"}
    assert len({event.change_id for event in events}) == 5
    assert {read(uma, contact_id).version for contact_id in people} == {2}


def test_each_record_tells_why_it_was_not_changed(uma: Actor, people: list[int]) -> None:
    contacts.add_contact_tag(actor=uma, contact_id=people[0], name="VIP")
    contacts.archive_contact(actor=uma, contact_id=people[1])
    job = do(uma, "add_tags", {"tags": ["VIP"]}, ids=[*people, 987_654])
    assert (job.total, job.changed, job.unchanged, job.refused) == (6, 3, 1, 2)
    assert reasons(uma, job) == {
        people[0]: "It has these tags already.",
        people[1]: "This contact is in the trash. Restore it first.",
        987_654: "It is gone, or was never here.",
    }
    names = {row.record_id: row.name for row in selectors.list_bulk_results(actor=uma, job_id=job.id).items}
    assert names == {people[0]: "Person 0", people[1]: "Person 1", 987_654: None}


def test_what_is_selected_is_settled_when_the_job_is_made(uma: Actor, people: list[int]) -> None:
    job = order(uma, "add_tags", {"tags": ["VIP"]}, q="person")
    late = make(uma, "Person who came later").id
    assert finish(uma, job).changed == 5
    assert tags_of(read(uma, late)) == []


@pytest.mark.usefixtures("_small_batches")
def test_a_job_goes_by_batches_and_goes_on_where_it_was(uma: Actor, people: list[int]) -> None:
    job = order(uma, "add_tags", {"tags": ["VIP"]}, ids=people)
    run_job(job.id, batches=1)
    half = selectors.get_bulk_job(actor=uma, job_id=job.id)
    assert (half.state, half.done, half.progress) == ("running", 2, 0.4)
    assert (finish(uma, job).changed, BulkBatch.objects.count()) == (5, 0)
    assert Event.objects.filter(set_id=job.set_id, name="contact.tag_added").count() == 5
    # A job that is over stays as it is, whoever runs it again.
    assert finish(uma, job).changed == 5


@pytest.mark.usefixtures("_small_batches")
def test_a_cancelled_job_stops_between_batches_and_what_was_done_can_be_undone(uma: Actor, people: list[int]) -> None:
    job = order(uma, "add_tags", {"tags": ["VIP"]}, ids=people)
    run_job(job.id, batches=1)
    assert services.cancel_bulk_job(actor=uma, job_id=job.id).is_stopping
    job = finish(uma, job)
    assert (job.state, job.changed, job.can_undo) == ("cancelled", 2, True)
    assert [tags_of(read(uma, contact_id)) for contact_id in people] == [["VIP"], ["VIP"], [], [], []]
    with pytest.raises(JobIsOver):
        services.cancel_bulk_job(actor=uma, job_id=job.id)
    assert take_back(uma, job).changed == 2
    assert all(tags_of(read(uma, contact_id)) == [] for contact_id in people)


def test_the_number_that_was_shown_guards_all_that_match(uma: Actor, people: list[int]) -> None:
    with pytest.raises(SelectionChanged) as refusal:
        order(uma, "add_tags", {"tags": ["VIP"]}, q="person", expected=16)
    assert refusal.value.extra["count"] == 5
    assert not BulkJob.objects.exists()
    assert order(uma, "add_tags", {"tags": ["VIP"]}, q="person", expected=15).total == 5


def test_nothing_is_no_job(uma: Actor, people: list[int]) -> None:
    empty: list[dict[str, Any]] = [
        {"q": "nobody is called so"},
        {"archived": True},
        {"ids": []},
        {"ids": [0, -1, 2**70]},
    ]
    for selection in empty:
        with pytest.raises(NothingSelected):
            order(uma, "add_tags", {"tags": ["VIP"]}, **selection)


@pytest.mark.parametrize(
    ("subject", "action", "params", "field"),
    [
        ("planet", "add_tags", {"tags": ["VIP"]}, "subject"),
        ("contact", "launch", {}, "action"),
        ("contact", "add_tags", {}, "params"),
        ("contact", "add_tags", {"tags": "VIP"}, "params.tags"),
        ("contact", "add_tags", {"tags": [7]}, "params.tags"),
        ("contact", "add_tags", {"tags": []}, "params.tags"),
        ("contact", "add_tags", {"tags": ["x" * 51]}, "params.tags"),
        ("contact", "add_tags", {"tags": ["a\0b"]}, "params.tags"),
    ],
)
def test_a_wrong_order_names_what_is_wrong(
    uma: Actor, people: list[int], subject: str, action: str, params: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        order(uma, action, params, subject=subject, ids=people)
    assert set(refusal.value.fields or ()) == {field}


def test_jobs_are_their_owners_and_the_administrators(ada: Actor, uma: Actor, vic: Actor, people: list[int]) -> None:
    hers = order(uma, "add_tags", {"tags": ["VIP"]}, ids=people)
    his = order(ada, "add_tags", {"tags": ["VIP"]}, ids=people)
    assert [job.id for job in selectors.list_bulk_jobs(actor=uma, everybody=True)] == [hers.id]
    assert [job.id for job in selectors.list_bulk_jobs(actor=ada)] == [his.id]
    assert [job.id for job in selectors.list_bulk_jobs(actor=ada, everybody=True)] == [his.id, hers.id]
    assert selectors.get_bulk_job(actor=ada, job_id=hers.id).actor.name == "Uma"
    for call in (selectors.get_bulk_job, selectors.list_bulk_results, services.cancel_bulk_job, services.undo_bulk_job):
        for job_id in (his.id, 987_654, 2**70, -1):
            with pytest.raises(NotFound):
                call(actor=uma, job_id=job_id)
    with pytest.raises(NotAllowed):
        order(vic, "add_tags", {"tags": ["VIP"]}, ids=people)


@pytest.mark.usefixtures("_small_batches")
@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"is_active": False}, "Uma may not sign in any more."),
        ({"role": "viewer"}, "Your role does not allow this (contacts:bulk)."),
    ],
)
def test_who_may_no_longer_does_no_more(uma: Actor, people: list[int], change: dict[str, Any], error: str) -> None:
    job = order(uma, "add_tags", {"tags": ["VIP"]}, ids=people)
    run_job(job.id, batches=1)
    User.objects.filter(pk=uma.id or 0).update(**change)
    job = finish(uma, job)
    assert (job.state, job.changed, job.error) == ("failed", 2, error)
    assert [tags_of(read(uma, contact_id)) for contact_id in people] == [["VIP"], ["VIP"], [], [], []]


@pytest.mark.usefixtures("_small_batches")
def test_a_fault_takes_its_batch_back_and_is_tried_again_but_not_for_ever(
    uma: Actor, people: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    job = order(uma, "add_tags", {"tags": ["VIP"]}, ids=people)
    run_job(job.id, batches=1)
    action = ACTIONS["contact", "add_tags"]

    def break_down(**given: Any) -> Any:
        action.run(**given)
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")

    broken = type(action)(**{name: getattr(action, name) for name in action.__slots__} | {"run": break_down})
    monkeypatch.setitem(ACTIONS, ("contact", "add_tags"), broken)
    for _ in range(4):
        assert finish(uma, job).state == "running"
    job = finish(uma, job)
    assert (job.state, job.changed) == ("failed", 2)
    assert "Something broke on our side" in job.error
    assert [tags_of(read(uma, contact_id)) for contact_id in people] == [["VIP"], ["VIP"], [], [], []]


def test_a_job_that_nobody_looks_after_is_handed_out_again(uma: Actor, people: list[int]) -> None:
    job = order(uma, "add_tags", {"tags": ["VIP"]}, ids=people)
    assert hand_out_again() == 0
    BulkJob.objects.update(due_at=job.created_at)
    assert hand_out_again() == 1
    assert hand_out_again() == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'bulk.run' AND status = 'todo'")
        # One that waits for a worker is not handed out twice.
        assert cursor.fetchone() == (1,)


def test_nobody_fills_the_queue(uma: Actor, people: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "OPEN_JOBS_MOST", 2)
    first = order(uma, "add_tags", {"tags": ["VIP"]}, ids=people)
    order(uma, "add_tags", {"tags": ["VIP"]}, ids=people)
    with pytest.raises(TooManyJobs):
        order(uma, "add_tags", {"tags": ["VIP"]}, ids=people)
    finish(uma, first)
    order(uma, "add_tags", {"tags": ["VIP"]}, ids=people)


def test_undo_and_undo_of_undo(uma: Actor, people: list[int]) -> None:
    contacts.add_contact_tag(actor=uma, contact_id=people[0], name="VIP")
    job = do(uma, "add_tags", {"tags": ["VIP"]}, ids=people)
    tag_id = json.loads(bytes(read(uma, people[1]).tags))[0]["id"]
    contacts.remove_contact_tag(actor=uma, contact_id=people[1], tag_id=tag_id)
    undo = take_back(uma, job)
    assert (undo.label, undo.undoes_job_id, undo.changed, undo.refused) == ("Undo: Add tag VIP", job.id, 3, 1)
    assert reasons(uma, undo) == {people[1]: "The tag VIP has been removed since."}
    assert [tags_of(read(uma, contact_id)) for contact_id in people] == [["VIP"], [], [], [], []]
    redo = take_back(uma, undo)
    assert (redo.label, redo.changed) == ("Redo: Add tag VIP", 3)
    assert [tags_of(read(uma, contact_id)) for contact_id in people] == [["VIP"], [], ["VIP"], ["VIP"], ["VIP"]]
    told = selectors.get_bulk_job(actor=uma, job_id=undo.id)
    assert (told.can_undo, told.undo_job_id) == (False, redo.id)
    with pytest.raises(JobCannotBeUndone):
        services.undo_bulk_job(actor=uma, job_id=undo.id)
    with pytest.raises(NotFound):
        services.undo_set(actor=uma, set_id=uuid.uuid4(), subject="contact", label="Undo")
