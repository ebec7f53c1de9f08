"""From what a person types to a condition on a `search` column, as its index answers it.

Words are ANDed and stand in any order. Three characters or more are found anywhere, one or two at the start of a word;
a phone number is found by any of its digits, however it is punctuated.
"""

import re
import unicodedata
from typing import Any

from django.db import connection
from psycopg import sql

from crm.core.scripts import UNSPACED
from crm.core.text import escape_like, printable

QUERY_MOST = 200
TERMS_MOST = 8
ANYWHERE_FROM = 3

_UNSPACED = re.compile(rf"\s*([{UNSPACED}])")
_PHONE = re.compile(r"[+(]?[0-9][0-9\s().\-/]*")
_NOT_DIGIT = re.compile(r"[^0-9]")


def read_terms(q: str) -> list[list[str]]:
    """The terms of `q`, each a list of spellings of which one must be found. Empty when nothing is asked for."""
    typed = printable(q[:QUERY_MOST]).strip()
    if _PHONE.fullmatch(typed):
        return [_spellings(typed, is_whole=True)]
    terms = [_spellings(term, is_whole=False) for term in as_stored(typed).split()[:TERMS_MOST]]
    return [term for term in terms if term]


def as_stored(typed: str) -> str:
    """`typed` as the generated column holds it: without accents and case."""
    if typed.isascii():
        # unaccent changes no ASCII character, so the database need not be asked.
        return typed.lower()
    with connection.cursor() as cursor:
        cursor.execute("SELECT lower(f_unaccent(%s))", [unicodedata.normalize("NFC", typed)])
        row = cursor.fetchone()
    return str(row[0]) if row else ""


def _spellings(term: str, *, is_whole: bool) -> list[str]:
    if not _PHONE.fullmatch(term):
        return [spelled(term)]
    digits = _NOT_DIGIT.sub("", term)
    # The 0 dialled before a national number, and the 00 before an international one, are not part of E.164.
    typed = [digits] if is_whole else [term, digits]
    long = [spelling for spelling in [*typed, digits.lstrip("0")] if len(spelling) >= ANYWHERE_FROM]
    return list(dict.fromkeys(long or typed))


def spelled(stored: str) -> str:
    """`stored` as the column has it: characters of scripts without spaces are words of their own."""
    return _UNSPACED.sub(r" \1", stored)


def pattern_of(spelling: str) -> str:
    """The LIKE pattern that finds `spelling`."""
    escaped = escape_like(spelling)
    if len(spelling) >= ANYWHERE_FROM or spelling.startswith(" "):
        return f"%{escaped}%"
    # The space before it is what lets the index answer so short a word.
    return f"% {escaped}%"


def condition_of(terms: list[list[str]]) -> tuple[sql.Composable, list[Any]]:
    """The condition that all `terms` are found, and its values. The table goes by the name c."""
    parts: list[sql.Composable] = []
    values: list[Any] = []
    for spellings in terms:
        parts.append(sql.SQL("({})").format(sql.SQL(" OR ").join([sql.SQL("c.search LIKE %s")] * len(spellings))))
        values += [pattern_of(spelling) for spelling in spellings]
    return sql.SQL(" AND ").join(parts), values
