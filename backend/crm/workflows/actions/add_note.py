"""Writes a note into the person's conversation, for colleagues alone."""

from collections.abc import Iterator
from typing import Any

from pydantic import Field

from crm.accounts.selectors import active_users
from crm.conversations.services import add_note, open_conversation
from crm.workflows.catalogue import Settings, StepKind, step_kind
from crm.workflows.engine.context import RunContext
from crm.workflows.engine.outcomes import Outcome
from crm.workflows.fields import UserId, widget
from crm.workflows.references import Names
from crm.workflows.wording import faults_of_text, filled_block


@step_kind
class AddNote(StepKind):
    """Those who are named in it are told."""

    key = "add_note"
    label = "Write a note"
    help = "A private note in the conversation, which the person never sees. Colleagues you name are told."
    icon = "note"
    group = "Colleagues"

    class Config(Settings):
        """What it says, and to whom."""

        text: str = Field(title="Note", min_length=1, max_length=5000, json_schema_extra=widget("variables", lines=4))
        user_ids: list[UserId] = Field(default=[], title="Mention", max_length=20, json_schema_extra=widget("user"))

    def check(self, config: Any) -> Iterator[tuple[str, str]]:
        yield from (("text", text) for text in faults_of_text(config.text))

    def words(self, config: Any, names: Names) -> str:
        return f"Write a note: {config.text[:60]}"

    def run(self, context: RunContext, config: Any) -> Outcome:
        conversation = open_conversation(actor=context.actor, contact_id=context.run.contact_id)
        mentions = sorted(active_users(config.user_ids)) if config.user_ids else []
        note = add_note(
            actor=context.actor,
            conversation_id=conversation.id,
            client_id=context.key,
            text=filled_block(context, config.text),
            mentions=mentions,
        )
        return Outcome(words="A note was written.", output={"note_id": note.id, "conversation_id": conversation.id})

    def preview(self, context: RunContext, config: Any) -> Outcome:
        return Outcome(words=f"This note would be written: “{filled_block(context, config.text)[:300]}”")
