"""What the worker does for accounts: mails, and sweeping out what has had its time."""

from datetime import timedelta
from importlib import import_module

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from crm.accounts import sessions, tries
from crm.accounts.enums import Notice
from crm.accounts.mails import send_letter, write_letter
from crm.accounts.models import KnownAddress, Link, SignIn
from crm.accounts.notices import SEND_NOTICE
from crm.accounts.selectors import get_settings
from crm.accounts.services.passwords import forget_link
from crm.accounts.services.signing_in import KNOWN_FOR
from crm.core import clock

# About a day in all: 30 s, 2 min, 8 min, 32 min, 2 h, 8 h.
_RETRY = RetryStrategy(max_attempts=7, exponential_wait=4, wait=30)


@app.task(name=SEND_NOTICE, retry=_RETRY, queue="mail")
def send_notice(notice: str, about: int) -> None:
    """Writes and sends one mail. A link in it is made now, and forgotten when the mail can't leave."""
    letter = write_letter(Notice(notice), about=about)
    if letter is None:
        return
    try:
        send_letter(letter)
    except BaseException:
        forget_link(letter.link)
        raise


@app.periodic(cron="17 * * * *")
@app.task(name="accounts.sweep", queue="upkeep")
def sweep(timestamp: int) -> None:
    """Ends sessions whose time is over, and deletes runs of tries, dead links and addresses that count no more."""
    now = clock.now()
    idle = timedelta(minutes=get_settings().idle_timeout_minutes)
    over = SignIn.objects.filter(Q(expires_at__lte=now) | Q(last_seen_at__lte=now - idle))
    with transaction.atomic():
        sessions.end_these(list(over.select_for_update(skip_locked=True).values_list("session_key", flat=True)[:5000]))
    tries.forget_old()
    # Payloads of sessions that ended by time, and of sign-ins that were never finished.
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    Link.objects.filter(Q(expires_at__lt=now - timedelta(days=30)) | Q(ended_at__lt=now - timedelta(days=30))).delete()
    KnownAddress.objects.filter(last_at__lt=now - KNOWN_FOR).delete()
