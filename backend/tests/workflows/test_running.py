"""Workflows from an event to the end of a run, on a real database: started once, waited, stopped, failed, replayed."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now

from crm.contacts.services import add_contact_tag, remove_contact_tag, update_contact
from crm.core.access import Actor
from crm.core.errors import NotFound
from crm.journal.models import Delivery
from crm.workflows.errors import NotSound
from crm.workflows.models import Miss, Run, Workflow
from crm.workflows.selectors import get_replay_plan, get_run, get_workflow, list_workflows
from crm.workflows.services import (
    activate_workflow,
    cancel_run,
    create_workflow,
    enrol_contacts,
    pause_workflow,
    replay_run,
    resume_workflow,
    skip_wait,
)
from tests.cast import ada, as_actor, uma
from tests.workflows.ways import active, go, later, person, states, step, tag

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor() -> Actor:
    """The administrator."""
    return as_actor(ada())


def test_a_tag_starts_it_a_wait_holds_it_and_a_branch_sees_what_is_so_then(actor: Actor) -> None:
    trial, vip = tag(actor, "trial"), tag(actor, "VIP")
    workflow = active(
        actor,
        {"kind": "tag_added", "config": {"tag_id": trial}},
        [
            step(1, "wait", {"amount": 2, "unit": "days"}),
            step(
                2,
                "if_else",
                {"about": "contact", "filter": {"all": [{"field": "first_name", "op": "is", "value": "Ada"}]}},
                branches={"yes": [step(3, "add_tag", {"tag_id": vip})], "no": [step(4, "end")]},
            ),
            step(5, "edit_field", {"field": "notes", "value": "Was {{first_name}}"}),
        ],
    )
    grace = person(actor)
    add_contact_tag(actor=actor, contact_id=grace, name="VIP")
    go()
    assert not Run.objects.exists()
    add_contact_tag(actor=actor, contact_id=grace, name="Trial")
    go()
    run = Run.objects.get()
    assert (run.workflow_id, run.contact_id, run.state, run.is_waiting) == (workflow, grace, "active", True)
    assert timedelta(days=1.99) < run.due_at - run.started_at < timedelta(days=2.01)
    update_contact(actor=actor, contact_id=grace, version=99, changes={"first_name": "Ada"})
    later()
    shown = get_run(actor=actor, run_id=run.pk)
    assert shown.state == "done"
    assert [(one.step_id, one.state) for one in shown.steps] == [
        ("step1", "done"), ("step2", "done"), ("step3", "done"), ("step5", "done"),
    ]  # fmt: skip
    assert shown.steps[1].seen == [{"text": "First name is “Ada”", "holds": True, "value": "Ada"}]
    assert get_workflow(actor=actor, workflow_id=workflow).counts["step2"].passed == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT notes FROM contacts_contact WHERE id = %s", [grace])
        assert cursor.fetchone() == ("Was Ada",)


def test_once_is_once_and_the_same_event_starts_one_run_however_often_it_is_heard(actor: Actor) -> None:
    trial = tag(actor, "trial")
    active(actor, {"kind": "tag_added"}, [step(1, "end")])
    grace = person(actor)
    add_contact_tag(actor=actor, contact_id=grace, name="Trial")
    go()
    Delivery.objects.update(state="pending", due_at=Now(), finished_at=None)
    go()
    assert Run.objects.filter(contact_id=grace).count() == 1
    remove_contact_tag(actor=actor, contact_id=grace, tag_id=trial)
    add_contact_tag(actor=actor, contact_id=grace, name="Trial")
    go()
    assert Run.objects.filter(contact_id=grace).count() == 1
    assert "policy" in Miss.objects.values_list("reason", flat=True)


def test_what_a_workflow_does_itself_does_not_start_it_again(actor: Actor) -> None:
    loop = tag(actor, "loop")
    active(
        actor,
        {"kind": "contact_changed", "config": {"fields": ["notes"]}},
        [step(1, "add_tag", {"tag_id": loop}), step(2, "edit_field", {"field": "notes", "value": "changed by itself"})],
        enrol="many",
    )
    grace = person(actor)
    update_contact(actor=actor, contact_id=grace, version=1, changes={"notes": "by hand"})
    go()
    assert Run.objects.count() == 1
    assert list(Miss.objects.values_list("reason", flat=True)) == ["loop"]


def test_a_step_that_fails_is_mended_and_replayed_without_doing_the_others_again(actor: Actor) -> None:
    vip = tag(actor, "VIP")
    active(
        actor,
        {"kind": "manual"},
        [step(1, "add_tag", {"tag_id": vip}), step(2, "edit_field", {"field": "notes", "value": "Dear {{company}}"})],
    )
    grace = person(actor)
    workflow = Workflow.objects.get()
    assert enrol_contacts(actor=actor, workflow_id=workflow.pk, contact_ids=[grace, 987654]).started == 1
    go()
    first = Run.objects.get()
    assert (first.state, states(first.pk)) == ("failed", [("step1", "done"), ("step2", "failed")])
    assert "company" in get_run(actor=actor, run_id=first.pk).outcome
    plan = get_replay_plan(actor=actor, run_id=first.pk, start="start")
    assert (plan.keeps, plan.repeats) == (["1. Add a tag"], ["2. Edit a field"])
    update_contact(actor=actor, contact_id=grace, version=99, changes={"company": "Navy"})
    replay = replay_run(actor=actor, run_id=first.pk, start="start")
    go()
    assert states(replay.id) == [("step1", "kept"), ("step2", "done")]
    first.refresh_from_db()
    assert first.state == "failed"


def test_paused_it_holds_what_is_under_way_and_starts_nothing(actor: Actor) -> None:
    workflow = active(actor, {"kind": "contact_created"}, [step(1, "wait", {"amount": 1, "unit": "hours"})])
    person(actor)
    go()
    pause_workflow(actor=actor, workflow_id=workflow)
    person(actor, "Alan")
    later()
    assert list(Run.objects.values_list("state", flat=True)) == ["held"]
    resume_workflow(actor=actor, workflow_id=workflow)
    later()
    assert list(Run.objects.values_list("state", flat=True)) == ["done"]


def test_a_wait_for_something_goes_on_when_it_happens_or_when_its_time_is_over(actor: Actor) -> None:
    vip = tag(actor, "VIP")
    event = {"kind": "tag_added", "config": {"tag_id": vip}}
    active(
        actor,
        {"kind": "contact_created"},
        [step(1, "wait_for", {"event": event, "amount": 2, "unit": "days"},
              branches={"happened": [step(2, "end")], "timed_out": [step(3, "end")]})],
    )  # fmt: skip
    grace, alan = person(actor), person(actor, "Alan")
    go()
    add_contact_tag(actor=actor, contact_id=grace, name="VIP")
    go()
    assert states(Run.objects.get(contact_id=grace).pk)[-1] == ("step2", "done")
    later()
    assert states(Run.objects.get(contact_id=alan).pk)[-1] == ("step3", "done")


def test_a_person_can_be_taken_out_and_a_wait_cut_short(actor: Actor) -> None:
    active(actor, {"kind": "contact_created"}, [step(1, "wait", {"amount": 1, "unit": "weeks"})])
    person(actor)
    person(actor, "Alan")
    go()
    first, second = Run.objects.order_by("id")
    assert cancel_run(actor=actor, run_id=first.pk).state == "cancelled"
    skip_wait(actor=actor, run_id=second.pk)
    go()
    second.refresh_from_db()
    assert second.state == "done"


def test_what_is_not_sound_is_not_activated_and_says_where(actor: Actor) -> None:
    made = create_workflow(
        actor=actor, name="Draft", definition={"steps": [step(1, "add_tag", {"tag_id": 987654}), step(2, "wait_for")]}
    )
    with pytest.raises(NotSound) as refused:
        activate_workflow(actor=actor, workflow_id=made.id, version=made.version)
    faults = {(fault["step_id"], fault["field"]) for fault in refused.value.extra["faults"]}
    assert faults == {(None, "trigger"), ("step1", "tag_id"), ("step2", "event")}


def test_a_user_sees_their_own_workflows_and_an_administrator_all(actor: Actor) -> None:
    made = create_workflow(actor=actor, name="Of Ada")
    other = as_actor(uma())
    own = create_workflow(actor=other, name="Of Uma")
    assert [row.id for row in list_workflows(actor=other).items] == [own.id]
    assert [row.id for row in list_workflows(actor=actor).items] == [own.id, made.id]
    with pytest.raises(NotFound):
        get_workflow(actor=other, workflow_id=made.id)
