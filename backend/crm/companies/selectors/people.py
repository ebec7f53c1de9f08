"""Who belongs to a company: this room does not know. The room that does says so here, as SQL."""

from dataclasses import dataclass
from typing import LiteralString, Protocol

from crm.core.access import Actor


class PeopleOf(Protocol):
    """Gives a SELECT of the ids of a company's people, those whom `actor` may see; the company goes by the name p."""

    def __call__(self, actor: Actor, *, former: bool) -> LiteralString: ...


@dataclass(slots=True)
class _Teller:
    people_of: PeopleOf | None = None


_teller = _Teller()


def tells_people(people_of: PeopleOf) -> PeopleOf:
    """Makes the function the one that knows who belongs to a company. There is one such room."""
    if _teller.people_of not in {None, people_of}:
        raise RuntimeError("Two rooms say who belongs to a company.")
    _teller.people_of = people_of
    return people_of


def people_of(actor: Actor, *, former: bool = False) -> LiteralString:
    """A SELECT of the ids of the people of the company p; with `former`, of those who have left it."""
    if _teller.people_of is None:
        return "SELECT NULL::bigint WHERE FALSE"
    return _teller.people_of(actor, former=former)
