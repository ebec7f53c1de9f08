"""Taking back what was done to opportunities: the opposite change, when nothing has come after it."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from crm.accounts.selectors import names_of
from crm.companies.selectors import company_names
from crm.core.access import Actor, Permission, requires
from crm.core.errors import NotFound
from crm.journal.catalogue import Change, Event
from crm.journal.errors import UndoConflict
from crm.journal.publishing import Published, publish
from crm.journal.undo import undoes as takes_back
from crm.pipelines.enums import Status
from crm.pipelines.errors import OpportunityIsArchived
from crm.pipelines.events import (
    FIELD_LABELS,
    OpportunityArchived,
    OpportunityClosed,
    OpportunityContactAdded,
    OpportunityContactRemoved,
    OpportunityCreated,
    OpportunityMoved,
    OpportunityReopened,
    OpportunityRestored,
    OpportunityUpdated,
    StageCreated,
    StageDeleted,
)
from crm.pipelines.services.closing import write_status
from crm.pipelines.services.moving import enter_stage
from crm.pipelines.services.parts import put_part, take_part
from crm.pipelines.services.ranks import is_free, rank_on_top
from crm.pipelines.services.stages import lock_pipeline, lock_stage, log_stage
from crm.pipelines.services.standing import LOGGED_FIELDS, log_standing, moment_of_change
from crm.pipelines.services.stored import StoredOpportunity, lock_opportunity, write_columns, write_fields
from crm.pipelines.services.trash import put_in_trash, take_from_trash


@takes_back(
    OpportunityCreated,
    OpportunityUpdated,
    OpportunityMoved,
    OpportunityClosed,
    OpportunityReopened,
    OpportunityArchived,
    OpportunityRestored,
    OpportunityContactAdded,
    OpportunityContactRemoved,
    StageDeleted,
)
@requires(Permission.OPPORTUNITIES_WRITE)
def undo_opportunity_change(
    *, actor: Actor, events: Sequence[Published], change_id: uuid.UUID, undoes: uuid.UUID
) -> None:
    """Writes the opposite of `events`. An opportunity whose making is taken back goes to the trash.

    A deleted stage comes back with the cards that are still where they were sent. Raises `UndoConflict` when what is to
    be taken back has been changed since.
    """
    stages = [published.event for published in events if isinstance(published.event, StageDeleted)]
    opposite: list[Event] = [_bring_back(actor, deleted) for deleted in stages]
    for published in events:
        if not isinstance(published.event, StageDeleted):
            opposite += _undo(actor, published.subject_id, published.event, may_skip=bool(stages))
    publish(*opposite, actor=actor, change_id=change_id, undoes=undoes)


def _bring_back(actor: Actor, event: StageDeleted) -> StageCreated:
    if not actor.may(Permission.PIPELINES_WRITE):
        raise UndoConflict("Only somebody who may change pipelines can bring back a stage.")
    try:
        lock_pipeline(event.pipeline_id)
    except NotFound as missing:
        raise UndoConflict("This pipeline exists no more.") from missing
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE pipelines_stage s SET deleted_at = NULL, version = version + 1 WHERE id = %s AND deleted_at IS NOT "
            "NULL AND NOT EXISTS (SELECT 1 FROM pipelines_stage o WHERE o.pipeline_id = s.pipeline_id AND o.name_key = "
            "s.name_key AND o.deleted_at IS NULL) RETURNING id",
            [event.subject_id],
        )
        if cursor.fetchone() is None:
            raise UndoConflict(f"There is a stage {event.title} again.")
    log_stage(event.subject_id)
    return StageCreated(subject_id=event.subject_id, title=event.title, pipeline_id=event.pipeline_id)


def _undo(actor: Actor, opportunity_id: int, event: Event, *, may_skip: bool) -> list[Event]:
    if isinstance(event, OpportunityMoved):
        # The stage is locked before the card, as for any move.
        try:
            lock_stage(event.before_id)
        except NotFound as missing:
            raise UndoConflict(f"The stage {event.before} exists no more.") from missing
    try:
        stored = lock_opportunity(actor, opportunity_id)
    except NotFound as missing:
        if may_skip:
            return []
        raise UndoConflict("This opportunity has been deleted for good.") from missing
    if isinstance(event, OpportunityCreated | OpportunityRestored):
        return _archive(actor, stored)
    if isinstance(event, OpportunityArchived):
        return _restore(actor, stored)
    if stored.archived_at is not None and not may_skip:
        raise OpportunityIsArchived
    return _undo_live(actor, stored, event, may_skip=may_skip)


def _undo_live(actor: Actor, stored: StoredOpportunity, event: Event, *, may_skip: bool) -> list[Event]:
    match event:
        case OpportunityUpdated():
            return _undo_fields(actor, stored, event)
        case OpportunityMoved():
            return _move_back(actor, stored, event, may_skip=may_skip)
        case OpportunityClosed() | OpportunityReopened():
            return _undo_status(actor, stored, event)
        case OpportunityContactAdded():
            take_part(stored.id, event.contact_id or 0)
            write_columns(stored.id, {})
            return [OpportunityContactRemoved(**_part(event))]
        case OpportunityContactRemoved():
            put_part(stored.id, event.contact_id or 0, event.role)
            write_columns(stored.id, {})
            return [OpportunityContactAdded(**_part(event))]
    return []


def _part(event: OpportunityContactAdded | OpportunityContactRemoved) -> dict[str, Any]:
    return {
        "subject_id": event.subject_id,
        "title": event.title,
        "contact_id": event.contact_id,
        "company_id": event.company_id,
        "person": event.person,
        "role": event.role,
    }


def _archive(actor: Actor, stored: StoredOpportunity) -> list[Event]:
    if stored.archived_at is not None:
        raise UndoConflict("This opportunity is in the trash already.")
    put_in_trash(actor, stored)
    return [OpportunityArchived(subject_id=stored.id, title=stored.title, **stored.links)]


def _restore(actor: Actor, stored: StoredOpportunity) -> list[Event]:
    if stored.archived_at is None:
        raise UndoConflict("This opportunity has been restored already.")
    take_from_trash(actor, stored)
    return [OpportunityRestored(subject_id=stored.id, title=stored.title, **stored.links)]


def _move_back(actor: Actor, stored: StoredOpportunity, event: OpportunityMoved, *, may_skip: bool) -> list[Event]:
    if stored.stage_id != event.after_id or (stored.status != Status.OPEN and not may_skip):
        if may_skip:
            return []
        raise UndoConflict(f"It has been moved on to {stored.stage_name} or closed since.")
    stage = lock_stage(event.before_id)
    rank = Decimal(event.before_rank)
    if not is_free(stage.id, rank):
        rank = rank_on_top(stage.id)
    return [enter_stage(actor, stored, stage, rank)]


def _undo_status(
    actor: Actor, stored: StoredOpportunity, event: OpportunityClosed | OpportunityReopened
) -> list[Event]:
    status = event.fields.get("status")
    if status is not None and stored.status != status.after:
        raise UndoConflict(f"It is {stored.status} by now.")
    opposite = {field: Change(before=change.after, after=change.before) for field, change in event.fields.items()}
    columns = {field: change.after for field, change in opposite.items()}
    if columns.get("closed_at"):
        columns["closed_at"] = datetime.fromisoformat(columns["closed_at"])
    version = write_status(actor, stored, columns)
    after = columns.get("status", stored.status)
    shared: dict[str, Any] = {
        "subject_id": stored.id,
        "title": stored.title,
        "version": version,
        "fields": opposite,
        **stored.links,
    }
    if after == Status.OPEN:
        return [OpportunityReopened(status_before=stored.status, **shared)]
    return [OpportunityClosed(status=after, reason=columns.get("close_reason", stored.close_reason), **shared)]


def _undo_fields(actor: Actor, stored: StoredOpportunity, event: OpportunityUpdated) -> list[Event]:
    later = [field for field, change in event.fields.items() if stored.values[field].kept != change.after]
    if later:
        raise UndoConflict(
            " ".join(f"Somebody has changed the {FIELD_LABELS[field]} since." for field in later),
            fields={field: [f"Somebody has changed the {FIELD_LABELS[field]} since."] for field in later},
        )
    names = _present_names(event.fields)
    opposite = {
        field: Change(
            before=change.after,
            after=change.before,
            before_text=stored.values[field].text,
            after_text=names.get(field, change.before_text),
        )
        for field, change in event.fields.items()
    }
    version = write_fields(stored.id, opposite)
    if opposite.keys() & LOGGED_FIELDS:
        log_standing(actor, [stored.id], at=moment_of_change())
    title = opposite["title"].after if "title" in opposite else stored.title
    return [
        OpportunityUpdated(
            subject_id=stored.id,
            title=title,
            version=version,
            fields=opposite,
            contact_id=event.contact_id,
            company_id=event.company_id,
        )
    ]


def _present_names(fields: Mapping[str, Change]) -> dict[str, str]:
    names: dict[str, str] = {}
    for field, find in (("company", company_names), ("assigned_user", names_of)):
        change = fields.get(field)
        if change is None or change.before is None:
            continue
        found = find([change.before])
        if change.before not in found:
            raise UndoConflict(f"{change.before_text or 'What it was'} exists no more.")
        names[field] = found[change.before]
    return names
