"""The filter language reads what it can use, and refuses the rest with the place and the reason."""

import json
from typing import Any

import pytest

from crm.core.errors import InvalidInput, NotFound
from crm.core.filters import FILTER_MOST, SUBJECTS, read_filter

TAGGED = {"field": "tags", "op": "has_any", "value": [1]}


def refused(given: Any, subject: str = "contact") -> list[str]:
    """What is said of a filter that can't be used."""
    with pytest.raises(InvalidInput) as refusal:
        read_filter(subject, given if isinstance(given, str) else json.dumps(given))
    assert refusal.value.fields is not None
    return refusal.value.fields["filter"]


def condition(field: str, op: str, value: Any = None) -> dict[str, Any]:
    """One condition, as a filter of its own."""
    return {"all": [{"field": field, "op": op} | ({} if value is None else {"value": value})]}


@pytest.mark.parametrize("given", ["", None, '{"all":[]}', '{"any":[{"all":[]},{"any":[]}]}'])
def test_what_asks_for_nothing_is_no_filter(given: str | None) -> None:
    assert read_filter("contact", given) is None


def test_a_tree_comes_back_as_it_was_with_its_values_cleaned() -> None:
    tree = {
        "all": [
            TAGGED,
            {"any": [condition("first_name", "contains", "  Zoë  x ")["all"][0], {"field": "notes", "op": "is_empty"}]},
        ]
    }
    read = read_filter("contact", json.dumps(tree))
    assert read is not None
    tree["all"][1]["any"][0]["value"] = "Zoë x"  # type: ignore[index]
    assert read.tree() == tree
    assert [path for path, _ in read.conditions()] == [(0,), (1, 0), (1, 1)]
    assert read_filter("contact", read.tree()) == read


def test_places_count_empty_groups() -> None:
    read = read_filter("contact", {"all": [{"any": []}, TAGGED]})
    assert read is not None
    assert [path for path, _ in read.conditions()] == [(1,)]


@pytest.mark.parametrize(
    "text",
    [
        "{", "[]", "null", "1", '"all"', "NaN", '{"all":{}}', '{"all":[],"any":[]}', '{"none":[]}', "{}", "\x00",
        '{"all":null}', '{"field":"tags","op":"is_empty"}', '{"all":[' * 3000, "[" * 7000, '{"all":["\\ud800"]}',
        '{"all":[{"field":"tags","op":"has_any","value":[1e400]}]}',
    ],
)  # fmt: skip
def test_what_is_no_tree_is_refused(text: str) -> None:
    assert refused(text)


def test_depth_is_limited() -> None:
    tree: dict[str, Any] = {"all": [TAGGED]}
    for _ in range(3):
        tree = {"any": [tree]}
    assert read_filter("contact", tree) is not None
    assert "deep" in refused({"all": [tree]})[0]


def test_size_is_limited() -> None:
    assert read_filter("contact", {"any": [TAGGED] * 50}) is not None
    assert "50 conditions" in refused({"any": [TAGGED] * 51})[0]
    assert "50 conditions" in refused({"any": [{"all": []}] * 300})[0]
    assert "characters" in refused({"any": [condition("notes", "is", "x" * 200)["all"][0]] * 49})[0]
    assert "characters" in refused(" " * (FILTER_MOST + 1))[0]
    # Not as text: what is stored must fit all the same.
    with pytest.raises(InvalidInput):
        read_filter("contact", {"any": [condition("notes", "is", "x" * 200)["all"][0]] * 49})


@pytest.mark.parametrize(
    "given",
    [
        {}, [], "x", 1, None, True, {"field": "tags"}, {"op": "is_empty"}, {"field": 1, "op": "is_empty"},
        {"field": ["tags"], "op": "is_empty"}, {"field": "tags", "op": {}}, {"field": "tags", "op": "contains"},
        {"field": "c.id; DROP TABLE contacts_contact", "op": "is_empty"}, {**TAGGED, "values": [1]},
        {"field": "password", "op": "is", "value": "x"}, {"all": [], "any": []},
    ],
)  # fmt: skip
def test_what_is_no_condition_is_refused_by_its_place(given: Any) -> None:
    (message,) = refused({"all": [TAGGED, {"any": [given]}]})
    assert message.startswith("Condition 2.1")


@pytest.mark.parametrize(
    ("field", "op", "value"),
    [
        ("tags", "has_any", None), ("tags", "has_any", []), ("tags", "has_any", 1), ("tags", "has_any", ["1"]),
        ("tags", "has_any", [True]), ("tags", "has_any", [1.0]), ("tags", "has_any", [0]), ("tags", "has_any", [-1]),
        ("tags", "has_any", [2**31]), ("tags", "has_any", [10**300]), ("tags", "has_any", ["me"]),
        ("tags", "has_any", list(range(1, 102))), ("tags", "has_any", [[1]]), ("tags", "has_any", {"id": 1}),
        ("tags", "is_empty", [1]),
        ("assigned_user", "any_of", [2**63]), ("assigned_user", "any_of", ["you"]), ("assigned_user", "any_of", [None]),
        ("first_name", "contains", ""), ("first_name", "contains", "  "), ("first_name", "contains", 5),
        ("first_name", "contains", "a\x00b"), ("first_name", "contains", "x" * 201), ("first_name", "is", ["x"]),
        ("phone", "contains", "none"), ("phone", "is", "+"),
        ("created_at", "on", "yesterday"), ("created_at", "on", "2026-02-30"), ("created_at", "on", "20260230"),
        ("created_at", "on", "2026-W01-1"), ("created_at", "on", "0001-01-01"), ("created_at", "on", "9999-12-31"),
        ("created_at", "on", 20260101), ("created_at", "on", "2026-01-01T00:00:00Z"),
        ("created_at", "between", ["2026-01-02", "2026-01-01"]), ("created_at", "between", ["2026-01-02"]),
        ("created_at", "between", "2026-01-02"), ("created_at", "is_empty", None),
        ("created_at", "in_last", 7), ("created_at", "in_last", {"n": 0, "unit": "days"}),
        ("created_at", "in_last", {"n": 1001, "unit": "days"}), ("created_at", "in_last", {"n": 1, "unit": "years"}),
        ("created_at", "in_last", {"n": 1.5, "unit": "days"}), ("created_at", "in_last", {"n": True, "unit": "days"}),
        ("created_at", "in_last", {"n": 1, "unit": ["days"]}), ("created_at", "in_last", {"n": 1}),
        ("created_at", "in_last", {"n": 1, "unit": "days", "zone": "x"}),
    ],
)  # fmt: skip
def test_a_value_that_can_not_be_used_is_refused_by_the_name_of_its_condition(field: str, op: str, value: Any) -> None:
    given = {"all": [{"field": field, "op": op, "value": value}, condition("notes", "is_empty")["all"][0]]}
    (message,) = refused(given)
    assert message.startswith("Condition 1")
    assert SUBJECTS["contact"].fields[field].label in message


def test_all_that_is_wrong_is_told_at_once() -> None:
    wrong = refused({"any": [condition("notes", "is", "")["all"][0], TAGGED, {"all": [{"field": "x", "op": "is"}]}]})
    assert [message.split(":")[0] for message in wrong] == ["Condition 1 (Notes is)", "Condition 3.1"]


def test_there_is_no_such_sort_of_record() -> None:
    for subject in ("user", "", "contacts_contact; --"):
        with pytest.raises(NotFound):
            read_filter(subject, None)


def test_every_field_says_how_it_is_asked() -> None:
    for subject in SUBJECTS.values():
        for key, field in subject.fields.items():
            assert key == field.key
            assert field.label[0].isupper()
            assert field.operators
            takes_ids = any(operator.takes == "ids" for operator in field.operators.values())
            assert takes_ids == (field.suggest is not None) == (field.names is not None)
