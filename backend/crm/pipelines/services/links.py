"""What an opportunity links to, from what was sent: a contact by id, a company by its name or id, a colleague by id."""

import uuid
from typing import Any

from crm.accounts.selectors import active_users, names_of
from crm.companies.selectors import company_names
from crm.companies.services import get_or_create_company
from crm.contacts.selectors import get_contact
from crm.core.access import Actor
from crm.core.errors import InvalidInput, NotFound
from crm.journal.edits import NOTHING, Value
from crm.pipelines.selectors.visibility import BIGINT_MOST


def contact_value(actor: Actor, contact_id: int | None, *, present: Value = NOTHING) -> Value:
    """The contact with that id. Raises `InvalidInput` for one that is not there or in the trash."""
    if contact_id is None:
        return NOTHING
    if contact_id == present.kept:
        return present
    try:
        contact = get_contact(actor=actor, contact_id=contact_id)
    except NotFound as missing:
        raise InvalidInput(fields={"contact_id": ["There is no such contact."]}) from missing
    if contact.archived_at is not None:
        raise InvalidInput(fields={"contact_id": ["This contact is in the trash. Restore it first."]})
    return Value(contact.id, contact.full_name)


def user_value(user_id: int | None, *, present: Value = NOTHING) -> Value:
    """The colleague with that id. Raises `InvalidInput` unless active, or assigned already."""
    if user_id is None:
        return NOTHING
    if user_id == present.kept:
        return present
    if not 0 < user_id <= BIGINT_MOST or not active_users([user_id]):
        raise InvalidInput(fields={"assigned_user_id": ["There is no such colleague."]})
    return Value(user_id, names_of([user_id])[user_id])


def company_value(actor: Actor, given: Any, change_id: uuid.UUID, *, present: Value = NOTHING) -> Value:
    """The company with that id (a number), or of that name (a text; made when there is none)."""
    if given is None or given == "":
        return NOTHING
    if isinstance(given, int):
        if given == present.kept:
            return present
        names = company_names([given]) if 0 < given <= BIGINT_MOST else {}
        if given not in names:
            raise InvalidInput(fields={"company_id": ["There is no such company."]})
        return Value(given, names[given])
    company = get_or_create_company(actor=actor, name=given, change_id=change_id)
    return Value(company.id, company.name) if company else NOTHING
