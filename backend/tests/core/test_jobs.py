"""Coarse jobs: what a dead worker had in hand is started again, but not for ever."""

import asyncio

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.psycopg_connector import PsycopgConnector

from crm.core.jobs import TRIES_MOST
from crm.core.worker.database import connection_parameters

pytestmark = pytest.mark.django_db(transaction=True)


def job_of_a_dead_worker(attempts: int) -> int:
    """A job that is said to run, by a worker that has not been heard of for an hour."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id"
        )
        worker = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args, status, attempts, worker_id) "
            "VALUES ('other', 'nothing', 0, '{}', 'doing', %s, %s) RETURNING id",
            [attempts, worker],
        )
        return int(cursor.fetchone()[0])


def run_job(name: str) -> None:
    """Runs one periodic job as a worker would, and nothing else."""

    async def run() -> None:
        connector = PsycopgConnector(kwargs=connection_parameters(), min_size=1, max_size=2)
        # Periodic jobs of the real schedule stay out of it.
        working = app.with_connector(connector)
        working.periodic_registry = type(app.periodic_registry)()
        async with working.open_async():
            await working.tasks[name].configure(queue="under_test").defer_async(timestamp=0)
            await working.run_worker_async(
                queues=["under_test"], wait=False, install_signal_handlers=False, listen_notify=False
            )

    asyncio.run(run())


@pytest.mark.parametrize(("attempts", "status"), [(0, "todo"), (TRIES_MOST - 2, "todo"), (TRIES_MOST - 1, "failed")])
def test_what_a_dead_worker_left_is_started_again_but_not_for_ever(attempts: int, status: str) -> None:
    job = job_of_a_dead_worker(attempts)
    run_job("crm.core.jobs.rescue_stalled_jobs")
    assert ProcrastinateJob.objects.get(pk=job).status == status


def test_finished_jobs_go_after_a_while() -> None:
    job = job_of_a_dead_worker(0)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s", [job])
        cursor.execute("UPDATE procrastinate_events SET at = now() - interval '80 hours' WHERE job_id = %s", [job])
    run_job("crm.core.jobs.remove_finished_jobs")
    assert not ProcrastinateJob.objects.filter(pk=job).exists()
