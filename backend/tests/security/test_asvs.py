"""docs/asvs.md names tests as proof: they exist, and its figures are those of its rows."""

import ast
import re
from functools import cache
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
TEXT = (TESTS.parents[1] / "docs" / "asvs.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| L([12]) \| [^|]+ \| (.+) \|$", re.MULTILINE)


@cache
def names_in(file: str) -> set[str]:
    """Names of the tests in a file below backend/tests."""
    path = TESTS / file
    if not path.is_file():
        return set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_test_that_is_named_exists() -> None:
    named = set(re.findall(r"`([\w/]+\.py)::(\w+)`", TEXT))

    assert len(named) > 100
    assert sorted(f"{file}::{name}" for file, name in named if name not in names_in(file)) == []


def test_figures_are_those_of_the_rows() -> None:
    rows = {number: (int(level), answer.startswith("**Open.**")) for number, level, answer in ROW.findall(TEXT)}
    opened = [[level for level, is_open in rows.values() if is_open].count(wanted) for wanted in (1, 2)]
    applying = [[level for level, _ in rows.values()].count(wanted) for wanted in (1, 2)]

    assert f"| open | {opened[0]} | {opened[1]} | {sum(opened)} |" in TEXT
    assert f"| apply so far | {applying[0]} | {applying[1]} | {sum(applying)} |" in TEXT


def test_what_is_open_is_planned() -> None:
    summary = TEXT.partition("## Open")[2].partition("\n## ")[0]
    planned = {
        number
        for line in summary.splitlines()
        for number in re.findall(r"\d+\.\d+\.\d+", line.split("|")[1] if "|" in line else "")
    }

    assert planned == {number for number, _, answer in ROW.findall(TEXT) if answer.startswith("**Open.**")}
