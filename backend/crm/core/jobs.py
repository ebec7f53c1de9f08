"""Periodic care for the table of coarse jobs."""

import logging

from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

log = logging.getLogger(__name__)

# Three missed heartbeats, and some.
SILENT_SECONDS = 45
# A job that was under way this often when its worker died is what kills them.
TRIES_MOST = 5
KEEP_DONE_HOURS = 72
KEEP_FAILED_HOURS = 24 * 30


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="rescue_stalled_jobs", pass_context=True)
async def rescue_stalled_jobs(context: JobContext, timestamp: int) -> None:
    """Starts again what a worker had in hand when it died; a job that was tried too often is given up, and says so."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS):
        if job.attempts + 1 < TRIES_MOST:
            log.warning("Job %s (%s) lost its worker and is started again", job.id, job.task_name)
            await manager.retry_job(job)
        else:
            log.error("Job %s (%s) lost its worker %s times and is given up", job.id, job.task_name, TRIES_MOST)
            await manager.finish_job(job, status=Status.FAILED, delete_job=False)


@app.periodic(cron="41 3 * * *")
@app.task(queueing_lock="remove_finished_jobs", pass_context=True)
async def remove_finished_jobs(context: JobContext, timestamp: int) -> None:
    """Takes away jobs that ended long ago: what went well after three days, the rest after thirty."""
    manager = context.app.job_manager
    await manager.delete_old_jobs(nb_hours=KEEP_DONE_HOURS)
    await manager.delete_old_jobs(
        nb_hours=KEEP_FAILED_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )
