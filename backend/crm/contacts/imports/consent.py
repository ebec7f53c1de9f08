"""What a file says of consent: a column for each channel, or one answer for everybody in it.

Consent belongs to the address, not to the contact. What was said is recorded as `contact.consent_stated`, with the file
it came from; who may be written to is not decided here.
"""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from crm.contacts.imports.enums import ConsentAnswer, ConsentChannel, DateOrder

WORDING_MOST = 1000

_BARE_YES = "yes y true t 1 x ok on ja oui si sí sim tak да wahr vrai verdadero active"
_BARE_NO = "no n false f 0 off nein non não nao nie нет falsch faux falso inactive"
_YES = "opted_in opt_in optin in subscribed subscriber granted given agreed accepted allowed consent consented"
_NO = "opted_out opt_out optout out unsubscribed denied declined refused withdrawn revoked dnd do_not_contact"
_UNKNOWN = "unknown pending unbekannt inconnu desconocido ? - n_a na none null"
_ANSWERS: dict[str, ConsentAnswer] = {
    **dict.fromkeys(f"{_BARE_YES} {_YES}".split(), ConsentAnswer.OPTED_IN),
    **dict.fromkeys(f"{_BARE_NO} {_NO}".split(), ConsentAnswer.OPTED_OUT),
    **dict.fromkeys(_UNKNOWN.split(), ConsentAnswer.UNKNOWN),
}
# In a column called "Unsubscribed", yes means no; and no does not mean that somebody has agreed.
_REVERSED = re.compile(r"opt(ed)?.?out|unsubscri|do.?not|\bdnd\b|\bno.?(e.?mail|sms|marketing)", re.IGNORECASE)
_REVERSED_ANSWERS = _ANSWERS | {
    **dict.fromkeys(_BARE_YES.split(), ConsentAnswer.OPTED_OUT),
    **dict.fromkeys(_BARE_NO.split(), ConsentAnswer.UNKNOWN),
}
_DATE = re.compile(r"(\d{1,4})[./\-](\d{1,2})[./\-](\d{1,4})(?:[ T].*)?")
_COLUMNS = re.compile(r"consent|opt.?in|opt.?out|subscri|newsletter|marketing", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Statement:
    """What a row says of one address."""

    channel: ConsentChannel
    status: ConsentAnswer


@dataclass(frozen=True, slots=True)
class ConsentPlan:
    """Where each channel's consent is read from: a column's position, or an answer for everybody."""

    columns: dict[ConsentChannel, int] = field(default_factory=dict)
    answers: dict[ConsentChannel, ConsentAnswer] = field(default_factory=dict)
    wording: str = ""
    days: Sequence[int] = ()
    date_order: DateOrder = DateOrder.YEAR_FIRST
    # Positions of columns in which yes means that somebody has opted out.
    reversed: frozenset[int] = frozenset()

    @property
    def says_something(self) -> bool:
        """Whether any row can lead to a statement."""
        return bool(self.columns) or any(answer is not ConsentAnswer.DECLINED for answer in self.answers.values())

    def read(self, cells: Sequence[str]) -> tuple[list[Statement], str | None, list[str]]:
        """What the row states, the day of it (ISO 8601), and what could not be read, in words."""
        said: list[Statement] = []
        unread: list[str] = []
        for channel, position in self.columns.items():
            cell = cells[position].strip()
            status = read_status(cell, is_reversed=position in self.reversed)
            if status is None:
                unread.append(f"“{cell[:50]}” says neither yes nor no: the consent for {channel.value} is not known.")
                status = ConsentAnswer.UNKNOWN
            said.append(Statement(channel, status))
        said += [
            Statement(channel, answer)
            for channel, answer in self.answers.items()
            if answer is not ConsentAnswer.DECLINED
        ]
        day = None
        for position in self.days:
            if cell := cells[position].strip():
                day = read_day(cell, self.date_order)
                if day is None:
                    unread.append(f"“{cell[:50]}” is no date that can be read: the day of consent is not recorded.")
                break
        return said, day, unread


def read_status(cell: str, *, is_reversed: bool = False) -> ConsentAnswer | None:
    """What a cell says; None when it can't be told. An empty one says that it is not known."""
    if not cell:
        return ConsentAnswer.UNKNOWN
    word = re.sub(r"[\s\-/]+", "_", cell.casefold()) if len(cell) > 1 else cell.casefold()
    return (_REVERSED_ANSWERS if is_reversed else _ANSWERS).get(word)


def read_day(cell: str, order: DateOrder) -> str | None:
    """The day in `cell` as ISO 8601, in that order unless the year stands first; None when there is none."""
    found = _DATE.fullmatch(cell.strip())
    if found is None:
        return None
    one, two, three = (int(part) for part in found.groups())
    if len(found.group(1)) == 4 or order is DateOrder.YEAR_FIRST:
        year, month, day = one, two, three
    elif order is DateOrder.MONTH_FIRST:
        month, day, year = one, two, three
    else:
        day, month, year = one, two, three
    if year < 100:
        year += 1900 if year > 60 else 2000
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None


def plan_from(
    consent: Mapping[str, Any], *, columns_called: Sequence[str], days: Sequence[int], date_order: DateOrder
) -> ConsentPlan:
    """The plan out of what an import keeps: for each channel a column's key, an answer or None, and the wording."""
    columns: dict[ConsentChannel, int] = {}
    answers: dict[ConsentChannel, ConsentAnswer] = {}
    for channel in ConsentChannel:
        given = consent.get(channel.value) or {}
        if given.get("column"):
            columns[channel] = position_of(given["column"])
        elif given.get("answer"):
            answers[channel] = ConsentAnswer(given["answer"])
    turned = frozenset(position for position in columns.values() if _REVERSED.search(columns_called[position]))
    return ConsentPlan(columns, answers, consent.get("wording") or "", days, date_order, turned)


def unanswered(consent: Mapping[str, Any]) -> list[ConsentChannel]:
    """The channels of which nothing has been said yet, not even that nothing will be."""
    return [channel for channel in ConsentChannel if not consent.get(channel.value)]


def key_at(position: int) -> str:
    """How a column is called in an import: names may repeat, positions do not."""
    return f"c{position + 1}"


def position_of(key: str) -> int:
    """The position of the column called `key`."""
    return int(key.removeprefix("c")) - 1


def speaks_of_consent(column: str) -> bool:
    """Whether a column's name sounds as if it held consent."""
    return _COLUMNS.search(column) is not None
