"""Moments, asked for by days: those of the zone of whoever looks, be they 23, 24 or 25 hours long."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, LiteralString
from zoneinfo import ZoneInfo

from psycopg import sql

from crm.core.filters.fields import Asking, Field, Operator, Predicate, Takes, operators
from crm.core.values import Refused

# What can be asked for; days far from these no calendar of ours reaches.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2999, 12, 31)
SPAN_MOST = 1000

_ASKED = (
    Operator("on", "on", Takes.DAY),
    Operator("before", "before", Takes.DAY),
    Operator("after", "after", Takes.DAY),
    Operator("between", "between", Takes.DAYS),
    Operator("in_last", "in the last", Takes.SPAN),
    Operator("not_in_last", "not in the last", Takes.SPAN),
)
_ALWAYS = operators(*_ASKED)
_SOMETIMES = operators(
    *_ASKED,
    Operator("is_empty", "is empty", Takes.NOTHING),
    Operator("is_not_empty", "is not empty", Takes.NOTHING),
)
_BOUNDING = {"on", "before", "after", "between", "in_last"}
_UNITS = ("days", "weeks", "months")


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of `day` in `zone`: after a midnight that is skipped, the first of one that comes twice."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def first_day_of_last(today: date, n: int, unit: str) -> date:
    """The day on which "the last `n` `unit`" begin. They end with today: the last 1 day is today alone."""
    if unit == "months":
        month = today.year * 12 + today.month - 1 - n
        year, month = divmod(month, 12)
        month += 1
        day = min(today.day, calendar.monthrange(year, month)[1])
        return date(year, month, day) + timedelta(days=1)
    return today - timedelta(days=n * (7 if unit == "weeks" else 1) - 1)


def say_day(day: str) -> str:
    """`5 March 2027`."""
    read = date.fromisoformat(day)
    return f"{read.day} {calendar.month_name[read.month]} {read.year}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment(Field):
    """A moment (timestamptz). `verb` begins the sentence: "created" in the last 7 days.

    `is_optional` when it may be NULL.
    """

    type = "date"

    column: LiteralString
    verb: str
    is_optional: bool = False

    @property
    def operators(self) -> Mapping[str, Operator]:
        return _SOMETIMES if self.is_optional else _ALWAYS

    def read(self, operator: Operator, raw: Any) -> Any:
        return read_days_of(operator, raw)

    def predicate(self, operator: Operator, value: Any, asking: Asking) -> Predicate:
        match operator.key:
            case "is_empty":
                return self._column("{} IS NULL")
            case "is_not_empty":
                return self._column("{} IS NOT NULL")
        since, until = _range(operator.key, value, asking)
        conditions = [("{} >= %s", since), ("{} < %s", until)]
        parts = [self._column(text, moment) for text, moment in conditions if moment is not None]
        within = sql.SQL(" AND ").join([part.condition for part in parts])
        values = tuple(moment for part in parts for moment in part.values)
        form: LiteralString = "({within} AND {column} IS NOT NULL)" if self.is_optional else "({within})"
        if operator.key == "not_in_last":
            form = "(NOT ({within}) OR {column} IS NULL)" if self.is_optional else "NOT ({within})"
        return Predicate(sql.SQL(form).format(within=within, column=sql.SQL(self.column)), values)

    def bounded(self, operator: Operator) -> LiteralString | None:
        return self.column if operator.key in _BOUNDING else None

    def _column(self, condition: LiteralString, *values: Any) -> Predicate:
        return Predicate(sql.SQL(condition).format(sql.SQL(self.column)), values)

    def words(self, operator: Operator, value: Any, names: Mapping[int, str]) -> str:
        match operator.key:
            case "is_empty":
                return f"never {self.verb}"
            case "is_not_empty":
                return f"{self.verb} at some time"
            case "between":
                return f"{self.verb} between {say_day(value[0])} and {say_day(value[1])}"
            case "in_last":
                return f"{self.verb} {say_span(value)}"
            case "not_in_last":
                return f"not {self.verb} {say_span(value)}"
        return f"{self.verb} {operator.label} {say_day(value)}"


def _range(operator: str, value: Any, asking: Asking) -> tuple[datetime | None, datetime | None]:
    """From which moment on, and before which one."""
    day = timedelta(days=1)
    match operator:
        case "on":
            asked = date.fromisoformat(value)
            return start_of(asked, asking.zone), start_of(asked + day, asking.zone)
        case "before":
            return None, start_of(date.fromisoformat(value), asking.zone)
        case "after":
            return start_of(date.fromisoformat(value) + day, asking.zone), None
        case "between":
            first, last = (date.fromisoformat(one) for one in value)
            return start_of(first, asking.zone), start_of(last + day, asking.zone)
    today = asking.now.astimezone(asking.zone).date()
    first = first_day_of_last(today, value["n"], value["unit"])
    return start_of(first, asking.zone), start_of(today + day, asking.zone)


def read_days_of(operator: Operator, raw: Any) -> Any:
    """The day, the days or the span that `operator` takes. Raises `Refused`."""
    match operator.takes:
        case Takes.DAY:
            return _read_day(raw)
        case Takes.DAYS:
            return _read_days(raw)
    return _read_span(raw)


def _read_day(raw: Any) -> str:
    form = "choose a day, as 2027-01-31."
    if not isinstance(raw, str) or len(raw) != 10:
        raise Refused(form)
    try:
        day = date.fromisoformat(raw)
    except ValueError:
        raise Refused(form) from None
    if day.isoformat() != raw:
        raise Refused(form)
    if not FIRST_DAY <= day <= LAST_DAY:
        raise Refused(f"choose a day from {FIRST_DAY.year} to {LAST_DAY.year}.")
    return raw


def _read_days(raw: Any) -> list[str]:
    if not isinstance(raw, list) or len(raw) != 2:
        raise Refused("choose two days, the first and the last.")
    first, last = _read_day(raw[0]), _read_day(raw[1])
    if first > last:
        raise Refused("the first day comes after the last one.")
    return [first, last]


def _read_span(raw: Any) -> dict[str, Any]:
    if not isinstance(raw, Mapping) or set(raw) != {"n", "unit"}:
        raise Refused('say how long, as {"n": 7, "unit": "days"}.')
    if not isinstance(raw["unit"], str) or raw["unit"] not in _UNITS:
        raise Refused(f"the unit is one of {', '.join(_UNITS)}.")
    if type(raw["n"]) is not int or not 1 <= raw["n"] <= SPAN_MOST:
        raise Refused(f"choose a whole number from 1 to {SPAN_MOST:,}.")
    return {"n": raw["n"], "unit": raw["unit"]}


def say_span(span: Mapping[str, Any], within: str = "in the last") -> str:
    """`in the last 7 days`; the span of one day is `today`, whichever way it goes."""
    n, unit = span["n"], span["unit"]
    if n == 1:
        return "today" if unit == "days" else f"{within} {unit.removesuffix('s')}"
    return f"{within} {n:,} {unit}"
