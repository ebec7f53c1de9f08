"""A definition as a tree: its shape, its steps by id, and which step follows which.

A branch holds its own list of steps; behind its last one the run goes on behind the step that has the branches. So
every step can be reached, nothing loops, and no step comes twice.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

import msgspec

from crm.core.errors import InvalidInput
from crm.workflows.catalogue import STEPS

STEPS_MOST, DEPTH_MOST, SIZE_MOST = 200, 10, 200_000
GOALS_MOST = 5
WINDOW_MOST_HOURS = 24 * 366

StepId = Annotated[str, msgspec.Meta(pattern="^[a-z0-9]{4,12}$")]
Name = Annotated[str, msgspec.Meta(max_length=80)]


class TriggerNode(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What starts a run, or is waited for: a kind of the catalogue, its settings, and who it is meant for."""

    kind: str
    config: dict[str, Any] = {}
    filter: dict[str, Any] | None = None


class Policy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How often somebody is taken in, and what ends a run before its last step."""

    enrol: Literal["once", "window", "many"] = "once"
    window_hours: Annotated[int, msgspec.Meta(ge=1, le=WINDOW_MOST_HOURS)] = 24
    stop_on_reply: bool = False
    goals: Annotated[list[TriggerNode], msgspec.Meta(max_length=GOALS_MOST)] = []


class Node(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A step: a kind of the catalogue, its settings, and the lists of its branches."""

    id: StepId
    kind: str
    name: Name = ""
    config: dict[str, Any] = {}
    if_failed: Literal["stop", "continue"] = "stop"
    # How often it is tried where it fails for a reason that may pass, and the pause between, which doubles.
    tries: Annotated[int, msgspec.Meta(ge=1, le=10)] = 3
    pause_minutes: Annotated[int, msgspec.Meta(ge=1, le=1440)] = 1
    branches: dict[str, list["Node"]] = {}


class Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A definition as JSON."""

    trigger: TriggerNode | None = None
    policy: Policy = Policy()
    steps: list[Node] = []


EMPTY: Mapping[str, Any] = {"trigger": None, "policy": msgspec.to_builtins(Policy()), "steps": []}


def in_reading_order(steps: list[Node]) -> list[Node]:
    """The steps with their branches as their kinds have them, first things first: stored JSON forgets the order."""
    return [_with_branches_in_order(node) for node in steps]


def _with_branches_in_order(node: Node) -> Node:
    if not node.branches:
        return node
    kind = STEPS.get(node.kind)
    known = [branch.key for branch in kind.branches if branch.key in node.branches] if kind else []
    keys = [*known, *(key for key in node.branches if key not in known)]
    return msgspec.structs.replace(node, branches={key: in_reading_order(node.branches[key]) for key in keys})


class Definition:
    """A definition that has been read. Steps are numbered as a person reads them, from 1."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape
        self.trigger = shape.trigger
        self.policy = shape.policy
        self.nodes: dict[str, Node] = {}
        self.numbers: dict[str, int] = {}
        self._after: dict[str, str | None] = {}
        self._index(shape.steps, None)

    def _index(self, steps: list[Node], after: str | None) -> None:
        for position, node in enumerate(steps):
            follower = steps[position + 1].id if position + 1 < len(steps) else after
            self.nodes[node.id] = node
            self.numbers[node.id] = len(self.numbers) + 1
            self._after[node.id] = follower
            for branch in node.branches.values():
                self._index(branch, follower)

    @property
    def first(self) -> str | None:
        """The step that a run begins with."""
        return self.shape.steps[0].id if self.shape.steps else None

    def after(self, step_id: str, branch: str = "") -> str | None:
        """The step that follows, by that branch; None where the run ends."""
        taken = self.nodes[step_id].branches.get(branch)
        return taken[0].id if taken else self._after[step_id]

    def remaining(self, step_id: str | None) -> list[str]:
        """The step and all that may come after it, in reading order."""
        found: list[str] = []
        while step_id is not None:
            node = self.nodes[step_id]
            found.append(step_id)
            found += [inner.id for branch in node.branches.values() for inner in walk(branch)]
            step_id = self._after[step_id]
        return found

    @cached_property
    def triggers(self) -> list[TriggerNode]:
        """All that is heard of: what starts it, its goals, and what its steps wait for."""
        waited = [node.config.get("event") for node in self.nodes.values() if node.kind == "wait_for"]
        heard = [msgspec.convert(one, TriggerNode) for one in waited if isinstance(one, dict) and one.get("kind")]
        return [*([self.trigger] if self.trigger else []), *self.policy.goals, *heard]


def walk(steps: list[Node]) -> Iterator[Node]:
    """All steps in reading order."""
    for node in steps:
        yield node
        for branch in node.branches.values():
            yield from walk(branch)


def read_definition(raw: Any) -> Definition:
    """The definition in `raw`, however unfinished it is. Raises `InvalidInput` for what is none at all."""
    if len(msgspec.json.encode(raw)) > SIZE_MOST:
        raise _refusal(f"A workflow may have {SIZE_MOST:,} characters at the most.")
    try:
        shape = msgspec.convert(raw, Shape)
    except (msgspec.ValidationError, RecursionError) as error:
        raise _refusal(f"This is no workflow: {error}.") from error
    seen: set[str] = set()
    for node in walk(shape.steps):
        if node.id in seen:
            raise _refusal(f"Two steps have the id {node.id}.")
        seen.add(node.id)
    if len(seen) > STEPS_MOST:
        raise _refusal(f"A workflow may have {STEPS_MOST} steps at the most.")
    if _depth(shape.steps) > DEPTH_MOST:
        raise _refusal(f"Branches may stand in one another {DEPTH_MOST} deep at the most.")
    return Definition(msgspec.structs.replace(shape, steps=in_reading_order(shape.steps)))


def _depth(steps: list[Node]) -> int:
    return 1 + max((_depth(branch) for node in steps for branch in node.branches.values()), default=0)


def _refusal(text: str) -> InvalidInput:
    return InvalidInput(fields={"definition": [text]})


def as_json(definition: Definition) -> dict[str, Any]:
    """The definition as it is stored, with what was left out filled in."""
    found: dict[str, Any] = msgspec.to_builtins(definition.shape)
    return found
