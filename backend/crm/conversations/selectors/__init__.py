"""Reading conversations and messages."""

from crm.conversations.selectors.files import get_file, get_message_html
from crm.conversations.selectors.lists import count_conversations, list_conversations
from crm.conversations.selectors.messages import get_message, list_messages, read_message
from crm.conversations.selectors.one import check_conversation, get_conversation, read_conversation
from crm.conversations.selectors.payloads import list_payloads

__all__ = [
    "check_conversation",
    "count_conversations",
    "get_conversation",
    "get_file",
    "get_message",
    "get_message_html",
    "list_conversations",
    "list_messages",
    "list_payloads",
    "read_conversation",
    "read_message",
]
