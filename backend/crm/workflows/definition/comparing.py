"""What differs between two versions, step by step."""

import msgspec

from crm.workflows.catalogue import STEPS
from crm.workflows.definition.tree import Definition, Node
from crm.workflows.definition.wording import label_of, words_of_step, words_of_trigger
from crm.workflows.references import Names


class FieldChange(msgspec.Struct, frozen=True):
    """A field of a step, before and after."""

    field: str
    before: str
    after: str


class StepChange(msgspec.Struct, frozen=True):
    """What became of a step (or of the trigger and the policy, without id)."""

    step_id: str | None
    what: str
    label: str
    changes: list[FieldChange]


def compare(before: Definition, after: Definition, names: Names) -> list[StepChange]:
    """All changes, in the order of the later version; what is gone comes last."""
    found: list[StepChange] = []
    first, second = words_of_trigger(before.trigger, names), words_of_trigger(after.trigger, names)
    whole = []
    if before.trigger != after.trigger:
        whole.append(FieldChange("Trigger", first or "nothing", second or "nothing"))
    if before.policy != after.policy:
        whole += _policy(before, after)
    if whole:
        found.append(StepChange(None, "changed", "Start", whole))
    moved = _moved(before, after)
    for step_id, node in after.nodes.items():
        former = before.nodes.get(step_id)
        if former is None:
            found.append(
                StepChange(step_id, "added", label_of(node), [FieldChange("Step", "", words_of_step(node, names))])
            )
            continue
        changes = _changes(former, node, names)
        if changes:
            found.append(StepChange(step_id, "changed", label_of(node), changes))
        elif step_id in moved:
            found.append(StepChange(step_id, "moved", label_of(node), []))
    for step_id, node in before.nodes.items():
        if step_id not in after.nodes:
            change = FieldChange("Step", words_of_step(node, names), "")
            found.append(StepChange(step_id, "removed", label_of(node), [change]))
    return found


def _policy(before: Definition, after: Definition) -> list[FieldChange]:
    one, other = msgspec.to_builtins(before.policy), msgspec.to_builtins(after.policy)
    labels = {
        "enrol": "How often",
        "window_hours": "Window in hours",
        "stop_on_reply": "Stop on reply",
        "goals": "Goals",
    }
    return [
        FieldChange(labels[field], _said(one[field]), _said(other[field]))
        for field in one
        if one[field] != other[field]
    ]


def _moved(before: Definition, after: Definition) -> set[str]:
    """Steps that stand in another list, or on the other side of a step that stayed.

    What only follows because something was added or taken away before it has not moved.
    """
    moved: set[str] = set()
    former, present = _lists(before), _lists(after)
    for where, steps in present.items():
        shared = [step_id for step_id in steps if step_id in before.nodes]
        stayed = [step_id for step_id in shared if step_id in former.get(where, ())]
        order = {step_id: place for place, step_id in enumerate(former.get(where, ()))}
        in_order = _longest_rising([order[step_id] for step_id in stayed])
        kept = {step_id for step_id in stayed if order[step_id] in in_order}
        moved |= set(shared) - kept
    return moved


def _lists(definition: Definition) -> dict[str, list[str]]:
    """The ids of each list of steps, by the branch that it is."""
    found = {"": [node.id for node in definition.shape.steps]}
    for node in definition.nodes.values():
        for key, branch in node.branches.items():
            found[f"{node.id}.{key}"] = [inner.id for inner in branch]
    return found


def _longest_rising(places: list[int]) -> set[int]:
    """The longest row of places that rise: the fewest others have moved. The earliest of several."""
    best: list[list[int]] = [[]]
    for place in places:
        before = max((row for row in best if not row or row[-1] < place), key=len)
        best.append([*before, place])
    longest: list[int] = max(best, key=len)
    return set(longest)


def _changes(before: Node, after: Node, names: Names) -> list[FieldChange]:
    kind = STEPS.get(after.kind)
    if before.kind != after.kind:
        return [FieldChange("Step", words_of_step(before, names), words_of_step(after, names))]
    changes = []
    if before.name != after.name:
        changes.append(FieldChange("Name", before.name, after.name))
    for field in {**before.config, **after.config}:
        one, other = before.config.get(field), after.config.get(field)
        if one != other:
            info = kind.Config.model_fields.get(field) if kind else None
            title = (info.title if info else None) or field.replace("_", " ").capitalize()
            changes.append(FieldChange(title, _said(one), _said(other)))
    if before.if_failed != after.if_failed:
        changes.append(FieldChange("When it fails", before.if_failed, after.if_failed))
    if (before.tries, before.pause_minutes) != (after.tries, after.pause_minutes):
        changes.append(
            FieldChange(
                "Tries", f"{before.tries}, {before.pause_minutes} min", f"{after.tries}, {after.pause_minutes} min"
            )
        )
    return changes


def _said(value: object) -> str:
    if value is None or value in ("", [], {}):
        return ""
    return (value if isinstance(value, str) else msgspec.json.encode(value).decode())[:300]
