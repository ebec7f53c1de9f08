"""What the API says of channels and senders, and of how a text is split."""

from datetime import datetime
from typing import Any

from ninja import Field, Schema
from pydantic import ConfigDict

from crm.consent.enums import Channel

_TEXT_MOST = 300_000


class ChannelKind(Schema):
    """What can be set up. `settings_schema` draws its page; `secrets` are the settings that are never given back."""

    kind: str
    label: str
    help: str
    channels: list[Channel]
    settings_schema: dict[str, Any]
    secrets: list[str]


class Sender(Schema):
    """A number or an address that messages are sent from."""

    id: int
    account_id: int
    account_name: str
    channel: Channel
    channel_label: str
    name: str
    address: str
    is_active: bool
    is_default: bool
    per_minute: int
    paused_until: datetime | None
    pause_text: str
    version: int


class ChannelAccount(Schema):
    """A channel as it is set up, without its secrets; `secrets_set` names those that have a value.

    `problem` says why it can't be used; `hook_url` is the address that the provider posts to.
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
    checked_at: datetime | None
    is_check_passed: bool | None
    check_text: str
    refused_hooks: int
    refused_hook_at: datetime | None
    version: int
    senders: list[Sender]


class ChannelIn(Schema):
    """A channel to be set up. What `settings` holds, the schema of its kind says."""

    model_config = ConfigDict(extra="forbid")

    kind: str = Field(max_length=40)
    name: str = Field(max_length=1000)
    settings: dict[str, Any]


class ChannelChangeIn(Schema):
    """What is to be different. `settings` are given whole; a secret that is empty or left out stays as it was."""

    model_config = ConfigDict(extra="forbid")

    version: int
    name: str | None = Field(None, max_length=1000)
    is_active: bool | None = None
    settings: dict[str, Any] | None = None


class ChannelCheck(Schema):
    """What the provider answered."""

    is_passed: bool
    text: str


class SenderIn(Schema):
    """A sender to be added. Without `is_default` the first one of its channel is the default."""

    model_config = ConfigDict(extra="forbid")

    channel: str = Field(max_length=20)
    address: str = Field(max_length=1000)
    name: str = Field("", max_length=1000)
    is_default: bool | None = None
    per_minute: int = 60


class SenderChangeIn(Schema):
    """What is to be different."""

    model_config = ConfigDict(extra="forbid")

    version: int
    name: str | None = Field(None, max_length=1000)
    is_active: bool | None = None
    is_default: bool | None = None
    per_minute: int | None = None


class MeasureIn(Schema):
    """A text as it would be sent, its variables filled."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(max_length=_TEXT_MOST)


class Culprit(Schema):
    """A character that makes a text cost more. `plain` says the same within GSM's alphabet; null where nothing does."""

    char: str
    name: str
    plain: str | None


class Measure(Schema):
    """How a text message is split: `units` in all, and `units_left` until the next part begins."""

    encoding: str
    segments: int
    units: int
    units_left: int
    culprits: list[Culprit]
