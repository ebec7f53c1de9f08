"""An account's adapter, and the settings that it is called with."""

from functools import lru_cache
from typing import Any

from crm.conversations.models import ChannelAccount
from crm.conversations.port import ADAPTERS, Adapter
from crm.core.sealing import unseal

SETTINGS_PURPOSE = "channel settings"
# The kind of the channel that reaches nobody: a real one takes its place as the default.
SIMULATOR = "simulator"


class UnknownKind(Exception):
    """No channel of this kind is part of this version of Kith."""


def adapter_of(account: ChannelAccount) -> Adapter:
    """The adapter that speaks for the account. Raises `UnknownKind`."""
    adapter = ADAPTERS.get(account.kind)
    if adapter is None:
        raise UnknownKind(f"No channel is of the kind {account.kind} in this version of Kith.")
    return adapter


def settings_of(account: ChannelAccount) -> Any:
    """The account's settings as its adapter reads them. Raises `UnknownKind`, `CannotUnseal`."""
    adapter_of(account)
    return _read(account.kind, bytes(account.settings_sealed))


@lru_cache(maxsize=64)
def _read(kind: str, sealed: bytes) -> Any:
    # Deriving the key and reading the settings takes longer than all else that a hook's request needs.
    return ADAPTERS[kind].Settings.model_validate_json(unseal(sealed, purpose=SETTINGS_PURPOSE))
