"""A definition in words: what each step does, as the builder, the runs and the difference of versions say it."""

from pydantic import ValidationError

from crm.workflows.catalogue import STEPS, TRIGGERS
from crm.workflows.definition.tree import Definition, Node, TriggerNode
from crm.workflows.references import Names


def words_of_trigger(trigger: TriggerNode | None, names: Names) -> str:
    """What starts it; empty while nothing is chosen."""
    kind = TRIGGERS.get(trigger.kind) if trigger else None
    if trigger is None or kind is None:
        return ""
    try:
        return kind.words(kind.read(trigger.config), names)
    except ValidationError:
        return kind.label


def words_of_step(node: Node, names: Names) -> str:
    """What the step does."""
    kind = STEPS.get(node.kind)
    if kind is None:
        return node.kind
    try:
        return kind.words(kind.read(node.config), names)
    except (ValidationError, KeyError, ValueError):
        return kind.label


def label_of(node: Node) -> str:
    """What the step is called: by its own name, else by its kind."""
    kind = STEPS.get(node.kind)
    return node.name or (kind.label if kind else node.kind)


def all_words(definition: Definition, names: Names) -> dict[str, str]:
    """Words of the trigger (under `trigger`) and of each step, by id."""
    return {
        "trigger": words_of_trigger(definition.trigger, names),
        **{node.id: words_of_step(node, names) for node in definition.nodes.values()},
    }
