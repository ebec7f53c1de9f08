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
    places = {step_id: _place(before, step_id) for step_id in before.nodes}
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
        elif places[step_id] != _place(after, step_id):
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


def _place(definition: Definition, step_id: str) -> tuple[str, str]:
    """The list in which a step stands, and what stands before it."""

    def look(steps: list[Node], where: str) -> tuple[str, str] | None:
        previous = ""
        for node in steps:
            if node.id == step_id:
                return where, previous
            previous = node.id
            for key, branch in node.branches.items():
                found = look(branch, f"{node.id}.{key}")
                if found:
                    return found
        return None

    return look(definition.shape.steps, "") or ("", "")


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
