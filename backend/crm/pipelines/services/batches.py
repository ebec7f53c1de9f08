"""Changes of many opportunities at once, by the rules of the single ones: a few statements, however many there are."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, transaction
from psycopg import sql

from crm.bulk.catalogue import CHANGED, Outcome, refused, unchanged
from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput, NotFound
from crm.journal.catalogue import Event
from crm.journal.edits import differences
from crm.journal.publishing import publish_many
from crm.pipelines.enums import CLOSED, Status
from crm.pipelines.errors import OpportunityIsArchived, OpportunityIsClosed, StageRequires
from crm.pipelines.events import (
    OpportunityArchived,
    OpportunityClosed,
    OpportunityRestored,
    OpportunityUpdated,
)
from crm.pipelines.services.closing import closing_changes
from crm.pipelines.services.links import user_value
from crm.pipelines.services.moving import enter_stage_at_end, requirement_of
from crm.pipelines.services.rules import check_requirements
from crm.pipelines.services.stages import LockedStage, lock_stage
from crm.pipelines.services.standing import log_standing, moment_of_change
from crm.pipelines.services.stored import StoredOpportunity, lock_opportunities
from crm.pipelines.values import clean

_IN_TRASH = refused(f"{OpportunityIsArchived.title}.")
_IS_CLOSED = refused(f"{OpportunityIsClosed.title}.")
_THERE = unchanged("It stands there already.")
_SAME = unchanged("It says so already.")
_TRASHED = unchanged("It is in the trash already.")
_NOT_TRASHED = unchanged("It is not in the trash.")


@requires(Permission.OPPORTUNITIES_WRITE)
@transaction.atomic
def move_opportunities(*, actor: Actor, opportunity_ids: Sequence[int], stage_id: int) -> dict[int, Outcome]:
    """Moves open opportunities behind all cards of a stage, of any pipeline; those of one stage keep their order.

    Each is a change of its own; ids that there are not are left out of the answer. What the stage asks for is looked
    at card by card. Publishes `opportunity.moved`. Raises `InvalidInput`.
    """
    try:
        stage = lock_stage(stage_id)
    except NotFound as missing:
        raise InvalidInput(fields={"stage_id": ["There is no such stage."]}) from missing
    outcomes: dict[int, Outcome] = {}
    going: list[StoredOpportunity] = []
    for stored in lock_opportunities(actor, opportunity_ids).values():
        outcomes[stored.id] = _may_enter(stored, stage)
        if outcomes[stored.id] is CHANGED:
            going.append(stored)
    going.sort(key=lambda stored: (stored.stage_id, stored.rank))
    _publish({event.subject_id: event for event in enter_stage_at_end(actor, going, stage)}, actor)
    return outcomes


def _may_enter(stored: StoredOpportunity, stage: LockedStage) -> Outcome:
    if stored.archived_at is not None:
        return _IN_TRASH
    if stored.status != Status.OPEN:
        return _IS_CLOSED
    if stored.stage_id == stage.id:
        return _THERE
    try:
        check_requirements(stage, {field: requirement_of(stored, field) for field in stage.required_fields})
    except StageRequires as refusal:
        return refused(refusal.detail)
    return CHANGED


@requires(Permission.OPPORTUNITIES_WRITE)
@transaction.atomic
def assign_opportunities(*, actor: Actor, opportunity_ids: Sequence[int], user_id: int | None) -> dict[int, Outcome]:
    """Assigns each of the opportunities to a colleague, or to nobody. Publishes `opportunity.updated`.

    Each is a change of its own; ids that there are not are left out of the answer. Raises `InvalidInput`.
    """
    user = user_value(user_id)
    outcomes: dict[int, Outcome] = {}
    changed: dict[int, Event] = {}
    for stored in lock_opportunities(actor, opportunity_ids).values():
        different = differences(stored.values, {"assigned_user": user})
        if stored.archived_at is not None:
            outcomes[stored.id] = _IN_TRASH
        elif not different:
            outcomes[stored.id] = _SAME
        else:
            outcomes[stored.id] = CHANGED
            changed[stored.id] = OpportunityUpdated(
                subject_id=stored.id, title=stored.title, version=stored.version + 1, fields=different, **stored.links
            )
    _write(actor, changed, {"assigned_user_id": user.kept}, is_move=False)
    _publish(changed, actor)
    return outcomes


@requires(Permission.OPPORTUNITIES_WRITE)
@transaction.atomic
def close_opportunities(
    *, actor: Actor, opportunity_ids: Sequence[int], status: str, reason: str
) -> dict[int, Outcome]:
    """Marks each of the opportunities as won, lost or abandoned; a note that one has stays. One that has ended so
    already, for that reason, is left alone.

    Each is a change of its own; ids that there are not are left out of the answer. Publishes `opportunity.closed`.
    Raises `InvalidInput`.
    """
    if status not in CLOSED:
        raise InvalidInput(fields={"status": [f"Choose one of {', '.join(CLOSED)}."]})
    cleaned = clean({"close_reason": reason})
    outcomes: dict[int, Outcome] = {}
    changed: dict[int, Event] = {}
    found = lock_opportunities(actor, opportunity_ids)
    at = moment_of_change()
    for stored in found.values():
        fields = closing_changes(stored, {"status": status, "closed_at": at, **cleaned})
        if stored.archived_at is not None:
            outcomes[stored.id] = _IN_TRASH
        elif not fields.keys() & {"status", "close_reason"}:
            outcomes[stored.id] = _SAME
        else:
            outcomes[stored.id] = CHANGED
            changed[stored.id] = OpportunityClosed(
                subject_id=stored.id,
                title=stored.title,
                status=status,
                reason=cleaned["close_reason"],
                version=stored.version + 1,
                fields=fields,
                **stored.links,
            )
    _write(actor, changed, {"status": status, "closed_at": at, **cleaned}, is_move=True)
    _publish(changed, actor)
    return outcomes


@requires(Permission.OPPORTUNITIES_WRITE)
@transaction.atomic
def archive_opportunities(*, actor: Actor, opportunity_ids: Sequence[int]) -> dict[int, Outcome]:
    """Moves each of the opportunities to the trash. Publishes `opportunity.archived`, each a change of its own."""
    found = lock_opportunities(actor, opportunity_ids)
    going: dict[int, Event] = {
        stored.id: OpportunityArchived(subject_id=stored.id, title=stored.title, **stored.links)
        for stored in found.values()
        if stored.archived_at is None
    }
    _write(actor, going, {"archived_at": moment_of_change(), "archived_by_id": actor.user_id}, is_move=True)
    _publish(going, actor)
    return {number: CHANGED if number in going else _TRASHED for number in found}


@requires(Permission.OPPORTUNITIES_WRITE)
@transaction.atomic
def restore_opportunities(*, actor: Actor, opportunity_ids: Sequence[int]) -> dict[int, Outcome]:
    """Brings each of the opportunities back to where it stood. Publishes `opportunity.restored`, as `archive` does."""
    found = lock_opportunities(actor, opportunity_ids)
    coming: dict[int, Event] = {
        stored.id: OpportunityRestored(subject_id=stored.id, title=stored.title, **stored.links)
        for stored in found.values()
        if stored.archived_at is not None
    }
    _write(actor, coming, {"archived_at": None, "archived_by_id": None}, is_move=True)
    _publish(coming, actor)
    return {number: CHANGED if number in coming else _NOT_TRASHED for number in found}


def _write(actor: Actor, changed: Mapping[int, Event], columns: Mapping[str, Any], *, is_move: bool) -> None:
    """Writes the same into all of the locked opportunities, and into the log how they stand now."""
    if not changed:
        return
    setters: list[sql.Composable] = [sql.SQL("{} = %s").format(sql.Identifier(column)) for column in columns]
    setters += [sql.SQL("version = version + 1"), sql.SQL("updated_at = now()")]
    if is_move:
        setters.append(sql.SQL("moved_version = version + 1"))
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("UPDATE pipelines_opportunity SET {} WHERE id = ANY(%s)").format(sql.SQL(", ").join(setters)),
            [*columns.values(), list(changed)],
        )
    log_standing(actor, list(changed), at=moment_of_change())


def _publish(changed: Mapping[int, Event], actor: Actor) -> None:
    if changed:
        publish_many({uuid.uuid4(): [event] for event in changed.values()}, actor=actor)
