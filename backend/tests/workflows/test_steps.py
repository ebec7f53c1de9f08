"""Steps and endings one by one: what each does, and that it is done once."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from crm.contacts.models import Contact
from crm.contacts.services.batches import tag_contacts
from crm.conversations.models import Conversation, Message
from crm.core.access import Actor
from crm.journal.models import Event
from crm.pipelines.models import Opportunity
from crm.workflows.engine.dates import scan_some
from crm.workflows.models import Run, Workflow
from crm.workflows.services import enrol_contacts, replay_run
from tests.cast import ada, as_actor, uma, vic
from tests.pipelines.deals import pipeline
from tests.workflows.ways import active, go, later, person, states, step, tag


@pytest.fixture
def actor(db: None) -> Actor:
    """The administrator."""
    return as_actor(ada())


def run_for(actor: Actor, workflow: int, contact: int) -> Run:
    """The contact put in by hand, and all that follows at once."""
    enrol_contacts(actor=actor, workflow_id=workflow, contact_ids=[contact])
    go()
    return Run.objects.filter(workflow_id=workflow, contact_id=contact).latest("id")


def test_colleagues_take_turns_and_who_has_a_contact_keeps_it(actor: Actor) -> None:
    one, other = ada().pk, uma().pk
    config = {"user_ids": [one, other], "only_if_nobody": True}
    workflow = active(actor, {"kind": "manual"}, [step(1, "assign", config)], enrol="many")
    people = [person(actor, name) for name in ("Grace", "Alan", "Edsger")]
    for contact in people:
        run_for(actor, workflow, contact)
    owners = [Contact.objects.get(pk=contact).assigned_user_id for contact in people]
    assert owners in ([one, other, one], [other, one, other])
    run_for(actor, workflow, people[0])
    assert Contact.objects.get(pk=people[0]).assigned_user_id == owners[0]


def test_who_can_not_sign_in_any_more_gets_nothing(actor: Actor) -> None:
    gone = vic()
    workflow = active(actor, {"kind": "manual"}, [step(1, "assign", {"user_ids": [gone.pk, uma().pk]})], enrol="many")
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    for name in ("Grace", "Alan"):
        contact = person(actor, name)
        run_for(actor, workflow, contact)
        assert Contact.objects.get(pk=contact).assigned_user_id == uma().pk


def test_an_opportunity_is_made_once_and_later_steps_are_about_it(actor: Actor) -> None:
    sales = pipeline(actor)
    first, second = (stage.id for stage in sales.stages[:2])
    made = {"title": "{{full_name|Somebody}} wants it", "stage_id": first, "value": "120.50", "currency": "EUR"}
    steps = [
        step(1, "create_opportunity", made),
        step(2, "move_to_stage", {"stage_id": second}),
        step(3, "wait", {"amount": 1}),
    ]
    workflow = active(actor, {"kind": "manual"}, steps)
    run = run_for(actor, workflow, person(actor, "Grace"))
    found = Opportunity.objects.get()
    assert (found.title, found.stage_id, found.value_cents, found.currency) == ("Grace wants it", second, 12050, "EUR")
    later()
    assert Run.objects.get(pk=run.pk).state == "done"
    replay_run(actor=actor, run_id=run.pk, start="start")
    later()
    assert Opportunity.objects.count() == 1


def test_a_note_is_written_once_and_names_who_is_told(actor: Actor) -> None:
    config = {"text": "Call {{first_name|them}} today.", "user_ids": [uma().pk]}
    workflow = active(actor, {"kind": "manual"}, [step(1, "add_note", config)])
    run = run_for(actor, workflow, person(actor, "Grace"))
    note = Message.objects.get(direction="note")
    assert note.text == "Call Grace today."
    replay_run(actor=actor, run_id=run.pk, start="start")
    go()
    assert (Message.objects.count(), Conversation.objects.count()) == (1, 1)


def test_a_goal_ends_a_run_wherever_it_waits(actor: Actor) -> None:
    won = tag(actor, "Won")
    goal = {"kind": "tag_added", "config": {"tag_id": won}}
    steps = [step(1, "wait", {"amount": 1}), step(2, "add_note", {"text": "Too late."})]
    workflow = active(actor, {"kind": "manual"}, steps, goals=[goal])
    grace, alan = person(actor, "Grace"), person(actor, "Alan")
    enrol_contacts(actor=actor, workflow_id=workflow, contact_ids=[grace, alan])
    go()
    tag_contacts(actor=actor, contact_ids=[grace], names=["Won"])
    go()
    ended, waiting = Run.objects.order_by("id")
    assert (ended.state, ended.outcome, waiting.state) == ("done", "A goal was reached.", "active")
    assert states(ended.pk) == [("step1", "skipped")]
    later()
    assert Message.objects.count() == 1
    assert Event.objects.filter(name="run.started").count() == 2


def test_days_after_a_contact_was_made_it_starts_once_and_not_for_who_was_there_before(actor: Actor) -> None:
    trigger = {"kind": "contact_date_reached", "config": {"days": 3, "when": "after", "at": "00:00"}}
    workflow = active(actor, trigger, [step(1, "add_note", {"text": "Three days."})])
    old = person(actor, "Old")
    person(actor, "Recent")
    Contact.objects.filter(pk=old).update(created_at=Now() - timedelta(days=3))
    for _ in range(2):
        Workflow.objects.filter(pk=workflow).update(scan_at=Now() - timedelta(seconds=1), scanned_on=None)
        scan_some()
        go()
    assert list(Run.objects.values_list("contact_id", flat=True)) == [old]
    assert Message.objects.count() == 1
