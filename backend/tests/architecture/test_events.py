"""Every event can be told: it has wording, kind and schema, and its wording can be filled from its own fields."""

import string
import typing
from typing import Any

import msgspec
import pytest

from crm.journal.catalogue import EVENTS, KINDS, Change, Event
from crm.journal.management.commands.write_events import PATH, events_text

SAMPLES: dict[type[Any], Any] = {int: 7, str: "words", bool: True, float: 1.5}


def sample_of(kind: Any) -> Any:
    """Some value of a field's type."""
    if kind in SAMPLES:
        return SAMPLES[kind]
    if typing.get_origin(kind) is dict and typing.get_args(kind)[1] is Change:
        return {"email": Change("before", "after")}
    if typing.get_origin(kind) in {list, tuple}:
        return []
    if type(None) in typing.get_args(kind):
        return None
    return msgspec.convert({}, kind)


def sample_event(event: type[Event]) -> Event:
    """An event of that class."""
    return event(**{field.name: sample_of(field.type) for field in msgspec.structs.fields(event)})


@pytest.mark.parametrize("event", EVENTS.values(), ids=EVENTS.keys())
def test_an_event_is_fit_to_be_told(event: type[Event]) -> None:
    room, _, what = event.name.partition(".")
    assert room.replace("_", "").islower()
    assert what.replace("_", "").isalpha(), "a name is room.past"
    assert (event.__doc__ or "").strip()
    assert not event.wording.endswith("."), "wording follows the actor's name, inside a sentence"
    told = sample_event(event)
    for _, member, _, _ in string.Formatter().parse(event.wording):
        assert member is None or hasattr(told, member.split(".")[0]), f"{event.name} has nothing called {member}"
    assert told.text().strip()
    for field in told.changes():
        assert event.label_of(field)


@pytest.mark.parametrize("event", EVENTS.values(), ids=EVENTS.keys())
def test_an_event_has_a_schema_and_reads_back(event: type[Event]) -> None:
    schema = msgspec.json.schema(event)
    properties = schema["$defs"][event.__name__]["properties"]
    assert set(properties) == {field.name for field in msgspec.structs.fields(event)}
    told = sample_event(event)
    assert msgspec.json.decode(msgspec.json.encode(msgspec.to_builtins(told)), type=event) == told


def test_a_kind_has_one_label() -> None:
    for event in EVENTS.values():
        assert KINDS[event.kind.key] == event.kind, f"{event.name} calls the kind {event.kind.key} something else"


def test_the_list_of_events_is_up_to_date() -> None:
    assert PATH.read_text(encoding="utf-8") == events_text(), "run `make contract` and commit docs/events.md"
