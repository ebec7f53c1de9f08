"""Winning, losing, giving up, and going on after all."""

import uuid
from datetime import date
from typing import Any

from django.db import transaction

from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput
from crm.journal.catalogue import Change
from crm.journal.publishing import publish
from crm.pipelines.enums import CLOSED, Status
from crm.pipelines.errors import MovedMeanwhile, OpportunityIsArchived, OpportunityIsOpen
from crm.pipelines.events import OpportunityClosed, OpportunityReopened
from crm.pipelines.selectors import read_opportunity
from crm.pipelines.services.standing import log_standing, moment_of_change, seconds_spent_in
from crm.pipelines.services.stored import OpportunityChanged, StoredOpportunity, lock_opportunity, write_columns
from crm.pipelines.values import clean


@requires(Permission.OPPORTUNITIES_WRITE)
@transaction.atomic
def close_opportunity(
    *,
    actor: Actor,
    opportunity_id: int,
    version: int,
    status: str,
    reason: str = "",
    note: str = "",
    next_step: str | None = None,
    next_step_on: date | None = None,
) -> OpportunityChanged:
    """Marks an opportunity as won, lost or abandoned, with why and what comes next. It keeps its stage.

    One that is closed already may be closed otherwise (lost after all): its history keeps both. Publishes
    `opportunity.closed`. Raises `NotFound`, `InvalidInput`, `OpportunityIsArchived`, `MovedMeanwhile`.
    """
    if status not in CLOSED:
        raise InvalidInput(fields={"status": [f"Choose one of {', '.join(CLOSED)}."]})
    given: dict[str, Any] = {"close_reason": reason, "close_note": note}
    if next_step is not None:
        given |= {"next_step": next_step, "next_step_on": next_step_on}
    cleaned = clean(given)
    stored = _lock(actor, opportunity_id, version)
    fields = closing_changes(stored, {"status": status, "closed_at": moment_of_change(), **cleaned})
    if "status" not in fields and not fields.keys() & {"close_reason", "close_note"}:
        return OpportunityChanged(opportunity=read_opportunity(actor, opportunity_id), change_id=None)
    new_version = _write(actor, stored, fields)
    change_id = publish(
        OpportunityClosed(
            subject_id=opportunity_id,
            title=stored.title,
            status=status,
            reason=cleaned["close_reason"],
            version=new_version,
            fields=fields,
            **stored.links,
        ),
        actor=actor,
        change_id=uuid.uuid4(),
    )
    return OpportunityChanged(opportunity=read_opportunity(actor, opportunity_id), change_id=change_id)


@requires(Permission.OPPORTUNITIES_WRITE)
@transaction.atomic
def reopen_opportunity(*, actor: Actor, opportunity_id: int, version: int) -> OpportunityChanged:
    """Takes up a closed opportunity again, in the stage where it was. What closed it stays in its history.

    Publishes `opportunity.reopened`. Raises `NotFound`, `OpportunityIsArchived`, `OpportunityIsOpen`, `MovedMeanwhile`.
    """
    stored = _lock(actor, opportunity_id, version)
    if stored.status == Status.OPEN:
        raise OpportunityIsOpen
    wanted = {"status": Status.OPEN.value, "closed_at": None, "close_reason": "", "close_note": ""}
    fields = closing_changes(stored, wanted)
    new_version = _write(actor, stored, fields)
    change_id = publish(
        OpportunityReopened(
            subject_id=opportunity_id,
            title=stored.title,
            status_before=stored.status,
            version=new_version,
            fields=fields,
            **stored.links,
        ),
        actor=actor,
    )
    return OpportunityChanged(opportunity=read_opportunity(actor, opportunity_id), change_id=change_id)


def _lock(actor: Actor, opportunity_id: int, version: int) -> StoredOpportunity:
    stored = lock_opportunity(actor, opportunity_id)
    if stored.archived_at is not None:
        raise OpportunityIsArchived
    if version < stored.moved_version:
        raise MovedMeanwhile(f"Somebody has moved or closed this opportunity meanwhile: it is {stored.status} now.")
    return stored


def closing_changes(stored: StoredOpportunity, wanted: dict[str, Any]) -> dict[str, Change]:
    """What differs of how a locked opportunity ended, and of its next step."""
    present: dict[str, Any] = {
        "status": stored.status,
        "closed_at": stored.closed_at.isoformat() if stored.closed_at else None,
        "close_reason": stored.close_reason,
        "close_note": stored.close_note,
        "next_step": stored.values["next_step"].kept,
        "next_step_on": stored.values["next_step_on"].kept,
    }
    kept = {field: value.isoformat() if isinstance(value, date) else value for field, value in wanted.items()}
    return {
        field: Change(before=present[field], after=value) for field, value in kept.items() if value != present[field]
    }


def write_status(actor: Actor, stored: StoredOpportunity, columns: dict[str, Any]) -> int:
    """Writes status and what goes with it. The days in the stage stand still while it is closed."""
    at = moment_of_change()
    if columns.get("status") == Status.OPEN and stored.status != Status.OPEN:
        columns |= {
            "stage_entered_at": at,
            "earlier_seconds_in_stage": seconds_spent_in(stored.id, stored.stage_id, at=at),
        }
    version = write_columns(stored.id, columns, is_move=True)
    log_standing(actor, [stored.id], at=at)
    return version


def _write(actor: Actor, stored: StoredOpportunity, fields: dict[str, Change]) -> int:
    return write_status(actor, stored, {field: change.after for field, change in fields.items()})
