"""What keeps a draft from being carried out, in words, each at its step."""

from collections.abc import Iterator, Mapping
from typing import Any

from crm.core.errors import InvalidInput
from crm.core.filters import read_filter
from crm.workflows.catalogue import STEPS, TRIGGERS, Fault, Kind
from crm.workflows.definition.tree import Definition, Node, TriggerNode
from crm.workflows.references import LOOKUPS, Names, named_in


def faults_of(definition: Definition, names: Names) -> list[Fault]:
    """All faults in reading order; none when it is sound."""
    return list(_faults(definition, names))


def _faults(definition: Definition, names: Names) -> Iterator[Fault]:
    if definition.trigger is None:
        yield Fault(None, "trigger", "Choose what starts it.")
    else:
        yield from _of_trigger(definition.trigger, names, "trigger")
    for number, goal in enumerate(definition.policy.goals, 1):
        if goal.kind not in TRIGGERS or not TRIGGERS[goal.kind].events:
            yield Fault(None, "goals", f"Goal {number}: choose something that happens.")
        else:
            yield from _of_trigger(goal, names, "goals")
    if not definition.nodes:
        yield Fault(None, "steps", "Add at least one step.")
    for node in definition.nodes.values():
        yield from _of_step(node, names)


def _of_trigger(trigger: TriggerNode, names: Names, field: str) -> Iterator[Fault]:
    kind = TRIGGERS.get(trigger.kind)
    if kind is None:
        yield Fault(None, field, f"There is no trigger called {trigger.kind}.")
        return
    for name, text in _of_settings(type(kind), trigger.config, names):
        yield Fault(None, f"{field}.{name}" if name else field, text)
    try:
        read_filter(kind.subject, trigger.filter)
    except InvalidInput as wrong:
        yield Fault(None, f"{field}.filter", " ".join((wrong.fields or {}).get("filter", [wrong.detail])))


def _of_step(node: Node, names: Names) -> Iterator[Fault]:
    kind = STEPS.get(node.kind)
    if kind is None:
        yield Fault(node.id, "kind", f"There is no step called {node.kind}.")
        return
    wrong = list(_of_settings(type(kind), node.config, names))
    if not any(True for _ in kind.faults_in(node.config)):
        wrong += kind.check(kind.read(node.config))
    for name, text in wrong:
        yield Fault(node.id, name, text)
    unknown = set(node.branches) - {branch.key for branch in kind.branches}
    if unknown:
        yield Fault(node.id, "branches", f"This step has no branch called {', '.join(sorted(unknown))}.")


def _of_settings(kind: type[Kind], raw: Mapping[str, Any], names: Names) -> Iterator[tuple[str, str]]:
    yield from kind.faults_in(raw)
    for field, sort, record_id in named_in(kind, raw):
        if not names.has(sort, record_id):
            yield field, f"This {LOOKUPS[sort][0]} is gone. Choose another one."
