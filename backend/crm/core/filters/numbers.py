"""Numbers, and what is either so or not."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, LiteralString

from psycopg import sql

from crm.core.filters.fields import Asking, Field, Operator, Predicate, Takes, operators
from crm.core.values import Refused

NUMBER_MOST = 10**15

_ASKED = (
    Operator("is", "is", Takes.NUMBER),
    Operator("is_not", "is not", Takes.NUMBER),
    Operator("more_than", "is more than", Takes.NUMBER),
    Operator("less_than", "is less than", Takes.NUMBER),
    Operator("between", "is between", Takes.NUMBERS),
)
_ALWAYS = operators(*_ASKED)
_SOMETIMES = operators(*_ASKED, Operator("is_empty", "is empty", Takes.NOTHING))
_FLAG = operators(Operator("is_true", "is true", Takes.NOTHING), Operator("is_false", "is false", Takes.NOTHING))
_SIGNS: dict[str, LiteralString] = {"is": "=", "is_not": "<>", "more_than": ">", "less_than": "<"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Field):
    """A number: a column, or an expression on the row. `is_optional` when it may be NULL."""

    type = "number"

    column: LiteralString
    is_optional: bool = False

    @property
    def operators(self) -> Mapping[str, Operator]:
        return _SOMETIMES if self.is_optional else _ALWAYS

    def read(self, operator: Operator, raw: Any) -> Any:
        if operator.takes is Takes.NUMBER:
            return _read_number(raw)
        if not isinstance(raw, list) or len(raw) != 2:
            raise Refused("type two numbers, the least and the most.")
        least, most = _read_number(raw[0]), _read_number(raw[1])
        if least > most:
            raise Refused("the least is more than the most.")
        return [least, most]

    def predicate(self, operator: Operator, value: Any, asking: Asking) -> Predicate:
        column = sql.SQL(self.column)
        if operator.key == "is_empty":
            return Predicate(sql.SQL("{} IS NULL").format(column))
        if operator.key == "between":
            within = Predicate(sql.SQL("{} BETWEEN %s AND %s").format(column), tuple(value))
        else:
            sign = sql.SQL(_SIGNS[operator.key])
            within = Predicate(sql.SQL("{} {} %s").format(column, sign), (value,))
        if not self.is_optional:
            return within
        empty = sql.SQL("OR {} IS NULL" if operator.key == "is_not" else "AND {} IS NOT NULL").format(column)
        return Predicate(sql.SQL("({} {})").format(within.condition, empty), within.values)

    def words(self, operator: Operator, value: Any, names: Mapping[int, str]) -> str:
        if operator.key == "is_empty":
            return f"{self.noun} is empty"
        said = " and ".join(_say(one) for one in value) if isinstance(value, list) else _say(value)
        return f"{self.noun} {operator.label} {said}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag(Field):
    """What is so or is not. A NULL counts as not so."""

    type = "boolean"

    column: LiteralString

    @property
    def operators(self) -> Mapping[str, Operator]:
        return _FLAG

    def predicate(self, operator: Operator, value: Any, asking: Asking) -> Predicate:
        form: LiteralString = "{} IS TRUE" if operator.key == "is_true" else "{} IS NOT TRUE"
        return Predicate(sql.SQL(form).format(sql.SQL(self.column)))

    def words(self, operator: Operator, value: Any, names: Mapping[int, str]) -> str:
        return self.noun if operator.key == "is_true" else f"not {self.noun}"


def _read_number(raw: Any) -> int | float:
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not math.isfinite(raw):
        raise Refused("type a number.")
    if abs(raw) > NUMBER_MOST:
        raise Refused("this number is too large.")
    return raw


def _say(number: float) -> str:
    return f"{number:,}"
