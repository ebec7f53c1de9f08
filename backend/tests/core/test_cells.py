"""Cells that spreadsheets would run are neutralised, and read back as they were."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.core.cells import plain_cell, safe_cell

STARTS = "=+-@\t\r\n＝＋－＠"


@pytest.mark.parametrize("start", STARTS)
def test_a_formula_becomes_text(start: str) -> None:
    assert safe_cell(f"{start}1+1") == f"'{start}1+1"
    assert plain_cell(f"'{start}1+1") == f"{start}1+1"


@pytest.mark.parametrize("text", ["", "Grace", "O'Brien", "'quoted'", "a=b", " =1", "1-2", "grace@example.com", "'"])
def test_what_is_harmless_stays_as_it_is(text: str) -> None:
    assert safe_cell(text) == text
    assert plain_cell(text) == text


def test_a_phone_number_comes_back() -> None:
    assert plain_cell(safe_cell("+41 44 668 18 00")) == "+41 44 668 18 00"


@given(st.text(alphabet=STARTS + "' a1", max_size=6))
def test_every_text_comes_back_and_none_is_run(text: str) -> None:
    cell = safe_cell(text)
    assert not cell.startswith(tuple(STARTS))
    assert plain_cell(cell) == text
