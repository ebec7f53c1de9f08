"""Writes a text message to the person."""

from collections.abc import Iterator
from typing import Any

from pydantic import Field

from crm.consent.enums import Channel
from crm.workflows.catalogue import StepKind, step_kind
from crm.workflows.engine.context import RunContext
from crm.workflows.engine.outcomes import Outcome
from crm.workflows.fields import widget
from crm.workflows.references import Names
from crm.workflows.sending import MessageConfig, faults_in_words, preview_send, send


@step_kind
class SendSms(StepKind):
    """Through the gate, like all that leaves: what it refuses is noted, and the run goes on."""

    key = "send_sms"
    label = "Send a text message"
    help = "It goes through the same gate as everything else: who may not be written to is left out, and noted."
    icon = "message-circle"
    group = "Messages"

    class Config(MessageConfig):
        """A template, or words of one's own."""

        text: str = Field(
            default="", title="Text", max_length=1600,
            description="Variables such as {{first_name|there}} are filled in for each person.",
            json_schema_extra=widget("textarea", channel="sms"),
        )  # fmt: skip

    def check(self, config: Any) -> Iterator[tuple[str, str]]:
        if config.template_id is None and not config.text.strip():
            yield "text", "Write something, or choose a template."
        yield from faults_in_words(config, channel=Channel.SMS)

    def words(self, config: Any, names: Names) -> str:
        if config.template_id:
            return f"Send a text message: {names.of('template', config.template_id)}"
        said = config.text
        return f"Send a text message: {said[:60]}"

    def run(self, context: RunContext, config: Any) -> Outcome:
        return send(context, config, channel=Channel.SMS)

    def preview(self, context: RunContext, config: Any) -> Outcome:
        return preview_send(context, config, channel=Channel.SMS)
