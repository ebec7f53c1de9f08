"""Messages of workflows: once each, through the gate, never again by a replay; a reply stops what says so."""

from typing import Any

import pytest
from django.db import transaction

from crm.consent.enums import Channel, Keyword
from crm.consent.services import record_keyword
from crm.contacts.services import update_contact
from crm.conversations.events import MessageReceived
from crm.conversations.models import Message, Sender
from crm.core import clock
from crm.core.access import Actor, system_actor
from crm.journal.publishing import publish
from crm.workflows.errors import NotSound
from crm.workflows.models import Run, Workflow
from crm.workflows.selectors import get_run, try_workflow
from crm.workflows.services import enrol_contacts, replay_run
from tests.cast import ada, as_actor
from tests.conversations.posting import pigeons
from tests.workflows.ways import active, go, later, person, states, step

pytestmark = pytest.mark.django_db

PHONE = "+12025550123"
MAIL = {"purpose": "transactional", "subject": "Hello {{first_name}}", "text": "Welcome, {{first_name|there}}."}
TEXT = {"purpose": "transactional", "text": "Are you there, {{first_name|friend}}?"}


@pytest.fixture
def actor() -> Actor:
    """The administrator, with something to send from."""
    found, account = as_actor(ada()), pigeons()
    for channel, address in (("sms", "+12025550100"), ("email", "hello@ours.example")):
        Sender.objects.create(account=account, channel=channel, name="Us", address=address, is_default=True)
    return found


def reply(contact_id: int, **more: Any) -> None:
    """The person writes."""
    with transaction.atomic():
        publish(
            MessageReceived(subject_id=1, contact_id=contact_id, conversation_id=1, channel="sms", **more),
            actor=system_actor("Kith"),
        )


def enrol(actor: Actor, *contact_ids: int) -> None:
    """Puts people into the only workflow, and carries out what is due."""
    workflow = Workflow.objects.get()
    enrol_contacts(actor=actor, workflow_id=workflow.pk, contact_ids=contact_ids)
    go()


def test_a_mail_leaves_once_and_a_replay_sends_no_second_one(actor: Actor) -> None:
    active(actor, {"kind": "manual"}, [step(1, "send_email", MAIL), step(2, "send_sms", TEXT)])
    grace = person(actor, email="grace@example.com")
    enrol(actor, grace)
    run = Run.objects.get()
    assert states(run.pk) == [("step1", "done"), ("step2", "failed")]
    assert "phone number" in get_run(actor=actor, run_id=run.pk).outcome
    mail = Message.objects.get()
    assert (mail.channel, mail.subject, mail.text, mail.to_address, mail.purpose, mail.state) == (
        "email", "Hello Grace", "Welcome, Grace.", "grace@example.com", "transactional", "queued",
    )  # fmt: skip
    assert get_run(actor=actor, run_id=run.pk).steps[0].message is not None
    update_contact(actor=actor, contact_id=grace, version=99, changes={"phone": PHONE})
    replay = replay_run(actor=actor, run_id=run.pk, start="start")
    go()
    assert states(replay.id) == [("step1", "kept"), ("step2", "done")]
    assert sorted(Message.objects.values_list("channel", flat=True)) == ["email", "sms"]


def test_who_has_said_stop_is_left_out_and_the_run_goes_on(actor: Actor) -> None:
    active(actor, {"kind": "manual"}, [step(1, "send_sms", TEXT), step(2, "edit_field", {"value": "Was asked"})])
    grace = person(actor, phone=PHONE)
    record_keyword(
        actor=system_actor("Kith"), channel=Channel.SMS, address=PHONE, keyword=Keyword.STOP, wording="STOP",
        contact_id=grace, message_ref="", at=clock.now(),
    )  # fmt: skip
    enrol(actor, grace)
    shown = get_run(actor=actor, run_id=Run.objects.get().pk)
    assert [(one.step_id, one.state) for one in shown.steps] == [("step1", "refused"), ("step2", "done")]
    assert shown.steps[0].output["words"]
    assert list(Message.objects.values_list("state", flat=True)) == ["refused"]


def test_a_reply_stops_it_a_machine_and_a_stop_word_do_not(actor: Actor) -> None:
    active(actor, {"kind": "manual"}, [step(1, "wait", {"amount": 2, "unit": "days"})], stop_on_reply=True)
    grace = person(actor)
    enrol(actor, grace)
    reply(grace, is_machine=True)
    reply(grace, is_keyword=True)
    go()
    assert Run.objects.get().state == "active"
    reply(grace)
    go()
    run = Run.objects.get()
    assert (run.state, run.outcome, states(run.pk)) == ("stopped", "They replied.", [("step1", "skipped")])


def test_a_branch_asks_whether_they_have_replied_since(actor: Actor) -> None:
    active(
        actor,
        {"kind": "manual"},
        [
            step(1, "wait", {"amount": 2, "unit": "days"}),
            step(2, "if_else", {"about": "reply"},
                 branches={"yes": [step(3, "end")], "no": [step(4, "send_sms", TEXT)]}),
        ],
    )  # fmt: skip
    grace, alan = person(actor, phone=PHONE), person(actor, "Alan", phone="+12025550124")
    enrol(actor, grace, alan)
    reply(grace)
    later()
    assert states(Run.objects.get(contact_id=grace).pk)[-1] == ("step3", "done")
    assert states(Run.objects.get(contact_id=alan).pk)[-1] == ("step4", "done")
    assert list(Message.objects.values_list("to_address", flat=True)) == ["+12025550124"]


def test_a_dry_run_shows_each_branch_and_message_and_writes_nothing(actor: Actor) -> None:
    workflow = active(
        actor,
        {"kind": "contact_created", "filter": {"all": [{"field": "first_name", "op": "is", "value": "Ada"}]}},
        [
            step(1, "send_email", MAIL),
            step(2, "wait", {"amount": 2, "unit": "days"}),
            step(3, "if_else", {"about": "reply"}, branches={"yes": [], "no": [step(4, "send_sms", TEXT)]}),
            step(5, "end"),
        ],
    )
    grace = person(actor, email="grace@example.com", phone=PHONE)
    trial = try_workflow(actor=actor, workflow_id=workflow, contact_id=grace)
    assert not trial.matches
    assert [(one.step_id, one.state, one.branch) for one in trial.steps] == [
        ("step1", "done", ""), ("step2", "done", ""), ("step3", "done", "No"), ("step4", "done", ""),
        ("step5", "done", ""),
    ]  # fmt: skip
    assert trial.steps[0].message == {
        "channel": "email", "to": "grace@example.com", "subject": "Hello Grace", "text": "Welcome, Grace.",
    }  # fmt: skip
    assert not Message.objects.exists()
    assert not Run.objects.exists()


def test_a_message_with_a_gap_or_an_unknown_variable_is_not_activated(actor: Actor) -> None:
    with pytest.raises(NotSound) as refused:
        active(
            actor,
            {"kind": "manual"},
            [
                step(1, "send_sms", {"purpose": "marketing", "text": "At {{?day and time}}"}),
                step(2, "send_email", {"subject": "", "text": "{{shoe_size}}"}),
            ],
        )
    faults = {(fault["step_id"], fault["field"]) for fault in refused.value.extra["faults"]}
    assert faults == {("step1", "text"), ("step2", "purpose")}
