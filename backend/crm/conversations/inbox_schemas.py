"""What the API says of conversations and messages."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Schema
from pydantic import ConfigDict

from crm.consent.enums import Channel
from crm.conversations.enums import ConversationState, Direction, FileState, MessageState, NextAct, Turn
from crm.conversations.files_schemas import Upload
from crm.conversations.selectors.lists import Show, StateFilter
from crm.conversations.selectors.messages import MESSAGES_PAGE
from crm.conversations.services.drafts import Begun
from crm.core.http import Ref
from crm.core.paging import PAGE_SIZE, PAGE_SIZE_MOST
from crm.core.search import QUERY_MOST

# What the services refuse with words of their own, the schema lets through.
_TEXT_MOST = 300_000


class ConversationPerson(Schema):
    """Whom a conversation is with."""

    id: int
    name: str
    email: str
    phone: str
    is_archived: bool


class SearchHit(Schema):
    """The newest message in which what was searched for stands."""

    message_id: int
    text: str


class ConversationRow(Schema):
    """A conversation in the list. `unread_count` is the reader's own, up to 99; `channels` are all that were used."""

    id: int
    contact: ConversationPerson
    state: ConversationState
    snoozed_until: datetime | None
    turn: Turn
    waiting_since: datetime | None
    assigned_user: Ref | None
    channel: Channel | Literal[""]
    channels: list[Channel]
    preview: str
    preview_direction: Direction | Literal[""]
    last_at: datetime
    unread_count: int
    has_draft: bool
    failed_count: int
    version: int
    hit: SearchHit | None


class ConversationPage(Schema):
    """A page of conversations, and where the next one begins."""

    items: list[ConversationRow]
    next_cursor: str | None


class ConversationCounts(Schema):
    """How many are open, up to a thousand; how many hold something the reader has not read, up to 99."""

    mine: int
    unassigned: int
    all: int
    unread_mine: int
    unread_unassigned: int
    unread: int


class ConversationMay(Schema):
    """What the reader may do in a conversation."""

    send: bool
    write: bool


class ConversationAddresses(Schema):
    """Where the person is written to; null where nothing is known."""

    email: str | None
    sms: str | None


class SenderChoice(Schema):
    """What a message can be sent from. `pause_text` says why nothing leaves from it at present."""

    id: int
    account_id: int
    channel: Channel
    name: str
    address: str
    is_default: bool
    pause_text: str


class ConversationDraft(Schema):
    """What the reader has begun to write, with its files."""

    channel: Channel | Literal["note"]
    sender_id: int | None
    template_version_id: int | None
    cc: list[str]
    subject: str
    text: str
    html: str
    uploads: list[Upload]
    updated_at: datetime


class Viewer(Schema):
    """Somebody else who has the conversation open."""

    id: int
    name: str
    is_writing: bool


class Conversation(ConversationRow):
    """A conversation with what a page about it needs. `read_to` is the last message that the reader has read.

    `copies` are all others whom an answer to their last mail goes to. `zone` (IANA) is that of the person's number,
    `local_time` (HH:MM) what their clock shows; null where it may be one of several times.
    """

    can: ConversationMay
    addresses: ConversationAddresses
    copies: list[str]
    senders: list[SenderChoice]
    draft: ConversationDraft | None
    viewers: list[Viewer]
    read_to: int
    created_at: datetime
    zone: str | None
    local_time: str | None


class MessageFile(Schema):
    """A file of a message. `is_inline`: it is shown inside the text."""

    id: int
    name: str
    content_type: str
    size: int
    state: FileState
    is_inline: bool
    error: str


class MessageError(Schema):
    """Why a message did not arrive, and the right thing to do."""

    code: str
    text: str
    next_act: NextAct
    next_act_label: str


class Message(Schema):
    """A message or a note. `undo_until` is when it leaves: until then it can be taken back.

    From the character `quoted_from` on the text is what a mail quotes of others.
    """

    kind: Literal["message"]
    id: int
    conversation_id: int
    direction: Direction
    channel: Channel | Literal[""]
    state: MessageState
    state_label: str
    purpose: str
    author: Ref | None
    via: str
    from_address: str
    to_address: str
    cc: list[str]
    subject: str
    text: str
    has_html: bool
    is_machine: bool
    segments: int | None
    provider_segments: int | None
    error: MessageError | None
    verdict: dict[str, Any] | None
    is_override: bool
    override_reason: str
    due_at: datetime | None
    undo_until: datetime | None
    at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None
    client_id: UUID | None
    files: list[MessageFile]
    template: Ref | None
    template_version_id: int | None
    mentions: list[Ref]
    quoted_from: int | None


class ThreadEvent(Schema):
    """Something that happened to the conversation between messages. `until` is when a snoozed one comes back."""

    kind: Literal["event"]
    id: int
    name: str
    at: datetime
    text: str
    actor: str
    until: datetime | None


class MessagePage(Schema):
    """Messages and events, the newest first; `next_before` is where the older ones begin."""

    items: list[Message | ThreadEvent]
    next_before: str | None


class ConversationListQuery(Schema):
    """Which conversations, from where."""

    show: Show = Show.ALL
    state: StateFilter = StateFilter.OPEN
    turn: Turn | None = None
    channel: Channel | None = None
    unread: bool = False
    q: str = Field("", max_length=QUERY_MOST)
    contact_ids: list[int] = Field(default_factory=list, max_length=PAGE_SIZE_MOST)
    cursor: str | None = Field(None, max_length=4000)
    limit: int = Field(PAGE_SIZE, ge=1, le=PAGE_SIZE_MOST)


class MessageListQuery(Schema):
    """Which part of the thread: what came before a message."""

    before: str | None = Field(None, max_length=4000)
    limit: int = Field(MESSAGES_PAGE, ge=1, le=PAGE_SIZE_MOST)


class NoteIn(Schema):
    """A note. `client_id` is made by whoever writes it: sent twice it is one note."""

    model_config = ConfigDict(extra="forbid")

    client_id: UUID
    text: str = Field(max_length=_TEXT_MOST)
    mentions: list[int] = Field(default_factory=list, max_length=200)


class SnoozeIn(Schema):
    """Until when."""

    model_config = ConfigDict(extra="forbid")

    until: datetime


class AssignIn(Schema):
    """To whom (null: to nobody), and what is to be said to them."""

    model_config = ConfigDict(extra="forbid")

    user_id: int | None
    note: str = Field("", max_length=_TEXT_MOST)


class ReadIn(Schema):
    """The last message that was read."""

    model_config = ConfigDict(extra="forbid")

    message_id: int


class ViewingIn(Schema):
    """Whether the reader writes."""

    model_config = ConfigDict(extra="forbid")

    is_writing: bool = False


class DraftIn(Schema):
    """What was begun to be written."""

    model_config = ConfigDict(extra="forbid")

    channel: str = Field(max_length=20)
    sender_id: int | None = None
    template_version_id: int | None = None
    cc: list[str] = Field(default_factory=list, max_length=200)
    subject: str = Field("", max_length=_TEXT_MOST)
    text: str = Field("", max_length=_TEXT_MOST)
    html: str = Field("", max_length=_TEXT_MOST)
    uploads: list[int] = Field(default_factory=list, max_length=200)

    def draft(self) -> Begun:
        """What is to be kept, as the service takes it."""
        return Begun(**self.dict())
