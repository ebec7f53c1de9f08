"""The port that every channel plugs into: what an adapter is given, what it answers, and how it refuses.

An adapter is a folder under `crm/channels` whose module `adapter.py` registers one object that is an `Adapter`. It
sees this module, `enums`, `errors` and `core`, writes to no table of ours, and decides nothing about whether somebody
may be messaged: what reaches `send` has passed the gate.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from crm.consent.enums import Channel
from crm.conversations.enums import MessageState, NextAct


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingFile:
    """A file that is sent along. `content_id` is set for pictures inside the text of a mail.

    `url` is set for files of text messages: where the provider may fetch it without credentials, for a day.
    """

    name: str
    content_type: str
    data: bytes = field(repr=False)
    content_id: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One message to one recipient.

    `key` is the same however often this message is tried: providers that know such keys are given it. `headers` are a
    mail's own (Message-ID, In-Reply-To, References, Auto-Submitted, List-Unsubscribe …), complete. `report_url` is
    where the provider posts what becomes of it.
    """

    key: str
    channel: Channel
    from_address: str
    from_name: str
    to_address: str
    to_name: str = ""
    cc: Sequence[str] = ()
    reply_to: str = ""
    subject: str = ""
    text: str
    html: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    files: Sequence[OutgoingFile] = ()
    report_url: str = ""


class Rejected(Exception):
    """The provider refused this message for good: trying again would change nothing.

    `text` says why in plain words for the person who wrote it; `next_act` what to do. `fact` is what this tells about
    the address, if anything (see `Fact`).
    """

    def __init__(
        self, text: str, *, code: str = "", next_act: NextAct = NextAct.NONE, fact: "Fact | None" = None
    ) -> None:
        super().__init__(text)
        self.text, self.code, self.next_act, self.fact = text, code, next_act, fact


class NotNow(Exception):
    """The provider surely did not take the message, and may later: 429, 5xx, no connection.

    `retry_after` is the seconds it asks for, None when it names none.
    """

    def __init__(self, text: str, *, code: str = "", retry_after: float | None = None) -> None:
        super().__init__(text)
        self.text, self.code, self.retry_after = text, code, retry_after


class OutcomeUnknown(Exception):
    """The request was on its way when the connection broke or time ran out: it may have been taken."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What a provider's refusal or report tells of an address.

    `kind` is one of "carrier_block" (this sender may not write to it), "carrier_block_lifted", "hard_bounce",
    "soft_bounce", "spam_report", "unsubscribed" (`stream` says from what), "unreachable_number". `sender_address` is
    the one of ours that it concerns, where the provider names it; else it is that of the message.
    """

    kind: str
    address: str
    code: str = ""
    text: str = ""
    stream: str = "marketing"
    sender_address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HookRequest:
    """A request that somebody posted to an account's hook, as it came. Header names are in lower case.

    `url` is the public address that the provider was given, query included, whatever proxies made of it.
    """

    url: str
    content_type: str
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    received_at: datetime


class NotVerified(Exception):
    """The request does not carry a valid signature. The text is for the administrator, never for the sender."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingFile:
    """A file that came along: its bytes, or where they are fetched with the account's credentials."""

    name: str
    content_type: str
    data: bytes = field(default=b"", repr=False)
    fetch_url: str = ""
    content_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A message from outside.

    `key` is the provider's id of it, unique within the account. `keyword` is the provider's own reading of an opt-out
    ("STOP", "START", "HELP"), empty when it says nothing. `headers` are a mail's, names in lower case, joined by line
    ends where one comes twice; ids in `rfc_id`, `in_reply_to` and `references` are without brackets.
    `is_echo`: we sent it, by other means than Kith.
    """

    key: str
    channel: Channel
    from_address: str
    from_name: str = ""
    to_addresses: Sequence[str] = ()
    cc: Sequence[str] = ()
    subject: str = ""
    text: str = ""
    html: str = ""
    rfc_id: str = ""
    in_reply_to: Sequence[str] = ()
    references: Sequence[str] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    files: Sequence[IncomingFile] = ()
    keyword: str = ""
    is_spam: bool = False
    is_echo: bool = False
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What became of a message that was sent.

    `key` is the provider's id of this report, unique within the account, made of what names it when there is none.
    `provider_id` or `message_key` (our `Outgoing.key`) names the message. `state` is sent, delivered or failed; None
    for one that moves nothing (deferred, a word that is not known) and is kept all the same.
    """

    key: str
    provider_id: str = ""
    message_key: str = ""
    state: MessageState | None
    provider_state: str
    code: str = ""
    text: str = ""
    next_act: NextAct = NextAct.NONE
    segments: int | None = None
    fact: Fact | None = None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The provider took the message. `provider_id` is what its reports will name.

    `later` is for a provider that says with its answer what becomes of the message: each report counts after so many
    seconds. Most say nothing, and post reports.
    """

    provider_id: str
    provider_state: str = ""
    segments: int | None = None
    later: Sequence[tuple[float, Report]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What an adapter read out of a payload. `note` says in words what was left aside, and why."""

    messages: Sequence[Incoming] = ()
    reports: Sequence[Report] = ()
    note: str = ""


class CannotRead(Exception):
    """The payload is not what the provider's documents say. The text is for the administrator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What the check button found, in words that name what to do."""

    is_passed: bool
    text: str


class Adapter(Protocol):
    """One sort of channel. All of it is synchronous, and is called outside of any transaction.

    `Settings` is a Pydantic model, an instance of which each method is given. Its JSON Schema draws the settings page:
    every field has a title and a description; secrets are `SecretStr`; the provider's address is a field `base_url`
    with its default. `channels` is what it can carry. `send` returns within 30 seconds.
    """

    kind: str
    label: str
    help: str
    channels: Sequence[Channel]
    Settings: type[Any]

    def check(self, settings: Any) -> Check:
        """Asks the provider whether these settings work. Sends nothing to anybody."""

    def check_sender(self, settings: Any, channel: Channel, address: str) -> str:
        """The address as it is kept. Raises `InvalidInput` (field `address`) for what can't be a sender here."""

    def receives_at(self, settings: Any, address: str) -> bool:
        """Whether mail to the address, and to it with a +token before the @, is posted to the account's hook."""

    def send(self, settings: Any, outgoing: Outgoing) -> Accepted:
        """Hands the message to the provider. Raises `Rejected`, `NotNow`, `OutcomeUnknown`."""

    def verify(self, settings: Any, request: HookRequest) -> None:
        """Raises `NotVerified` unless the provider signed this very body. Compares in constant time."""

    def key_of(self, settings: Any, request: HookRequest) -> str:
        """The provider's id of the request, at most 200 characters; a hash of the body where it has none."""

    def read(self, settings: Any, request: HookRequest) -> Reading:
        """What is in a verified payload. Raises `CannotRead`."""

    def fetch(self, settings: Any, url: str) -> tuple[str, bytes]:
        """Content type and bytes of an incoming file, at most 25 MB. Raises `NotNow` or `Rejected`."""


# Headers of a hook's request that are kept with the payload; adapters add theirs.
KEPT_HEADERS: set[str] = {"content-type", "user-agent"}
ADAPTERS: dict[str, Adapter] = {}


def register_adapter(adapter: Adapter, *, headers: Sequence[str] = ()) -> None:
    """Makes the adapter known, and keeps `headers` (lower case) of what is posted to its hooks."""
    if ADAPTERS.setdefault(adapter.kind, adapter) is not adapter:
        raise RuntimeError(f"Two channels are of the kind {adapter.kind}.")
    KEPT_HEADERS.update(headers)
