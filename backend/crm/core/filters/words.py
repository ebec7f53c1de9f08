"""A filter as people say it: "Tag is VIP and created in the last 7 days". Written here, and nowhere else."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import msgspec

from crm.core.access import Actor
from crm.core.errors import NotAllowed
from crm.core.filters.fields import ME, NameRecords, asking_of
from crm.core.filters.grammar import Condition, Filter, Group, read_filter
from crm.core.filters.links import Ids
from crm.core.filters.registry import subject_of

Names = Mapping[str, Mapping[int, str]]


class ChosenValue(msgspec.Struct, frozen=True):
    """A record in a condition; `id` is "me" for whoever looks."""

    id: int | str
    name: str


class ConditionWords(msgspec.Struct, frozen=True):
    """One condition in words. `path` leads to it through the tree; `is_broken` when it names something that is gone."""

    path: list[int]
    text: str
    values: list[ChosenValue]
    is_broken: bool


class FilterWords(msgspec.Struct, frozen=True):
    """A filter in words, and the zone whose days it means."""

    text: str
    zone: str
    conditions: list[ConditionWords]


def describe(
    *,
    actor: Actor,
    subject: str,
    filter: str | Mapping[str, Any] | None,  # noqa: A002 - the API's name
) -> FilterWords:
    """The filter in words, as a whole and by condition. One query for each sort of record that it names.

    Raises `NotFound` for a subject that is none, `NotAllowed`, `InvalidInput`.
    """
    found = subject_of(subject)
    if not actor.may(found.permission):
        raise NotAllowed(found.permission)
    zone = asking_of(actor).zone.key
    checked = read_filter(subject, filter)
    if checked is None:
        return FilterWords(text="", zone=zone, conditions=[])
    names = _names(checked)
    return FilterWords(
        text=_sentence(_say_group(checked.root, names)),
        zone=zone,
        conditions=[_condition(list(path), condition, names) for path, condition in checked.conditions()],
    )


def words_of(
    *,
    actor: Actor,
    subject: str,
    filter: str | Mapping[str, Any] | None,  # noqa: A002 - the API's name
) -> str:
    """The filter in one sentence, empty when it asks for nothing. Raises as `describe` does."""
    return describe(actor=actor, subject=subject, filter=filter).text


def _names(checked: Filter) -> Names:
    """For each field with ids in the filter: the names of its records."""
    wanted: dict[str, set[int]] = defaultdict(set)
    lookups: dict[str, NameRecords] = {}
    for _, condition in checked.conditions():
        if condition.field.names is not None and isinstance(condition.value, list):
            lookups[condition.field.key] = condition.field.names
            wanted[condition.field.key] |= {one for one in condition.value if isinstance(one, int)}
    # Fields that name the same sort of record are looked up at once.
    by_lookup: dict[NameRecords, set[int]] = defaultdict(set)
    for key, lookup in lookups.items():
        by_lookup[lookup] |= wanted[key]
    found = {lookup: lookup(ids) if ids else {} for lookup, ids in by_lookup.items()}
    return {key: found[lookup] for key, lookup in lookups.items()}


def _condition(path: list[int], condition: Condition, names: Names) -> ConditionWords:
    field = condition.field
    known = names.get(field.key, {})
    chosen: list[ChosenValue] = []
    if isinstance(field, Ids) and condition.value is not None:
        chosen = [ChosenValue(id=one, name=field.name_of(one, known)) for one in condition.value]
    return ConditionWords(
        path=path,
        text=_sentence(_say(condition, names)),
        values=chosen,
        is_broken=any(value.id != ME and value.id not in known for value in chosen),
    )


def _say(condition: Condition, names: Names) -> str:
    return condition.field.words(condition.operator, condition.value, names.get(condition.field.key, {}))


def _say_group(group: Group, names: Names, *, is_inner: bool = False) -> str:
    parts: list[str] = []
    for node in group.nodes:
        said = _say_group(node, names, is_inner=True) if isinstance(node, Group) else _say(node, names)
        if said:
            parts.append(said)
    joined = (" or " if group.is_any else " and ").join(parts)
    return f"({joined})" if is_inner and len(parts) > 1 else joined


def _sentence(said: str) -> str:
    return said[:1].upper() + said[1:]
