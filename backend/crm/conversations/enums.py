"""Choices of the conversations room."""

from django.db.models import TextChoices


class ConversationState(TextChoices):
    """Whether somebody has to look at a conversation."""

    OPEN = "open", "Open"
    SNOOZED = "snoozed", "Snoozed"
    CLOSED = "closed", "Closed"


class Turn(TextChoices):
    """Who has to write next. Nobody has while nothing was written, or when the last word needs no answer."""

    US = "us", "Waiting on us"
    THEM = "them", "Waiting on them"
    NOBODY = "nobody", "Nobody's turn"


class Direction(TextChoices):
    """Which way a message went. Notes stay among us."""

    IN = "in", "Received"
    OUT = "out", "Sent"
    NOTE = "note", "Note"


class MessageState(TextChoices):
    """How far a message came. States only move forward (`RANK`); what failed stays failed."""

    RECEIVED = "received", "Received"
    NOTED = "noted", "Noted"
    QUEUED = "queued", "Waiting to be sent"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    DELIVERED = "delivered", "Delivered"
    FAILED = "failed", "Not delivered"
    UNKNOWN = "unknown", "Not known whether it was sent"
    REFUSED = "refused", "Not sent"
    CANCELLED = "cancelled", "Taken back"


# A report of a state moves a message only to a higher rank. A late "sent" settles an unknown outcome.
RANK: dict[str, int] = {
    MessageState.QUEUED: 0,
    MessageState.SENDING: 1,
    MessageState.UNKNOWN: 2,
    MessageState.SENT: 3,
    MessageState.DELIVERED: 4,
    MessageState.FAILED: 5,
    MessageState.REFUSED: 6,
    MessageState.CANCELLED: 6,
    MessageState.RECEIVED: 6,
    MessageState.NOTED: 6,
}


class NextAct(TextChoices):
    """What is the right thing to do about a message that was not delivered."""

    NONE = "none", "Nothing can be done"
    RETRY = "retry", "Send again"
    OTHER_CHANNEL = "other_channel", "Write by another channel"
    FIX_ADDRESS = "fix_address", "Correct the address"
    FIX_TEXT = "fix_text", "Change the text"
    FIX_CHANNEL = "fix_channel", "Have an administrator look at the channel's settings"


class PayloadState(TextChoices):
    """What became of what a provider posted."""

    QUEUED = "queued", "Waiting"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


class FileState(TextChoices):
    """Whether the bytes of an attachment are here."""

    STORED = "stored", "Stored"
    TO_FETCH = "to_fetch", "Being fetched"
    FAILED = "failed", "Could not be fetched"
    REFUSED = "refused", "Not kept"
