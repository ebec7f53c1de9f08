"""Days without a time of day, as an expected close date is. Today is the day it is where whoever looks is."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, LiteralString

from psycopg import sql

from crm.core.filters.fields import Asking, Field, Operator, Predicate, Takes, operators
from crm.core.filters.moments import first_day_of_last, read_days_of, say_day, say_span

_OPERATORS = operators(
    Operator("on", "on", Takes.DAY),
    Operator("before", "before", Takes.DAY),
    Operator("after", "after", Takes.DAY),
    Operator("between", "between", Takes.DAYS),
    Operator("in_next", "in the next", Takes.SPAN),
    Operator("in_last", "in the last", Takes.SPAN),
    Operator("is_empty", "is empty", Takes.NOTHING),
    Operator("is_not_empty", "is not empty", Takes.NOTHING),
)


def last_day_of_next(today: date, n: int, unit: str) -> date:
    """The day on which "the next `n` `unit`" end. They begin with today: the next 1 day is today alone."""
    if unit == "months":
        year, month = divmod(today.year * 12 + today.month - 1 + n, 12)
        month += 1
        day = min(today.day, calendar.monthrange(year, month)[1])
        return date(year, month, day) - timedelta(days=1)
    return today + timedelta(days=n * (7 if unit == "weeks" else 1) - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day(Field):
    """A day (a date column), or none (NULL). `verb` begins the sentence: "expected to close" in the next 7 days."""

    type = "day"

    column: LiteralString
    verb: str

    @property
    def operators(self) -> Mapping[str, Operator]:
        return _OPERATORS

    def read(self, operator: Operator, raw: Any) -> Any:
        return read_days_of(operator, raw)

    def predicate(self, operator: Operator, value: Any, asking: Asking) -> Predicate:
        match operator.key:
            case "is_empty":
                return self._column("{} IS NULL")
            case "is_not_empty":
                return self._column("{} IS NOT NULL")
        # None of these is NULL where the column is: a negation around the condition would lose such rows.
        first, last = _range(operator.key, value, asking)
        if first is None:
            return self._column("({0} <= %s AND {0} IS NOT NULL)", last)
        if last is None:
            return self._column("({0} >= %s AND {0} IS NOT NULL)", first)
        return self._column("({0} BETWEEN %s AND %s AND {0} IS NOT NULL)", first, last)

    def _column(self, condition: LiteralString, *values: Any) -> Predicate:
        return Predicate(sql.SQL(condition).format(sql.SQL(self.column)), values)

    def words(self, operator: Operator, value: Any, names: Mapping[int, str]) -> str:
        match operator.key:
            case "is_empty":
                return f"has no {self.noun}"
            case "is_not_empty":
                return f"has {self.noun_with_article}"
            case "between":
                return f"{self.verb} between {say_day(value[0])} and {say_day(value[1])}"
            case "in_next" | "in_last":
                return f"{self.verb} {say_span(value, operator.label)}"
        return f"{self.verb} {operator.label} {say_day(value)}"


def _range(operator: str, value: Any, asking: Asking) -> tuple[date | None, date | None]:
    """The first and the last of the days that are meant; None where they have no end."""
    day = timedelta(days=1)
    match operator:
        case "on":
            asked = date.fromisoformat(value)
            return asked, asked
        case "before":
            return None, date.fromisoformat(value) - day
        case "after":
            return date.fromisoformat(value) + day, None
        case "between":
            return date.fromisoformat(value[0]), date.fromisoformat(value[1])
    today = asking.now.astimezone(asking.zone).date()
    if operator == "in_next":
        return today, last_day_of_next(today, value["n"], value["unit"])
    return first_day_of_last(today, value["n"], value["unit"]), today
