"""Event classes: registered by being written, and read back whatever has become of them."""

import msgspec
import pytest

from crm.contacts.events import ContactTagAdded
from crm.journal.catalogue import EVENTS, Event, Kind, UnknownEvent, read_event


def test_an_event_reads_back_as_it_was_written() -> None:
    event = ContactTagAdded(subject_id=7, tag_id=1, tag="Ökonomie")
    assert read_event("contact.tag_added", msgspec.json.encode(event).decode()) == event


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("contact.long_gone", '{"subject_id": 7, "what": 1}'),
        ("contact.tag_added", '{"subject_id": 7, "tag_id": "not a number"}'),
    ],
)
def test_what_no_class_reads_is_still_an_event(name: str, data: str) -> None:
    event = read_event(name, data)
    assert isinstance(event, UnknownEvent)
    assert event.subject_id == 7
    assert event.text() == name.replace(".", " ").replace("_", " ")


def test_a_field_that_came_later_has_its_default_and_one_that_went_is_passed_over() -> None:
    event = read_event("contact.tag_added", '{"subject_id": 7, "tag_id": 1, "tag": "VIP", "colour_of_then": "red"}')
    assert event == ContactTagAdded(subject_id=7, tag_id=1, tag="VIP")


def test_an_event_must_state_what_it_is() -> None:
    with pytest.raises(TypeError, match="wording"):
        type("Nameless", (Event,), {"name": "x.y", "kind": Kind("x", "X"), "subject": "x", "__annotations__": {}})
    with pytest.raises(TypeError, match=r"contact\.tag_added"):
        type(
            "Impostor",
            (Event,),
            {
                "name": "contact.tag_added",
                "kind": Kind("x", "X"),
                "wording": "x",
                "subject": "x",
                "__annotations__": {},
            },
        )
    assert EVENTS["contact.tag_added"] is ContactTagAdded
