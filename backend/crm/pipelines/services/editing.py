"""Changing an opportunity's fields, beside others who do the same."""

import uuid
from collections.abc import Mapping
from typing import Any

import msgspec
from django.db import transaction

from crm.core.access import Actor, Permission, requires
from crm.journal.catalogue import Change
from crm.journal.edits import Value, conflicts, differences
from crm.journal.errors import EditConflict
from crm.journal.publishing import publish
from crm.pipelines.errors import OpportunityIsArchived
from crm.pipelines.events import OpportunityUpdated, name_fields
from crm.pipelines.selectors import read_opportunity
from crm.pipelines.selectors.history import fields_changed_since
from crm.pipelines.services.links import company_value, contact_value, user_value
from crm.pipelines.services.standing import LOGGED_FIELDS, log_standing, moment_of_change
from crm.pipelines.services.stored import (
    OpportunityChanged,
    StoredOpportunity,
    day_value,
    lock_opportunity,
    money_value,
    write_fields,
)
from crm.pipelines.values import clean

# What the API calls a field, where that is not the field's own name.
_SENT_AS = {"assigned_user": "assigned_user_id", "contact": "contact_id", "value": "value_cents"}
_PLAIN = ("title", "notes", "next_step", "source")
_DAYS = ("expected_close_on", "next_step_on")
_LINKS = ("assigned_user_id", "contact_id", "company", "company_id")


@requires(Permission.OPPORTUNITIES_WRITE)
@transaction.atomic
def update_opportunity(
    *, actor: Actor, opportunity_id: int, version: int, changes: Mapping[str, Any]
) -> OpportunityChanged:
    """Changes the fields in `changes`; None empties a link, an amount or a date.

    `version` is the one that was seen when the edit began. Fields that others have changed since are left to them when
    this edit does not touch them; when it does, `EditConflict` tells both values. Publishes `opportunity.updated`.
    Raises `NotFound`, `OpportunityIsArchived`, `InvalidInput`.
    """
    cleaned = clean({field: value for field, value in changes.items() if field not in _LINKS})
    stored = lock_opportunity(actor, opportunity_id)
    if stored.archived_at is not None:
        raise OpportunityIsArchived
    change_id = uuid.uuid4()
    different = differences(stored.values, _wanted(actor, stored, cleaned, changes, change_id))
    if not different:
        return OpportunityChanged(opportunity=read_opportunity(actor, opportunity_id), change_id=None)
    if version < stored.version:
        _check_conflicts(actor, stored, different, version)
    new_version = write_fields(opportunity_id, different)
    if different.keys() & LOGGED_FIELDS:
        log_standing(actor, [opportunity_id], at=moment_of_change())
    links = stored.links
    for field in different.keys() & {"contact", "company"}:
        # A link that is cut is told to the one it led to; a new one, to the one it leads to.
        links[f"{field}_id"] = different[field].after or different[field].before
    publish(
        OpportunityUpdated(
            subject_id=opportunity_id,
            title=different["title"].after if "title" in different else stored.title,
            version=new_version,
            fields=different,
            **links,
        ),
        actor=actor,
        change_id=change_id,
    )
    return OpportunityChanged(opportunity=read_opportunity(actor, opportunity_id), change_id=change_id)


def _wanted(
    actor: Actor, stored: StoredOpportunity, cleaned: Mapping[str, Any], given: Mapping[str, Any], change_id: uuid.UUID
) -> dict[str, Value]:
    wanted: dict[str, Value] = {field: Value(cleaned[field]) for field in _PLAIN if field in cleaned}
    wanted |= {field: day_value(cleaned[field]) for field in _DAYS if field in cleaned}
    if "value_cents" in cleaned or "currency" in cleaned:
        minor, currency = stored.values["value"].kept
        wanted["value"] = money_value(cleaned.get("value_cents", minor), cleaned.get("currency", currency))
    if "assigned_user_id" in given:
        wanted["assigned_user"] = user_value(given["assigned_user_id"], present=stored.values["assigned_user"])
    if "contact_id" in given:
        wanted["contact"] = contact_value(actor, given["contact_id"], present=stored.values["contact"])
    for field in ("company", "company_id"):
        if field in given:
            wanted["company"] = company_value(actor, given[field], change_id, present=stored.values["company"])
    return wanted


def _check_conflicts(actor: Actor, stored: StoredOpportunity, different: Mapping[str, Change], version: int) -> None:
    history = fields_changed_since(opportunity_id=stored.id, version=version)
    conflict = conflicts(stored.values, different, history)
    if not conflict:
        return
    raise EditConflict(
        f"Somebody else has changed {name_fields(list(conflict))} since you began. Choose which value stays.",
        conflict={_SENT_AS.get(field, field): values for field, values in conflict.items()},
        current=msgspec.json.decode(msgspec.json.encode(read_opportunity(actor, stored.id))),
    )
