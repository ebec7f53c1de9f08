"""Writing conversations and messages."""

from crm.conversations.services.marks import (
    delete_draft,
    mark_conversation_read,
    mark_conversation_unread,
    save_draft,
    view_conversation,
)
from crm.conversations.services.notes import add_note
from crm.conversations.services.threads import (
    assign_conversation,
    close_conversation,
    open_conversation,
    reopen_conversation,
    snooze_conversation,
)

__all__ = [
    "add_note",
    "assign_conversation",
    "close_conversation",
    "delete_draft",
    "mark_conversation_read",
    "mark_conversation_unread",
    "open_conversation",
    "reopen_conversation",
    "save_draft",
    "snooze_conversation",
    "view_conversation",
]
