"""Periodic care for the tables of conversations."""

from procrastinate.contrib.django import app

from crm.conversations.sweeping import sweep


@app.periodic(cron="23 * * * *")
@app.task(name="conversations.sweep", queue="upkeep")
def sweep_conversations(timestamp: int) -> None:
    """Deletes uploads that no draft has, who had what open, and payloads whose time is over."""
    sweep()
