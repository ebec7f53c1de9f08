"""Pipelines and their stages: made, renamed, ordered, deleted."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from django.db import IntegrityError, connection, transaction
from psycopg import sql

from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput, NotFound
from crm.core.text import identity_key
from crm.journal.catalogue import Change, Event
from crm.journal.publishing import publish
from crm.pipelines.enums import StageColor
from crm.pipelines.errors import LastStage, PipelineNotEmpty
from crm.pipelines.events import (
    PipelineCreated,
    PipelineDeleted,
    PipelineUpdated,
    StageCreated,
    StageUpdated,
)
from crm.pipelines.selectors.pipelines import PipelineRow, read_pipeline
from crm.pipelines.selectors.visibility import BIGINT_MOST, check_id
from crm.pipelines.services.standing import moment_of_change
from crm.pipelines.values import PIPELINES_MOST, STAGES_MOST, clean_pipeline_name, clean_stage

_COLORS = StageColor.values
_FIELDS = ("name", "color", "win_probability", "expected_days", "required_fields")


class PipelineChanged(msgspec.Struct, frozen=True):
    """The pipeline after a change, and the change's id: None when there was nothing to change."""

    pipeline: PipelineRow
    change_id: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class LockedStage:
    """A stage that no other transaction changes or gives a card until this one ends."""

    id: int
    pipeline_id: int
    name: str
    position: int
    color: str
    win_probability: int
    expected_days: int | None
    required_fields: list[str]
    version: int


def lock_stage(stage_id: int) -> LockedStage:
    """Locks a stage that has not been deleted. Raises `NotFound`."""
    found = lock_stages([stage_id]) if 0 < stage_id <= BIGINT_MOST else {}
    if not found:
        raise NotFound
    return found[stage_id]


def lock_stages(ids: Sequence[int]) -> dict[int, LockedStage]:
    """Locks those of the stages that have not been deleted, in order of id."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, pipeline_id, name, position, color, win_probability, expected_days, required_fields, version "
            "FROM pipelines_stage WHERE id = ANY(%s) AND deleted_at IS NULL ORDER BY id FOR NO KEY UPDATE",
            [list(ids)],
        )
        return {row[0]: LockedStage(*row) for row in cursor.fetchall()}


def lock_pipeline(pipeline_id: int) -> str:
    """Locks a pipeline and returns its name. Raises `NotFound`."""
    check_id(pipeline_id)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM pipelines_pipeline WHERE id = %s FOR NO KEY UPDATE", [pipeline_id])
        row = cursor.fetchone()
    if row is None:
        raise NotFound
    return str(row[0])


@requires(Permission.PIPELINES_WRITE)
def create_pipeline(*, actor: Actor, name: str, stages: Sequence[Mapping[str, Any]]) -> PipelineChanged:
    """Makes a pipeline with its stages, in their order, behind the others. Publishes `pipeline.created`.

    Raises `InvalidInput`: a pipeline has at least one stage and a name that no other has.
    """
    tidy = clean_pipeline_name(name)
    if not 1 <= len(stages) <= STAGES_MOST:
        raise InvalidInput(fields={"stages": [f"A pipeline has between one and {STAGES_MOST} stages."]})
    cleaned = [clean_stage(stage) for stage in stages]
    if len({identity_key(stage["name"]) for stage in cleaned}) < len(cleaned):
        raise InvalidInput(fields={"stages": ["Two stages have the same name."]})
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pipelines_pipeline")
            if (cursor.fetchone() or (0,))[0] >= PIPELINES_MOST:
                raise InvalidInput(fields={"name": [f"There are {PIPELINES_MOST} pipelines already."]})
            cursor.execute(
                "INSERT INTO pipelines_pipeline (name, name_key, position) SELECT %s, %s, "
                "coalesce(max(position), 0) + 1 FROM pipelines_pipeline RETURNING id",
                [tidy, identity_key(tidy)],
            )
            (pipeline_id,) = cursor.fetchone() or (0,)
            for position, stage in enumerate(cleaned):
                _insert_stage(pipeline_id, position, stage)
            change_id = publish(PipelineCreated(subject_id=pipeline_id, title=tidy), actor=actor)
            return PipelineChanged(read_pipeline(pipeline_id), change_id)
    except IntegrityError as error:
        raise InvalidInput(fields={"name": ["Another pipeline has this name."]}) from error


@requires(Permission.PIPELINES_WRITE)
def update_pipeline(*, actor: Actor, pipeline_id: int, name: str) -> PipelineChanged:
    """Renames a pipeline. Publishes `pipeline.updated`. Raises `NotFound`, `InvalidInput`."""
    tidy = clean_pipeline_name(name)
    try:
        with transaction.atomic():
            before = lock_pipeline(pipeline_id)
            if before == tidy:
                return PipelineChanged(read_pipeline(pipeline_id), None)
            with connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE pipelines_pipeline SET name = %s, name_key = %s, version = version + 1 WHERE id = %s",
                    [tidy, identity_key(tidy), pipeline_id],
                )
            event = PipelineUpdated(subject_id=pipeline_id, title=tidy, fields={"name": Change(before, tidy)})
            return PipelineChanged(read_pipeline(pipeline_id), publish(event, actor=actor))
    except IntegrityError as error:
        raise InvalidInput(fields={"name": ["Another pipeline has this name."]}) from error


@requires(Permission.PIPELINES_WRITE)
@transaction.atomic
def order_pipelines(*, actor: Actor, ids: Sequence[int]) -> None:
    """Puts the pipelines in this order. Raises `InvalidInput` unless `ids` are all there are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name, position FROM pipelines_pipeline ORDER BY id FOR NO KEY UPDATE")
        present = {row[0]: (row[1], row[2]) for row in cursor.fetchall()}
        if sorted(ids) != sorted(present):
            raise InvalidInput(fields={"ids": ["Somebody has added or deleted a pipeline meanwhile. Try again."]})
        cursor.execute(
            "UPDATE pipelines_pipeline p SET position = n.position, version = version + 1 "
            "FROM unnest(%s::bigint[]) WITH ORDINALITY AS n(id, position) "
            "WHERE p.id = n.id AND p.position <> n.position",
            [list(ids)],
        )
    events: list[Event] = [
        PipelineUpdated(
            subject_id=pipeline_id, title=present[pipeline_id][0], fields={"position": Change(was, position)}
        )
        for position, pipeline_id in enumerate(ids, 1)
        if (was := present[pipeline_id][1]) != position
    ]
    publish(*events, actor=actor)


@requires(Permission.PIPELINES_WRITE)
@transaction.atomic
def delete_pipeline(*, actor: Actor, pipeline_id: int) -> None:
    """Deletes a pipeline in which nothing has ever stood, or nothing is left. Publishes `pipeline.deleted`.

    Raises `NotFound`, `PipelineNotEmpty` with counts.
    """
    name = lock_pipeline(pipeline_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM pipelines_stage WHERE pipeline_id = %s ORDER BY id FOR NO KEY UPDATE", [pipeline_id]
        )
        cursor.execute(
            "SELECT count(*) FILTER (WHERE status = 'open' AND archived_at IS NULL), "
            "count(*) FILTER (WHERE NOT status = 'open' AND archived_at IS NULL), "
            "count(*) FILTER (WHERE archived_at IS NOT NULL) FROM pipelines_opportunity WHERE pipeline_id = %s",
            [pipeline_id],
        )
        still_open, closed, archived = cursor.fetchone() or (0, 0, 0)
        if still_open + closed + archived:
            raise PipelineNotEmpty(
                f"{name} has {still_open} open, {closed} closed and {archived} archived opportunities. Move them to "
                "another pipeline first.",
                open=still_open,
                closed=closed,
                archived=archived,
            )
        cursor.execute("SELECT EXISTS (SELECT 1 FROM pipelines_standing WHERE pipeline_id = %s)", [pipeline_id])
        if (cursor.fetchone() or (False,))[0]:
            raise PipelineNotEmpty(
                f"Opportunities have stood in {name}: reports of the past need it. Rename it, or move it to the end."
            )
        cursor.execute(
            "DELETE FROM pipelines_stageversion WHERE stage_id IN (SELECT id FROM pipelines_stage WHERE "
            "pipeline_id = %s)",
            [pipeline_id],
        )
        cursor.execute("DELETE FROM pipelines_stage WHERE pipeline_id = %s", [pipeline_id])
        cursor.execute("DELETE FROM pipelines_pipeline WHERE id = %s", [pipeline_id])
    publish(PipelineDeleted(subject_id=pipeline_id, title=name), actor=actor)


@requires(Permission.PIPELINES_WRITE)
def create_stage(*, actor: Actor, pipeline_id: int, **fields: Any) -> PipelineChanged:
    """Adds a stage behind the others. Publishes `stage.created`. Raises `NotFound`, `InvalidInput`."""
    cleaned = clean_stage(fields)
    try:
        with transaction.atomic():
            lock_pipeline(pipeline_id)
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(*), coalesce(max(position), -1) + 1 FROM pipelines_stage WHERE pipeline_id = %s "
                    "AND deleted_at IS NULL",
                    [pipeline_id],
                )
                count, position = cursor.fetchone() or (0, 0)
            if count >= STAGES_MOST:
                raise InvalidInput(fields={"name": [f"A pipeline has at most {STAGES_MOST} stages."]})
            stage_id = _insert_stage(pipeline_id, position, cleaned)
            _touch(pipeline_id)
            event = StageCreated(subject_id=stage_id, title=cleaned["name"], pipeline_id=pipeline_id)
            return PipelineChanged(read_pipeline(pipeline_id), publish(event, actor=actor))
    except IntegrityError as error:
        raise InvalidInput(fields={"name": ["Another stage of this pipeline has this name."]}) from error


@requires(Permission.PIPELINES_WRITE)
def update_stage(*, actor: Actor, stage_id: int, version: int, changes: Mapping[str, Any]) -> PipelineChanged:
    """Changes a stage's name, colour or rules. Reports of the past keep the name that held then.

    Publishes `stage.updated`. Raises `NotFound`, `InvalidInput` (also when the stage was changed since `version`).
    """
    cleaned = clean_stage(changes)
    try:
        with transaction.atomic():
            stage = lock_stage(stage_id)
            different = {
                field: Change(before=getattr(stage, field), after=cleaned[field])
                for field in _FIELDS
                if field in cleaned and cleaned[field] != getattr(stage, field)
            }
            if not different:
                return PipelineChanged(read_pipeline(stage.pipeline_id), None)
            if version < stage.version:
                raise InvalidInput(
                    "Somebody else has changed this stage since you began. Look at it again.",
                    fields={"version": ["This is not the present version."]},
                )
            write_stage(stage, {field: change.after for field, change in different.items()})
            event = StageUpdated(
                subject_id=stage_id,
                title=different["name"].after if "name" in different else stage.name,
                pipeline_id=stage.pipeline_id,
                fields=different,
            )
            return PipelineChanged(read_pipeline(stage.pipeline_id), publish(event, actor=actor))
    except IntegrityError as error:
        raise InvalidInput(fields={"name": ["Another stage of this pipeline has this name."]}) from error


@requires(Permission.PIPELINES_WRITE)
@transaction.atomic
def order_stages(*, actor: Actor, pipeline_id: int, ids: Sequence[int]) -> PipelineChanged:
    """Puts a pipeline's stages in this order. Publishes `stage.updated`. Raises `NotFound`, `InvalidInput`."""
    lock_pipeline(pipeline_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM pipelines_stage WHERE pipeline_id = %s AND deleted_at IS NULL ORDER BY id", [pipeline_id]
        )
        present = lock_stages([row[0] for row in cursor.fetchall()])
    if sorted(ids) != sorted(present):
        raise InvalidInput(fields={"ids": ["Somebody has added or deleted a stage meanwhile. Try again."]})
    events: list[Event] = []
    for position, stage_id in enumerate(ids):
        stage = present[stage_id]
        if stage.position != position:
            write_stage(stage, {"position": position})
            fields = {"position": Change(stage.position, position)}
            events.append(StageUpdated(subject_id=stage_id, title=stage.name, pipeline_id=pipeline_id, fields=fields))
    if not events:
        return PipelineChanged(read_pipeline(pipeline_id), None)
    return PipelineChanged(read_pipeline(pipeline_id), publish(*events, actor=actor))


def check_not_last(pipeline_id: int) -> None:
    """Raises `LastStage` when the pipeline, which is locked, has a single stage."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pipelines_stage WHERE pipeline_id = %s AND deleted_at IS NULL", [pipeline_id]
        )
        if (cursor.fetchone() or (0,))[0] <= 1:
            raise LastStage


def write_stage(stage: LockedStage, values: Mapping[str, Any]) -> None:
    """Writes fields of a locked stage, and what it is called from now on into its history."""
    columns = dict(values)
    if "name" in columns:
        columns["name_key"] = identity_key(columns["name"])
    setters: list[sql.Composable] = [sql.SQL("{} = %s").format(sql.Identifier(column)) for column in columns]
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("UPDATE pipelines_stage SET {}, version = version + 1 WHERE id = %s").format(
                sql.SQL(", ").join(setters)
            ),
            [*columns.values(), stage.id],
        )
    if values.keys() & {"name", "win_probability", "position"}:
        log_stage(stage.id)
    _touch(stage.pipeline_id)


def log_stage(stage_id: int) -> None:
    """Ends the present entry of the stage's history and begins the next, as the stage now is; deleted, it has none."""
    at = moment_of_change()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE pipelines_stageversion SET until_at = %s WHERE stage_id = %s AND until_at IS NULL", [at, stage_id]
        )
        cursor.execute(
            "INSERT INTO pipelines_stageversion (stage_id, name, win_probability, position, from_at) "
            "SELECT id, name, win_probability, position, %s FROM pipelines_stage WHERE id = %s AND deleted_at IS NULL",
            [at, stage_id],
        )


def _insert_stage(pipeline_id: int, position: int, stage: Mapping[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO pipelines_stage (pipeline_id, name, name_key, position, color, win_probability, "
            "expected_days, required_fields) VALUES (%s, %s, %s, %s, %s, %s, %s, %s) RETURNING id",
            [
                pipeline_id,
                stage["name"],
                identity_key(stage["name"]),
                position,
                stage.get("color") or _COLORS[position % len(_COLORS)],
                stage.get("win_probability", 0),
                stage.get("expected_days"),
                stage.get("required_fields", []),
            ],
        )
        (stage_id,) = cursor.fetchone() or (0,)
    log_stage(stage_id)
    return int(stage_id)


def _touch(pipeline_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE pipelines_pipeline SET version = version + 1 WHERE id = %s", [pipeline_id])
