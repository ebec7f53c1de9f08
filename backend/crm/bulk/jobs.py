"""What the worker does for bulk jobs."""

from procrastinate.contrib.django import app

from crm.bulk.queue import RUN_BULK_JOB
from crm.bulk.running import run_job
from crm.bulk.sweeping import sweep


@app.task(name=RUN_BULK_JOB, queue="bulk")
def run_bulk_job(job_id: int) -> None:
    """Does one job, or what is left of it."""
    run_job(job_id)


@app.periodic(cron="23 * * * *")
@app.task(name="bulk.sweep", queue="upkeep")
def sweep_bulk_jobs(timestamp: int) -> None:
    """Deletes files whose time is over, and jobs that ended long ago."""
    sweep()
