"""Values that people type, cleaned or refused; what a field may hold beyond that, its room decides."""

from crm.core.text import has_refused_characters, tidy_block, tidy_line

_UNSTORABLE = "This has characters that can't be stored."


class Refused(ValueError):
    """One value can't be stored; the message says how to mend it."""


def clean_line(value: str, *, most: int) -> str:
    """One line, tidied. Raises `Refused`."""
    if value.isascii() and value.isprintable():
        tidy = " ".join(value.split())
    else:
        if has_refused_characters(value, lines=True):
            raise Refused(_UNSTORABLE)
        tidy = tidy_line(value)
    if len(tidy) > most:
        raise Refused(f"At most {most} characters.")
    return tidy


def clean_block(value: str, *, most: int) -> str:
    """Text with its line breaks, tidied. Raises `Refused`."""
    if has_refused_characters(value, lines=True):
        raise Refused(_UNSTORABLE)
    tidy = tidy_block(value)
    if len(tidy) > most:
        raise Refused(f"At most {most:,} characters.")
    return tidy
