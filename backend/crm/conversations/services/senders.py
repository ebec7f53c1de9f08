"""What messages are sent from: numbers and addresses of an account, how fast, and which one when none is chosen."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from pydantic import ValidationError

from crm.consent.enums import Channel
from crm.conversations.adapters import SIMULATOR, UnknownKind, adapter_of, settings_of
from crm.conversations.errors import ChangedMeanwhile, SenderInUse
from crm.conversations.events import SenderAdded, SenderChanged, SenderRemoved, SenderResumed
from crm.conversations.models import ChannelAccount, Sender
from crm.conversations.selectors.channels import SenderRow, read_sender
from crm.conversations.selectors.visibility import check_id
from crm.conversations.sending.pacing import tell_of_pauses
from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput, NotFound
from crm.core.sealing import CannotUnseal
from crm.core.text import has_refused_characters, tidy_line
from crm.journal.publishing import publish

NAME_MOST = 80
ADDRESS_MOST = 254
PER_MINUTE_MOST = 6000
SENDERS_MOST = 200
# Only one may be the default: whoever changes which takes this first.
_DEFAULT_LOCK = "default senders"


@requires(Permission.CHANNELS_WRITE)
@transaction.atomic
def add_sender(
    *,
    actor: Actor,
    account_id: int,
    channel: str,
    address: str,
    name: str = "",
    is_default: bool | None = None,
    per_minute: int = 60,
) -> SenderRow:
    """Adds a number or an address that messages are sent from, at most `per_minute`.

    The first one of its channel that really reaches people is what is sent from when nothing is chosen; `is_default`
    says otherwise. Publishes `channel.sender_added`. Raises `NotFound`, `InvalidInput`.
    """
    check_id(account_id)
    account = ChannelAccount.objects.select_for_update(no_key=True).filter(pk=account_id).first()
    if account is None:
        raise NotFound
    name, per_minute = _name(name), _pace(per_minute)
    address = _checked(account, channel, address)
    if Sender.objects.filter(account=account).count() >= SENDERS_MOST:
        raise InvalidInput(fields={"address": [f"This channel has {SENDERS_MOST} senders already."]})
    _lock_defaults()
    present = Sender.objects.select_related("account").filter(channel=channel, is_default=True).first()
    becomes = (
        is_default if is_default is not None else present is None or present.account.kind == SIMULATOR != account.kind
    )
    try:
        with transaction.atomic():
            if becomes:
                Sender.objects.filter(channel=channel, is_default=True).update(is_default=False)
            sender = Sender.objects.create(
                account=account, channel=channel, address=address, name=name, is_default=becomes, per_minute=per_minute
            )
    except IntegrityError as error:
        raise InvalidInput(fields={"address": ["This channel has this sender already."]}) from error
    told = SenderAdded(subject_id=account_id, channel_name=account.name, sender_id=sender.pk, address=address)
    publish(told, actor=actor)
    return read_sender(sender.pk)


@requires(Permission.CHANNELS_WRITE)
@transaction.atomic
def change_sender(*, actor: Actor, sender_id: int, version: int, changes: Mapping[str, Any]) -> SenderRow:
    """Changes name, pace, whether it is in use and whether it is the default. Its address stays: messages name it.

    Switched off, the oldest other sender of its channel becomes the default in its stead. Publishes
    `channel.sender_changed`. Raises `NotFound`, `InvalidInput`, `ChangedMeanwhile`.
    """
    sender = _lock(sender_id)
    if version != sender.version:
        raise ChangedMeanwhile
    wanted: dict[str, Any] = {field: value for field, value in changes.items() if value is not None}
    if "name" in wanted:
        wanted["name"] = _name(wanted["name"])
    if "per_minute" in wanted:
        wanted["per_minute"] = _pace(wanted["per_minute"])
    different = {field: value for field, value in wanted.items() if value != getattr(sender, field)}
    if different.get("is_default") is False:
        raise InvalidInput(fields={"is_default": ["Make another sender the default instead."]})
    if different.get("is_default") and not wanted.get("is_active", sender.is_active):
        raise InvalidInput(fields={"is_default": ["Switch it on first."]})
    if different:
        if different.get("is_default"):
            Sender.objects.filter(channel=sender.channel, is_default=True).update(is_default=False)
        Sender.objects.filter(pk=sender_id).update(**different, version=sender.version + 1)
        if different.get("is_active") is False:
            pass_default_on(Sender.objects.filter(pk=sender_id))
        told = SenderChanged(
            subject_id=sender.account_id,
            channel_name=sender.account.name,
            sender_id=sender_id,
            address=sender.address,
            fields=sorted(different),
        )
        publish(told, actor=actor)
    return read_sender(sender_id)


@requires(Permission.CHANNELS_WRITE)
@transaction.atomic
def resume_sender(*, actor: Actor, sender_id: int) -> SenderRow:
    """Ends the pause that a provider's refusals have led to. One message tries first; when it leaves, all go on.

    Publishes `channel.sender_resumed` where one was paused. Raises `NotFound`.
    """
    sender = _lock(sender_id)
    if sender.paused_until is not None:
        Sender.objects.filter(pk=sender_id).update(paused_until=None, pause_text="", failures=1)
        told = SenderResumed(
            subject_id=sender.account_id, channel_name=sender.account.name, sender_id=sender_id, address=sender.address
        )
        publish(told, actor=actor)
        tell_of_pauses((sender.account_id,))
    return read_sender(sender_id)


@requires(Permission.CHANNELS_WRITE)
@transaction.atomic
def delete_sender(*, actor: Actor, sender_id: int) -> None:
    """Deletes a sender that no message names. Publishes `channel.sender_removed`. Raises `NotFound`, `SenderInUse`."""
    sender = _lock(sender_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM conversations_message WHERE sender_id = %s)", [sender_id])
        (is_used,) = cursor.fetchone() or (True,)
    if is_used:
        raise SenderInUse
    mine = Sender.objects.filter(pk=sender_id)
    pass_default_on(mine)
    mine.delete()
    told = SenderRemoved(
        subject_id=sender.account_id, channel_name=sender.account.name, sender_id=sender_id, address=sender.address
    )
    publish(told, actor=actor)


def pass_default_on(leaving: QuerySet[Sender]) -> None:
    """Makes another sender in use the default of each channel whose default is among those that are `leaving`.

    The oldest that reaches people; the simulator's only where there is none.
    """
    _lock_defaults()
    for sender in list(leaving.filter(is_default=True)):
        others = Sender.objects.select_related("account").filter(
            channel=sender.channel, is_active=True, account__is_active=True
        )
        left = sorted(
            others.exclude(pk__in=leaving.values("pk")), key=lambda one: (one.account.kind == SIMULATOR, one.pk)
        )
        Sender.objects.filter(pk=sender.pk).update(is_default=False)
        if left:
            Sender.objects.filter(pk=left[0].pk).update(is_default=True)


def _lock_defaults() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 5))", [_DEFAULT_LOCK])


def _lock(sender_id: int) -> Sender:
    check_id(sender_id)
    _lock_defaults()
    sender = Sender.objects.select_related("account").select_for_update(of=("self",)).filter(pk=sender_id).first()
    if sender is None:
        raise NotFound
    return sender


def _checked(account: ChannelAccount, channel: str, address: str) -> str:
    """The address as the adapter keeps it."""
    try:
        adapter = adapter_of(account)
        if channel not in Channel.values or Channel(channel) not in adapter.channels:
            carried = " or ".join(one.value for one in adapter.channels)
            raise InvalidInput(fields={"channel": [f"{adapter.label} carries {carried}."]})
        typed = address.strip()
        if not typed or len(typed) > ADDRESS_MOST or has_refused_characters(typed):
            raise InvalidInput(fields={"address": ["Give the number or the address that messages come from."]})
        return adapter.check_sender(settings_of(account), Channel(channel), typed)
    except (UnknownKind, CannotUnseal, ValidationError) as error:
        raise InvalidInput(
            fields={"address": ["The settings of this channel have to be entered again first."]}
        ) from error


def _name(name: str) -> str:
    tidy = tidy_line(name)
    if len(tidy) > NAME_MOST or has_refused_characters(tidy):
        raise InvalidInput(fields={"name": [f"Give it a name of at most {NAME_MOST} characters."]})
    return tidy


def _pace(per_minute: int) -> int:
    if not 1 <= per_minute <= PER_MINUTE_MOST:
        raise InvalidInput(fields={"per_minute": [f"Between 1 and {PER_MINUTE_MOST:,} messages a minute."]})
    return per_minute
