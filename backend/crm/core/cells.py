"""Cells of a file that a spreadsheet opens: what could be read there as a formula is written so that it is not.

A cell that begins with = + - @, a tab or a line's end is run by spreadsheets as a formula, whoever typed it. An
apostrophe before it makes it text (the advice of OWASP). `plain_cell` takes that apostrophe off again, so that what was
exported can be imported: a phone number keeps its +.
"""

import re

# The full-width forms too: Excel reads them as the plain ones where Chinese or Japanese is set.
_STARTS = "=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20"
# One that begins with apostrophes and then so gets another, or reading it back would take off one that was its own.
_DANGEROUS = re.compile(rf"'*[{_STARTS}]")
_NEUTRALISED = re.compile(rf"''*[{_STARTS}]")


def safe_cell(text: str) -> str:
    """`text` as a cell that no spreadsheet runs."""
    return f"'{text}" if _DANGEROUS.match(text) else text


def plain_cell(cell: str) -> str:
    """The text that `safe_cell` was given."""
    return cell[1:] if _NEUTRALISED.match(cell) else cell
