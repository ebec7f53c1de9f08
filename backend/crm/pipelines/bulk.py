"""What can be done to many opportunities at once, as the bulk room offers it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Literal, TypeVar

import msgspec
from django.db import connection
from psycopg import sql

from crm.bulk.catalogue import (
    Action,
    Export,
    Option,
    Order,
    Outcome,
    Param,
    Subject,
    register_action,
    register_export,
    register_subject,
)
from crm.core.access import Actor, Permission
from crm.core.errors import InvalidInput
from crm.pipelines.enums import CLOSED, Status
from crm.pipelines.selectors import list_stages
from crm.pipelines.selectors.exporting import export_columns, read_opportunities_for_export
from crm.pipelines.selectors.visibility import visible_to
from crm.pipelines.services.batches import (
    archive_opportunities,
    assign_opportunities,
    close_opportunities,
    move_opportunities,
    restore_opportunities,
)
from crm.pipelines.services.links import user_value
from crm.pipelines.values import clean

_P = TypeVar("_P", bound=msgspec.Struct)


def _names(actor: Actor, ids: Collection[int]) -> Mapping[int, str]:
    query = sql.SQL("SELECT c.id, c.title FROM pipelines_opportunity c WHERE c.id = ANY(%s) AND {visible}")
    with connection.cursor() as cursor:
        cursor.execute(query.format(visible=sql.SQL(visible_to(actor))), [list(ids)])
        return dict(cursor.fetchall())


register_subject(Subject(key="opportunity", one="opportunity", many="opportunities", names=_names))


def _action(
    key: str,
    label: str,
    params: type[_P],
    asks: Callable[[Actor], Sequence[Param]],
    prepare: Callable[[Actor, _P], Order[_P]],
    run: Callable[[Actor, Sequence[int], _P], Mapping[int, Outcome]],
) -> None:
    def run_named(*, actor: Actor, ids: Sequence[int], params: _P) -> Mapping[int, Outcome]:
        return run(actor, ids, params)

    register_action(
        Action(
            subject="opportunity",
            key=key,
            label=label,
            permission=Permission.OPPORTUNITIES_WRITE,
            params=params,
            asks=asks,
            prepare=prepare,
            run=run_named,
        )
    )


class Nothing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """No parameters."""


class Destination(msgspec.Struct, frozen=True):
    """A stage, by its id; forms send the key of an option, which is text."""

    stage_id: int | str


class Assignee(msgspec.Struct, frozen=True):
    """A colleague, or nobody."""

    user_id: int | None


class Ending(msgspec.Struct, frozen=True):
    """How they ended, and why."""

    status: Literal["won", "lost", "abandoned"]
    reason: str = ""


def _stage_names(actor: Actor) -> dict[str, str]:
    return {str(stage.id): f"{stage.name} ({stage.pipeline.name})" for stage in list_stages(actor=actor, most=None)}


def _prepare_move(actor: Actor, params: Destination) -> Order[Destination]:
    name = _stage_names(actor).get(str(params.stage_id))
    if name is None:
        raise InvalidInput(fields={"params.stage_id": ["There is no such stage."]})
    return Order(Destination(int(params.stage_id)), f"Move to {name}")


def _prepare_assignee(actor: Actor, params: Assignee) -> Order[Assignee]:
    try:
        user = user_value(params.user_id)
    except InvalidInput as refusal:
        raise InvalidInput(fields={"params.user_id": (refusal.fields or {})["assigned_user_id"]}) from refusal
    return Order(params, f"Assign to {user.text}" if user.text else "Assign to nobody")


def _prepare_ending(actor: Actor, params: Ending) -> Order[Ending]:
    try:
        reason = clean({"close_reason": params.reason})["close_reason"]
    except InvalidInput as refusal:
        raise InvalidInput(fields={"params.reason": (refusal.fields or {})["close_reason"]}) from refusal
    return Order(Ending(params.status, reason), f"Mark as {params.status}{f' ({reason})' if reason else ''}")


def _nothing(actor: Actor) -> list[Param]:
    return []


_action(
    "move",
    "Move to a stage",
    Destination,
    lambda actor: [
        Param("stage_id", "Stage", "choice", [Option(key, name) for key, name in _stage_names(actor).items()])
    ],
    _prepare_move,
    lambda actor, ids, params: move_opportunities(actor=actor, opportunity_ids=ids, stage_id=int(params.stage_id)),
)
_action(
    "assign",
    "Assign",
    Assignee,
    lambda actor: [Param("user_id", "Assign to", "user")],
    _prepare_assignee,
    lambda actor, ids, params: assign_opportunities(actor=actor, opportunity_ids=ids, user_id=params.user_id),
)
_action(
    "close",
    "Close",
    Ending,
    lambda actor: [
        Param("status", "Status", "choice", [Option(status.value, Status(status).label) for status in CLOSED]),
        Param("reason", "Reason", "text"),
    ],
    _prepare_ending,
    lambda actor, ids, params: close_opportunities(
        actor=actor, opportunity_ids=ids, status=params.status, reason=params.reason
    ),
)
_action(
    "archive",
    "Archive",
    Nothing,
    _nothing,
    lambda actor, params: Order(params, "Archive"),
    lambda actor, ids, params: archive_opportunities(actor=actor, opportunity_ids=ids),
)
_action(
    "restore",
    "Restore",
    Nothing,
    _nothing,
    lambda actor, params: Order(params, "Restore"),
    lambda actor, ids, params: restore_opportunities(actor=actor, opportunity_ids=ids),
)
register_export(
    Export(
        subject="opportunity",
        permission=Permission.OPPORTUNITIES_EXPORT,
        columns=export_columns,
        read=read_opportunities_for_export,
    )
)
