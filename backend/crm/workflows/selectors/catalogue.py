"""The catalogue as the builder reads it."""

from typing import Any

import msgspec

from crm.core.access import Actor, Permission, requires
from crm.workflows.catalogue import STEPS, TRIGGERS, Kind, StepKind, TriggerKind


class BranchRow(msgspec.Struct, frozen=True):
    """One of the ways on from a step."""

    key: str
    label: str


class KindRow(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of trigger or step, with the JSON Schema of its settings."""

    key: str
    label: str
    help: str
    icon: str
    group: str
    settings: dict[str, Any]
    subject: str
    # Whether it is something that happens, and so can be waited for.
    is_event: bool
    branches: list[BranchRow]


class CatalogueView(msgspec.Struct, frozen=True):
    """All kinds there are."""

    triggers: list[KindRow]
    steps: list[KindRow]


@requires(Permission.WORKFLOWS_READ)
def get_workflow_catalogue(*, actor: Actor) -> CatalogueView:
    """All kinds of triggers and steps, by group and label."""
    return CatalogueView(
        triggers=[_row(kind) for kind in _sorted(TRIGGERS)], steps=[_row(kind) for kind in _sorted(STEPS)]
    )


def _sorted(kinds: dict[str, Any]) -> list[Any]:
    return sorted(kinds.values(), key=lambda kind: (kind.group, kind.label))


def _row(kind: Kind) -> KindRow:
    return KindRow(
        key=kind.key,
        label=kind.label,
        help=kind.help,
        icon=kind.icon,
        group=kind.group,
        settings=kind.Config.model_json_schema(),
        subject=kind.subject if isinstance(kind, TriggerKind) else "contact",
        is_event=isinstance(kind, TriggerKind) and bool(kind.events),
        branches=[BranchRow(one.key, one.label) for one in kind.branches] if isinstance(kind, StepKind) else [],
    )
