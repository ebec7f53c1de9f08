"""The channels that administrators have set up, what can be set up, and what messages are sent from."""

from typing import Any

import msgspec
from django.conf import settings as django_settings
from django.db.models import Q
from pydantic import ValidationError

from crm.conversations.account_settings import secrets_of, secrets_set, shown
from crm.conversations.adapters import UnknownKind, adapter_of, settings_of
from crm.conversations.models import ChannelAccount, Sender
from crm.conversations.port import ADAPTERS
from crm.core import clock
from crm.core.access import Actor, Permission, requires
from crm.core.errors import NotFound
from crm.core.sealing import CannotUnseal


class ChannelKind(msgspec.Struct, frozen=True):
    """What can be set up. `settings_schema` is JSON Schema; `secrets` are the settings that are never given back."""

    kind: str
    label: str
    help: str
    channels: list[str]
    settings_schema: dict[str, Any]
    secrets: list[str]


class SenderRow(msgspec.Struct, frozen=True, kw_only=True):
    """A number or an address that messages come from. While `pause_text` is there, nothing leaves from it."""

    id: int
    account_id: int
    account_name: str
    channel: str
    channel_label: str
    name: str
    address: str
    is_active: bool
    is_default: bool
    per_minute: int
    paused_until: str | None
    pause_text: str
    version: int


class AccountRow(msgspec.Struct, frozen=True, kw_only=True):
    """A channel as it is set up. `settings` are without secrets; `secrets_set` names those that have a value.

    `problem` says in words why it can't be used at all; empty when it can.
    """

    id: int
    kind: str
    kind_label: str
    name: str
    is_active: bool
    settings: dict[str, Any]
    secrets_set: list[str]
    problem: str
    hook_url: str
    checked_at: str | None
    is_check_passed: bool | None
    check_text: str
    refused_hooks: int
    refused_hook_at: str | None
    version: int
    senders: list[SenderRow]


@requires(Permission.CHANNELS_READ)
def list_channel_kinds(*, actor: Actor) -> list[ChannelKind]:
    """Every sort of channel that this version of Kith can speak to."""
    return [
        ChannelKind(
            kind=adapter.kind,
            label=adapter.label,
            help=adapter.help,
            channels=[channel.value for channel in adapter.channels],
            settings_schema=adapter.Settings.model_json_schema(),
            secrets=secrets_of(adapter),
        )
        for adapter in sorted(ADAPTERS.values(), key=lambda adapter: adapter.label)
    ]


@requires(Permission.CHANNELS_READ)
def list_channels(*, actor: Actor) -> list[AccountRow]:
    """All channels that were set up, with their senders, oldest first."""
    accounts = list(ChannelAccount.objects.order_by("pk"))
    return _account_rows(accounts)


@requires(Permission.CHANNELS_READ)
def list_senders(*, actor: Actor) -> list[SenderRow]:
    """All senders, the default of each channel first."""
    senders = Sender.objects.select_related("account").order_by("channel", "-is_default", "pk")
    return [_sender_row(sender) for sender in senders]


def read_account(account_id: int) -> AccountRow:
    """One channel as it stands. Raises `NotFound`."""
    rows = _account_rows(list(ChannelAccount.objects.filter(pk=account_id)))
    if not rows:
        raise NotFound
    return rows[0]


def read_sender(sender_id: int) -> SenderRow:
    """One sender as it stands. Raises `NotFound`."""
    sender = Sender.objects.select_related("account").filter(pk=sender_id).first()
    if sender is None:
        raise NotFound
    return _sender_row(sender)


def default_sender(channel: str) -> Sender | None:
    """What a message by `channel` is sent from when nothing else was chosen: the default, else the oldest in use."""
    usable = Q(is_active=True, account__is_active=True, channel=channel)
    return Sender.objects.select_related("account").filter(usable).order_by("-is_default", "pk").first()


def _account_rows(accounts: list[ChannelAccount]) -> list[AccountRow]:
    senders: dict[int, list[SenderRow]] = {}
    by_account = Sender.objects.select_related("account").filter(account__in=[account.pk for account in accounts])
    for sender in by_account.order_by("channel", "pk"):
        senders.setdefault(sender.account_id, []).append(_sender_row(sender))
    return [_account_row(account, senders.get(account.pk, [])) for account in accounts]


def _account_row(account: ChannelAccount, senders: list[SenderRow]) -> AccountRow:
    label, values, secrets, problem = _told(account)
    return AccountRow(
        id=account.pk,
        kind=account.kind,
        kind_label=label,
        name=account.name,
        is_active=account.is_active,
        settings=values,
        secrets_set=secrets,
        problem=problem,
        hook_url=f"{django_settings.PUBLIC_URL}/hooks/{account.kind}/{account.hook_id}",
        checked_at=_iso(account.checked_at),
        is_check_passed=account.is_check_passed,
        check_text=account.check_text,
        refused_hooks=account.refused_hooks,
        refused_hook_at=_iso(account.refused_hook_at),
        version=account.version,
        senders=senders,
    )


def _told(account: ChannelAccount) -> tuple[str, dict[str, Any], list[str], str]:
    """Label of the kind, settings, secrets that are set, and what is wrong."""
    try:
        adapter = adapter_of(account)
    except UnknownKind as error:
        return account.kind, {}, [], str(error)
    try:
        settings = settings_of(account)
    except CannotUnseal:
        return adapter.label, {}, [], "Its settings were kept under another KITH_SECRET_KEY. Enter them again."
    except ValidationError:
        return adapter.label, {}, [], "Its settings are of another version of Kith. Enter them again."
    return adapter.label, shown(adapter, settings), secrets_set(adapter, settings), ""


def _sender_row(sender: Sender) -> SenderRow:
    is_paused = sender.paused_until is not None and sender.paused_until > clock.now()
    return SenderRow(
        id=sender.pk,
        account_id=sender.account_id,
        account_name=sender.account.name,
        channel=sender.channel,
        channel_label=str(sender.get_channel_display()),
        name=sender.name,
        address=sender.address,
        is_active=sender.is_active,
        is_default=sender.is_default,
        per_minute=sender.per_minute,
        paused_until=_iso(sender.paused_until) if is_paused else None,
        pause_text=sender.pause_text if is_paused else "",
        version=sender.version,
    )


def _iso(moment: Any) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment else None
