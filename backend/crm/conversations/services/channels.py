"""Setting up channels: accounts with providers. Their secrets are sealed, and never given back."""

import logging
import secrets
from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction
from pydantic import BaseModel, ValidationError

from crm.conversations.account_settings import read_settings, sealed
from crm.conversations.adapters import UnknownKind, adapter_of, settings_of
from crm.conversations.errors import ChangedMeanwhile, ChannelInUse
from crm.conversations.events import ChannelAdded, ChannelChanged, ChannelRemoved
from crm.conversations.models import ChannelAccount, Sender
from crm.conversations.port import ADAPTERS, Check
from crm.conversations.selectors.channels import AccountRow, read_account
from crm.conversations.selectors.visibility import check_id
from crm.conversations.services.senders import pass_default_on
from crm.core import clock
from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput, NotFound
from crm.core.sealing import CannotUnseal
from crm.core.text import has_refused_characters, tidy_line
from crm.journal.publishing import publish

log = logging.getLogger(__name__)

NAME_MOST = 80
ACCOUNTS_MOST = 50
CHECK_TEXT_MOST = 500


@requires(Permission.CHANNELS_WRITE)
@transaction.atomic
def add_channel(*, actor: Actor, kind: str, name: str, settings: Mapping[str, Any]) -> AccountRow:
    """Sets up an account with a provider. Nothing is asked of the provider: `check_channel` does that.

    Publishes `channel.added`. Raises `InvalidInput`.
    """
    adapter = ADAPTERS.get(kind)
    if adapter is None:
        raise InvalidInput(fields={"kind": ["Choose one of the channels that there are."]})
    name = clean_name(name)
    if ChannelAccount.objects.count() >= ACCOUNTS_MOST:
        raise InvalidInput(
            fields={"kind": [f"There are {ACCOUNTS_MOST} channels already. Delete one that is not used."]}
        )
    account = ChannelAccount.objects.create(
        kind=kind,
        name=name,
        settings_sealed=sealed(read_settings(adapter, settings)),
        hook_id=secrets.token_urlsafe(24),
        created_by_id=actor.user_id,
    )
    publish(ChannelAdded(subject_id=account.pk, channel_name=name, channel_kind=kind), actor=actor)
    return read_account(account.pk)


@requires(Permission.CHANNELS_WRITE)
@transaction.atomic
def change_channel(*, actor: Actor, account_id: int, version: int, changes: Mapping[str, Any]) -> AccountRow:
    """Changes name, settings, or whether it is in use. A secret that is empty or left out stays as it was.

    What waits to be sent by a channel that is switched off fails when its time comes, and says why.
    Publishes `channel.changed`. Raises `NotFound`, `InvalidInput`, `ChangedMeanwhile`.
    """
    account = _lock(account_id)
    if version != account.version:
        raise ChangedMeanwhile
    changed: dict[str, Any] = {}
    if (name := changes.get("name")) is not None and (name := clean_name(name)) != account.name:
        changed["name"] = name
    if (is_active := changes.get("is_active")) is not None and is_active != account.is_active:
        changed["is_active"] = is_active
    fields = list(changed)
    if (given := changes.get("settings")) is not None:
        kept = _kept(account)
        try:
            settings = read_settings(adapter_of(account), given, kept=kept)
        except UnknownKind as error:
            raise InvalidInput(fields={"settings": [str(error)]}) from error
        different = [
            name for name in type(settings).model_fields if getattr(settings, name) != getattr(kept, name, None)
        ]
        if different:
            # What the provider said of other settings says nothing of these.
            changed |= {
                "settings_sealed": sealed(settings), "checked_at": None, "is_check_passed": None, "check_text": "",
            }  # fmt: skip
            fields += different
    if changed:
        ChannelAccount.objects.filter(pk=account_id).update(**changed, version=account.version + 1)
        if changed.get("is_active") is False:
            pass_default_on(Sender.objects.filter(account_id=account_id))
        told = ChannelChanged(subject_id=account_id, channel_name=changed.get("name", account.name), fields=fields)
        publish(told, actor=actor)
    return read_account(account_id)


@requires(Permission.CHANNELS_WRITE)
@transaction.atomic
def delete_channel(*, actor: Actor, account_id: int) -> None:
    """Deletes a channel that no message names, with its senders and what was posted to it.

    Publishes `channel.removed`. Raises `NotFound`, `ChannelInUse`.
    """
    account = _lock(account_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM conversations_message WHERE account_id = %s)", [account_id])
        (is_used,) = cursor.fetchone() or (True,)
        if is_used:
            raise ChannelInUse
        cursor.execute("DELETE FROM conversations_deliveryreport WHERE account_id = %s", [account_id])
        cursor.execute("DELETE FROM conversations_payload WHERE account_id = %s", [account_id])
    senders = Sender.objects.filter(account_id=account_id)
    pass_default_on(senders)
    senders.delete()
    ChannelAccount.objects.filter(pk=account_id).delete()
    publish(ChannelRemoved(subject_id=account_id, channel_name=account.name), actor=actor)


@requires(Permission.CHANNELS_WRITE)
def check_channel(*, actor: Actor, account_id: int) -> Check:
    """Asks the provider whether the settings work, and notes the answer. Sends nothing to anybody. Publishes nothing.

    The provider is asked outside of any transaction. Raises `NotFound`.
    """
    check_id(account_id)
    account = ChannelAccount.objects.filter(pk=account_id).first()
    if account is None:
        raise NotFound
    found = _asked(account)
    # An answer to settings that were changed meanwhile is none.
    ChannelAccount.objects.filter(pk=account_id, version=account.version).update(
        checked_at=clock.now(), is_check_passed=found.is_passed, check_text=found.text[:CHECK_TEXT_MOST]
    )
    return found


def _asked(account: ChannelAccount) -> Check:
    try:
        return adapter_of(account).check(settings_of(account))
    except UnknownKind as error:
        return Check(is_passed=False, text=str(error))
    except (CannotUnseal, ValidationError):
        return Check(is_passed=False, text="Its settings can't be read. Enter them again.")
    except Exception:
        log.exception("The check of channel account %s broke", account.pk)
        return Check(is_passed=False, text="The check itself broke. The log of Kith says where.")


def clean_name(name: str) -> str:
    """What a channel or a sender is called. Raises `InvalidInput`."""
    tidy = tidy_line(name)
    if not tidy or len(tidy) > NAME_MOST or has_refused_characters(tidy):
        raise InvalidInput(fields={"name": [f"Give it a name of at most {NAME_MOST} characters."]})
    return tidy


def _lock(account_id: int) -> ChannelAccount:
    check_id(account_id)
    account = ChannelAccount.objects.select_for_update().filter(pk=account_id).first()
    if account is None:
        raise NotFound
    return account


def _kept(account: ChannelAccount) -> BaseModel | None:
    """The settings so far; None when they can't be read any more, and have to be given whole."""
    try:
        kept: BaseModel = settings_of(account)
    except (UnknownKind, CannotUnseal, ValidationError):
        return None
    return kept
