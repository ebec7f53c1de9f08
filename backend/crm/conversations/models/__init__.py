"""Conversations and messages, what they are sent through, what came in, templates."""

from crm.conversations.models.channels import ChannelAccount, Sender
from crm.conversations.models.incoming import DeliveryReport, Payload
from crm.conversations.models.messages import Attachment, Message, Upload
from crm.conversations.models.templates import (
    Letterhead,
    MessageTemplate,
    Signature,
    TemplateFolder,
    TemplateVersion,
)
from crm.conversations.models.threads import Conversation, Draft, Mention, ReadMark, Viewing

__all__ = [
    "Attachment", "ChannelAccount", "Conversation", "DeliveryReport", "Draft", "Letterhead", "Mention", "Message",
    "MessageTemplate", "Payload", "ReadMark", "Sender", "Signature", "TemplateFolder", "TemplateVersion", "Upload",
    "Viewing",
]  # fmt: skip
