"""Changing a company's fields, beside others who do the same."""

from collections.abc import Mapping

import msgspec
from django.db import transaction

from crm.companies.errors import CompanyIsArchived
from crm.companies.events import CompanyUpdated, name_fields
from crm.companies.selectors.history import fields_changed_since
from crm.companies.selectors.one import read_company
from crm.companies.services.stored import CompanyChanged, StoredCompany, lock_company, write_fields
from crm.companies.values import clean_fields
from crm.core.access import Actor, Permission, requires
from crm.journal.catalogue import Change
from crm.journal.edits import Value, conflicts, differences, read_phone, text_value
from crm.journal.errors import EditConflict
from crm.journal.publishing import publish


@requires(Permission.COMPANIES_WRITE)
@transaction.atomic
def update_company(*, actor: Actor, company_id: int, version: int, changes: Mapping[str, str]) -> CompanyChanged:
    """Changes the fields in `changes`.

    `version` is the one that was seen when the edit began. Fields that others have changed since are left to them when
    this edit does not touch them; when it does, `EditConflict` tells both values. Publishes `company.updated`.
    Raises `NotFound`, `CompanyIsArchived`, `InvalidInput`, `CompanyExists`.
    """
    cleaned = clean_fields(changes)
    stored = lock_company(actor, company_id)
    if stored.archived_at is not None:
        raise CompanyIsArchived
    different = differences(
        stored.values, {field: wanted_value(stored, field, text) for field, text in cleaned.items()}
    )
    if not different:
        return CompanyChanged(company=read_company(actor, company_id), change_id=None)
    if version < stored.version:
        _check_conflicts(actor, stored, different, version)
    new_version = write_fields(stored, different)
    change_id = publish(CompanyUpdated(subject_id=company_id, version=new_version, fields=different), actor=actor)
    return CompanyChanged(company=read_company(actor, company_id), change_id=change_id)


def wanted_value(stored: StoredCompany, field: str, text: str) -> Value:
    """What a field is to hold when `text`, cleaned, is written into it."""
    if field != "phone":
        return text_value(text)
    present = stored.values["phone"]
    # The same digits typed again mean the number that is stored, from wherever it was dialled.
    return present if present.kept and present.kept[0] == text else read_phone(text)


def _check_conflicts(actor: Actor, stored: StoredCompany, different: Mapping[str, Change], version: int) -> None:
    history = fields_changed_since(company_id=stored.id, version=version)
    disputed = conflicts(stored.values, different, history)
    if not disputed:
        return
    raise EditConflict(
        f"Somebody else has changed {name_fields(list(disputed))} since you began. Choose which value stays.",
        conflict=disputed,
        current=msgspec.json.decode(msgspec.json.encode(read_company(actor, stored.id))),
    )
