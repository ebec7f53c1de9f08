"""What people type, cleaned and compared."""

import pytest

from crm.core.text import escape_like, has_refused_characters, identity_key, printable, tidy_block, tidy_line


def test_lines_and_blocks() -> None:
    assert tidy_line("  a \t b\u00a0c ") == "a b c"
    assert tidy_line("e\u0301") == "é"
    assert tidy_block("  one\r\ntwo\rthree \n") == "one\ntwo\nthree"


@pytest.mark.parametrize("value", ["\x00", "a\x07", "\x7f", "\x85", "\ud800", "\ue000", "a\nb"])
def test_refused(value: str) -> None:
    assert has_refused_characters(value)


@pytest.mark.parametrize("value", ["", "plain", "Zoë", "نور‌ها", "👩‍🚀", "क्षि", "\u202bעברית\u202c"])
def test_taken(value: str) -> None:
    assert not has_refused_characters(value)


def test_lines_are_taken_where_they_may_be() -> None:
    assert not has_refused_characters("a\n\tb", lines=True)
    assert has_refused_characters("a\x0bb", lines=True)


def test_one_identity_for_many_spellings() -> None:
    assert len({identity_key(name) for name in ("Straße  X", "STRASSE x", "ｓｔｒａｓｓｅ　Ｘ", " straße x ")}) == 1


def test_for_looking_up() -> None:
    assert escape_like("50%_\\") == "50\\%\\_\\\\"
    assert printable("a\x00b\nc") == "a b c"
