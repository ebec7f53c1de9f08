"""Why a workflow did or did not start for somebody, and for how many it would."""

from collections.abc import Mapping
from typing import Any, LiteralString

import msgspec
from django.db import connection

from crm.contacts.selectors import read_contact
from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput
from crm.core.filters import describe, read_filter
from crm.journal.publishing import Published
from crm.journal.reading import COLUMNS, published_from
from crm.workflows.catalogue import TRIGGERS, TriggerKind
from crm.workflows.definition.tree import Definition, TriggerNode, read_definition
from crm.workflows.engine.conditions import count_meeting, records_meeting
from crm.workflows.engine.interest import LISTENER
from crm.workflows.engine.starting import fits
from crm.workflows.enums import Enrol, MissReason, WorkflowStatus
from crm.workflows.models import Enrolment, Miss, Run, Workflow
from crm.workflows.selectors.visibility import find_workflow

# So many of a person's events are looked through, and so many that fit are told.
LOOKED_AT_MOST, TOLD_MOST = 500, 20
CONDITIONS_MOST = 20
ESTIMATE_MOST = 10_000

_EVENTS: LiteralString = (
    f"SELECT {COLUMNS} FROM journal_event e WHERE e.contact_id = %s AND e.name = ANY(%s) "  # noqa: S608 - constants
    "ORDER BY e.id DESC LIMIT %s"
)


class ConditionHolds(msgspec.Struct, frozen=True):
    """A condition of the trigger in words, and whether it holds for the person now."""

    text: str
    holds: bool


class HeardEvent(msgspec.Struct, frozen=True):
    """Something that the trigger means: when it happened, what came of it, and the run that it began."""

    at: str
    event: str
    text: str
    run_id: int | None


class Answer(msgspec.Struct, frozen=True):
    """What stands in the way now, the conditions one by one, and what happened to the person, the newest first."""

    now: list[str]
    conditions: list[ConditionHolds]
    events: list[HeardEvent]


class Estimate(msgspec.Struct, frozen=True):
    """How many meet the trigger's conditions now; `is_bounded` where there are more than were counted."""

    subject: str
    count: int
    is_bounded: bool


@requires(Permission.WORKFLOWS_READ)
def explain_start(*, actor: Actor, workflow_id: int, contact_id: int) -> Answer:
    """Why the live version did or did not start for a person; of a draft, the draft. Raises `NotFound`."""
    workflow = find_workflow(actor, workflow_id)
    contact = read_contact(actor, contact_id)
    definition = read_definition(workflow.live.definition if workflow.live else workflow.draft)
    trigger = definition.trigger
    kind = TRIGGERS.get(trigger.kind) if trigger else None
    now = _state(workflow)
    if contact.archived_at is not None:
        now.append("This contact is in the trash.")
    if trigger is None or kind is None:
        return Answer([*now, "Nothing is chosen that starts it."], [], [])
    now += _policy(workflow, definition, kind, contact_id)
    if not kind.events:
        now.append("It answers nothing that happens: people are put into it by hand, or on a date.")
    return Answer(
        now, _conditions(actor, workflow, kind, trigger, contact_id), _heard(workflow, kind, trigger, contact_id)
    )


def _state(workflow: Workflow) -> list[str]:
    if workflow.archived_at is not None:
        return ["This workflow is in the trash."]
    if workflow.status == WorkflowStatus.DRAFT:
        return ["This workflow is a draft: nothing starts it until it is activated."]
    if workflow.status == WorkflowStatus.PAUSED:
        return ["This workflow is paused: nothing starts it until it is resumed."]
    return []


def _policy(workflow: Workflow, definition: Definition, kind: TriggerKind, contact_id: int) -> list[str]:
    policy = definition.policy
    if policy.enrol == Enrol.MANY.value or kind.subject != "contact":
        return []
    taken_in = Enrolment.objects.filter(workflow_id=workflow.pk, subject_id=contact_id).first()
    if taken_in is None:
        return []
    when = f"They were taken in last on {taken_in.at:%-d %B %Y at %H:%M} UTC"
    if policy.enrol == Enrol.ONCE.value:
        return [f"{when}, and this workflow takes each person in once ever."]
    return [f"{when}; this workflow takes each person in once in {policy.window_hours} hours."]


def _conditions(
    actor: Actor, workflow: Workflow, kind: TriggerKind, trigger: TriggerNode, contact_id: int
) -> list[ConditionHolds]:
    """Each condition by itself. One query for each."""
    try:
        checked = read_filter(kind.subject, trigger.filter)
    except InvalidInput:
        return [ConditionHolds("The conditions name something that is gone.", holds=False)]
    record = contact_id if kind.subject == "contact" else _newest_opportunity(contact_id)
    if checked is None or record is None:
        return []
    zone = workflow.owner.time_zone if workflow.owner else "UTC"
    words = {
        tuple(one.path): one.text
        for one in describe(actor=actor, subject=kind.subject, filter=checked.tree()).conditions
    }
    found = []
    for path, condition in list(checked.conditions())[:CONDITIONS_MOST]:
        alone: Mapping[str, Any] = {"all": [condition.tree()]}
        met = records_meeting(workflow.name, zone, kind, alone, [record])
        found.append(ConditionHolds(words.get(path, ""), holds=record in met))
    return found


def _newest_opportunity(contact_id: int) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM pipelines_opportunity WHERE contact_id = %s", [contact_id])
        row = cursor.fetchone()
    return row[0] if row else None


def _heard(workflow: Workflow, kind: TriggerKind, trigger: TriggerNode, contact_id: int) -> list[HeardEvent]:
    if not kind.events:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_EVENTS, [contact_id, [event.name for event in kind.events], LOOKED_AT_MOST])
        events = [told for row in cursor.fetchall() if fits(trigger, told := published_from(row))][:TOLD_MOST]
    ids = [told.id for told in events]
    runs = dict(
        Run.objects.filter(workflow_id=workflow.pk, contact_id=contact_id, event_id__in=ids, replay_of=None)
        .values_list("event_id", "id")
    )  # fmt: skip
    misses = dict(
        Miss.objects.filter(workflow_id=workflow.pk, contact_id=contact_id, event_id__in=ids)
        .values_list("event_id", "reason")
    )  # fmt: skip
    pending = _pending(ids)
    return [
        HeardEvent(
            at=told.at.isoformat(),
            event=_sentence(told.event.text()),
            text=_came_of(workflow, told, runs.get(told.id), misses.get(told.id), is_pending=told.id in pending),
            run_id=runs.get(told.id),
        )
        for told in events
    ]


def _pending(ids: list[int]) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT event_id FROM journal_delivery WHERE event_id = ANY(%s) AND listener = %s AND state = 'pending'",
            [ids, LISTENER],
        )
        return {row[0] for row in cursor.fetchall()}


def _came_of(workflow: Workflow, told: Published, run_id: int | None, reason: str | None, *, is_pending: bool) -> str:
    if run_id is not None:
        return "It started."
    if reason is not None:
        return f"It did not start: {_lower(MissReason(reason).label)}."
    if is_pending:
        return "It is about to be looked at."
    if workflow.active_since is None or told.at < workflow.active_since:
        return "It did not start: this was before the workflow was activated, or while it was paused."
    return "It did not start: an import, an undo or a merge did this quietly, or another version was live."


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


@requires(Permission.WORKFLOWS_READ)
def estimate_matches(*, actor: Actor, workflow_id: int) -> Estimate:
    """How many records meet the conditions of the draft's trigger now, whatever has happened. Raises `NotFound`."""
    workflow = find_workflow(actor, workflow_id)
    trigger = read_definition(workflow.draft).trigger
    kind = TRIGGERS.get(trigger.kind) if trigger else None
    if trigger is None or kind is None:
        return Estimate("contact", 0, is_bounded=False)
    zone = workflow.owner.time_zone if workflow.owner else "UTC"
    count = count_meeting(workflow.name, zone, kind, trigger.filter, ESTIMATE_MOST + 1)
    return Estimate(kind.subject, min(count, ESTIMATE_MOST), is_bounded=count > ESTIMATE_MOST)
