"""Writing conversations and messages."""

from crm.conversations.services.channels import add_channel, change_channel, check_channel, delete_channel
from crm.conversations.services.drafts import Begun, delete_draft, save_draft
from crm.conversations.services.marks import mark_conversation_read, mark_conversation_unread, view_conversation
from crm.conversations.services.notes import add_note
from crm.conversations.services.replaying import replay_payload
from crm.conversations.services.senders import add_sender, change_sender, delete_sender, resume_sender
from crm.conversations.services.sending import send_message
from crm.conversations.services.taking_back import cancel_message, retry_message, send_message_now
from crm.conversations.services.template_folders import (
    create_template_folder,
    delete_template_folder,
    save_signature,
    update_letterhead,
    update_template_folder,
)
from crm.conversations.services.template_testing import send_template_test
from crm.conversations.services.templates import (
    archive_template,
    clone_library_template,
    create_template,
    restore_template,
    restore_template_version,
    update_template,
)
from crm.conversations.services.threads import (
    assign_conversation,
    close_conversation,
    open_conversation,
    reopen_conversation,
    snooze_conversation,
)
from crm.conversations.services.uploads import delete_upload, upload_file

__all__ = [
    "Begun",
    "add_channel",
    "add_note",
    "add_sender",
    "archive_template",
    "assign_conversation",
    "cancel_message",
    "change_channel",
    "change_sender",
    "check_channel",
    "clone_library_template",
    "close_conversation",
    "create_template",
    "create_template_folder",
    "delete_channel",
    "delete_draft",
    "delete_sender",
    "delete_template_folder",
    "delete_upload",
    "mark_conversation_read",
    "mark_conversation_unread",
    "open_conversation",
    "reopen_conversation",
    "replay_payload",
    "restore_template",
    "restore_template_version",
    "resume_sender",
    "retry_message",
    "save_draft",
    "save_signature",
    "send_message",
    "send_message_now",
    "send_template_test",
    "snooze_conversation",
    "update_letterhead",
    "update_template",
    "update_template_folder",
    "upload_file",
    "view_conversation",
]
