"""Writing contacts and tags."""

from crm.contacts.services.archiving import archive_contact, delete_contact, restore_contact
from crm.contacts.services.creating import create_contact
from crm.contacts.services.editing import update_contact
from crm.contacts.services.stored import ContactChanged
from crm.contacts.services.tagging import add_contact_tag, get_or_create_tags, remove_contact_tag
from crm.contacts.services.tags import delete_tag, merge_tag, update_tag

__all__ = [
    "ContactChanged",
    "add_contact_tag",
    "archive_contact",
    "create_contact",
    "delete_contact",
    "delete_tag",
    "get_or_create_tags",
    "merge_tag",
    "remove_contact_tag",
    "restore_contact",
    "update_contact",
    "update_tag",
]
