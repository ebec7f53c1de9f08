"""Reading conversations and messages."""

from crm.conversations.selectors.channels import default_sender, list_channel_kinds, list_channels, list_senders
from crm.conversations.selectors.files import get_file, get_message_html
from crm.conversations.selectors.lists import count_conversations, list_conversations
from crm.conversations.selectors.measuring import measure_text
from crm.conversations.selectors.messages import get_message, list_messages, read_message
from crm.conversations.selectors.one import check_conversation, get_conversation, read_conversation
from crm.conversations.selectors.payloads import list_payloads
from crm.conversations.selectors.template_previews import (
    get_letterhead,
    get_signature,
    list_library_templates,
    list_template_variables,
    preview_template,
)
from crm.conversations.selectors.template_reach import measure_template_reach
from crm.conversations.selectors.templates import (
    get_template,
    list_template_folders,
    list_template_uses,
    list_template_versions,
    list_templates,
)
from crm.conversations.selectors.verdicts import get_verdict

__all__ = [
    "check_conversation",
    "count_conversations",
    "default_sender",
    "get_conversation",
    "get_file",
    "get_letterhead",
    "get_message",
    "get_message_html",
    "get_signature",
    "get_template",
    "get_verdict",
    "list_channel_kinds",
    "list_channels",
    "list_conversations",
    "list_library_templates",
    "list_messages",
    "list_payloads",
    "list_senders",
    "list_template_folders",
    "list_template_uses",
    "list_template_variables",
    "list_template_versions",
    "list_templates",
    "measure_template_reach",
    "measure_text",
    "preview_template",
    "read_conversation",
    "read_message",
]
