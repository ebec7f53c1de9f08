"""Writes an email to the person."""

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
class SendEmail(StepKind):
    """Through the gate, like all that leaves: what it refuses is noted, and the run goes on."""

    key = "send_email"
    label = "Send an email"
    help = "It goes through the same gate as everything else: who may not be written to is left out, and noted."
    icon = "mail"
    group = "Messages"

    class Config(MessageConfig):
        """A template, or words of one's own."""

        subject: str = Field(default="", title="Subject", max_length=300, json_schema_extra=widget("variables"))
        text: str = Field(
            default="", title="Text", max_length=50_000,
            description="Variables such as {{first_name|there}} are filled in for each person.",
            json_schema_extra=widget("textarea", channel="email"),
        )  # fmt: skip

    def check(self, config: Any) -> Iterator[tuple[str, str]]:
        if config.template_id is None and not config.subject.strip():
            yield "subject", "Give the mail a subject, or choose a template."
        if config.template_id is None and not config.text.strip():
            yield "text", "Write something, or choose a template."
        yield from faults_in_words(config, channel=Channel.EMAIL)

    def words(self, config: Any, names: Names) -> str:
        if config.template_id:
            return f"Send an email: {names.of('template', config.template_id)}"
        said = config.subject or config.text
        return f"Send an email: {said[:60]}"

    def run(self, context: RunContext, config: Any) -> Outcome:
        return send(context, config, channel=Channel.EMAIL)

    def preview(self, context: RunContext, config: Any) -> Outcome:
        return preview_send(context, config, channel=Channel.EMAIL)
