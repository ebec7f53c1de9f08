"""Links to other records: tags and companies by the arrays of ids on the row itself, people and others by a column."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, LiteralString

from psycopg import sql

from crm.core.filters.fields import ME, Asking, Field, NameRecords, Operator, Predicate, Takes, operators, predicate
from crm.core.values import Refused

IDS_MOST = 100
BIGINT_MOST = 2**63 - 1
INTEGER_MOST = 2**31 - 1

_EMPTINESS = (
    Operator("is_empty", "is empty", Takes.NOTHING),
    Operator("is_not_empty", "is not empty", Takes.NOTHING),
)
_SET = operators(
    Operator("has_any", "is any of", Takes.IDS),
    Operator("has_all", "is all of", Takes.IDS),
    Operator("has_none", "is none of", Takes.IDS),
    *_EMPTINESS,
)
_LINK = operators(
    Operator("any_of", "is any of", Takes.IDS),
    Operator("none_of", "is none of", Takes.IDS),
    *_EMPTINESS,
)
_NEGATIONS = {"has_none", "none_of"}
# What an operator is called when it is given one record alone.
_ALONE = {"has_any": "is", "has_all": "is", "has_none": "is not", "any_of": "is", "none_of": "is not"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ids(Field):
    """A field whose values are ids. `named` gives their names, `offered` the address that offers them."""

    column: LiteralString
    named: NameRecords
    offered: str
    most: int = BIGINT_MOST
    # Whether a list may hold "me".
    is_person: bool = False
    # Where the label is one: "created by" Ada, instead of created by "is" Ada.
    verb: str = ""

    @property
    def suggest(self) -> str | None:
        return self.offered

    @property
    def names(self) -> NameRecords | None:
        return self.named

    def read(self, operator: Operator, raw: Any) -> list[int | str]:
        if not isinstance(raw, list):
            raise Refused("choose from the list (ids).")
        if not raw:
            raise Refused("choose at least one.")
        if len(raw) > IDS_MOST:
            raise Refused(f"choose {IDS_MOST} at the most.")
        for one in raw:
            if not self._is_id(one):
                form = f"ids are whole numbers up to {self.most}{' or the word “me”' if self.is_person else ''}."
                raise Refused(form)
        return list(dict.fromkeys(raw))

    def _is_id(self, one: Any) -> bool:
        if isinstance(one, str):
            return self.is_person and one == ME
        return type(one) is int and 0 < one <= self.most

    def words(self, operator: Operator, value: Any, names: Mapping[int, str]) -> str:
        is_empty = operator.key == "is_empty"
        if operator.takes is Takes.NOTHING:
            if self.verb:
                return f"{self.verb} {'nobody' if is_empty else 'somebody'}"
            return f"has no {self.noun}" if is_empty else f"has {self.noun_with_article}"
        said = ", ".join(self.name_of(one, names) for one in value)
        if not self.verb:
            return f"{self.noun} {_ALONE[operator.key] if len(value) == 1 else operator.label} {said}"
        several = "" if len(value) == 1 else "any of "
        return f"{'not ' if operator.key in _NEGATIONS else ''}{self.verb} {several}{said}"

    def name_of(self, one: int | str, names: Mapping[int, str]) -> str:
        """What the record is called; one that is gone is said to be."""
        if isinstance(one, str):
            return one
        return names.get(one, f"a deleted {self.thing}")

    @property
    def thing(self) -> str:
        """What a record behind an id is."""
        return "person" if self.is_person else self.noun


@dataclass(frozen=True, slots=True, kw_only=True)
class IdSet(Ids):
    """Any number of records, as an array of ids, empty where there are none, never NULL. `element` is its type."""

    type = "set"

    element: LiteralString = "bigint"

    @property
    def operators(self) -> Mapping[str, Operator]:
        return _SET

    def predicate(self, operator: Operator, value: Any, asking: Asking) -> Predicate:
        match operator.key:
            case "has_any" | "any_of":
                return self._array("{column} && %s::{element}[]", list(value))
            case "has_all":
                return self._array("{column} @> %s::{element}[]", list(value))
            case "has_none" | "none_of":
                return self._array("NOT ({column} && %s::{element}[])", list(value))
            case "is_empty":
                return self._array("{column} = '{{}}'")
        return self._array("{column} <> '{{}}'")

    def _array(self, condition: LiteralString, *values: Any) -> Predicate:
        written = sql.SQL(condition).format(column=sql.SQL(self.column), element=sql.SQL(self.element))
        return Predicate(written, values)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkSet(IdSet):
    """An array of ids that is asked for as a link is: any of them counts."""

    type = "link"

    @property
    def operators(self) -> Mapping[str, Operator]:
        return _LINK


@dataclass(frozen=True, slots=True, kw_only=True)
class Link(Ids):
    """One record, or none (NULL). With `is_person`, "me" is whoever looks; nobody when that is no person."""

    type = "link"

    @property
    def operators(self) -> Mapping[str, Operator]:
        return _LINK

    def predicate(self, operator: Operator, value: Any, asking: Asking) -> Predicate:
        match operator.key:
            case "is_empty":
                return self._column("{} IS NULL")
            case "is_not_empty":
                return self._column("{} IS NOT NULL")
        ids = [asking.user_id if one == ME else one for one in value]
        present = [one for one in ids if one is not None]
        is_negated = operator.key == "none_of"
        if not present:
            return predicate("TRUE" if is_negated else "FALSE")
        if is_negated:
            return Predicate(
                sql.SQL("({column} IS NULL OR {column} <> ALL(%s::bigint[]))").format(column=sql.SQL(self.column)),
                (present,),
            )
        if len(present) == 1:
            return self._column("{} = %s::bigint", present[0])
        return self._column("{} = ANY(%s::bigint[])", present)

    def _column(self, condition: LiteralString, *values: Any) -> Predicate:
        return Predicate(sql.SQL(condition).format(sql.SQL(self.column)), values)
