"""What people type: cleaned, refused when it can't be stored or shown, compared without regard to case and spaces."""

import unicodedata
from datetime import date

# Letters, marks and joiners of every script pass; what no keyboard types into a field does not.
_REFUSED = {"Cc", "Cs", "Co", "Cn"}
_LINE_BREAKS = {"\n", "\r", "\t"}


def tidy_line(value: str) -> str:
    """`value` in Unicode's composed form, without spaces around it and with single spaces inside."""
    return " ".join(unicodedata.normalize("NFC", value).split())


def tidy_block(value: str) -> str:
    """`value` of several lines: composed, line ends as \\n, no empty space around it."""
    return unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n")).strip()


def has_refused_characters(value: str, *, lines: bool = False) -> bool:
    """Whether `value` holds control characters (NUL among them), halves of characters, or unassigned ones.

    Line breaks and tabs are allowed only with `lines`.
    """
    if value.isascii() and value.isprintable():
        return False
    return any(
        unicodedata.category(character) in _REFUSED and not (lines and character in _LINE_BREAKS) for character in value
    )


def escape_like(value: str) -> str:
    """`value` as a part of a LIKE pattern that means exactly itself."""
    return value.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def printable(value: str) -> str:
    """`value` for looking something up by: what can't be stored can't be found, and counts as a space."""
    return value if value.isprintable() else "".join(c if c.isprintable() else " " for c in value)


def identity_key(name: str) -> str:
    """What two spellings of one name share: case, width and runs of spaces make no difference."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def day_text(day: date) -> str:
    """A day as people read it, whatever order they are used to: `5 Jan 2026`."""
    return f"{day.day} {day:%b %Y}"
