"""Writing contacts and tags."""

from crm.contacts.services.archiving import archive_contact, delete_contact, restore_contact
from crm.contacts.services.company_archiving import (
    archive_companies,
    archive_company,
    delete_company,
    restore_companies,
    restore_company,
)
from crm.contacts.services.company_links import (
    ContactCompaniesChanged,
    add_contact_company,
    remove_contact_company,
    update_contact_company,
)
from crm.contacts.services.creating import create_contact
from crm.contacts.services.editing import update_contact
from crm.contacts.services.erasing import erase_contact
from crm.contacts.services.personal import get_personal_data
from crm.contacts.services.stored import ContactChanged
from crm.contacts.services.tag_endings import delete_tag, merge_tag
from crm.contacts.services.tagging import add_contact_tag, get_or_create_tags, remove_contact_tag
from crm.contacts.services.tags import update_tag
from crm.contacts.values import clean_email

__all__ = [
    "ContactChanged",
    "ContactCompaniesChanged",
    "add_contact_company",
    "add_contact_tag",
    "archive_companies",
    "archive_company",
    "archive_contact",
    "clean_email",
    "create_contact",
    "delete_company",
    "delete_contact",
    "delete_tag",
    "erase_contact",
    "get_or_create_tags",
    "get_personal_data",
    "merge_tag",
    "remove_contact_company",
    "remove_contact_tag",
    "restore_companies",
    "restore_company",
    "restore_contact",
    "update_contact",
    "update_contact_company",
    "update_tag",
]
