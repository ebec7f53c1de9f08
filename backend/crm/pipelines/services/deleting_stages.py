"""Deleting a stage: what stands there moves on first, each with its own entry in the timeline."""

import uuid

from django.db import connection, transaction

from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput
from crm.journal.publishing import publish
from crm.pipelines.errors import StageNotEmpty
from crm.pipelines.events import OpportunityMoved, StageDeleted
from crm.pipelines.selectors.pipelines import get_stage_uses, read_pipeline
from crm.pipelines.services.moving import enter_stage_at_end
from crm.pipelines.services.stages import (
    LockedStage,
    PipelineChanged,
    check_not_last,
    lock_pipeline,
    lock_stages,
    log_stage,
)
from crm.pipelines.services.stored import lock_opportunities


@requires(Permission.PIPELINES_WRITE)
@transaction.atomic
def delete_stage(*, actor: Actor, stage_id: int, move_to: int | None = None) -> PipelineChanged:
    """Deletes a stage. What stands there, closed and archived opportunities too, moves to the end of `move_to`.

    `move_to` is a stage of the same pipeline; its required fields are not asked for here. One change: publishes
    `opportunity.moved` for each that is not in the trash, and `stage.deleted`. Raises `NotFound`, `LastStage`,
    `StageNotEmpty`, `InvalidInput`.
    """
    uses = get_stage_uses(actor=actor, stage_id=stage_id)
    pipeline_id = _pipeline_of(stage_id)
    lock_pipeline(pipeline_id)
    locked = lock_stages([stage_id] if move_to is None else [stage_id, move_to])
    stage = locked[stage_id]
    check_not_last(pipeline_id)
    ids = _standing_in(stage_id)
    target = locked.get(move_to) if move_to is not None else None
    if move_to is not None and (target is None or target.pipeline_id != pipeline_id or target.id == stage_id):
        raise InvalidInput(fields={"move_to": ["Choose another stage of this pipeline."]})
    if ids and target is None:
        raise StageNotEmpty(
            f"{uses.open} open, {uses.closed} closed and {uses.archived} archived opportunities stand in "
            f"{stage.name}. Say which stage they move to.",
            open=uses.open,
            closed=uses.closed,
            archived=uses.archived,
        )
    change_id = uuid.uuid4()
    moved = _move_all(actor, ids, target) if target else []
    with connection.cursor() as cursor:
        cursor.execute("UPDATE pipelines_stage SET deleted_at = now(), version = version + 1 WHERE id = %s", [stage_id])
    log_stage(stage_id)
    publish(
        *moved,
        StageDeleted(subject_id=stage_id, title=stage.name, pipeline_id=pipeline_id, moved_to_id=move_to),
        actor=actor,
        change_id=change_id,
    )
    return PipelineChanged(read_pipeline(pipeline_id), change_id)


def _pipeline_of(stage_id: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pipeline_id FROM pipelines_stage WHERE id = %s", [stage_id])
        (pipeline_id,) = cursor.fetchone() or (0,)
    return int(pipeline_id)


def _standing_in(stage_id: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM pipelines_opportunity WHERE stage_id = %s ORDER BY rank, id", [stage_id])
        return [row[0] for row in cursor.fetchall()]


def _move_all(actor: Actor, ids: list[int], target: LockedStage) -> list[OpportunityMoved]:
    stored = lock_opportunities(actor, ids)
    return enter_stage_at_end(actor, [stored[opportunity_id] for opportunity_id in ids], target)
