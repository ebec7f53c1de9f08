"""Forgetting one person everywhere, and telling all that is kept of one: each room says for its own tables how.

Rooms register both in their module `erasing.py`; the room of people calls them all, in one transaction.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import connection
from psycopg import sql

# A shorter text is found in others by chance.
MARK_LEAST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who is to be forgotten or told of: by what they are called and reached, now and formerly.

    `emails` are in lower case, `phones` E.164 where they can be read; `numbers` as they were typed. `names` are whole
    names, `name_parts` first and last names by themselves. `former_ids` are contacts that were the same person by
    address or number, and are deleted already: what is left of them goes too.
    """

    contact_id: int
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    numbers: tuple[str, ...]
    names: tuple[str, ...]
    name_parts: tuple[str, ...]
    former_ids: tuple[int, ...] = ()

    @property
    def contact_ids(self) -> tuple[int, ...]:
        """All contacts that are, or were, this person."""
        return (self.contact_id, *self.former_ids)

    @property
    def terms(self) -> tuple[str, ...]:
        """What names this person and hardly anybody else."""
        return (*self.emails, *self.phones, *self.numbers, *self.names)

    @property
    def marks(self) -> tuple[str, ...]:
        """Those of the terms that can be looked for inside other texts: Al is not in every Alabama."""
        return tuple(term for term in self.terms if len(term) >= MARK_LEAST and not term.isalpha())


Eraser = Callable[[Person], None]
Teller = Callable[[Person], Any]
_Eraser = TypeVar("_Eraser", bound=Eraser)
_Teller = TypeVar("_Teller", bound=Teller)

ERASERS: dict[str, Eraser] = {}
TELLERS: dict[str, Teller] = {}


def erases(function: _Eraser) -> _Eraser:
    """Makes the function one that erases a person from its room's tables, inside the caller's transaction."""
    name = f"{function.__module__}.{function.__name__}"
    if ERASERS.setdefault(name, function) is not function:
        raise RuntimeError(f"Two erasers are named {name}.")
    return function


def tells_personal_data(key: str) -> Callable[[_Teller], _Teller]:
    """Makes the function one that says (as JSON can hold it) what its room keeps of a person, under `key`."""

    def register(function: _Teller) -> _Teller:
        if TELLERS.setdefault(key, function) is not function:
            raise RuntimeError(f"Two rooms tell {key}.")
        return function

    return register


def erase_everywhere(person: Person) -> None:
    """Has every room forget the person, in the caller's transaction."""
    for name in sorted(ERASERS):
        ERASERS[name](person)


def tell_everything(person: Person) -> dict[str, Any]:
    """What every room keeps of the person, by key."""
    return {key: TELLERS[key](person) for key in sorted(TELLERS)}


ERASED = "[erased]"


def redact(table: str, column: str, words: tuple[str, ...], *, where: sql.Composable, most: int) -> None:
    """Puts `[erased]` in the place of each of `words`, whatever its case, in a column of at most `most` characters."""
    parts = sorted({_whole(word) for word in words if word}, key=len, reverse=True)
    if not parts:
        return
    query = sql.SQL(
        "UPDATE {table} SET {column} = left(regexp_replace({column}, %(words)s, %(erased)s, 'gi'), %(most)s) "
        "WHERE {column} ~* %(words)s AND {where}"
    ).format(table=sql.Identifier(table), column=sql.Identifier(column), where=where)
    with connection.cursor() as cursor:
        cursor.execute(query, {"words": "|".join(parts), "erased": ERASED, "most": most})


def _whole(word: str) -> str:
    """A pattern for the word by itself: Al is not a part of Alabama. Scripts without spaces have no such bounds."""
    escaped = re.sub(r"([^\w\s])", r"\\\1", word)
    begins = r"\m" if word[0].isascii() and word[0].isalnum() else ""
    ends = r"\M" if word[-1].isascii() and word[-1].isalnum() else ""
    return f"{begins}{escaped}{ends}"
