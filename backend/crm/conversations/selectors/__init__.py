"""Reading conversations and messages."""

from crm.conversations.selectors.lists import count_conversations, list_conversations
from crm.conversations.selectors.messages import get_message, list_messages, read_message
from crm.conversations.selectors.one import check_conversation, get_conversation, read_conversation

__all__ = [
    "check_conversation",
    "count_conversations",
    "get_conversation",
    "get_message",
    "list_conversations",
    "list_messages",
    "read_conversation",
    "read_message",
]
