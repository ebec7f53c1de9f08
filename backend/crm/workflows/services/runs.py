"""What people do to runs: end one, cut a wait short, have one done again."""

import uuid
from typing import Any

import msgspec
from django.db import connection, transaction

from crm.core.access import Actor, Permission, requires
from crm.journal.publishing import publish
from crm.workflows.engine.versions import definitions_of
from crm.workflows.enums import RunState
from crm.workflows.errors import NothingToReplay, RunIsNotWaiting, RunIsOver
from crm.workflows.events import RunCancelled, RunReplayed, RunWaitSkipped
from crm.workflows.models import Run
from crm.workflows.selectors.runs import RunView, is_live, read_run, replay_position, view_of_run
from crm.workflows.selectors.visibility import find_workflow

REPLAYED_MOST = 500


class ReplayedMany(msgspec.Struct, frozen=True):
    """How many runs were replayed, and how many failed ones are left."""

    replayed: int
    left: int


@requires(Permission.WORKFLOWS_WRITE)
@transaction.atomic
def cancel_run(*, actor: Actor, run_id: int) -> RunView:
    """Takes the person out where they are. Publishes `run.cancelled`. Raises `NotFound`, `RunIsOver`."""
    run = read_run(actor, run_id, lock=True)
    if not is_live(run):
        raise RunIsOver
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE workflows_run SET state = %s, outcome = %s, ended_at = clock_timestamp() WHERE id = %s",
            [RunState.CANCELLED, f"{actor.name} took them out."[:300], run.pk],
        )
        cursor.execute(
            "UPDATE workflows_runstep SET state = 'skipped', ended_at = clock_timestamp() "
            "WHERE run_id = %s AND state IN ('waiting', 'retrying')",
            [run.pk],
        )
    publish(RunCancelled(subject_id=run.pk, **_ids(run)), actor=actor)
    return view_of_run(run.pk)


@requires(Permission.WORKFLOWS_WRITE)
@transaction.atomic
def skip_wait(*, actor: Actor, run_id: int) -> RunView:
    """Lets a run that waits go on at once, as if its time had come.

    Publishes `run.wait_skipped`. Raises `NotFound`, `RunIsNotWaiting`.
    """
    run = read_run(actor, run_id, lock=True)
    if not is_live(run) or not run.is_waiting:
        raise RunIsNotWaiting
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE workflows_run SET due_at = statement_timestamp(), woken_by = %s WHERE id = %s",
            [f"{actor.name} cut it short."[:300], run.pk],
        )
    publish(RunWaitSkipped(subject_id=run.pk, **_ids(run)), actor=actor)
    return view_of_run(run.pk)


@requires(Permission.WORKFLOWS_WRITE)
@transaction.atomic
def replay_run(*, actor: Actor, run_id: int, start: str = "failed", version: str = "same") -> RunView:
    """Makes a new run of one that has ended: from where it failed or its start, on the same version or the live one.

    What has been carried out is not carried out again; the first run stays as it was. Publishes `run.replayed`.
    Raises `NotFound`, `NothingToReplay`.
    """
    made = _replay(actor, read_run(actor, run_id, lock=True), start=start, version=version)
    return view_of_run(made.pk)


@requires(Permission.WORKFLOWS_WRITE)
@transaction.atomic
def replay_failed(*, actor: Actor, workflow_id: int, start: str = "failed", version: str = "same") -> ReplayedMany:
    """Replays the runs of a workflow that have failed and were not replayed since, the oldest first.

    At most `REPLAYED_MOST` at once; `left` says how many remain. Publishes `run.replayed` for each. Raises `NotFound`.
    """
    # Two that ask at once take turns: the second finds what the first has replayed.
    find_workflow(actor, workflow_id, lock=True)
    failed = (
        Run.objects.filter(workflow_id=workflow_id, state=RunState.FAILED)
        .exclude(pk__in=Run.objects.filter(replay_of__workflow_id=workflow_id).values("replay_of_id"))
        .select_related("workflow", "version")
        .order_by("pk")
    )
    runs = list(failed.select_for_update(of=("self",))[:REPLAYED_MOST])
    for run in runs:
        _replay(actor, run, start=start, version=version)
    return ReplayedMany(replayed=len(runs), left=failed.count())


def _replay(actor: Actor, run: Run, *, start: str, version: str) -> Run:
    if is_live(run) or (start == "failed" and run.state != RunState.FAILED):
        raise NothingToReplay
    version_id = run.workflow.live_id if version == "live" and run.workflow.live_id else run.version_id
    definition = definitions_of([version_id])[version_id]
    made = Run.objects.create(
        workflow_id=run.workflow_id,
        version_id=version_id,
        contact_id=run.contact_id,
        opportunity_id=run.opportunity_id,
        root_id=run.root_id or run.pk,
        replay_of_id=run.pk,
        dedupe=f"replay {uuid.uuid4()}",
        event_id=run.event_id,
        depth=run.depth,
        started_by_id=actor.user_id,
        position=replay_position(run, definition, start),
    )
    publish(RunReplayed(subject_id=made.pk, run_id=run.pk, **_ids(run)), actor=actor)
    return made


def _ids(run: Run) -> dict[str, Any]:
    return {"contact_id": run.contact_id, "workflow_id": run.workflow_id, "workflow": run.workflow.name}
