"""Text and phone numbers. Compared without case and accents, as the search does; a number by its digits."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, LiteralString

from django.conf import settings
from psycopg import sql

from crm.core.filters.fields import Asking, Field, Operator, Predicate, Takes, operators, predicate
from crm.core.phone import parse_phone
from crm.core.search import ANYWHERE_FROM, as_stored, spelled
from crm.core.text import escape_like
from crm.core.values import Refused, clean_line

TEXT_MOST = 200
_NOT_DIGIT = re.compile(r"[^0-9]")

_OPERATORS = operators(
    Operator("contains", "contains", Takes.TEXT),
    Operator("not_contains", "does not contain", Takes.TEXT),
    Operator("is", "is", Takes.TEXT),
    Operator("is_not", "is not", Takes.TEXT),
    Operator("starts_with", "starts with", Takes.TEXT),
    Operator("is_empty", "is empty", Takes.NOTHING),
    Operator("is_not_empty", "is not empty", Takes.NOTHING),
)
_NEGATIONS = {"not_contains": "contains", "is_not": "is", "is_empty": "is_not_empty"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Field):
    """A text column, empty where there is none, never NULL.

    `is_searched` when all of it stands in the column `search`, each value after a space: its index then answers.
    Others are quick with a trigram index on f_folded(column) where it is not empty.
    """

    type = "text"

    column: LiteralString
    is_searched: bool = False

    @property
    def operators(self) -> Mapping[str, Operator]:
        return _OPERATORS

    def read(self, operator: Operator, raw: Any) -> str:
        if not isinstance(raw, str):
            raise Refused("type some text.")
        text = clean_line(raw, most=TEXT_MOST)
        if not text:
            raise Refused("type some text.")
        return text

    def predicate(self, operator: Operator, value: Any, asking: Asking) -> Predicate:
        positive = _NEGATIONS.get(operator.key)
        if positive is not None:
            holds = self._holds(positive, value)
            return Predicate(sql.SQL("NOT ({})").format(holds.condition), holds.values)
        holds = self._holds(operator.key, value)
        narrow = self._narrow(operator.key, value)
        if narrow is None:
            return holds
        # The first condition follows from the second one, is answered by the index on `search`, and is known to the
        # planner, to whom the second one is hidden by CASE: it would take both together for something rare.
        return Predicate(
            sql.SQL("({} AND CASE WHEN {} THEN TRUE ELSE FALSE END)").format(narrow.condition, holds.condition),
            (*narrow.values, *holds.values),
        )

    def _holds(self, question: str, value: Any) -> Predicate:
        if question == "is_not_empty":
            return self.on_column("{} <> ''")
        stored = as_stored(value)
        match question:
            case "is":
                return self.on_column("({0} <> '' AND f_folded({0}) = %s)", stored)
            case "starts_with":
                return self.on_column("({0} <> '' AND f_folded({0}) LIKE %s)", f"{escape_like(stored)}%")
        return self.on_column("({0} <> '' AND f_folded({0}) LIKE %s)", f"%{escape_like(stored)}%")

    def _narrow(self, question: str, value: Any) -> Predicate | None:
        if not self.is_searched or question == "is_not_empty":
            return None
        spelling = spelled(as_stored(value))
        if question == "contains":
            within = f"%{escape_like(spelling)}%"
            if len(spelling) >= ANYWHERE_FROM:
                return predicate("c.search LIKE %s", within)
            # Too short for the index, which would be read as a whole; it is still the cheaper question.
            return predicate("c.search || '' LIKE %s", within)
        # What a field begins with stands after a space.
        return predicate("c.search LIKE %s", f"% {escape_like(spelling.lstrip())}%")

    def on_column(self, condition: LiteralString, *values: Any) -> Predicate:
        """The condition with the column in the place of `{}`."""
        return Predicate(sql.SQL(condition).format(sql.SQL(self.column)), values)

    def words(self, operator: Operator, value: Any, names: Mapping[int, str]) -> str:
        match operator.key:
            case "is_empty":
                return f"has no {self.noun}"
            case "is_not_empty":
                return f"has {self.noun_with_article}"
        return f"{self.noun} {operator.label} “{value}”"


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedText(Text):
    """A text on rows that are linked to the record, `column` of `rows` (a FROM … WHERE …): any of them counts."""

    rows: LiteralString

    def on_column(self, condition: LiteralString, *values: Any) -> Predicate:
        """Whether there is a linked row of which the condition holds."""
        there = Text.on_column(self, condition, *values)
        written = sql.SQL("EXISTS (SELECT 1 {} AND {})").format(sql.SQL(self.rows), there.condition)
        return Predicate(written, there.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone(Text):
    """A phone number in the columns `phone` (E.164, or empty) and `phone_raw` (as typed), asked for by digits."""

    column: LiteralString = (
        "regexp_replace(CASE WHEN c.phone = '' THEN c.phone_raw ELSE c.phone END, '[^0-9]', '', 'g')"
    )
    is_searched: bool = True

    def read(self, operator: Operator, raw: Any) -> str:
        text = Text.read(self, operator, raw)
        if not _digits(text):
            raise Refused("type some digits.")
        return text

    def _holds(self, question: str, value: Any) -> Predicate:
        match question:
            case "is_not_empty":
                return predicate("c.phone_raw <> ''")
            case "is":
                number = _number(value)
                if number:
                    # By the index on numbers, which leaves out where there is none.
                    return predicate("(c.phone <> '' AND c.phone = %s)", number)
                return self.on_column("{} = %s", _digits(value))
            case "starts_with":
                return self.on_column("{} LIKE %s", f"{_beginning(value)}%")
        return self.on_column("{} LIKE %s", f"%{_within(value)}%")

    def _narrow(self, question: str, value: Any) -> Predicate | None:
        match question:
            case "is_not_empty":
                return None
            case "is":
                return None if _number(value) else predicate("c.search LIKE %s", f"% {_digits(value)}")
            case "starts_with":
                return predicate("c.search LIKE %s", f"% {_beginning(value)}%")
        digits = _within(value)
        if len(digits) >= ANYWHERE_FROM:
            return predicate("c.search LIKE %s", f"%{digits}%")
        return predicate("c.search || '' LIKE %s", f"%{digits}%")


def _number(value: str) -> str | None:
    """The number as E.164, when it can be read as one."""
    return parse_phone(value, region=settings.DEFAULT_PHONE_REGION).e164


def _digits(value: str) -> str:
    return _NOT_DIGIT.sub("", value)


def _beginning(value: str) -> str:
    """The digits that numbers begin with; the 00 before an international number is not part of E.164."""
    digits = _digits(value)
    return digits.removeprefix("00") or digits


def _within(value: str) -> str:
    """The digits to find anywhere; the 0 dialled before a national number is not part of E.164."""
    digits = _digits(value)
    stripped = digits.lstrip("0")
    return stripped if len(stripped) >= ANYWHERE_FROM else digits
