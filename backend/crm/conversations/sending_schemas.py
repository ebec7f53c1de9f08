"""What the API takes and says of messages that are sent."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import ConfigDict

from crm.consent.enums import Channel
from crm.conversations.files_schemas import Upload
from crm.conversations.inbox_schemas import Message
from crm.conversations.sending.writing import NewMessage

_TEXT_MOST = 1_200_000


class MessageIn(Schema):
    """A message to be sent. `client_id` is made by whoever writes it: sent twice it is one message.

    It leaves ten seconds later, or at `send_at`. `override_reason` says why it is sent over what the
    gate leaves to an agent, and sends it.
    """

    model_config = ConfigDict(extra="forbid")

    client_id: UUID
    channel: str = Field(max_length=20)
    sender_id: int | None = None
    cc: list[str] = Field(default_factory=list, max_length=200)
    subject: str = Field("", max_length=_TEXT_MOST)
    text: str = Field("", max_length=_TEXT_MOST)
    html: str = Field("", max_length=_TEXT_MOST)
    uploads: list[int] = Field(default_factory=list, max_length=200)
    template_version_id: int | None = None
    send_at: datetime | None = None
    purpose: str = Field("one_to_one", max_length=20)
    override_reason: str = Field("", max_length=2000)

    def message(self) -> NewMessage:
        """What is to be sent, as the service takes it."""
        return NewMessage(**self.dict(exclude={"override_reason"}))


class RetryIn(Schema):
    """Whether it may arrive twice, of a message whose outcome nobody knows."""

    model_config = ConfigDict(extra="forbid")

    accept_twice: bool = False


class TakenBackDraft(Schema):
    """What a message that was taken back said."""

    channel: Channel
    sender_id: int | None
    template_version_id: int | None
    cc: list[str]
    subject: str
    text: str
    html: str
    uploads: list[Upload]


class TakenBack(Schema):
    """A message that was taken back, and what it said."""

    message: Message
    draft: TakenBackDraft


class Ground(Schema):
    """What is the matter, since when, and what can be done. `can_override`: an agent may send all the same."""

    code: str
    text: str
    act: str
    since: datetime | None
    can_override: bool


class Verdict(Schema):
    """Whether a message may be sent: yes, no, or hold until when. `reasons` stop it, `warnings` are to be read first.

    `can_override`: it is no, and with a reason it would be sent all the same. `zone` and `local_time` are theirs, where
    that is known.
    """

    answer: Literal["yes", "hold", "no"]
    hold_until: datetime | None
    reasons: list[Ground]
    warnings: list[Ground]
    can_override: bool
    zone: str | None
    zone_source: str
    local_time: datetime | None


class VerdictQuery(Schema):
    """By which channel, from what, for what, and who gets a copy. A template's version may make it marketing."""

    channel: str = Field(max_length=20)
    sender_id: int | None = None
    purpose: str = Field("one_to_one", max_length=20)
    template_version_id: int | None = None
    cc: list[str] = Field(default_factory=list, max_length=200)
