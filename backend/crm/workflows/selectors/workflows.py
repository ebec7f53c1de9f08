"""Workflows in a list, and one with all that its builder shows."""

from collections.abc import Sequence
from typing import Any

import msgspec
from django.db import connection

from crm.accounts.selectors import names_of
from crm.core.access import Actor, Permission, requires
from crm.core.paging import PAGE_SIZE, BadCursor, pack_cursor, unpack_cursor
from crm.core.rows import Ref, iso, ref_from
from crm.core.text import escape_like, printable
from crm.workflows.definition.checking import faults_of
from crm.workflows.definition.tree import Definition, as_json, read_definition
from crm.workflows.definition.wording import all_words, words_of_trigger
from crm.workflows.enums import WorkflowStatus
from crm.workflows.models import Workflow
from crm.workflows.references import names_for, settings_in
from crm.workflows.selectors.visibility import find_workflow, visible_sql


class WorkflowRow(msgspec.Struct, frozen=True, kw_only=True):
    """A workflow in a list. Runs that ended are counted up to ten thousand."""

    id: int
    name: str
    description: str
    status: str
    owner: Ref | None
    trigger_words: str
    runs_active: int
    runs_done: int
    runs_failed: int
    last_run_at: str | None
    updated_at: str
    is_changed: bool
    is_archived: bool


class WorkflowPage(msgspec.Struct, frozen=True):
    """Some workflows, the last changed first."""

    items: list[WorkflowRow]
    next_cursor: str | None


class FaultRow(msgspec.Struct, frozen=True):
    """What is to be mended: at which step (null for the start and the whole), of which field."""

    step_id: str | None
    field: str
    text: str


class LiveRow(msgspec.Struct, frozen=True):
    """The version that is carried out."""

    number: int
    published_at: str
    published_by: Ref | None


class StepCount(msgspec.Struct, frozen=True):
    """How many people stand at a step now, have passed it, and failed at it."""

    waiting: int = 0
    passed: int = 0
    failed: int = 0


class WorkflowView(msgspec.Struct, frozen=True, kw_only=True):
    """A workflow as its builder shows it. `definition` is the draft."""

    id: int
    name: str
    description: str
    status: str
    version: int
    owner: Ref | None
    definition: dict[str, Any]
    faults: list[FaultRow]
    live: LiveRow | None
    is_changed: bool
    words: dict[str, str]
    counts: dict[str, StepCount]
    updated_at: str
    is_archived: bool
    can_edit: bool


_COUNT_MOST = 10_000
_LIST = """
    SELECT w.id, w.name, w.description, w.status, w.owner_id, u.name, w.draft, v.definition, {updated_at},
           w.archived_at IS NOT NULL, w.updated_at,
           (SELECT count(*) FROM (SELECT 1 FROM workflows_run r WHERE r.workflow_id = w.id
                                  AND r.state IN ('active', 'held') LIMIT {most}) AS f),
           (SELECT count(*) FROM (SELECT 1 FROM workflows_run r WHERE r.workflow_id = w.id AND r.state = 'done'
                                  LIMIT {most}) AS f),
           (SELECT count(*) FROM (SELECT 1 FROM workflows_run r WHERE r.workflow_id = w.id AND r.state = 'failed'
                                  LIMIT {most}) AS f),
           (SELECT {started_at} FROM workflows_run r WHERE r.workflow_id = w.id ORDER BY r.id DESC LIMIT 1)
    FROM workflows_workflow w
    LEFT JOIN accounts_user u ON u.id = w.owner_id
    LEFT JOIN workflows_version v ON v.id = w.live_id
    WHERE {where} ORDER BY w.updated_at DESC, w.id DESC LIMIT {limit}
"""


@requires(Permission.WORKFLOWS_READ)
def list_workflows(
    *, actor: Actor, q: str = "", status: str = "", archived: bool = False, cursor: str | None = None
) -> WorkflowPage:
    """Workflows that the actor may see, the last changed first; by a part of the name, by status."""
    visible, values = visible_sql(actor)
    parts: list[str] = [visible, f"w.archived_at IS {'NOT ' if archived else ''}NULL"]
    if q.strip():
        parts.append("w.name ILIKE %s")
        values.append(f"%{escape_like(printable(q.strip()))}%")
    if status in WorkflowStatus.values:
        parts.append("w.status = %s")
        values.append(status)
    if cursor:
        at, last_id = unpack_cursor(cursor, str, int)
        if not 0 < last_id < 2**63 or "\0" in at:
            raise BadCursor(fields={"cursor": ["Start again from the first page."]})
        parts.append("(w.updated_at, w.id) < (%s::timestamptz, %s)")
        values += [at, last_id]
    with connection.cursor() as reading:
        reading.execute(
            _LIST.format(
                where=" AND ".join(parts),
                limit=PAGE_SIZE + 1,
                most=_COUNT_MOST,
                updated_at=iso("w.updated_at"),
                started_at=iso("r.started_at"),
            ),
            values,
        )
        rows = reading.fetchall()
    page = rows[:PAGE_SIZE]
    last = page[-1] if len(rows) > PAGE_SIZE else None
    return WorkflowPage(_rows(page), pack_cursor(last[10].isoformat(), last[0]) if last else None)


def _rows(rows: Sequence[tuple[Any, ...]]) -> list[WorkflowRow]:
    drafts = [read_definition(_json(row[6])) for row in rows]
    names = names_for([one for draft in drafts for one in settings_in(draft)])
    return [
        WorkflowRow(
            id=row[0],
            name=row[1],
            description=row[2],
            status=row[3],
            owner=ref_from(row[4], row[5]),
            trigger_words=words_of_trigger(draft.trigger, names),
            is_changed=row[7] is not None and _json(row[6]) != _json(row[7]),
            updated_at=row[8],
            is_archived=row[9],
            runs_active=row[11],
            runs_done=row[12],
            runs_failed=row[13],
            last_run_at=row[14],
        )
        for row, draft in zip(rows, drafts, strict=True)
    ]


def _json(value: Any) -> Any:
    return msgspec.json.decode(value) if isinstance(value, str) else value


@requires(Permission.WORKFLOWS_READ)
def get_workflow(*, actor: Actor, workflow_id: int) -> WorkflowView:
    """One workflow with its draft, what is wrong with it, and how many people stand where. Raises `NotFound`."""
    return view_of(actor, find_workflow(actor, workflow_id))


def view_of(actor: Actor, workflow: Workflow) -> WorkflowView:
    """The workflow as its builder shows it."""
    draft = read_definition(workflow.draft)
    names = names_for(settings_in(draft))
    live = workflow.live
    people = names_of([workflow.owner_id, live.published_by_id if live else None])
    return WorkflowView(
        id=workflow.pk,
        name=workflow.name,
        description=workflow.description,
        status=workflow.status,
        version=workflow.version,
        owner=ref_from(workflow.owner_id, people.get(workflow.owner_id or 0)),
        definition=as_json(draft),
        faults=[FaultRow(fault.step_id, fault.field, fault.text) for fault in faults_of(draft, names)],
        live=LiveRow(
            live.number,
            live.published_at.isoformat(),
            ref_from(live.published_by_id, people.get(live.published_by_id or 0)),
        )
        if live
        else None,
        is_changed=live is not None and live.definition != workflow.draft,
        words=all_words(draft, names),
        counts=_counts(workflow.pk, draft),
        updated_at=workflow.updated_at.isoformat(),
        is_archived=workflow.archived_at is not None,
        can_edit=actor.may(Permission.WORKFLOWS_WRITE),
    )


_COUNTS = """
    SELECT step_id, sum(waiting)::bigint, sum(passed)::bigint, sum(failed)::bigint FROM (
        SELECT position AS step_id, count(*) AS waiting, 0 AS passed, 0 AS failed FROM workflows_run
        WHERE workflow_id = %s AND state IN ('active', 'held') AND position <> '' GROUP BY 1
        UNION ALL
        SELECT step_id, 0, count(*) FILTER (WHERE state IN ('done', 'refused', 'skipped', 'kept')),
               count(*) FILTER (WHERE state = 'failed')
        FROM workflows_runstep WHERE workflow_id = %s GROUP BY 1
    ) AS counted GROUP BY 1
"""


def _counts(workflow_id: int, definition: Definition) -> dict[str, StepCount]:
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, [workflow_id, workflow_id])
        return {row[0]: StepCount(*row[1:]) for row in cursor.fetchall() if row[0] in definition.nodes}
