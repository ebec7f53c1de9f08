"""Periodic care for what is counted of addresses."""

from datetime import timedelta

from procrastinate.contrib.django import app

from crm.consent.gate import forget_sent
from crm.core import clock

KEPT_FOR = timedelta(days=7)


@app.periodic(cron="47 * * * *")
@app.task(name="consent.forget_sent", queue="upkeep")
def forget_sent_marks(timestamp: int) -> None:
    """Takes away counts of sent messages that no rate asks for any more."""
    forget_sent(clock.now() - KEPT_FOR)
