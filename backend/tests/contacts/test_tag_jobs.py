"""Tags that many contacts have: merged and deleted by a job, and taken back to the very rows there were."""

from typing import Any

import pytest
from django.db import connection

from crm.bulk.enums import JobState
from crm.bulk.models import BulkJob
from crm.bulk.running import run_job
from crm.bulk.selectors import JobRow, get_bulk_job, list_bulk_actions
from crm.bulk.services import cancel_bulk_job, create_bulk_job, undo_bulk_job
from crm.contacts import selectors, services
from crm.contacts.models import ContactTag, Tag
from crm.contacts.services.tag_endings import AT_ONCE_MOST
from crm.core.access import Actor
from crm.core.errors import InvalidInput
from crm.journal.errors import UndoConflict
from crm.journal.models import Event
from crm.journal.undo import undo_change
from crm.views.models import View
from tests.cast import Browser
from tests.cast import uma as uma_user

MANY = AT_ONCE_MOST + 100
BOTH, TRASH = 40, 30


def tables() -> list[Any]:
    """All that a merge writes, but for the journal."""
    found = []
    with connection.cursor() as cursor:
        for table, columns in (
            ("contacts_tag", "t"),
            ("contacts_contact", "t"),
            ("contacts_contacttag", "(t.contact_id, t.tag_id)"),
            ("views_view", "(t.id, t.name, t.filter, t.owner_id)"),
        ):
            cursor.execute(f"SELECT md5(string_agg({columns}::text, '|' ORDER BY {columns}::text)) FROM {table} t")
            found.append(cursor.fetchone())
    return found


@pytest.fixture
def tags(uma: Actor) -> tuple[int, int]:
    """Two tags: many contacts have the first, some the second too, some are in the trash; a view asks for it."""
    made = services.get_or_create_tags(actor=uma, names=["Custmer", "Customer"])
    source, into = made["Custmer"].id, made["Customer"].id
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO contacts_contact (first_name, tag_ids, archived_at) SELECT 'P' || i, "
            "CASE WHEN i <= %s THEN ARRAY[%s, %s] ELSE ARRAY[%s] END, CASE WHEN i > %s THEN now() END "
            "FROM generate_series(1, %s) i",
            [BOTH, source, into, source, MANY - TRASH, MANY],
        )
        cursor.execute(
            "INSERT INTO contacts_contacttag (contact_id, tag_id) SELECT id, unnest(tag_ids) FROM contacts_contact"
        )
    View.objects.create(owner_id=uma.user_id or 0, subject="contact", name="Customers", filter=asks_for(source))
    return source, into


def asks_for(tag_id: int) -> dict[str, Any]:
    return {"all": [{"field": "tags", "op": "has_any", "value": [tag_id]}]}


def done(actor: Actor, job: JobRow | None) -> JobRow:
    assert job is not None
    run_job(job.id)
    return get_bulk_job(actor=actor, job_id=job.id)


def test_a_merge_of_many_is_a_job_and_comes_back_to_the_row(uma: Actor, tags: tuple[int, int]) -> None:
    source, into = tags
    before = tables()
    answer = services.merge_tag(actor=uma, tag_id=source, into_id=into)
    assert answer.change_id is None
    assert answer.job is not None
    assert (answer.job.label, answer.job.total) == ("Merge tag Custmer into Customer", MANY)

    merged = done(uma, answer.job)
    assert (merged.state, merged.changed, merged.can_undo) == (JobState.DONE, MANY, True)
    after = tables()
    assert list(Tag.objects.values_list("id", flat=True)) == [into]
    assert ContactTag.objects.filter(tag_id=into).count() == MANY
    assert View.objects.get().filter == asks_for(into)
    assert not Event.objects.filter(name="contact.tag_added").exists()

    undone = done(uma, undo_bulk_job(actor=uma, job_id=merged.id))
    assert (undone.changed, undone.refused) == (MANY, 0)
    assert tables() == before
    redone = done(uma, undo_bulk_job(actor=uma, job_id=undone.id))
    assert (redone.changed, redone.refused) == (MANY, 0)
    assert tables() == after


def test_a_deletion_of_many_is_a_job_and_comes_back_to_the_row(uma: Actor, tags: tuple[int, int]) -> None:
    source, _ = tags
    before = tables()
    deleted = done(uma, services.delete_tag(actor=uma, tag_id=source).job)
    assert (deleted.label, deleted.changed) == ("Delete tag Custmer", MANY)
    assert not ContactTag.objects.filter(tag_id=source).exists()
    after = tables()
    undone = done(uma, undo_bulk_job(actor=uma, job_id=deleted.id))
    assert tables() == before
    done(uma, undo_bulk_job(actor=uma, job_id=undone.id))
    assert tables() == after


def test_who_gets_the_tag_while_it_is_merged_gets_the_other_one(uma: Actor, tags: tuple[int, int]) -> None:
    source, into = tags
    job = services.merge_tag(actor=uma, tag_id=source, into_id=into).job
    assert job is not None
    run_job(job.id, batches=1)
    late = services.create_contact(actor=uma, first_name="Late", tags=["Custmer"]).contact.id
    before = tables()
    assert done(uma, job).changed == MANY
    assert list(ContactTag.objects.filter(contact_id=late).values_list("tag_id", flat=True)) == [into]
    done(uma, undo_bulk_job(actor=uma, job_id=job.id))
    assert list(ContactTag.objects.filter(contact_id=late).values_list("tag_id", flat=True)) == [source]
    assert before != tables()


def test_what_was_decided_since_stays_and_is_told(uma: Actor, tags: tuple[int, int]) -> None:
    source, into = tags
    job = done(uma, services.merge_tag(actor=uma, tag_id=source, into_id=into).job)
    ids = list(ContactTag.objects.order_by("contact_id").values_list("contact_id", flat=True))
    services.remove_contact_tag(actor=uma, contact_id=ids[BOTH], tag_id=into)
    with pytest.raises(UndoConflict, match="The tag Custmer exists no more"):
        undo_change(actor=uma, change_id=Event.objects.filter(contact_id=ids[0]).latest("id").change_id)
    undone = done(uma, undo_bulk_job(actor=uma, job_id=job.id))
    assert (undone.changed, undone.refused) == (MANY - 1, 1)
    assert not ContactTag.objects.filter(contact_id=ids[BOTH]).exists()


def test_a_job_that_is_broken_off_leaves_both_tags(uma: Actor, tags: tuple[int, int]) -> None:
    source, into = tags
    before = tables()
    job = services.merge_tag(actor=uma, tag_id=source, into_id=into).job
    assert job is not None
    run_job(job.id, batches=1)
    cancel_bulk_job(actor=uma, job_id=job.id)
    stopped = done(uma, job)
    assert (stopped.state, Tag.objects.count()) == (JobState.CANCELLED, 2)
    assert View.objects.get().filter == asks_for(source)
    done(uma, undo_bulk_job(actor=uma, job_id=job.id))
    assert tables() == before


def test_two_at_once_the_second_finds_the_tag_gone(uma: Actor, tags: tuple[int, int]) -> None:
    source, into = tags
    first = services.merge_tag(actor=uma, tag_id=source, into_id=into).job
    second = services.delete_tag(actor=uma, tag_id=source).job
    done(uma, first)
    failed = done(uma, second)
    assert (failed.state, failed.error) == (
        JobState.FAILED,
        "The tag exists no more: somebody has merged or deleted it",
    )


def test_nobody_asks_for_it_on_a_selection(uma: Actor, tags: tuple[int, int]) -> None:
    assert "merge_tag" not in {action.key for action in list_bulk_actions(actor=uma, subject="contact")}
    with pytest.raises(InvalidInput):
        create_bulk_job(
            actor=uma, subject="contact", action="delete_tag", params={"tag_id": tags[0]}, ids=[1]
        )  # fmt: skip
    assert not BulkJob.objects.exists()


def test_where_a_tag_is_used_names_views(uma: Actor, ada: Actor, tags: tuple[int, int]) -> None:
    source, _ = tags
    View.objects.create(owner_id=ada.user_id or 0, subject="contact", name="Hers", filter=asks_for(source))
    uses = selectors.get_tag_uses(actor=uma, tag_id=source)
    assert ([view.name for view in uses.views], uses.hidden_views) == (["Customers"], 1)
    browser = Browser(uma_user())
    told = browser.get(f"/api/v1/tags/{source}/uses").json()
    assert (told["views"][0]["owner"]["id"], told["archived_count"]) == (uma.user_id, TRASH)
    answer = browser.post(f"/api/v1/tags/{source}/merge", {"into_id": tags[1]}).json()
    assert (answer["change_id"], answer["job"]["total"]) == (None, MANY)
