"""Asking for a job: what is to be done is checked, and which records is settled, before anything is done."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import msgspec
from django.db import connection, transaction
from psycopg import sql

from crm.accounts.actors import person_id
from crm.bulk.catalogue import ACTIONS, EXPORT, Selection, Subject, action_of, read_params, subject_of
from crm.bulk.enums import JobKind, JobState
from crm.bulk.errors import NothingSelected, SelectionChanged, TooManyJobs
from crm.bulk.exports import prepare_export
from crm.bulk.models import BulkJob
from crm.bulk.queue import hand_to_worker
from crm.bulk.selectors import BIGINT_MOST, JobRow, read_job
from crm.core import clock
from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput, NotAllowed
from crm.core.filters import matching, words_of

BATCH = 500
IDS_MOST = 10_000
OPEN_JOBS_MOST = 20
# A worker takes a new job up at once; one that has not been by then is handed out again.
FIRST_LOOK = timedelta(seconds=10)
# How far the number of matching records may be from the one that was shown: people work beside each other.
DRIFT_SHARE, DRIFT_COUNT = 0.01, 10


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be done, checked."""

    kind: JobKind
    action: str
    params: Mapping[str, Any]
    label: str
    permission: Permission


@requires(Permission.CONTACTS_BULK)
@transaction.atomic
def create_bulk_job(
    *,
    actor: Actor,
    subject: str,
    action: str,
    params: Mapping[str, Any],
    ids: Sequence[int] | None = None,
    selection: Selection | None = None,
    expected_count: int | None = None,
) -> JobRow:
    """A job that does `action` to the records with those `ids`, or to all that match `selection` at this moment.

    Records that come to match later are not touched, those that match no more are. `expected_count` is how many a
    person was told: when the number is off by more than ten and by more than one in a hundred, `SelectionChanged` tells
    the present one and nothing is done. Permissions are looked at now, and again with each batch.
    Raises `InvalidInput`, `NotAllowed`, `NothingSelected`, `TooManyJobs`.
    """
    sort = subject_of(subject)
    asked = _check(actor, sort, action, params)
    if not actor.may(asked.permission):
        raise NotAllowed(asked.permission)
    if ids is not None:
        words, (statement, values) = "", _by_ids(ids)
    else:
        words, (statement, values) = _by_filter(actor, subject, selection or Selection())
    job = make_job(actor, subject=subject, asked=asked, selection=words)
    job.total = _settle(job, statement, values)
    if not job.total:
        raise NothingSelected(f"There are no {sort.many} to do this to.")
    if expected_count is not None:
        _check_count(sort, expected_count, job.total)
    job.save(update_fields=["total"])
    hand_to_worker(job.pk)
    return read_job(actor, job.pk)


@requires(Permission.CONTACTS_BULK)
@transaction.atomic
def start_job(
    *, actor: Actor, subject: str, action: str, params: msgspec.Struct, matching: tuple[sql.Composable, Sequence[Any]]
) -> JobRow:
    """A job that a room above begins itself, over the records whose ids the statement finds: for what is not offered.

    Raises `InvalidInput`, `NotAllowed`, `NothingSelected`, `TooManyJobs`.
    """
    known = ACTIONS[subject, action]
    if not actor.may(known.permission):
        raise NotAllowed(known.permission)
    order = known.prepare(actor, params)
    asked = Asked(JobKind.ACTION, action, msgspec.to_builtins(order.params), order.label, known.permission)
    job = make_job(actor, subject=subject, asked=asked)
    job.total = _settle(job, *matching)
    if not job.total:
        raise NothingSelected
    job.save(update_fields=["total"])
    hand_to_worker(job.pk)
    return read_job(actor, job.pk)


def make_job(
    actor: Actor, *, subject: str, asked: Asked, selection: str = "", undoes_set_id: uuid.UUID | None = None
) -> BulkJob:
    """The job's row, without records yet. Raises `TooManyJobs`."""
    owner = person_id(actor)
    if BulkJob.objects.filter(actor_id=owner, state=JobState.OPEN).count() >= OPEN_JOBS_MOST:
        raise TooManyJobs
    return BulkJob.objects.create(
        subject=subject,
        kind=asked.kind,
        action=asked.action,
        params=asked.params,
        label=asked.label,
        selection=selection,
        actor_id=owner,
        set_id=uuid.uuid4(),
        undoes_set_id=undoes_set_id,
        total=0,
        due_at=clock.now() + FIRST_LOOK,
    )


def _check(actor: Actor, subject: Subject, key: str, params: Mapping[str, Any]) -> Asked:
    if key == EXPORT:
        export, settings, label = prepare_export(actor, subject, params)
        return Asked(JobKind.EXPORT, EXPORT, msgspec.to_builtins(settings), label, export.permission)
    action = action_of(subject.key, key)
    order = action.prepare(actor, read_params(action.params, params))
    return Asked(JobKind.ACTION, key, msgspec.to_builtins(order.params), order.label, action.permission)


def _by_ids(ids: Sequence[int]) -> tuple[sql.Composable, Sequence[Any]]:
    wanted = sorted({number for number in ids if 0 < number <= BIGINT_MOST})
    if not wanted:
        raise NothingSelected(fields={"ids": ["Select at least one."]})
    if len(wanted) > IDS_MOST:
        most = f"At most {IDS_MOST:,} one by one. Select all that match instead."
        raise InvalidInput(fields={"ids": [most]})
    return sql.SQL("SELECT unnest(%s::bigint[]) AS id"), [wanted]


def _by_filter(actor: Actor, subject: str, selection: Selection) -> tuple[str, tuple[sql.Composable, Sequence[Any]]]:
    """What is selected in words, and the statement that finds it."""
    q = selection.q.strip()
    words = [
        f"matching “{q}”" if q else "",
        words_of(actor=actor, subject=subject, filter=selection.filter) if selection.filter else "",
        "in the trash" if selection.archived else "",
    ]
    found = matching(actor=actor, subject=subject, q=q, filter=selection.filter, archived=selection.archived)
    return ", ".join(word for word in words if word) or "all", found


_SETTLE = sql.SQL(
    "INSERT INTO bulk_bulkbatch (job_id, number, record_ids) "
    "SELECT %s, (position - 1) / %s, array_agg(id ORDER BY id) FROM ("
    "SELECT id, row_number() OVER (ORDER BY id) AS position FROM ({matching}) AS matching(id)) AS numbered "
    "GROUP BY 2 RETURNING cardinality(record_ids)"
)


def _settle(job: BulkJob, matching: sql.Composable, values: Sequence[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE.format(matching=matching), [job.pk, BATCH, *values])
        return sum(row[0] for row in cursor.fetchall())


def _check_count(subject: Subject, expected: int, count: int) -> None:
    if abs(count - expected) > max(DRIFT_COUNT, DRIFT_SHARE * expected):
        raise SelectionChanged(
            f"{expected:,} {subject.many} were selected, but {count:,} match now. Look at them again.", count=count
        )
