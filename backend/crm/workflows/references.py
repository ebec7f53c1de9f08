"""Records that settings name by id: what they are called, and whether they are still there."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from django.db import connection

from crm.accounts.selectors import active_users, names_of
from crm.contacts.selectors.tags import tag_names
from crm.pipelines.filters import pipeline_names, stage_names
from crm.workflows.catalogue import STEPS, TRIGGERS, Kind
from crm.workflows.definition.tree import Definition

Lookup = Callable[[Collection[int]], Mapping[int, str]]


def _templates(ids: Collection[int]) -> Mapping[int, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, name FROM conversations_messagetemplate WHERE id = ANY(%s) AND archived_at IS NULL",
            [list(ids)],
        )
        return dict(cursor.fetchall())


def _active(ids: Collection[int]) -> Mapping[int, str]:
    return {user_id: name for user_id, name in names_of(ids).items() if user_id in active_users(ids)}


# By the widget that chooses them.
LOOKUPS: dict[str, tuple[str, Lookup]] = {
    "tag": ("tag", tag_names),
    "user": ("colleague", _active),
    "stage": ("stage", stage_names),
    "pipeline": ("pipeline", pipeline_names),
    "template": ("template", _templates),
}


class Names:
    """What records are called, looked up beforehand: one query for each sort."""

    def __init__(self, found: Mapping[str, Mapping[int, str]]) -> None:
        self._found = found

    def of(self, sort: str, record_id: int | None) -> str:
        """The record's name; words for one that is gone."""
        if record_id is None:
            return f"any {LOOKUPS[sort][0]}"
        return self._found.get(sort, {}).get(record_id, f"a {LOOKUPS[sort][0]} that is gone")

    def has(self, sort: str, record_id: int) -> bool:
        """Whether the record is there."""
        return record_id in self._found.get(sort, {})


def named_in(kind: type[Kind], raw: Mapping[str, Any]) -> Iterator[tuple[str, str, int]]:
    """The records that settings name: field, sort, id."""
    for field, info in kind.Config.model_fields.items():
        sort = _widget_of(info)
        if sort not in LOOKUPS:
            continue
        value = raw.get(field)
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, int) and not isinstance(one, bool) and 0 < one < 2**31:
                yield field, sort, one


def _widget_of(info: Any) -> str:
    extra = info.json_schema_extra
    return str(extra.get("x-widget", "")) if isinstance(extra, dict) else ""


def settings_in(definition: Definition) -> Iterator[tuple[type[Kind], Mapping[str, Any]]]:
    """All settings of a definition with their kinds; of kinds that there are not, nothing."""
    for trigger in definition.triggers:
        if trigger.kind in TRIGGERS:
            yield type(TRIGGERS[trigger.kind]), trigger.config
    for node in definition.nodes.values():
        if node.kind in STEPS:
            yield type(STEPS[node.kind]), node.config


def names_for(settings: Iterable[tuple[type[Kind], Mapping[str, Any]]]) -> Names:
    """Names of all records that settings name."""
    wanted: dict[str, set[int]] = {}
    for kind, raw in settings:
        for _, sort, record_id in named_in(kind, raw):
            wanted.setdefault(sort, set()).add(record_id)
    return Names({sort: LOOKUPS[sort][1](ids) for sort, ids in wanted.items()})
