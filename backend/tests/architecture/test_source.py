"""Rules of the source: size, names, imports at the top."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from crm.settings.environment import REPOSITORY

MOST_LINES = 400
# Names that say nothing of what is inside.
REFUSED_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "base"}
INDENTED_IMPORT = re.compile(r"^\s+(?:import|from)\b", re.MULTILINE)
FOLDERS = ("backend", "bench", "e2e", "ops")


def sources() -> Iterator[Path]:
    """All Python files of the product."""
    for folder in FOLDERS:
        for path in sorted((REPOSITORY / folder).rglob("*.py")):
            if "node_modules" not in path.parts and "__pycache__" not in path.parts:
                yield path.relative_to(REPOSITORY)


FILES = list(sources())


@pytest.mark.parametrize("path", FILES, ids=str)
def test_a_file_keeps_to_the_rules(path: Path) -> None:
    text = (REPOSITORY / path).read_text(encoding="utf-8")
    if "migrations" not in path.parts:
        assert len(text.splitlines()) <= MOST_LINES, "split it into files named for what they do"
    assert path.stem not in REFUSED_NAMES, "a file is named for what it does"
    assert not {part for part in path.parts[:-1] if part in REFUSED_NAMES}
    # Most files need no closer look.
    tree = ast.parse(text if INDENTED_IMPORT.search(text) else "")
    assert not [line for function in functions(tree) for line in imports(function)], (
        "imports stand at the top of a file"
    )


def functions(tree: ast.AST) -> Iterator[ast.AST]:
    """All functions in a module."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def imports(function: ast.AST) -> Iterator[int]:
    """The lines of a function that import something."""
    return (node.lineno for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom))
