"""Somebody has written."""

from typing import Any, Literal

from pydantic import Field

from crm.conversations.events import MessageReceived
from crm.conversations.selectors.texts import text_of_message
from crm.journal.publishing import Published
from crm.workflows.catalogue import Settings, TriggerKind, trigger_kind
from crm.workflows.references import Names


@trigger_kind
class MessageReceivedTrigger(TriggerKind):
    """A person did: not a machine, and not with a word that says whether to be written to (R3, R14)."""

    key = "message_received"
    label = "A message is received"
    help = "A text message or an email that a person wrote. STOP, START and automatic replies do not count."
    icon = "message"
    group = "Messages"
    events = (MessageReceived,)

    class Config(Settings):
        """By which channel, and with which words in it."""

        channel: Literal["any", "sms", "email"] = Field(default="any", title="By")
        words: str = Field(
            default="", title="With the words", max_length=200,
            description="Anything, when left empty. Several, parted by commas: one of them is enough.",
        )  # fmt: skip

    def matches(self, config: Any, told: Published) -> bool:
        event = told.event
        if not isinstance(event, MessageReceived) or event.is_keyword or event.is_machine:
            return False
        if config.channel not in {"any", event.channel}:
            return False
        wanted = [word.strip().casefold() for word in config.words.split(",") if word.strip()]
        if not wanted:
            return True
        text = text_of_message(event.subject_id).casefold()
        return any(word in text for word in wanted)

    def words(self, config: Any, names: Names) -> str:
        what = {"any": "A message", "sms": "A text message", "email": "An email"}[config.channel]
        said = f" with “{config.words}”" if config.words else ""
        return f"{what}{said} is received"
