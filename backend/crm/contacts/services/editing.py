"""Changing a contact's fields, beside others who do the same."""

import uuid
from collections.abc import Mapping
from typing import Any

import msgspec
from django.db import transaction

from crm.contacts.errors import ContactIsArchived
from crm.contacts.events import ContactUpdated, name_fields
from crm.contacts.selectors import fields_changed_since, read_contact
from crm.contacts.services.job_changes import change_company
from crm.contacts.services.links import find_company, user_value
from crm.contacts.services.stored import (
    ContactChanged,
    StoredContact,
    changes_between,
    lock_contact,
    write_fields,
)
from crm.contacts.values import check_is_somebody, clean_fields
from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput
from crm.core.rows import Ref
from crm.journal.catalogue import Change
from crm.journal.edits import NOTHING, Value, conflicts, link_value, read_phone, text_value
from crm.journal.errors import EditConflict
from crm.journal.publishing import publish

# What the API calls a field, where that is not the field's own name.
_SENT_AS = {"assigned_user": "assigned_user_id"}


@requires(Permission.CONTACTS_WRITE)
@transaction.atomic
def update_contact(*, actor: Actor, contact_id: int, version: int, changes: Mapping[str, Any]) -> ContactChanged:
    """Changes the fields in `changes`: texts, `company` by name, `assigned_user_id`; None empties a link.

    `version` is the one that was seen when the edit began. Fields that others have changed since are left to them when
    this edit does not touch them; when it does, `EditConflict` tells both values. Another company is a job change:
    see `change_company`. Publishes `contact.updated`, and link events for the companies' timelines.
    Raises `NotFound`, `ContactIsArchived`, `InvalidInput`.
    """
    texts = {field: value or "" for field, value in changes.items() if field != "assigned_user_id"}
    cleaned, wrong = clean_fields(texts)
    if wrong:
        raise InvalidInput(fields=wrong)
    change_id = uuid.uuid4()
    company = find_company(actor, cleaned.get("company"), change_id)
    stored = lock_contact(actor, contact_id)
    if stored.archived_at is not None:
        raise ContactIsArchived
    wanted = _wanted(stored, cleaned, company)
    if "assigned_user_id" in changes:
        wanted["assigned_user"] = user_value(changes["assigned_user_id"], present=stored.values["assigned_user"])
    different = changes_between(stored, wanted)
    if not different:
        return ContactChanged(contact=read_contact(actor, contact_id), change_id=None)
    if version < stored.version:
        _check_conflicts(actor, stored, different, version)
    if wrong := check_is_somebody(_after(stored, different)):
        raise InvalidInput(fields=wrong)
    links = change_company(actor, contact_id, company) if "company" in different else []
    new_version = write_fields(stored, different)
    publish(
        *links,
        ContactUpdated(subject_id=contact_id, version=new_version, fields=different),
        actor=actor,
        change_id=change_id,
    )
    return ContactChanged(contact=read_contact(actor, contact_id), change_id=change_id)


def _wanted(stored: StoredContact, cleaned: Mapping[str, str], company: Ref | None) -> dict[str, Value]:
    wanted: dict[str, Value] = {}
    for field, text in cleaned.items():
        present = stored.values[field]
        if field == "phone":
            # The same digits typed again mean the number that is stored, from wherever it was dialled.
            wanted[field] = present if present.kept and present.kept[0] == text else read_phone(text)
        elif field == "company":
            wanted[field] = link_value(company.id, company.name) if company else NOTHING
        else:
            wanted[field] = text_value(text)
    return wanted


def _after(stored: StoredContact, different: Mapping[str, Change]) -> dict[str, str]:
    after = {field: value.kept for field, value in stored.values.items()}
    after |= {field: change.after for field, change in different.items()}
    # A phone number is kept as a pair; whether there is one is all that is asked here.
    return {field: str(kept or "") for field, kept in after.items()}


def _check_conflicts(actor: Actor, stored: StoredContact, different: Mapping[str, Change], version: int) -> None:
    history = fields_changed_since(contact_id=stored.id, version=version)
    disputed = conflicts(stored.values, different, history)
    if not disputed:
        return
    raise EditConflict(
        f"Somebody else has changed {name_fields(list(disputed))} since you began. Choose which value stays.",
        conflict={_SENT_AS.get(field, field): both for field, both in disputed.items()},
        current=msgspec.json.decode(msgspec.json.encode(read_contact(actor, stored.id))),
    )
