"""Periodic care for the journal's tables."""

from procrastinate.contrib.django import app

from crm.journal.services import purge_deliveries


@app.periodic(cron="17 * * * *")
@app.task(queueing_lock="purge_old_deliveries")
def purge_old_deliveries(timestamp: int) -> None:
    """Takes away deliveries that were done two weeks ago. Failed ones stay until somebody has them tried again."""
    purge_deliveries()
