"""Runs: whom they were for, what each step came to, and what a replay would do again."""

from collections.abc import Sequence
from typing import Any, LiteralString

import msgspec
from django.db import connection

from crm.contacts.selectors import read_contact
from crm.conversations.models import Message
from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput, NotFound
from crm.core.paging import PAGE_SIZE, BadCursor, pack_cursor, unpack_cursor
from crm.core.rows import Ref, iso
from crm.journal.catalogue import read_event
from crm.pipelines.selectors.rows import PERSON
from crm.workflows.catalogue import STEPS
from crm.workflows.definition.tree import Definition
from crm.workflows.definition.wording import label_of
from crm.workflows.engine.versions import definitions_of
from crm.workflows.enums import LIVE, RunState, StepState
from crm.workflows.models import Run
from crm.workflows.selectors.visibility import BIGINT_MOST, find_workflow, visible_sql


class StepRef(msgspec.Struct, frozen=True):
    """A step, as it is called."""

    id: str
    label: str


class RunRow(msgspec.Struct, frozen=True, kw_only=True):
    """A run in a list. `next_at` is when it goes on by itself."""

    id: int
    workflow: Ref
    contact: Ref
    version: int
    state: str
    state_label: str
    outcome: str
    trigger: str
    started_at: str
    ended_at: str | None
    next_at: str | None
    current_step: StepRef | None
    replay_of: int | None


class RunPage(msgspec.Struct, frozen=True):
    """Some runs, the newest first."""

    items: list[RunRow]
    next_cursor: str | None


class StepMessage(msgspec.Struct, frozen=True):
    """What became of the message that a step handed over."""

    id: int
    state: str
    conversation_id: int


class RunStepRow(msgspec.Struct, frozen=True, kw_only=True):
    """What a run did at one step. `seen` are the values that a condition saw."""

    id: int
    step_id: str
    number: int | None
    kind: str
    label: str
    state: str
    state_label: str
    input: dict[str, Any]
    output: dict[str, Any]
    seen: list[dict[str, Any]]
    branch: str
    error: str
    tries: int
    started_at: str
    ended_at: str | None
    message: StepMessage | None


class RunView(RunRow, frozen=True, kw_only=True):
    """A run with all its steps, and which runs it was replayed by."""

    steps: list[RunStepRow]
    replays: list[int]


class ReplayPlan(msgspec.Struct, frozen=True):
    """What a replay would do again, and what it would leave as it was done."""

    repeats: list[str]
    keeps: list[str]


_STARTED: LiteralString = iso("r.started_at")
_COLUMNS: LiteralString = (
    "r.id, r.workflow_id, w.name, r.contact_id, " + PERSON + ", v.number, r.state, r.outcome, r.position, "
    + _STARTED + ", " + iso("r.ended_at") + ", CASE WHEN r.state = 'active' THEN " + iso("r.due_at") + " END, "
    "r.replay_of_id, r.version_id, r.dedupe, e.name, e.data, s.name"
)  # fmt: skip
_STEP_COLUMNS: LiteralString = (
    "s.id, s.step_id, s.kind, s.label, s.state, s.given, s.output, s.seen, s.branch, s.error, s.tries, "
    + iso("s.started_at")
    + ", "
    + iso("s.ended_at")
)
_FROM: LiteralString = (
    "FROM workflows_run r JOIN workflows_workflow w ON w.id = r.workflow_id "
    "JOIN workflows_version v ON v.id = r.version_id JOIN contacts_contact k ON k.id = r.contact_id "
    "LEFT JOIN journal_event e ON e.id = r.event_id LEFT JOIN accounts_user s ON s.id = r.started_by_id "
)


@requires(Permission.WORKFLOWS_READ)
def list_runs(
    *,
    actor: Actor,
    workflow_id: int,
    state: str = "",
    contact_id: int | None = None,
    cursor: str | None = None,
) -> RunPage:
    """Runs of a workflow, the newest first; by state (or `problem`: failed or held), by person. Raises `NotFound`."""
    find_workflow(actor, workflow_id)
    parts, values = ["r.workflow_id = %s"], [workflow_id]
    if state in RunState.values:
        parts.append("r.state = %s")
        values.append(state)  # type: ignore[arg-type]
    elif state:
        raise InvalidInput(fields={"state": [f"Use one of {', '.join(RunState.values)}."]})
    if contact_id is not None:
        parts.append("r.contact_id = %s")
        values.append(contact_id if 0 < contact_id <= BIGINT_MOST else 0)
    return _page(parts, values, cursor)


@requires(Permission.WORKFLOWS_READ)
def list_contact_runs(*, actor: Actor, contact_id: int, cursor: str | None = None) -> RunPage:
    """Runs for one person, of workflows that the actor may see, the newest first. Raises `NotFound`."""
    read_contact(actor, contact_id)
    visible, values = visible_sql(actor)
    return _page(["r.contact_id = %s", visible], [contact_id, *values], cursor)


def _page(parts: list[str], values: list[Any], cursor: str | None) -> RunPage:
    if cursor:
        (last_id,) = unpack_cursor(cursor, int)
        if not 0 < last_id <= BIGINT_MOST:
            raise BadCursor(fields={"cursor": ["Start again from the first page."]})
        parts, values = [*parts, "r.id < %s"], [*values, last_id]
    with connection.cursor() as reading:
        reading.execute(
            f"SELECT {_COLUMNS} {_FROM} WHERE {' AND '.join(parts)} ORDER BY r.id DESC LIMIT {PAGE_SIZE + 1}",
            values,
        )
        rows = reading.fetchall()
    page = rows[:PAGE_SIZE]
    return RunPage(_run_rows(page), pack_cursor(page[-1][0]) if len(rows) > PAGE_SIZE else None)


def _run_rows(rows: Sequence[tuple[Any, ...]]) -> list[RunRow]:
    definitions = definitions_of([row[13] for row in rows])
    return [RunRow(**_values(row, definitions[row[13]])) for row in rows]


def _values(row: tuple[Any, ...], definition: Definition) -> dict[str, Any]:
    node = definition.nodes.get(row[8])
    return {
        "id": row[0],
        "workflow": Ref(row[1], row[2]),
        "contact": Ref(row[3], row[4]),
        "version": row[5],
        "state": row[6],
        "state_label": RunState(row[6]).label,
        "outcome": row[7],
        "trigger": _trigger(row[14], row[15], row[16], row[17]),
        "started_at": row[9],
        "ended_at": row[10],
        "next_at": row[11],
        "current_step": StepRef(node.id, label_of(node)) if node else None,
        "replay_of": row[12],
    }


def _trigger(dedupe: str, event: str | None, data: Any, starter: str | None) -> str:
    if event is not None:
        text = read_event(event, data if isinstance(data, str) else msgspec.json.encode(data).decode()).text()
        return text[:1].upper() + text[1:]
    if starter:
        return f"Started by {starter}"
    return "A date was reached" if not dedupe.startswith("replay") else "A replay"


def read_run(actor: Actor, run_id: int, *, lock: bool = False) -> Run:
    """The run, if the actor may see its workflow; locked until the transaction ends. Raises `NotFound`."""
    if not 0 < run_id <= BIGINT_MOST:
        raise NotFound
    found = Run.objects.filter(pk=run_id)
    run = (found.select_for_update(of=("self",)) if lock else found).select_related("workflow", "version").first()
    if run is None:
        raise NotFound
    find_workflow(actor, run.workflow_id)
    return run


@requires(Permission.WORKFLOWS_READ)
def get_run(*, actor: Actor, run_id: int) -> RunView:
    """One run with all its steps. Raises `NotFound`."""
    read_run(actor, run_id)
    return view_of_run(run_id)


def view_of_run(run_id: int) -> RunView:
    """The run as its page shows it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_COLUMNS} {_FROM} WHERE r.id = %s", [run_id])
        row = cursor.fetchone()
        if row is None:
            raise NotFound
        cursor.execute(
            f"SELECT {_STEP_COLUMNS} FROM workflows_runstep s WHERE s.run_id = %s ORDER BY s.id",  # noqa: S608 - constants
            [run_id],
        )
        steps = cursor.fetchall()
        cursor.execute("SELECT id FROM workflows_run WHERE replay_of_id = %s ORDER BY id", [run_id])
        replays = [one[0] for one in cursor.fetchall()]
    definition = definitions_of([row[13]])[row[13]]
    outputs = [_json(step[6]) for step in steps]
    messages = _messages([output.get("message_id") for output in outputs])
    return RunView(
        **_values(row, definition),
        steps=[
            RunStepRow(
                id=step[0],
                step_id=step[1],
                number=definition.numbers.get(step[1]),
                kind=step[2],
                label=step[3],
                state=step[4],
                state_label=StepState(step[4]).label,
                input=_json(step[5]),
                output=output,
                seen=_json(step[7]),
                branch=_branch(step[2], step[8]),
                error=step[9],
                tries=step[10],
                started_at=step[11],
                ended_at=step[12],
                message=messages.get(output.get("message_id")),
            )
            for step, output in zip(steps, outputs, strict=True)
        ],
        replays=replays,
    )


def _branch(kind: str, key: str) -> str:
    found = STEPS.get(kind)
    return next((branch.label for branch in found.branches if branch.key == key), "") if found and key else ""


def _messages(ids: Sequence[int | None]) -> dict[int | None, StepMessage]:
    wanted = [one for one in ids if one is not None]
    if not wanted:
        return {}
    rows = Message.objects.filter(pk__in=wanted).values_list("pk", "state", "conversation_id")
    return {row[0]: StepMessage(*row) for row in rows}


def _json(value: Any) -> Any:
    return msgspec.json.decode(value) if isinstance(value, str) else value


@requires(Permission.WORKFLOWS_READ)
def get_replay_plan(*, actor: Actor, run_id: int, start: str = "failed", version: str = "same") -> ReplayPlan:
    """What a replay of the run would do again, and what it would not. Raises `NotFound`."""
    run = read_run(actor, run_id)
    version_id = run.workflow.live_id if version == "live" and run.workflow.live_id else run.version_id
    definition = definitions_of([version_id])[version_id]
    first = replay_position(run, definition, start)
    done = steps_done(run)
    keeps: list[str] = []
    repeats: list[str] = []
    for step_id in definition.remaining(first):
        node = definition.nodes[step_id]
        kind = STEPS.get(node.kind)
        label = f"{definition.numbers[step_id]}. {label_of(node)}"
        (keeps if step_id in done and kind is not None and kind.has_effect else repeats).append(label)
    return ReplayPlan(repeats=repeats, keeps=keeps)


def replay_position(run: Run, definition: Definition, start: str) -> str:
    """The step that a replay begins with: where it failed, if that step is still there, else the first."""
    if start == "failed" and run.position in definition.nodes:
        return str(run.position)
    return definition.first or ""


def steps_done(run: Run) -> set[str]:
    """Steps that the run, or one that it replays or is replayed by, has carried out."""
    root = run.root_id or run.pk
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT s.step_id FROM workflows_runstep s JOIN workflows_run r ON r.id = s.run_id "
            "WHERE (r.id = %s OR r.root_id = %s) AND s.state IN ('done', 'kept')",
            [root, root],
        )
        return {row[0] for row in cursor.fetchall()}


def is_live(run: Run) -> bool:
    """Whether the run goes on."""
    return run.state in LIVE
