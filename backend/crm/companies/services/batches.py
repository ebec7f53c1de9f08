"""Edits of many companies at once, by the rules of the single one: a few statements, however many there are."""

import uuid
from collections.abc import Sequence

from django.db import transaction

from crm.bulk.catalogue import CHANGED, Outcome, refused, unchanged
from crm.companies.errors import CompanyIsArchived
from crm.companies.events import CompanyUpdated
from crm.companies.services.editing import wanted_value
from crm.companies.services.stored import columns_of, lock_companies, write_many
from crm.companies.values import clean_fields
from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput
from crm.journal.edits import differences
from crm.journal.publishing import publish_many

# Fields that can be the same for many. By name and website companies are told apart.
SHARED_FIELDS = ("industry", "phone", "address", "notes")
_IN_TRASH = refused(f"{CompanyIsArchived.title}.")
_SAME = unchanged("It says so already.")


@requires(Permission.COMPANIES_WRITE)
@transaction.atomic
def set_companies_field(*, actor: Actor, company_ids: Sequence[int], field: str, value: str) -> dict[int, Outcome]:
    """Writes the same into one of `SHARED_FIELDS` of each of the companies. Empty empties it.

    Each company is a change of its own; ids that there are not are left out of the answer. Publishes
    `company.updated`. Raises `InvalidInput`.
    """
    if field not in SHARED_FIELDS:
        raise InvalidInput(fields={"field": [f"Use one of {', '.join(SHARED_FIELDS)}."]})
    text = clean_fields({field: value})[field]
    outcomes: dict[int, Outcome] = {}
    changed: dict[int, CompanyUpdated] = {}
    for stored in lock_companies(actor, company_ids).values():
        different = differences(stored.values, {field: wanted_value(stored, field, text)})
        if stored.archived_at is not None:
            outcomes[stored.id] = _IN_TRASH
        elif not different:
            outcomes[stored.id] = _SAME
        else:
            outcomes[stored.id] = CHANGED
            changed[stored.id] = CompanyUpdated(subject_id=stored.id, version=stored.version + 1, fields=different)
    write_many({number: columns_of(field, event.fields[field].after) for number, event in changed.items()})
    publish_many({uuid.uuid4(): [event] for event in changed.values()}, actor=actor)
    return outcomes
