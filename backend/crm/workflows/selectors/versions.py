"""Versions of a workflow, and what differs between two."""

from typing import Any, LiteralString

import msgspec
from django.db import connection

from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput, NotFound
from crm.core.rows import Ref, iso, ref_from
from crm.workflows.definition.comparing import StepChange, compare
from crm.workflows.definition.tree import Definition, as_json, read_definition
from crm.workflows.models import Version, Workflow
from crm.workflows.references import names_for, settings_in
from crm.workflows.selectors.visibility import find_workflow

VERSIONS_MOST = 200
_LIST: LiteralString = (
    "SELECT v.number, "  # noqa: S608 - constants
    + iso("v.published_at")
    + ", v.published_by_id, u.name, v.id, (SELECT count(*) FROM workflows_run r WHERE r.workflow_id = v.workflow_id "
    "AND r.version_id = v.id AND r.state IN ('active', 'held')) FROM workflows_version v "
    "LEFT JOIN accounts_user u ON u.id = v.published_by_id WHERE v.workflow_id = %s ORDER BY v.number DESC LIMIT %s"
)


class VersionRow(msgspec.Struct, frozen=True, kw_only=True):
    """A version, and how many people are under way in it."""

    number: int
    published_at: str
    published_by: Ref | None
    is_live: bool
    active_runs: int


class VersionView(msgspec.Struct, frozen=True):
    """A version with what it said."""

    number: int
    definition: dict[str, Any]


@requires(Permission.WORKFLOWS_READ)
def list_workflow_versions(*, actor: Actor, workflow_id: int) -> list[VersionRow]:
    """The newest two hundred versions, the newest first. Raises `NotFound`."""
    workflow = find_workflow(actor, workflow_id)
    with connection.cursor() as cursor:
        cursor.execute(
            _LIST,
            [workflow_id, VERSIONS_MOST],
        )
        return [
            VersionRow(
                number=row[0],
                published_at=row[1],
                published_by=ref_from(row[2], row[3]),
                is_live=row[4] == workflow.live_id,
                active_runs=row[5],
            )
            for row in cursor.fetchall()
        ]


@requires(Permission.WORKFLOWS_READ)
def get_workflow_version(*, actor: Actor, workflow_id: int, number: int) -> VersionView:
    """What a version said. Raises `NotFound`."""
    workflow = find_workflow(actor, workflow_id)
    return VersionView(number, as_json(read_definition(read_version(workflow, number).definition)))


def read_version(workflow: Workflow, number: int) -> Version:
    """The version of that number. Raises `NotFound`."""
    found = Version.objects.filter(workflow_id=workflow.pk, number=number if 0 < number < 2**31 else 0).first()
    if found is None:
        raise NotFound
    return found


@requires(Permission.WORKFLOWS_READ)
def get_workflow_diff(
    *, actor: Actor, workflow_id: int, before: str = "live", after: str = "draft"
) -> list[StepChange]:
    """What differs between two: numbers of versions, `live` or `draft`. Raises `NotFound`, `InvalidInput`."""
    workflow = find_workflow(actor, workflow_id)
    first, second = _side(workflow, before, "before"), _side(workflow, after, "after")
    names = names_for([*settings_in(first), *settings_in(second)])
    return compare(first, second, names)


def _side(workflow: Workflow, which: str, field: str) -> Definition:
    if which == "draft":
        return read_definition(workflow.draft)
    if which == "live":
        return read_definition(workflow.live.definition if workflow.live else {})
    if not which.isdecimal():
        raise InvalidInput(fields={field: ["Use a version's number, live or draft."]})
    return read_definition(read_version(workflow, int(which[:9])).definition)
