"""Short ways to jobs and to what they did."""

from collections.abc import Sequence
from typing import Any

from crm.bulk import selectors, services
from crm.bulk.catalogue import Selection
from crm.bulk.running import run_job
from crm.bulk.selectors import JobRow
from crm.core.access import Actor


def order(
    actor: Actor,
    action: str,
    params: dict[str, Any] | None = None,
    *,
    ids: Sequence[int] | None = None,
    subject: str = "contact",
    expected: int | None = None,
    **selection: Any,
) -> JobRow:
    """A job that waits for a worker."""
    return services.create_bulk_job(
        actor=actor,
        subject=subject,
        action=action,
        params=params or {},
        ids=ids,
        selection=Selection(**selection),
        expected_count=expected,
    )


def finish(actor: Actor, job: JobRow) -> JobRow:
    """The job when a worker has done it."""
    run_job(job.id)
    return selectors.get_bulk_job(actor=actor, job_id=job.id)


def do(actor: Actor, action: str, params: dict[str, Any] | None = None, **rest: Any) -> JobRow:
    """The job, asked for and done."""
    return finish(actor, order(actor, action, params, **rest))


def take_back(actor: Actor, job: JobRow) -> JobRow:
    """The job that took `job` back, done."""
    return finish(actor, services.undo_bulk_job(actor=actor, job_id=job.id))


def reasons(actor: Actor, job: JobRow) -> dict[int, str]:
    """Why records were not changed, by id."""
    page = selectors.list_bulk_results(actor=actor, job_id=job.id, limit=200)
    return {row.record_id: row.reason for row in page.items}
