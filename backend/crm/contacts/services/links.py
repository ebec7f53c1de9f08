"""What a contact links to, from what was sent: a company by its name, a colleague by id."""

import uuid

from crm.accounts.selectors import active_users, names_of
from crm.companies.services import get_or_create_company
from crm.contacts.selectors.visibility import BIGINT_MOST
from crm.core.access import Actor
from crm.core.errors import InvalidInput
from crm.core.rows import Ref
from crm.journal.edits import NOTHING, Value, link_value


def find_company(actor: Actor, name: str | None, change_id: uuid.UUID) -> Ref | None:
    """The company called `name`, made when there is none. It is locked, and the contact after it."""
    return get_or_create_company(actor=actor, name=name, change_id=change_id) if name else None


def user_value(user_id: int | None, *, present: Value = NOTHING) -> Value:
    """The colleague with that id. Raises `InvalidInput` unless active, or assigned already."""
    if user_id is None:
        return NOTHING
    if user_id == present.kept:
        return present
    if not 0 < user_id <= BIGINT_MOST or not active_users([user_id]):
        raise InvalidInput(fields={"assigned_user_id": ["There is no such colleague."]})
    return link_value(user_id, names_of([user_id])[user_id])
