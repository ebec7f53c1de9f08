"""Carrying runs out: step by step, each in a transaction of its own.

What a step does to the database, the note that it did so and the run's next position are committed together or not at
all: a worker that dies, at whatever point, leaves nothing half done and nothing to be done twice. What leaves the house
(a message, a call) is a row that another worker takes up.
"""

import logging
import time
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.db import Error, OperationalError, connection, transaction

from crm.contacts.errors import ContactIsArchived
from crm.core.claims import seconds_until_due
from crm.core.errors import NotFound, Refusal
from crm.core.prepared import prepared_cursor
from crm.core.work import Work
from crm.journal.delivery import describe
from crm.journal.publishing import publish
from crm.workflows.catalogue import STEPS, StepKind
from crm.workflows.definition.tree import Definition, Node
from crm.workflows.engine.context import RunContext, Running, workflow_actor
from crm.workflows.engine.outcomes import Ends, Outcome, Refused, StepFailed, TryLater, Waits
from crm.workflows.engine.versions import definitions_of
from crm.workflows.enums import RunState, StepState, WorkflowStatus
from crm.workflows.events import RunFailed

log = logging.getLogger(__name__)

PEEKED = 50
# What a step waits for a lock that somebody else holds, and how long one statement of it may run.
LOCK_TIMEOUT, STATEMENT_TIMEOUT = "3s", "30s"
# What one call takes before it lets other work have a turn.
BUDGET_SECONDS = 0.5
ERROR_MOST = 500
PAUSE_MOST = timedelta(hours=24)

_PEEK = (
    "SELECT id FROM workflows_run WHERE state = 'active' AND due_at <= statement_timestamp() ORDER BY due_at, id "
    "LIMIT %s"
)
_LOCK = """
    SELECT r.id, r.workflow_id, w.name, r.version_id, r.contact_id, r.opportunity_id, coalesce(r.root_id, r.id),
           r.event_id, r.depth, r.position, r.is_waiting, r.tries, r.woken_by, r.started_at, w.owner_id,
           coalesce(u.time_zone, 'UTC'), w.status, r.root_id IS NOT NULL, k.archived_at IS NOT NULL,
           statement_timestamp(), set_config('lock_timeout', %s, TRUE), set_config('statement_timeout', %s, TRUE)
    FROM workflows_run r
    JOIN workflows_workflow w ON w.id = r.workflow_id
    JOIN contacts_contact k ON k.id = r.contact_id
    LEFT JOIN accounts_user u ON u.id = w.owner_id
    WHERE r.id = %s::bigint AND r.state = 'active' AND r.due_at <= statement_timestamp()
    FOR UPDATE OF r SKIP LOCKED
"""
_WRITE = """
    WITH step AS (
        INSERT INTO workflows_runstep (run_id, workflow_id, step_id, kind, label, state, tries, given, output, seen,
                                       branch, error, started_at, ended_at)
        VALUES (%(run)s, %(workflow)s, %(step)s, %(kind)s, %(label)s, %(state)s, %(tries)s, %(given)s, %(output)s,
                %(seen)s, %(branch)s, %(error)s, %(now)s, CASE WHEN %(is_over)s THEN clock_timestamp() END)
        ON CONFLICT (run_id, step_id) DO UPDATE SET
            state = EXCLUDED.state, tries = EXCLUDED.tries, output = EXCLUDED.output, seen = EXCLUDED.seen,
            branch = EXCLUDED.branch, error = EXCLUDED.error, ended_at = EXCLUDED.ended_at
    )
    UPDATE workflows_run SET state = %(run_state)s, position = %(position)s, is_waiting = %(is_waiting)s,
        tries = %(run_tries)s, due_at = %(due_at)s, outcome = %(outcome)s, woken_by = '',
        opportunity_id = coalesce(%(opportunity)s, opportunity_id),
        ended_at = CASE WHEN %(run_state)s IN ('active', 'held') THEN NULL ELSE clock_timestamp() END
    WHERE id = %(run)s
"""
_KEPT = """
    SELECT s.output, s.branch FROM workflows_runstep s JOIN workflows_run r ON r.id = s.run_id
    WHERE (r.id = %s OR r.root_id = %s) AND s.step_id = %s AND s.state IN ('done', 'kept') ORDER BY s.id DESC LIMIT 1
"""


def run_some() -> int:
    """Takes runs that are due some steps further. Returns how many it had in hand."""
    with prepared_cursor() as cursor:
        cursor.execute(_PEEK, [PEEKED])
        due = [row[0] for row in cursor.fetchall()]
    deadline = time.monotonic() + BUDGET_SECONDS
    taken = 0
    for run_id in due:
        if taken and time.monotonic() > deadline:
            break
        taken += advance(run_id, deadline)
    return taken


def seconds_until_run(most: float) -> float:
    """Seconds until the next run is due, at most `most`."""
    return seconds_until_due(table="workflows_run", state=RunState.ACTIVE, most=most)


RUNNING = Work("workflow runs", run_some, seconds_until_run)


def run_due() -> int:
    """Takes all that is due as far as it goes, in this process. Returns how many steps that took."""
    total = 0
    while taken := run_some():
        total += taken
    return total


def advance(run_id: int, deadline: float) -> int:
    """Takes one run from step to step until it waits, ends, or the time is up. Returns how many steps it took."""
    steps = 0
    while True:
        with transaction.atomic():
            goes_on = _step(run_id)
        if goes_on is None:
            return steps
        steps += 1
        if not goes_on or time.monotonic() > deadline:
            return steps


def _step(run_id: int) -> bool | None:
    """Carries one step of a run out, in the caller's transaction. Whether the next one is due; None if none was."""
    with prepared_cursor() as cursor:
        cursor.execute(_LOCK, [LOCK_TIMEOUT, STATEMENT_TIMEOUT, run_id])
        row = cursor.fetchone()
    if row is None:
        return None
    *columns, is_replay, is_in_trash, now, _, _ = row
    run = Running(*columns)
    if run.status == WorkflowStatus.PAUSED:
        _move(run, RunState.HELD, now)
        return False
    definition = definitions_of([run.version_id])[run.version_id]
    node = definition.nodes.get(run.position)
    if is_in_trash:
        _move(run, RunState.STOPPED, now, outcome="The contact is in the trash.")
        return False
    if node is None:
        _move(run, RunState.DONE, now, outcome="It went through all steps.")
        return False
    work = _Step(RunContext(run=run, definition=definition, node=node, now=now), is_replay=is_replay)
    return work.resume() if run.is_waiting else work.carry_out()


def _move(run: Running, state: RunState, now: datetime, *, outcome: str = "") -> None:
    is_live = state in {RunState.ACTIVE, RunState.HELD}
    with prepared_cursor() as cursor:
        cursor.execute(
            "UPDATE workflows_run SET state = %s, outcome = %s, ended_at = %s WHERE id = %s",
            [state.value, outcome, None if is_live else now, run.id],
        )


class _Step:
    """One step of one locked run."""

    def __init__(self, context: RunContext, *, is_replay: bool) -> None:
        self._context = context
        self._run: Running = context.run
        self._node: Node = context.node
        self._definition: Definition = context.definition
        self._kind: StepKind | None = STEPS.get(context.node.kind)
        self._is_replay = is_replay

    def resume(self) -> bool:
        """A wait is over: by its time, or by what woke it."""
        with prepared_cursor() as cursor:
            cursor.execute(
                "SELECT branch, output, seen FROM workflows_runstep WHERE run_id = %s AND step_id = %s",
                [self._run.id, self._node.id],
            )
            branch, output, seen = cursor.fetchone() or ("", "{}", "[]")
        woken = self._run.woken_by
        kept = {**_json(output), **({"woken_by": woken} if woken else {})}
        outcome = Outcome(words=woken or "Its time had come.", output=kept, branch=branch, seen=_json(seen))
        return self._go_on(StepState.DONE, outcome)

    def carry_out(self) -> bool:
        """Does what the step says, unless a forerunner has done it; writes what came of it."""
        if self._is_replay and self._kind is not None and self._kind.has_effect:
            kept = self._done_before()
            if kept is not None:
                return self._go_on(StepState.KEPT, kept)
        try:
            with transaction.atomic():
                outcome = self._outcome()
                connection.check_constraints()
        except TryLater as later:
            return self._retry(str(later), timedelta(seconds=later.seconds), self._run.tries)
        except (StepFailed, Refusal) as error:
            return self._fail(_said(error))
        except Exception as error:
            if connection.connection is None or connection.connection.closed:
                raise
            return self._broke(error)
        if isinstance(outcome, Waits):
            return self._wait(outcome)
        if isinstance(outcome, Ends):
            return self._end(outcome)
        return self._go_on(StepState.REFUSED if isinstance(outcome, Refused) else StepState.DONE, outcome)

    def _outcome(self) -> Outcome:
        if self._kind is None:
            raise StepFailed(f"This version of Kith knows no step “{self._node.kind}”.")
        return self._kind.run(self._context, self._kind.read(self._node.config))

    def _done_before(self) -> Outcome | None:
        with prepared_cursor() as cursor:
            cursor.execute(_KEPT, [self._run.root_id, self._run.root_id, self._node.id])
            row = cursor.fetchone()
        if row is None:
            return None
        return Outcome(words="It was done before, and not done again.", output=_json(row[0]), branch=row[1])

    def _broke(self, error: Exception) -> bool:
        """Something that nobody foresaw: it may pass."""
        said = describe(error) if isinstance(error, Error) else f"{type(error).__name__}: {error}"[:ERROR_MOST]
        if isinstance(error, OperationalError):
            # A lock or a deadlock: somebody else was at it.
            return self._retry(said, timedelta(seconds=1 + self._run.tries), self._run.tries + 1)
        log.warning("Step %s of run %s failed: %s", self._node.id, self._run.id, describe(error))
        tries = self._run.tries + 1
        if tries >= self._node.tries:
            return self._fail(said)
        pause = min(timedelta(minutes=self._node.pause_minutes) * 2 ** (tries - 1), PAUSE_MOST)
        return self._retry(said, pause, tries)

    def _retry(self, error: str, pause: timedelta, tries: int) -> bool:
        if tries > 50:
            return self._fail(error)
        self._write(StepState.RETRYING, Outcome(words="", branch=""), error=error, tries=tries,
                    due_at=self._context.now + pause, position=self._node.id)  # fmt: skip
        return False

    def _fail(self, error: str) -> bool:
        if self._node.if_failed == "continue":
            return self._go_on(StepState.FAILED, Outcome(words=""), error=error)
        self._write(StepState.FAILED, Outcome(words=""), error=error, position=self._node.id,
                    run_state=RunState.FAILED, outcome_words=error)  # fmt: skip
        run = self._run
        publish(
            RunFailed(
                subject_id=run.id, contact_id=run.contact_id, workflow_id=run.workflow_id, workflow=run.workflow,
                step=self._label,
            ),
            actor=workflow_actor(run.workflow, via=f"workflow #{run.workflow_id}"),
        )  # fmt: skip
        return False

    def _wait(self, outcome: Waits) -> bool:
        self._write(StepState.WAITING, outcome, position=self._node.id, due_at=outcome.until, is_waiting=True,
                    branch=outcome.branch_when_due)  # fmt: skip
        return False

    def _end(self, outcome: Outcome) -> bool:
        self._write(StepState.DONE, outcome, position="", run_state=RunState.DONE, outcome_words=outcome.words)
        return False

    def _go_on(self, state: StepState, outcome: Outcome, *, error: str = "") -> bool:
        after = self._definition.after(self._node.id, outcome.branch)
        if after is None:
            self._write(state, outcome, error=error, position="", run_state=RunState.DONE,
                        outcome_words="It went through all steps.")  # fmt: skip
            return False
        self._write(state, outcome, error=error, position=after)
        return True

    @property
    def _label(self) -> str:
        return self._node.name or (self._kind.label if self._kind else self._node.kind)

    def _write(
        self,
        state: StepState,
        outcome: Outcome,
        *,
        position: str,
        error: str = "",
        tries: int = 0,
        due_at: datetime | None = None,
        is_waiting: bool = False,
        branch: str | None = None,
        run_state: RunState = RunState.ACTIVE,
        outcome_words: str = "",
    ) -> None:
        values: dict[str, Any] = {
            "run": self._run.id,
            "workflow": self._run.workflow_id,
            "step": self._node.id,
            "kind": self._node.kind,
            "label": self._label,
            "state": state.value,
            "tries": tries or self._run.tries + 1,
            "given": _text(self._node.config),
            "output": _text({**outcome.output, **({"words": outcome.words} if outcome.words else {})}),
            "seen": _text(list(outcome.seen)),
            "branch": outcome.branch if branch is None else branch,
            "error": error.replace("\0", "")[:ERROR_MOST],
            "now": self._context.now,
            "is_over": state not in {StepState.WAITING, StepState.RETRYING},
            "run_state": run_state.value,
            "position": position,
            "is_waiting": is_waiting,
            "run_tries": tries,
            "due_at": due_at or self._context.now,
            "outcome": outcome_words[:ERROR_MOST],
            "opportunity": outcome.opportunity_id,
        }
        with prepared_cursor() as cursor:
            cursor.execute(_WRITE, values)


def _json(value: Any) -> Any:
    return msgspec.json.decode(value) if isinstance(value, str) else value


def _text(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _said(error: Exception) -> str:
    if isinstance(error, Refusal) and error.fields:
        return " ".join(message for messages in error.fields.values() for message in messages)
    if isinstance(error, NotFound | ContactIsArchived):
        return "The record is gone, or in the trash."
    return str(error) or type(error).__name__
