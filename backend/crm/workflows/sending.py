"""Messages of workflows: filled for the person, handed to the same way out as everybody's."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Field

from crm.accounts.actors import present_actor
from crm.consent.enums import Channel, Purpose
from crm.conversations.errors import ContactInTrash, SendRefused
from crm.conversations.selectors.channels import default_sender
from crm.conversations.selectors.template_previews import Preview, preview_template
from crm.conversations.selectors.templates import read_template
from crm.conversations.sending.asking import ask_gate
from crm.conversations.sending.writing import NewMessage
from crm.conversations.services import open_conversation, send_message
from crm.conversations.templating.language import placeholders
from crm.conversations.templating.variables import VARIABLES
from crm.core.access import Actor
from crm.core.errors import NotFound, TooManyRequests
from crm.workflows.catalogue import Settings
from crm.workflows.engine.context import RunContext
from crm.workflows.engine.outcomes import Outcome, Refused, StepFailed, TryLater
from crm.workflows.fields import ID_MOST, widget

PURPOSES = {
    "marketing": "An offer or news. It needs consent where the law asks for it, and a way out of it.",
    "transactional": "Something the person has asked for or must know: an order, an appointment, an answer.",
}


class MessageConfig(Settings):
    """What messages of workflows share: a template or words of one's own, and what they are for."""

    purpose: Literal["marketing", "transactional"] = Field(
        title="What it is for", json_schema_extra=widget("choice", labels={key: key.capitalize() for key in PURPOSES},
                                                         help=PURPOSES)
    )  # fmt: skip
    template_id: int | None = Field(
        default=None, title="Template", description="Or write the words below.", gt=0, le=ID_MOST,
        json_schema_extra=widget("template"),
    )  # fmt: skip


def faults_in_words(config: Any, *, channel: Channel) -> Iterator[tuple[str, str]]:
    """What is wrong with a message that nobody will look at before it leaves: field and words."""
    fields = {"subject": getattr(config, "subject", ""), "text": config.text}
    if config.template_id is not None:
        try:
            template = read_template(config.template_id)
        except NotFound:
            return
        if template.channel != channel:
            yield "template_id", "This template is for another channel."
        fields = {"template_id": "\n".join((template.subject, template.text, template.html))}
    for field, text in fields.items():
        for one in placeholders(text):
            if one.is_question:
                yield field, f"Nobody is there to fill in {one.name[1:] or 'a gap'} when it leaves by itself."
            elif one.name not in VARIABLES:
                yield field, f"There is no variable called {one.name}."


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as it would leave."""

    channel: Channel
    purpose: Purpose
    preview: Preview


def filled(context: RunContext, config: Any, *, channel: Channel) -> Letter:
    """The message filled for the person of the run. Raises `StepFailed` while anything is missing."""
    words: dict[str, Any] = {"template_id": config.template_id}
    if config.template_id is None:
        words = {
            "channel": channel.value,
            "purpose": config.purpose,
            "subject": getattr(config, "subject", ""),
            "text": config.text,
        }
    preview = preview_template(actor=_writer(context), contact_id=context.run.contact_id, **words)
    if preview.missing:
        raise StepFailed(
            f"Nothing is known to fill in for {', '.join(preview.missing)}. Give it a word to fall back on."
        )
    return Letter(channel=channel, purpose=Purpose(config.purpose), preview=preview)


def _writer(context: RunContext) -> Actor:
    """In whose name it is written: the contact's own colleague, else the workflow's owner, else Kith."""
    owner = context.contact.assigned_user
    for user_id in (owner.id if owner else None, context.run.owner_id):
        writer = present_actor(user_id) if user_id is not None else None
        if writer is not None:
            return writer
    return context.actor


def address_in(context: RunContext, channel: Channel) -> str:
    """Where the person is written to. Raises `StepFailed` where nothing is known."""
    contact = context.contact
    address = contact.email if channel is Channel.EMAIL else contact.phone
    if not address:
        what = "email address" if channel is Channel.EMAIL else "phone number that can be dialled"
        raise StepFailed(f"This person has no {what}.")
    return address


def send(context: RunContext, config: Any, *, channel: Channel) -> Outcome:
    """Hands the message over, once: the key of the step is the message's own, however often it is tried."""
    letter = filled(context, config, channel=channel)
    conversation = open_conversation(actor=context.actor, contact_id=context.run.contact_id)
    preview = letter.preview
    message = NewMessage(
        client_id=context.key,
        channel=channel.value,
        subject=preview.subject if channel is Channel.EMAIL else "",
        text="" if preview.html else preview.text,
        html=preview.html if channel is Channel.EMAIL else "",
        template_version_id=preview.version_id,
        purpose=letter.purpose.value,
    )
    try:
        sent = send_message(actor=context.actor, conversation_id=conversation.id, message=message)
    except SendRefused as refusal:
        return Refused(
            words=refusal.detail,
            output={"message_id": refusal.extra["message_id"], "conversation_id": conversation.id},
        )
    except TooManyRequests as later:
        raise TryLater(later.detail, seconds=3600) from later
    except ContactInTrash as trash:
        raise StepFailed(trash.detail) from trash
    row = sent.message
    what = "An email" if channel is Channel.EMAIL else "A text message"
    return Outcome(
        words=f"{what} to {row.to_address} was handed over.",
        output={"message_id": row.id, "conversation_id": conversation.id},
    )


def preview_send(context: RunContext, config: Any, *, channel: Channel) -> Outcome:
    """What would be sent, and what the gate would say; nothing is written."""
    letter = filled(context, config, channel=channel)
    address = address_in(context, channel)
    sender = default_sender(channel)
    if sender is None:
        raise StepFailed("Nothing is set up to send it from. An administrator can do so.")
    verdict = ask_gate(
        actor=context.actor,
        contact_id=context.run.contact_id,
        channel=channel,
        address=address,
        purpose=letter.purpose,
        sender=sender,
        override=False,
    )
    shown = {
        "channel": channel.value,
        "to": address,
        "subject": letter.preview.subject if channel is Channel.EMAIL else "",
        "text": letter.preview.text,
    }
    reasons = " ".join(ground.text for ground in verdict.reasons)
    if verdict.answer == "no":
        return Refused(words=f"It would not be sent: {reasons}", message=shown)
    held = f" It would wait: {reasons}" if verdict.answer == "hold" else ""
    what = "An email" if channel is Channel.EMAIL else "A text message"
    return Outcome(words=f"{what} would go to {address}.{held}", message=shown)
