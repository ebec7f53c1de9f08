"""What is read of jobs. Who may not see all jobs sees their own; another's looks as if it were not there."""

from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

import msgspec
from django.db import connection

from crm.accounts.actors import person_id
from crm.bulk.catalogue import ACTIONS, EXPORT, EXPORTS, SUBJECTS, Option, Param, subject_of
from crm.bulk.enums import FileFormat, JobState
from crm.core import clock
from crm.core.access import Actor, Permission, requires
from crm.core.errors import NotFound
from crm.core.paging import PAGE_SIZE, PAGE_SIZE_MOST, pack_cursor, unpack_cursor
from crm.core.rows import Ref

BIGINT_MOST = 2**63 - 1


class FileRow(msgspec.Struct, frozen=True):
    """A file that can be fetched, and until when."""

    name: str
    size: int
    expires_at: datetime


class JobRow(msgspec.Struct, frozen=True, kw_only=True):
    """A job as its owner sees it. `state` is waiting, running, done, failed or cancelled."""

    id: int
    subject: str
    action: str
    label: str
    selection: str
    state: str
    is_stopping: bool
    total: int
    done: int
    changed: int
    unchanged: int
    refused: int
    progress: float
    actor: Ref
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    error: str
    can_undo: bool
    undo_job_id: int | None
    undoes_job_id: int | None
    set_id: UUID
    file: FileRow | None


# A set may be taken back again when the last try was broken off, or left something.
_JOBS: LiteralString = """
    SELECT j.id, j.subject, j.action, j.label, j.selection, j.state, j.cancelled_at, j.total, j.changed, j.unchanged,
           j.refused, j.actor_id, a.name, j.created_at, j.started_at, j.finished_at, j.error,
           j.is_undoable AND (u.id IS NULL OR u.state IN ('failed', 'cancelled') OR u.state = 'done' AND u.refused > 0),
           u.id, o.id, j.set_id, f.name, f.size, f.expires_at
    FROM bulk_bulkjob j
    JOIN accounts_user a ON a.id = j.actor_id
    LEFT JOIN bulk_bulkjob o ON o.set_id = j.undoes_set_id
    LEFT JOIN bulk_bulkfile f ON f.job_id = j.id AND f.expires_at > %(now)s
    LEFT JOIN LATERAL (
        SELECT u.id, u.state, u.refused FROM bulk_bulkjob u WHERE u.undoes_set_id = j.set_id ORDER BY u.id DESC LIMIT 1
    ) u ON TRUE
"""


@requires(Permission.CONTACTS_BULK)
def list_bulk_jobs(*, actor: Actor, limit: int = PAGE_SIZE, everybody: bool = False) -> list[JobRow]:
    """Jobs, the newest first: the actor's own, or `everybody`'s for who may see those."""
    where: LiteralString = "" if everybody and _sees_all(actor) else "WHERE j.actor_id = %(actor)s"
    return _read(f"{where} ORDER BY j.id DESC LIMIT %(limit)s", actor, limit=max(1, min(limit, PAGE_SIZE_MOST)))


@requires(Permission.CONTACTS_BULK)
def get_bulk_job(*, actor: Actor, job_id: int) -> JobRow:
    """One job. Raises `NotFound`."""
    return read_job(actor, job_id)


def read_job(actor: Actor, job_id: int) -> JobRow:
    """As `get_bulk_job`, for a service that answers with what it has made."""
    mine: LiteralString = "" if _sees_all(actor) else "AND j.actor_id = %(actor)s"
    rows = _read(f"WHERE j.id = %(id)s {mine}", actor, id=job_id) if 0 < job_id <= BIGINT_MOST else []
    if not rows:
        raise NotFound
    return rows[0]


def find_undo_of(set_id: UUID) -> tuple[int, str] | None:
    """Id and state of the last job that takes a set back: for rooms whose own work is a set (an import)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, state FROM bulk_bulkjob WHERE undoes_set_id = %s ORDER BY id DESC LIMIT 1",
            [set_id],
        )
        row = cursor.fetchone()
    return (row[0], row[1]) if row else None


class ResultRow(msgspec.Struct, frozen=True):
    """A record that was not changed, and why. `name` is what it is called now; None when it is gone."""

    record_id: int
    subject: str
    name: str | None
    state: str
    reason: str


class ResultPage(msgspec.Struct, frozen=True):
    """Records that a job refused or left as they were."""

    items: list[ResultRow]
    next_cursor: str | None


@requires(Permission.CONTACTS_BULK)
def list_bulk_results(*, actor: Actor, job_id: int, cursor: str | None = None, limit: int = PAGE_SIZE) -> ResultPage:
    """Which records a job did not change, and why. Raises `NotFound`, `BadCursor`."""
    read_job(actor, job_id)
    limit = max(1, min(limit, PAGE_SIZE_MOST))
    (after,) = unpack_cursor(cursor, int) if cursor else (0,)
    with connection.cursor() as reading:
        reading.execute(
            "SELECT id, subject, record_id, state, reason FROM bulk_bulkoutcome WHERE job_id = %s AND id > %s "
            "ORDER BY id LIMIT %s",
            [job_id, min(max(after, 0), BIGINT_MOST), limit + 1],
        )
        rows = reading.fetchall()
    page = rows[:limit]
    names: dict[tuple[str, int], str] = {}
    for subject in {row[1] for row in page} & set(SUBJECTS):
        found = SUBJECTS[subject].names(actor, [row[2] for row in page if row[1] == subject])
        names |= {(subject, record_id): name for record_id, name in found.items()}
    return ResultPage(
        items=[ResultRow(row[2], row[1], names.get((row[1], row[2])), row[3], row[4]) for row in page],
        next_cursor=pack_cursor(page[-1][0]) if len(rows) > limit else None,
    )


class ActionRow(msgspec.Struct, frozen=True):
    """An action that the actor may ask for, and what a form asks of them for it."""

    key: str
    label: str
    explanation: str
    params: list[Param]
    permission: str


@requires(Permission.CONTACTS_BULK)
def list_bulk_actions(*, actor: Actor, subject: str) -> list[ActionRow]:
    """What the actor may do to many records of a sort. Raises `InvalidInput` for an unknown sort."""
    subject_of(subject)
    found = [
        ActionRow(action.key, action.label, action.explanation, list(action.asks(actor)), action.permission.value)
        for action in ACTIONS.values()
        if action.subject == subject and action.is_offered and actor.may(action.permission)
    ]
    export = EXPORTS.get(subject)
    if export and actor.may(export.permission):
        formats = [Option(FileFormat.CSV.value, "CSV"), Option(FileFormat.XLSX.value, "Excel (XLSX)")]
        columns = [Option(column.key, column.label) for column in export.columns(actor)]
        asks = [Param("format", "Format", "choice", formats), Param("columns", "Columns", "choices", columns)]
        found.append(ActionRow(EXPORT, "Export", "", asks, export.permission.value))
    return found


def _sees_all(actor: Actor) -> bool:
    return actor.may(Permission.SETTINGS_WRITE)


def _read(rest: LiteralString, actor: Actor, **values: Any) -> list[JobRow]:
    with connection.cursor() as cursor:
        cursor.execute(_JOBS + rest, {"actor": person_id(actor), "now": clock.now(), **values})
        return [_job_from(row) for row in cursor.fetchall()]


def _job_from(row: tuple[Any, ...]) -> JobRow:
    is_open, total, done = row[5] == JobState.OPEN, row[7], row[8] + row[9] + row[10]
    return JobRow(
        id=row[0],
        subject=row[1],
        action=row[2],
        label=row[3],
        selection=row[4],
        state=("running" if row[14] else "waiting") if is_open else row[5],
        is_stopping=is_open and row[6] is not None,
        total=total,
        done=done,
        changed=row[8],
        unchanged=row[9],
        refused=row[10],
        progress=round(done / total, 4) if total else 1.0,
        actor=Ref(row[11], row[12]),
        created_at=row[13],
        started_at=row[14],
        finished_at=row[15],
        error=row[16],
        can_undo=bool(row[17]) and not is_open,
        undo_job_id=row[18],
        undoes_job_id=row[19],
        set_id=row[20],
        file=FileRow(row[21], row[22], row[23]) if row[21] is not None else None,
    )
