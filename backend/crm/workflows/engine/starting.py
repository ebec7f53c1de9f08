"""From what happened to runs: which triggers fit, for whom, how often; what waits for it, and what it ends.

Called by the listener with a batch of events in order. All it writes is committed with the note that they were heard.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import msgspec
from django.db import connection
from pydantic import ValidationError

from crm.conversations.events import MessageReceived
from crm.core.prepared import prepared_cursor
from crm.journal.publishing import Published, publish_many
from crm.workflows.catalogue import TRIGGERS
from crm.workflows.definition.tree import Definition, TriggerNode
from crm.workflows.engine.conditions import records_meeting
from crm.workflows.engine.context import workflow_actor
from crm.workflows.engine.versions import definitions_of
from crm.workflows.enums import Enrol, MissReason, RunState
from crm.workflows.events import RunStarted

# So many workflows may set each other off before it is taken for a loop.
DEPTH_MOST = 8


@dataclass(frozen=True, slots=True)
class LiveWorkflow:
    """An active workflow with what it carries out."""

    id: int
    name: str
    version_id: int
    time_zone: str
    active_since: Any
    definition: Definition


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Somebody who is to be taken in, by what: an event, a day, a hand."""

    contact_id: int
    opportunity_id: int | None
    dedupe: str
    event_id: int | None = None
    depth: int = 0
    started_by: int | None = None


def live_workflows() -> list[LiveWorkflow]:
    """All that are active. One query, and one for versions that this process has not read yet."""
    with prepared_cursor() as cursor:
        cursor.execute(
            "SELECT w.id, w.name, w.live_id, coalesce(u.time_zone, 'UTC'), w.active_since FROM workflows_workflow w "
            "LEFT JOIN accounts_user u ON u.id = w.owner_id WHERE w.status = 'active' AND w.archived_at IS NULL"
        )
        rows = cursor.fetchall()
    definitions = definitions_of([row[2] for row in rows])
    return [
        LiveWorkflow(
            id=row[0],
            name=row[1],
            version_id=row[2],
            time_zone=row[3],
            active_since=row[4],
            definition=definitions[row[2]],
        )
        for row in rows
    ]


def fits(trigger: TriggerNode, told: Published) -> bool:
    """Whether an event is what a trigger means, its conditions apart."""
    kind = TRIGGERS.get(trigger.kind)
    if kind is None or not isinstance(told.event, tuple(kind.events)):
        return False
    try:
        return kind.matches(kind.read(trigger.config), told)
    except ValidationError:
        return False


def hear(events: Sequence[Published]) -> None:
    """Ends and wakes what these events end and wake, then starts what they start."""
    with_people = [told for told in events if told.contact_id is not None]
    if not with_people:
        return
    _answer(with_people)
    for live in live_workflows():
        trigger = live.definition.trigger
        if trigger is None:
            continue
        found = [told for told in with_people if told.at >= live.active_since and fits(trigger, told)]
        if found:
            _take_in(live, trigger, found)


def _take_in(live: LiveWorkflow, trigger: TriggerNode, found: Sequence[Published]) -> None:
    misses: list[tuple[Published, MissReason]] = []
    starting: list[Published] = []
    own_doing = _own_doing(live.id, found)
    for told in found:
        if told.depth >= DEPTH_MOST:
            misses.append((told, MissReason.DEPTH))
        elif told.id in own_doing:
            misses.append((told, MissReason.LOOP))
        else:
            starting.append(told)
    passing = _passing(live, trigger, starting)
    misses += [(told, MissReason.FILTER) for told in starting if told.id not in passing]
    starts = [start_of(trigger, told) for told in starting if told.id in passing]
    taken = enrol(live, starts)
    by_id = {told.id: told for told in starting}
    misses += [
        (by_id[start.event_id], MissReason.POLICY)
        for start in starts
        if start.event_id is not None and start.dedupe not in taken
    ]
    _note_misses(live.id, misses)


def start_of(trigger: TriggerNode, told: Published) -> Start:
    """The start that an event makes."""
    return Start(
        contact_id=told.contact_id or 0,
        opportunity_id=told.opportunity_id if TRIGGERS[trigger.kind].subject == "opportunity" else None,
        dedupe=f"event {told.id}",
        event_id=told.id,
        depth=told.depth,
    )


_CHAIN = """
    WITH RECURSIVE chain AS (
        SELECT t.id AS told_id, t.contact_id, e.caused_by FROM unnest(%s::bigint[], %s::bigint[]) AS t(id, contact_id)
        JOIN journal_event e ON e.id = t.id
        UNION ALL
        SELECT chain.told_id, chain.contact_id, e.caused_by FROM chain JOIN journal_event e ON e.id = chain.caused_by
    )
    SELECT DISTINCT chain.told_id FROM chain
    JOIN workflows_run r ON r.contact_id = chain.contact_id AND r.event_id = chain.caused_by AND r.workflow_id = %s
"""


def _own_doing(workflow_id: int, found: Sequence[Published]) -> set[int]:
    """Ids of those events that a run of this very workflow for the same person has led to. One query, none for none."""
    deep = [told for told in found if told.depth]
    if not deep:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(_CHAIN, [[told.id for told in deep], [told.contact_id for told in deep], workflow_id])
        return {row[0] for row in cursor.fetchall()}


def _passing(live: LiveWorkflow, trigger: TriggerNode, found: Sequence[Published]) -> set[int]:
    """Ids of those events whose record meets the trigger's conditions now. One query."""
    kind = TRIGGERS[trigger.kind]
    records = {told.id: told.opportunity_id if kind.subject == "opportunity" else told.contact_id for told in found}
    present = [one for one in records.values() if one is not None]
    kept = records_meeting(live.name, live.time_zone, kind, trigger.filter, present)
    return {event_id for event_id, record in records.items() if record in kept}


# One row for each that may be taken in now: the policy is asked where the row is written, so two at once are one.
_ENROL = """
    INSERT INTO workflows_enrolment AS n (workflow_id, subject_id, at, times)
    SELECT %(workflow)s, unnest(%(subjects)s::bigint[]), clock_timestamp(), 1
    ON CONFLICT (workflow_id, subject_id) DO UPDATE SET at = EXCLUDED.at, times = n.times + 1
    WHERE %(policy)s = 'window' AND n.at <= clock_timestamp() - make_interval(secs => %(window)s)
    RETURNING subject_id
"""
_START = """
    INSERT INTO workflows_run (workflow_id, version_id, contact_id, opportunity_id, dedupe, event_id, depth,
                               started_by_id, position)
    SELECT %(workflow)s, %(version)s, k.id, s.opportunity_id, s.dedupe, s.event_id, s.depth, s.started_by, %(first)s
    FROM unnest(%(contacts)s::bigint[], %(opportunities)s::bigint[], %(dedupes)s::text[], %(events)s::bigint[],
                %(depths)s::smallint[], %(starters)s::bigint[])
         AS s(contact_id, opportunity_id, dedupe, event_id, depth, started_by)
    JOIN contacts_contact k ON k.id = s.contact_id
    ON CONFLICT (workflow_id, contact_id, dedupe) DO NOTHING
    RETURNING id, contact_id, dedupe, event_id, depth
"""


def enrol(live: LiveWorkflow, starts: Sequence[Start]) -> set[str]:
    """Takes in whom the policy lets in, in the caller's transaction. Returns the marks of those whose run began.

    Publishes `run.started`.
    """
    policy = live.definition.policy
    is_deal = live.definition.trigger is not None and TRIGGERS[live.definition.trigger.kind].subject == "opportunity"
    taken: set[str] = set()
    for batch in _rounds(starts, is_deal):
        allowed = batch
        if policy.enrol != Enrol.MANY.value:
            allowed = _allowed(live, batch, policy.enrol, timedelta(hours=policy.window_hours))
        taken |= _start(live, list(allowed.values()))
    return taken


def _rounds(starts: Iterable[Start], is_deal: bool) -> Iterable[dict[int, Start]]:
    """Batches in which nobody comes twice: the second time is another question to the policy."""
    rounds: list[dict[int, Start]] = []
    times: dict[int, int] = defaultdict(int)
    for start in starts:
        subject = start.opportunity_id if is_deal and start.opportunity_id else start.contact_id
        if times[subject] == len(rounds):
            rounds.append({})
        rounds[times[subject]][subject] = start
        times[subject] += 1
    return rounds


def _allowed(live: LiveWorkflow, batch: Mapping[int, Start], policy: str, window: timedelta) -> dict[int, Start]:
    with prepared_cursor() as cursor:
        cursor.execute(
            _ENROL, {"workflow": live.id, "subjects": sorted(batch), "policy": policy, "window": window.total_seconds()}
        )
        return {row[0]: batch[row[0]] for row in cursor.fetchall()}


def _start(live: LiveWorkflow, starts: Sequence[Start]) -> set[str]:
    if not starts:
        return set()
    values: dict[str, Any] = {
        "workflow": live.id,
        "version": live.version_id,
        "first": live.definition.first or "",
        "contacts": [start.contact_id for start in starts],
        "opportunities": [start.opportunity_id for start in starts],
        "dedupes": [start.dedupe for start in starts],
        "events": [start.event_id for start in starts],
        "depths": [start.depth for start in starts],
        "starters": [start.started_by for start in starts],
    }
    with prepared_cursor() as cursor:
        cursor.execute(_START, values)
        made = cursor.fetchall()
    tell_started(live.id, live.name, made)
    return {row[2] for row in made}


def tell_started(workflow_id: int, name: str, made: Sequence[tuple[Any, ...]]) -> None:
    """Publishes `run.started` for rows of (run, contact, …)."""
    publish_many(
        {
            uuid.uuid4(): [RunStarted(subject_id=row[0], contact_id=row[1], workflow_id=workflow_id, workflow=name)]
            for row in made
        },
        actor=workflow_actor(name, via=f"workflow #{workflow_id}"),
    )


def _note_misses(workflow_id: int, misses: Sequence[tuple[Published, MissReason]]) -> None:
    if not misses:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO workflows_miss (workflow_id, contact_id, event_id, reason) "
            "SELECT %s, m.contact_id, m.event_id, m.reason "
            "FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS m(contact_id, event_id, reason) "
            "JOIN contacts_contact k ON k.id = m.contact_id",
            [
                workflow_id,
                [told.contact_id for told, _ in misses],
                [told.id for told, _ in misses],
                [reason.value for _, reason in misses],
            ],
        )


_GOING = """
    SELECT r.id, r.contact_id, r.opportunity_id, r.version_id, r.position, r.is_waiting, r.event_id, r.started_at
    FROM workflows_run r WHERE r.contact_id = ANY(%s) AND r.state IN ('active', 'held')
"""


def _answer(events: Sequence[Published]) -> None:
    """What is under way for these people: a reply that stops it, a goal that ends it, what a step waits for."""
    with prepared_cursor() as cursor:
        cursor.execute(_GOING, [list({told.contact_id for told in events})])
        going = cursor.fetchall()
    if not going:
        return
    definitions = definitions_of([row[3] for row in going])
    by_contact: dict[int, list[Published]] = defaultdict(list)
    for told in events:
        by_contact[told.contact_id or 0].append(told)
    for run_id, contact_id, opportunity_id, version_id, position, is_waiting, event_id, started_at in going:
        definition = definitions[version_id]
        for told in by_contact[contact_id]:
            if told.id == event_id or told.at < started_at or _is_of_another(told, opportunity_id):
                continue
            if _ends(definition, told, run_id):
                break
            if is_waiting and _wakes(definition, position, told, run_id):
                break


def _is_of_another(told: Published, opportunity_id: int | None) -> bool:
    """Whether an event is about another opportunity than the run's own."""
    return None not in {told.opportunity_id, opportunity_id} and told.opportunity_id != opportunity_id


def _ends(definition: Definition, told: Published, run_id: int) -> bool:
    event = told.event
    is_reply = isinstance(event, MessageReceived) and not event.is_keyword and not event.is_machine
    words = ""
    if definition.policy.stop_on_reply and is_reply:
        words = "They replied."
    elif any(fits(goal, told) for goal in definition.policy.goals):
        words = "A goal was reached."
    if not words:
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE workflows_run SET state = %s, outcome = %s, ended_at = clock_timestamp() "
            "WHERE id = %s AND state IN ('active', 'held')",
            [RunState.STOPPED if words == "They replied." else RunState.DONE, words, run_id],
        )
        cursor.execute(
            "UPDATE workflows_runstep SET state = 'skipped', ended_at = clock_timestamp() "
            "WHERE run_id = %s AND state IN ('waiting', 'retrying')",
            [run_id],
        )
    return True


def _wakes(definition: Definition, position: str, told: Published, run_id: int) -> bool:
    node = definition.nodes.get(position)
    if node is None or node.kind != "wait_for" or not isinstance(node.config.get("event"), dict):
        return False
    waited = msgspec.convert(node.config["event"], TriggerNode)
    if not fits(waited, told):
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE workflows_runstep SET branch = 'happened' WHERE run_id = %s AND step_id = %s AND state = 'waiting'",
            [run_id, position],
        )
        cursor.execute(
            "UPDATE workflows_run SET due_at = statement_timestamp(), woken_by = %s "
            "WHERE id = %s AND is_waiting AND state IN ('active', 'held')",
            [f"It happened: {told.event.text()}."[:300], run_id],
        )
    return True
