"""Runs the mails that were asked for, as the worker would, and reads them."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.core import mail
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from crm.accounts.jobs import send_notice
from crm.accounts.notices import SEND_NOTICE


def asked_for() -> list[tuple[str, int]]:
    """The mails asked for and not sent yet: notice and whom or what it is about."""
    jobs = ProcrastinateJob.objects.filter(task_name=SEND_NOTICE, status="todo").order_by("id")
    return [(job.args["notice"], job.args["about"]) for job in jobs]


def deliver() -> list[Any]:
    """Sends what was asked for and returns the mails."""
    mail.outbox.clear()
    for notice, about in asked_for():
        send_notice(notice, about)
    # procrastinate's model is read-only; its table is not.
    with_jobs = ProcrastinateJob.objects.filter(task_name=SEND_NOTICE, status="todo").values_list("id", flat=True)
    forget(list(with_jobs))
    return list(mail.outbox)


def forget(ids: list[int]) -> None:
    """Takes jobs off the list."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = ANY(%s)", [ids])


def token_in(message: Any) -> str:
    """The token of the link in a mail."""
    link = re.search(r"https?://\S+\?\S+", message.body)
    assert link, message.body
    (values,) = parse_qs(urlsplit(link.group()).query).values()
    return str(values[0])
