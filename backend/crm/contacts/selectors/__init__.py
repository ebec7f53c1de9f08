"""Reading contacts and tags."""

from crm.contacts.selectors.company_links import (
    contact_names,
    list_company_people,
    list_contact_companies,
    preview_company_archive,
)
from crm.contacts.selectors.duplicates import find_duplicates, ids_with_address
from crm.contacts.selectors.history import fields_changed_since, list_company_timeline, list_timeline
from crm.contacts.selectors.lists import count_contacts, list_contacts
from crm.contacts.selectors.one import get_contact, read_contact
from crm.contacts.selectors.tags import get_tag_uses, list_all_tags, list_tags
from crm.contacts.selectors.visibility import visible_to

__all__ = [
    "contact_names",
    "count_contacts",
    "fields_changed_since",
    "find_duplicates",
    "get_contact",
    "get_tag_uses",
    "ids_with_address",
    "list_all_tags",
    "list_company_people",
    "list_company_timeline",
    "list_contact_companies",
    "list_contacts",
    "list_tags",
    "list_timeline",
    "preview_company_archive",
    "read_contact",
    "visible_to",
]
