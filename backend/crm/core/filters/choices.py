"""Words from a list that is known beforehand: a status, a source, a currency."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, LiteralString

from psycopg import sql

from crm.core.filters.fields import Asking, Field, Operator, Predicate, Takes, operators
from crm.core.values import Refused

_OPERATORS = operators(Operator("any_of", "is any of", Takes.CHOICES), Operator("none_of", "is none of", Takes.CHOICES))


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Field):
    """A column that holds one of `choices` (what is stored, what people call it), never NULL."""

    type = "choice"

    column: LiteralString
    choices: tuple[tuple[str, str], ...]

    @property
    def operators(self) -> Mapping[str, Operator]:
        return _OPERATORS

    @property
    def offers(self) -> Sequence[tuple[str, str]] | None:
        return self.choices

    def read(self, operator: Operator, raw: Any) -> list[str]:
        known = dict(self.choices)
        if not isinstance(raw, list) or not raw:
            raise Refused("choose at least one of the list.")
        if len(raw) > len(known) or not all(isinstance(one, str) and one in known for one in raw):
            shown = [value for value, _ in self.choices[:10]]
            raise Refused(f"choose from {', '.join(shown)}{' …' if len(known) > len(shown) else ''}, each once.")
        return list(dict.fromkeys(raw))

    def predicate(self, operator: Operator, value: Any, asking: Asking) -> Predicate:
        form: LiteralString = "{} <> ALL(%s::text[])" if operator.key == "none_of" else "{} = ANY(%s::text[])"
        return Predicate(sql.SQL(form).format(sql.SQL(self.column)), (list(value),))

    def words(self, operator: Operator, value: Any, names: Mapping[int, str]) -> str:
        known = dict(self.choices)
        said = ", ".join(known[one] for one in value)
        alone = "is not" if operator.key == "none_of" else "is"
        return f"{self.noun} {alone if len(value) == 1 else operator.label} {said}"
