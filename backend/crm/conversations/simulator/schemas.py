"""What the API takes and says of the simulator."""

from datetime import datetime
from typing import Literal

from ninja import Field, Schema
from pydantic import ConfigDict

from crm.consent.enums import Channel

_MOST = 50_000


class SimulatorPerson(Schema):
    """Somebody outside, as the simulator knows them. `name` is the contact's."""

    channel: Channel
    address: str
    name: str
    last_at: datetime
    last_text: str
    contact_id: int


class SimulatorFile(Schema):
    """A file that came along. `size` is in bytes."""

    id: int
    name: str
    size: int


class SimulatorMessage(Schema):
    """A message as they have it. `is_theirs`: they wrote it. `unsubscribe_url` is of mail that can be left."""

    id: int
    is_theirs: bool
    conversation_id: int
    from_address: str
    to_address: str
    subject: str
    text: str
    has_html: bool
    rfc_id: str
    unsubscribe_url: str | None
    at: datetime
    files: list[SimulatorFile]


class SimulatorPeopleQuery(Schema):
    """By which channel."""

    channel: str = Field(max_length=20)


class SimulatorMessagesQuery(Schema):
    """Whose phone or mailbox."""

    channel: str = Field(max_length=20)
    address: str = Field(max_length=400)


class SimulatorMessageIn(Schema):
    """What somebody outside writes. `in_reply_to` is the Message-ID that a mail answers."""

    model_config = ConfigDict(extra="forbid")

    channel: str = Field(max_length=20)
    from_address: str = Field(max_length=400)
    from_name: str = Field("", max_length=1000)
    subject: str = Field("", max_length=_MOST)
    text: str = Field(max_length=_MOST)
    in_reply_to: str = Field("", max_length=1000)


class SimulatorPosted(Schema):
    """What was written is on its way in; `address` is as it is known from now on."""

    key: str
    address: str


class SimulatorBehaviour(Schema):
    """What becomes of what is sent; `seconds` is how long delay, hang and 429 take."""

    model_config = ConfigDict(extra="forbid")

    mode: Literal["deliver", "delay", "reject", "bounce", "hang", "429", "unknown"]
    seconds: float = Field(ge=0, le=25)
