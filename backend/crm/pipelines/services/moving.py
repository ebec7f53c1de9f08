"""Moving cards: to another stage, another place, another pipeline."""

import uuid
from collections.abc import Sequence
from typing import Any

import msgspec
from django.db import connection, transaction

from crm.accounts.selectors import names_of
from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput, NotFound
from crm.journal.publishing import publish
from crm.pipelines.enums import Status
from crm.pipelines.errors import MovedMeanwhile, OpportunityIsArchived, OpportunityIsClosed
from crm.pipelines.events import OpportunityMoved, StageReordered
from crm.pipelines.selectors import read_opportunity
from crm.pipelines.services.ranks import rank_between, ranks_at_end
from crm.pipelines.services.rules import check_requirements
from crm.pipelines.services.stages import LockedStage, lock_stage
from crm.pipelines.services.standing import log_standing, moment_of_change, seconds_spent_in
from crm.pipelines.services.stored import OpportunityChanged, StoredOpportunity, lock_opportunity, write_columns


@requires(Permission.OPPORTUNITIES_WRITE)
@transaction.atomic
def move_opportunity(
    *,
    actor: Actor,
    opportunity_id: int,
    version: int,
    stage_id: int,
    after_id: int | None = None,
    before_id: int | None = None,
) -> OpportunityChanged:
    """Moves an open opportunity to a stage (of any pipeline), behind `after_id` or before `before_id`, else on top.

    `version` is the one that was seen: when somebody has moved, closed or reopened it since, `MovedMeanwhile` tells
    who and where it stands. A place in the same stage publishes `stage.reordered`, another stage `opportunity.moved`.
    Raises `NotFound`, `InvalidInput`, `OpportunityIsArchived`, `OpportunityIsClosed`, `StageRequires`.
    """
    try:
        stage = lock_stage(stage_id)
    except NotFound as missing:
        raise InvalidInput(fields={"stage_id": ["There is no such stage."]}) from missing
    stored = lock_opportunity(actor, opportunity_id)
    if stored.archived_at is not None:
        raise OpportunityIsArchived
    if version < stored.moved_version:
        _refuse(actor, stored)
    if stored.status != Status.OPEN:
        raise OpportunityIsClosed
    rank = rank_between(stage.id, after_id=after_id, before_id=before_id, moving_id=opportunity_id)
    if stage.id == stored.stage_id:
        write_columns(opportunity_id, {"rank": rank})
        # A place among others is no news of the opportunity; open boards are told all the same.
        publish(StageReordered(subject_id=stage.id, opportunity_id=opportunity_id), actor=actor)
        return OpportunityChanged(opportunity=read_opportunity(actor, opportunity_id), change_id=None)
    check_requirements(stage, {field: requirement_of(stored, field) for field in stage.required_fields})
    change_id = uuid.uuid4()
    publish(enter_stage(actor, stored, stage, rank), actor=actor, change_id=change_id)
    return OpportunityChanged(opportunity=read_opportunity(actor, opportunity_id), change_id=change_id)


def requirement_of(stored: StoredOpportunity, field: str) -> Any:
    """What the opportunity has of a field that a stage may ask for."""
    kept = stored.values[field].kept
    return kept[0] if field == "value" else kept


def enter_stage(actor: Actor, stored: StoredOpportunity, stage: LockedStage, rank: Any) -> OpportunityMoved:
    """Writes that a locked opportunity stands in a locked stage now. Returns the event to publish."""
    at = moment_of_change()
    version = write_columns(
        stored.id,
        {
            "stage_id": stage.id,
            "pipeline_id": stage.pipeline_id,
            "rank": rank,
            "stage_entered_at": at,
            "earlier_seconds_in_stage": seconds_spent_in(stored.id, stage.id, at=at),
        },
        is_move=True,
    )
    log_standing(actor, [stored.id], at=at)
    return _moved(stored, stage, version)


_ENTER = """
UPDATE pipelines_opportunity o SET stage_id = %(stage)s, pipeline_id = %(pipeline)s, rank = n.rank,
       stage_entered_at = %(at)s,
       earlier_seconds_in_stage = (
           SELECT coalesce(sum(extract(epoch FROM coalesce(s.until_at, %(at)s) - s.from_at)), 0)::bigint
           FROM pipelines_standing s
           WHERE s.opportunity_id = o.id AND s.stage_id = %(stage)s AND s.status = 'open'),
       version = version + 1, moved_version = version + 1, updated_at = now()
FROM unnest(%(ids)s::bigint[], %(ranks)s::numeric[]) AS n(id, rank) WHERE o.id = n.id
"""


def enter_stage_at_end(actor: Actor, cards: Sequence[StoredOpportunity], stage: LockedStage) -> list[OpportunityMoved]:
    """Writes that locked opportunities stand behind all cards of a locked stage now, in this order.

    Four statements, however many there are. Returns the events to publish.
    """
    if not cards:
        return []
    ids = [stored.id for stored in cards]
    ranks = ranks_at_end(stage.id, len(ids))
    at = moment_of_change()
    with connection.cursor() as cursor:
        cursor.execute(_ENTER, {"stage": stage.id, "pipeline": stage.pipeline_id, "at": at, "ids": ids, "ranks": ranks})
    log_standing(actor, ids, at=at)
    return [_moved(stored, stage, stored.version + 1) for stored in cards]


def _moved(stored: StoredOpportunity, stage: LockedStage, version: int) -> OpportunityMoved:
    return OpportunityMoved(
        subject_id=stored.id,
        title=stored.title,
        before=stored.stage_name,
        before_id=stored.stage_id,
        before_rank=str(stored.rank),
        after=stage.name,
        after_id=stage.id,
        pipeline_before_id=stored.pipeline_id,
        pipeline_after_id=stage.pipeline_id,
        version=version,
        **stored.links,
    )


_LAST_MOVE = """
SELECT e.actor_kind, e.actor_id, e.actor_name FROM journal_event e
WHERE e.opportunity_id = %s AND e.name IN ('opportunity.moved', 'opportunity.closed', 'opportunity.reopened')
ORDER BY e.id DESC LIMIT 1
"""


def _refuse(actor: Actor, stored: StoredOpportunity) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_LAST_MOVE, [stored.id])
        kind, actor_id, actor_name = cursor.fetchone() or ("", None, "")
    who = names_of([actor_id]).get(actor_id or 0) if kind == "user" else actor_name
    what = f"moved this card to {stored.stage_name}"
    if stored.status != Status.OPEN:
        what = f"marked this card as {stored.status}"
    raise MovedMeanwhile(
        f"{who or 'Somebody'} has {what} meanwhile.",
        current=msgspec.json.decode(msgspec.json.encode(read_opportunity(actor, stored.id))),
        moved_by=who or "",
    )
