"""What happens to conversations and messages, as timelines tell it. What was written stands in no event."""

from datetime import datetime

from crm.journal.catalogue import Event, Kind

MESSAGES = Kind("message", "Messages")
CONVERSATIONS = Kind("conversation", "Conversations")

_CHANNELS = {"sms": "a text message", "email": "an email"}


def channel_words(channel: str) -> str:
    """`a text message`, `an email`."""
    return _CHANNELS.get(channel, "a message")


class MessageReceived(Event, kw_only=True, frozen=True):
    """Somebody has written. With `is_keyword` (STOP, START, HELP) or `is_machine` nothing may answer it by itself."""

    name = "message.received"
    kind = MESSAGES
    wording = "received {what}"
    subject = "message"

    contact_id: int
    conversation_id: int
    channel: str
    is_keyword: bool = False
    is_machine: bool = False

    @property
    def contact(self) -> int:
        return self.contact_id

    @property
    def what(self) -> str:
        """What came, in words."""
        if self.is_keyword:
            return f"{channel_words(self.channel)} that says whether to be written to"
        if self.is_machine:
            return f"{channel_words(self.channel)} that a machine has written"
        return channel_words(self.channel)


class MessageNoted(Event, kw_only=True, frozen=True):
    """One of us wrote a private note into a thread. `mentions` are the users whom it names."""

    name = "message.noted"
    kind = MESSAGES
    wording = "wrote a note in the conversation"
    subject = "message"

    contact_id: int
    conversation_id: int
    mentions: list[int] = []

    @property
    def contact(self) -> int:
        return self.contact_id


class _OfConversation(Event, kw_only=True, frozen=True):
    """Base of what happens to a conversation: it stands in the contact's timeline."""

    is_registered = False

    contact_id: int

    @property
    def contact(self) -> int:
        return self.contact_id


class ConversationStarted(_OfConversation, kw_only=True, frozen=True):
    """A thread came to be: somebody wrote for the first time, or one of us is about to."""

    name = "conversation.started"
    kind = CONVERSATIONS
    wording = "started the conversation"
    subject = "conversation"
    is_registered = True


class ConversationClosed(_OfConversation, kw_only=True, frozen=True):
    """A conversation needs no more looking after."""

    name = "conversation.closed"
    kind = CONVERSATIONS
    wording = "closed the conversation"
    subject = "conversation"
    is_registered = True


class ConversationReopened(_OfConversation, kw_only=True, frozen=True):
    """A conversation is open again; `by_message` when the person has written."""

    name = "conversation.reopened"
    kind = CONVERSATIONS
    wording = "reopened the conversation{why}"
    subject = "conversation"
    is_registered = True

    by_message: bool = False

    @property
    def why(self) -> str:
        """What is said behind it."""
        return ", since a message came in" if self.by_message else ""


class ConversationSnoozed(_OfConversation, kw_only=True, frozen=True):
    """A conversation is out of the way until a moment."""

    name = "conversation.snoozed"
    kind = CONVERSATIONS
    wording = "snoozed the conversation until {until_words}"
    subject = "conversation"
    is_registered = True

    until: str

    @property
    def until_words(self) -> str:
        """The moment in UTC, as people read it."""
        try:
            moment = datetime.fromisoformat(self.until)
        except ValueError:
            return self.until or "later"
        return f"{moment.day} {moment:%b %Y, %H:%M} UTC"


class ConversationWoken(_OfConversation, kw_only=True, frozen=True):
    """The time until which a conversation was snoozed has come."""

    name = "conversation.woken"
    kind = CONVERSATIONS
    wording = "brought the conversation back"
    subject = "conversation"
    is_registered = True


class ConversationAssigned(_OfConversation, kw_only=True, frozen=True):
    """A conversation was handed to somebody, or to nobody; `note` is what the one who hands it over has to say."""

    name = "conversation.assigned"
    kind = CONVERSATIONS
    wording = "{what}"
    subject = "conversation"
    is_registered = True

    user_id: int | None
    user: str
    note: str = ""

    @property
    def what(self) -> str:
        """Who has it now, and the note."""
        whom = f"assigned the conversation to {self.user}" if self.user_id else "took the conversation from its owner"
        return f"{whom}: {self.note}" if self.note else whom


class _OfMessage(Event, kw_only=True, frozen=True):
    """Base of what becomes of a message that one of us wrote."""

    is_registered = False

    contact_id: int
    conversation_id: int
    channel: str

    @property
    def contact(self) -> int:
        return self.contact_id

    @property
    def what(self) -> str:
        """What was sent, in words."""
        return channel_words(self.channel)


class MessageSent(_OfMessage, kw_only=True, frozen=True):
    """A provider has taken a message."""

    name = "message.sent"
    kind = MESSAGES
    wording = "sent {what}"
    subject = "message"
    is_registered = True


class MessageFailed(_OfMessage, kw_only=True, frozen=True):
    """A message that was sent did not arrive. Why, stands with the message."""

    name = "message.failed"
    kind = MESSAGES
    wording = "could not deliver {what}"
    subject = "message"
    is_registered = True


class MessageOutcomeUnknown(_OfMessage, kw_only=True, frozen=True):
    """The provider may have taken a message, or not: nobody knows. It is not sent again by itself."""

    name = "message.outcome_unknown"
    kind = MESSAGES
    wording = "does not know whether {what} was sent"
    subject = "message"
    is_registered = True


class MessageRefused(_OfMessage, kw_only=True, frozen=True):
    """The gate said no: `reason` says why, as its code and in words."""

    name = "message.refused"
    kind = MESSAGES
    wording = "was kept from sending {what}: {reason}"
    subject = "message"
    is_registered = True

    code: str
    reason: str


class MessageOverridden(_OfMessage, kw_only=True, frozen=True):
    """One of us wrote over what the gate leaves to people, and said why."""

    name = "message.overridden"
    kind = MESSAGES
    wording = "chose to send {what} all the same: {reason}"
    subject = "message"
    is_registered = True

    reason: str


class PayloadReplayed(Event, kw_only=True, frozen=True):
    """An administrator had what a provider posted read again."""

    name = "channel.payload_replayed"
    kind = MESSAGES
    wording = "had post number {payload_id} of a channel read again"
    subject = "channel"
    is_audited = True

    payload_id: int


class _OfChannel(Event, kw_only=True, frozen=True):
    """Base of what administrators do to channels. Settings stand in none of it, only which were changed."""

    is_registered = False
    is_audited = True

    channel_name: str


class ChannelAdded(_OfChannel, kw_only=True, frozen=True):
    """A channel was set up."""

    name = "channel.added"
    kind = MESSAGES
    wording = "set up the channel {channel_name}"
    subject = "channel"
    is_registered = True

    channel_kind: str


class ChannelChanged(_OfChannel, kw_only=True, frozen=True):
    """A channel's name or settings were changed, or it was switched on or off. `fields` are the names of what was."""

    name = "channel.changed"
    kind = MESSAGES
    wording = "changed the channel {channel_name}{what}"
    subject = "channel"
    is_registered = True

    fields: list[str]

    @property
    def what(self) -> str:
        """The names of what was changed."""
        return f": {', '.join(field.replace('_', ' ') for field in self.fields)}" if self.fields else ""


class ChannelRemoved(_OfChannel, kw_only=True, frozen=True):
    """A channel that was never used was deleted."""

    name = "channel.removed"
    kind = MESSAGES
    wording = "deleted the channel {channel_name}"
    subject = "channel"
    is_registered = True


class SenderAdded(_OfChannel, kw_only=True, frozen=True):
    """A number or an address that messages come from was added."""

    name = "channel.sender_added"
    kind = MESSAGES
    wording = "added the sender {address} to the channel {channel_name}"
    subject = "channel"
    is_registered = True

    sender_id: int
    address: str


class SenderChanged(_OfChannel, kw_only=True, frozen=True):
    """A sender was renamed, paced otherwise, made the default, or switched on or off."""

    name = "channel.sender_changed"
    kind = MESSAGES
    wording = "changed the sender {address} of the channel {channel_name}{what}"
    subject = "channel"
    is_registered = True

    sender_id: int
    address: str
    fields: list[str]

    @property
    def what(self) -> str:
        """The names of what was changed."""
        return f": {', '.join(field.replace('_', ' ') for field in self.fields)}" if self.fields else ""


class SenderResumed(_OfChannel, kw_only=True, frozen=True):
    """An administrator ended the pause that a provider's refusals had led to."""

    name = "channel.sender_resumed"
    kind = MESSAGES
    wording = "ended the pause of the sender {address} of the channel {channel_name}"
    subject = "channel"
    is_registered = True

    sender_id: int
    address: str


class SenderRemoved(_OfChannel, kw_only=True, frozen=True):
    """A sender that nothing was sent from was deleted."""

    name = "channel.sender_removed"
    kind = MESSAGES
    wording = "deleted the sender {address} of the channel {channel_name}"
    subject = "channel"
    is_registered = True

    sender_id: int
    address: str
