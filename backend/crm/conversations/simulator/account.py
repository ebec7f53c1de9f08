"""The simulator's account and its two senders, which are there as soon as somebody has an account."""

import secrets

from django.db import connection, transaction

from crm.consent.enums import Channel
from crm.conversations.account_settings import read_settings, sealed
from crm.conversations.adapters import SIMULATOR
from crm.conversations.events import ChannelAdded
from crm.conversations.models import ChannelAccount, Sender
from crm.conversations.port import ADAPTERS
from crm.core.access import system_actor
from crm.journal.publishing import publish

# A number that is kept for fiction (555-01xx of the North American plan), and a name that resolves nowhere (RFC 2606).
NAME = "Simulator"
OURS = {Channel.SMS: "+12025550100", Channel.EMAIL: "hello@kith.example"}
_LOCK = 0x51A7


@transaction.atomic
def make_simulator() -> ChannelAccount:
    """The simulator's account, made with a sender for each channel where there is none.

    Publishes `channel.added` when it is made.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    known = find_simulator()
    if known is not None:
        return known
    account = ChannelAccount.objects.create(
        kind=SIMULATOR,
        name=NAME,
        settings_sealed=sealed(read_settings(ADAPTERS[SIMULATOR], {})),
        hook_id=secrets.token_urlsafe(24),
    )
    for channel, address in OURS.items():
        has_default = Sender.objects.filter(channel=channel, is_default=True).exists()
        Sender.objects.create(
            account=account, channel=channel, name="Kith", address=address, is_default=not has_default
        )
    told = ChannelAdded(subject_id=account.pk, channel_name=NAME, channel_kind=SIMULATOR)
    publish(told, actor=system_actor("Kith"))
    return account


def find_simulator() -> ChannelAccount | None:
    """The simulator's account: the oldest, where somebody has added more."""
    return ChannelAccount.objects.filter(kind=SIMULATOR).order_by("pk").first()
