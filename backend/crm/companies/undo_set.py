"""Taking many edits of companies back at once, field by field, by the rules of a single undo: a few statements."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from crm.companies.events import CompanyUpdated
from crm.companies.services.stored import columns_of, lock_companies, write_many
from crm.companies.undo import GONE, opposite_of, undo_company_change
from crm.core.access import Actor, Permission, requires
from crm.core.errors import Refusal
from crm.journal.publishing import Published, publish_many
from crm.journal.sets import sentence_of, undoes_many


@undoes_many(CompanyUpdated)
@requires(Permission.COMPANIES_WRITE)
def undo_company_changes(*, actor: Actor, changes: Mapping[uuid.UUID, Sequence[Published]]) -> Mapping[uuid.UUID, str]:
    """Takes the edits back, newest first; says of those that could not be why. Publishes `company.updated`."""
    refused: dict[uuid.UUID, str] = {}
    waiting: dict[int, tuple[uuid.UUID, CompanyUpdated]] = {}
    for change_id, events in changes.items():
        edits = [event.event for event in events if isinstance(event.event, CompanyUpdated)]
        if len(edits) == 1 and "name" not in edits[0].fields:
            if edits[0].subject_id in waiting:
                # Each edit of a company stands on what the one before has left.
                refused |= _take_back(actor, waiting)
                waiting = {}
            waiting[edits[0].subject_id] = (change_id, edits[0])
        else:
            # A former name may be another company's by now: these are written one by one.
            refused |= _take_back(actor, waiting) | _one(actor, change_id, events)
            waiting = {}
    return refused | _take_back(actor, waiting)


def _one(actor: Actor, change_id: uuid.UUID, events: Sequence[Published]) -> dict[uuid.UUID, str]:
    try:
        with transaction.atomic():
            undo_company_change(actor=actor, events=events, change_id=uuid.uuid4(), undoes=change_id)
    except Refusal as refusal:
        return {change_id: sentence_of(refusal)}
    return {}


def _take_back(actor: Actor, edits: Mapping[int, tuple[uuid.UUID, CompanyUpdated]]) -> dict[uuid.UUID, str]:
    if not edits:
        return {}
    stored = lock_companies(actor, list(edits))
    refused: dict[uuid.UUID, str] = {}
    columns: dict[int, dict[str, Any]] = {}
    told: dict[uuid.UUID, list[CompanyUpdated]] = {}
    undoes: dict[uuid.UUID, uuid.UUID] = {}
    for company_id, (change_id, event) in edits.items():
        company = stored.get(company_id)
        if company is None:
            refused[change_id] = GONE
            continue
        try:
            opposite = opposite_of(company, event)
        except Refusal as refusal:
            refused[change_id] = sentence_of(refusal)
            continue
        columns[company_id] = {
            column: value
            for field, change in opposite.items()
            for column, value in columns_of(field, change.after).items()
        }
        new = uuid.uuid4()
        told[new] = [CompanyUpdated(subject_id=company_id, version=company.version + 1, fields=opposite)]
        undoes[new] = change_id
    write_many(columns)
    publish_many(told, actor=actor, undoes=undoes)
    return refused
