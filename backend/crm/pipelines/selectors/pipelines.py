"""Reading pipelines and stages."""

import msgspec
from django.db import connection

from crm.core.access import Actor, Permission, requires
from crm.core.errors import NotFound
from crm.core.rows import Ref
from crm.core.text import escape_like, identity_key, printable
from crm.pipelines.selectors.visibility import check_id


class StageRow(msgspec.Struct, frozen=True):
    """A stage, and how many open opportunities stand there."""

    id: int
    name: str
    position: int
    color: str
    win_probability: int
    expected_days: int | None
    required_fields: list[str]
    version: int
    open_count: int


class PipelineRow(msgspec.Struct, frozen=True):
    """A pipeline with its stages in order."""

    id: int
    name: str
    position: int
    version: int
    open_count: int
    stages: list[StageRow]


class StandsHere(msgspec.Struct, frozen=True):
    """How many opportunities of one colleague stand in a stage; nobody's for no name."""

    user_id: int | None
    name: str | None
    count: int


class StageUses(msgspec.Struct, frozen=True):
    """What stands in a stage: open, closed and archived ones, and whose they are."""

    open: int
    closed: int
    archived: int
    by_user: list[StandsHere]


class StageChoice(msgspec.Struct, frozen=True):
    """A stage to choose, with the pipeline that tells it from others of its name."""

    id: int
    name: str
    pipeline: Ref


CHOICES_MOST = 100
# What is typed beyond this stands in no name.
NAME_SEARCHED = 200


@requires(Permission.OPPORTUNITIES_READ)
def list_stages(*, actor: Actor, q: str = "", most: int | None = CHOICES_MOST) -> list[StageChoice]:
    """Up to `most` stages (None: all), in the order of boards, whose name or pipeline's name contains `q`."""
    pattern = f"%{escape_like(identity_key(printable(q)[:NAME_SEARCHED]))}%"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.id, s.name, l.id, l.name FROM pipelines_stage s "
            "JOIN pipelines_pipeline l ON l.id = s.pipeline_id "
            "WHERE s.deleted_at IS NULL AND (s.name_key LIKE %s OR l.name_key LIKE %s) "
            "ORDER BY l.position, l.id, s.position, s.id LIMIT %s",
            [pattern, pattern, most],
        )
        return [StageChoice(row[0], row[1], Ref(row[2], row[3])) for row in cursor.fetchall()]


@requires(Permission.OPPORTUNITIES_READ)
def list_pipelines(*, actor: Actor) -> list[PipelineRow]:
    """All pipelines in their order. Two statements."""
    return _read(None)


def read_pipeline(pipeline_id: int) -> PipelineRow:
    """One pipeline. Raises `NotFound`."""
    found = _read(pipeline_id)
    if not found:
        raise NotFound
    return found[0]


def _read(pipeline_id: int | None) -> list[PipelineRow]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.pipeline_id, s.id, s.name, s.position, s.color, s.win_probability, s.expected_days, "
            "s.required_fields, s.version, (SELECT count(*) FROM pipelines_opportunity o WHERE o.stage_id = s.id AND "
            "o.pipeline_id = s.pipeline_id AND o.status = 'open' AND o.archived_at IS NULL) "
            "FROM pipelines_stage s WHERE s.deleted_at IS NULL AND (%s::bigint IS NULL OR s.pipeline_id = %s) "
            "ORDER BY s.position, s.id",
            [pipeline_id, pipeline_id],
        )
        stages: dict[int, list[StageRow]] = {}
        for of, *values in cursor.fetchall():
            stages.setdefault(of, []).append(StageRow(*values))
        cursor.execute(
            "SELECT id, name, position, version FROM pipelines_pipeline WHERE %s::bigint IS NULL OR id = %s "
            "ORDER BY position, id",
            [pipeline_id, pipeline_id],
        )
        return [
            PipelineRow(
                id=row[0],
                name=row[1],
                position=row[2],
                version=row[3],
                open_count=sum(stage.open_count for stage in stages.get(row[0], [])),
                stages=stages.get(row[0], []),
            )
            for row in cursor.fetchall()
        ]


@requires(Permission.OPPORTUNITIES_READ)
def get_stage_uses(*, actor: Actor, stage_id: int) -> StageUses:
    """What stands in a stage, for whoever is about to delete it. Raises `NotFound`."""
    check_id(stage_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pipelines_stage WHERE id = %s AND deleted_at IS NULL", [stage_id])
        if cursor.fetchone() is None:
            raise NotFound
        cursor.execute(
            "SELECT o.assigned_user_id, u.name, count(*) FILTER (WHERE o.archived_at IS NULL AND o.status = 'open'), "
            "count(*) FILTER (WHERE o.archived_at IS NULL AND NOT o.status = 'open'), "
            "count(*) FILTER (WHERE o.archived_at IS NOT NULL), count(*) "
            "FROM pipelines_opportunity o LEFT JOIN accounts_user u ON u.id = o.assigned_user_id "
            "WHERE o.stage_id = %s GROUP BY 1, 2 ORDER BY 6 DESC, 2",
            [stage_id],
        )
        rows = cursor.fetchall()
    return StageUses(
        open=sum(row[2] for row in rows),
        closed=sum(row[3] for row in rows),
        archived=sum(row[4] for row in rows),
        by_user=[StandsHere(row[0], row[1], row[5]) for row in rows],
    )
