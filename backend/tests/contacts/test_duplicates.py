"""Who has the same address or number: told, never refused."""

from typing import Any

import pytest

from crm.contacts import services
from crm.contacts.selectors import find_duplicates
from crm.core.access import Actor
from tests.contacts.people import make


def found(actor: Actor, **asked: Any) -> list[tuple[str, list[str], bool]]:
    matches = find_duplicates(actor=actor, **asked).matches
    return [(match.full_name, match.matched_on, match.is_archived) for match in matches]


def test_by_address_in_any_case_and_by_number_in_any_shape(uma: Actor) -> None:
    make(uma, "Both", email="X@example.com", phone="+1 202-555-0143")
    make(uma, "Mail", email="x@Example.com")
    make(uma, "Phone", phone="202.555.0143")
    make(uma, "Neither", email="y@example.com", phone="202 555 0199")
    assert found(uma, email=" x@EXAMPLE.com ", phone="(202) 555 0143") == [
        ("Both", ["email", "phone"], False), ("Mail", ["email"], False), ("Phone", ["phone"], False),
    ]  # fmt: skip
    assert found(uma, email="x@example") == []
    assert found(uma, phone="555 0143") == []


def test_those_in_the_trash_are_told_last_and_marked(uma: Actor) -> None:
    archived = make(uma, "Archived", email="x@example.com")
    services.archive_contact(actor=uma, contact_id=archived.id)
    make(uma, "Live", email="x@example.com")
    assert found(uma, email="x@example.com") == [("Live", ["email"], False), ("Archived", ["email"], True)]


def test_oneself_is_no_duplicate(uma: Actor) -> None:
    contact = make(uma, email="x@example.com")
    assert found(uma, email="x@example.com", except_id=contact.id) == []
    assert len(found(uma, email="x@example.com", except_id=2**80)) == 1


def test_empty_values_match_nobody(uma: Actor) -> None:
    make(uma)
    assert found(uma) == []
    assert found(uma, email="  ", phone="none") == []
    assert found(uma, phone="+1202555014x") == []


@pytest.mark.parametrize("email", ["%@example.com", "x\x00@example.com", "x_example.com", "\ud800"])
def test_signs_mean_themselves(uma: Actor, email: str) -> None:
    make(uma, email="x@example.com")
    assert found(uma, email=email) == []


def test_ten_are_enough(uma: Actor) -> None:
    for n in range(12):
        make(uma, f"P{n}", phone="2025550143")
    assert len(found(uma, phone="2025550143")) == 10
