"""`URL NUMBER COUNT`: so many people with one text message each that is due, by Twilio at that URL."""

import sys

import django

django.setup()

from crm.conversations.account_settings import sealed  # noqa: E402
from crm.conversations.models import Sender  # noqa: E402
from tests.channels.posting import twilio_account, twilio_settings  # noqa: E402
from tests.conversations.courier.queueing import queue_messages  # noqa: E402


def main(url: str, number: str, count: str) -> None:
    """Makes the account and the sender when there is none."""
    by = Sender.objects.filter(address=number).first()
    if by is None:
        account = twilio_account()
        account.settings_sealed = sealed(twilio_settings(base_url=url))
        account.save()
        by = Sender.objects.create(account=account, channel="sms", name="", address=number, per_minute=6000)
    queue_messages(by, people=int(count))


if __name__ == "__main__":
    main(*sys.argv[1:])
