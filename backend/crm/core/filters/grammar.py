"""The filter language: a tree of groups (`all`, `any`) and conditions, read from JSON that anybody may have written.

    {"all": [{"field": "tags", "op": "has_any", "value": [1, 2]}, {"any": [...]}]}

What can't be read is refused with the place of each condition and what is wrong with it. An empty group says nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from crm.core.errors import InvalidInput
from crm.core.filters.fields import Field, Operator, Takes
from crm.core.filters.registry import Subject, subject_of
from crm.core.values import Refused

# As JSON, in an address or stored.
FILTER_MOST = 8000
DEPTH_MOST = 4
CONDITIONS_MOST = 50
# Groups may stand empty, so they are counted too.
_NODES_MOST = 200

Path = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """One question of one field."""

    field: Field
    operator: Operator
    value: Any

    def tree(self) -> dict[str, Any]:
        """The condition as JSON."""
        asked = {"field": self.field.key, "op": self.operator.key}
        return asked if self.operator.takes is Takes.NOTHING else {**asked, "value": self.value}


@dataclass(frozen=True, slots=True)
class Group:
    """Conditions and groups of which all must hold, or any."""

    is_any: bool
    nodes: tuple["Group | Condition", ...]

    def tree(self) -> dict[str, Any]:
        """The group as JSON."""
        return {"any" if self.is_any else "all": [node.tree() for node in self.nodes]}


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter that has been checked against the fields of its subject."""

    subject: Subject
    root: Group

    def tree(self) -> dict[str, Any]:
        """The filter as JSON, its values cleaned: what is stored."""
        return self.root.tree()

    def conditions(self) -> Iterator[tuple[Path, Condition]]:
        """All conditions in order, each with its place: indices through the tree."""
        return _conditions(self.root, ())


def _conditions(group: Group, path: Path) -> Iterator[tuple[Path, Condition]]:
    for index, node in enumerate(group.nodes):
        if isinstance(node, Group):
            yield from _conditions(node, (*path, index))
        else:
            yield (*path, index), node


def read_filter(subject: str, given: str | Mapping[str, Any] | None) -> Filter | None:
    """The filter in `given`: JSON text, or the tree itself. None when it asks for nothing.

    Raises `InvalidInput` with the field `filter`, and `NotFound` for a subject that is none.
    """
    found = subject_of(subject)
    if given is None or given == "":
        return None
    reader = _Reader(found)
    root = reader.read_root(_decoded(given) if isinstance(given, str) else given)
    if reader.wrong:
        raise InvalidInput(fields={"filter": reader.wrong})
    checked = Filter(found, root)
    if len(msgspec.json.encode(checked.tree())) > FILTER_MOST:
        raise _refusal(f"A filter may have {FILTER_MOST:,} characters at the most.")
    return checked if any(checked.conditions()) else None


def _refusal(message: str) -> InvalidInput:
    return InvalidInput(fields={"filter": [message]})


def _decoded(text: str) -> Any:
    if len(text) > FILTER_MOST:
        raise _refusal(f"A filter may have {FILTER_MOST:,} characters at the most.")
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        raise _refusal('A filter is JSON such as {"all": [{"field": …, "op": …, "value": …}]}.') from None


class _Reader:
    """Reads one tree; `wrong` gathers what is to be mended, condition by condition."""

    def __init__(self, subject: Subject) -> None:
        self.wrong: list[str] = []
        self._subject = subject
        self._conditions = 0
        self._nodes = 0

    def read_root(self, raw: Any) -> Group:
        if not _is_group(raw):
            raise _refusal('A filter begins with a group: {"all": [ … ]} or {"any": [ … ]}.')
        return self._group(raw, (), 1)

    def _group(self, raw: Mapping[str, Any], path: Path, depth: int) -> Group:
        if depth > DEPTH_MOST:
            raise _refusal(f"Groups may stand in one another {DEPTH_MOST} deep at the most.")
        ((join, members),) = raw.items()
        nodes: list[Group | Condition] = []
        for index, member in enumerate(members):
            self._nodes += 1
            if self._nodes > _NODES_MOST:
                raise _refusal(f"A filter may have {CONDITIONS_MOST} conditions at the most.")
            node = self._node(member, (*path, index), depth)
            if node is not None:
                nodes.append(node)
        return Group(is_any=join == "any", nodes=tuple(nodes))

    def _node(self, raw: Any, path: Path, depth: int) -> Group | Condition | None:
        if _is_group(raw):
            return self._group(raw, path, depth + 1)
        self._conditions += 1
        if self._conditions > CONDITIONS_MOST:
            raise _refusal(f"A filter may have {CONDITIONS_MOST} conditions at the most.")
        place = "Condition " + ".".join(str(index + 1) for index in path)
        try:
            return self._condition(raw, place)
        except _Named as wrong:
            self.wrong.append(str(wrong))
            return None

    def _condition(self, raw: Any, place: str) -> Condition:
        if not isinstance(raw, Mapping) or not set(raw) <= {"field", "op", "value"} or not {"field", "op"} <= set(raw):
            raise _Named(f'{place}: it is {{"field": …, "op": …, "value": …}}, or a group of one list, "all" or "any".')
        key, op = raw["field"], raw["op"]
        field = self._subject.fields.get(key) if isinstance(key, str) else None
        if field is None:
            raise _Named(f"{place}: there is no such field. There are {', '.join(self._subject.fields)}.")
        operator = field.operators.get(op) if isinstance(op, str) else None
        if operator is None:
            raise _Named(f"{place} ({field.label}): this can be asked: {', '.join(field.operators)}.")
        value = raw.get("value")
        named = f"{place} ({field.label} {operator.label})"
        if operator.takes is Takes.NOTHING:
            if value is not None:
                raise _Named(f"{named}: it takes no value.")
            return Condition(field, operator, None)
        try:
            return Condition(field, operator, field.read(operator, value))
        except Refused as refused:
            raise _Named(f"{named}: {refused}") from refused


class _Named(Exception):
    """A condition that is to be mended: where it stands, and how."""


def _is_group(raw: Any) -> bool:
    return isinstance(raw, Mapping) and len(raw) == 1 and next(iter(raw)) in {"all", "any"} and _is_list(*raw.values())


def _is_list(value: Any) -> bool:
    return isinstance(value, list)
