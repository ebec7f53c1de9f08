"""Which sorts of records can be filtered, and by which fields: rooms say so in their modules `filters.py`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import LiteralString

from crm.core.access import Permission
from crm.core.errors import NotFound
from crm.core.filters.fields import Field, Predicate, Visible


@dataclass(frozen=True, slots=True)
class Subject:
    """A sort of record. Its table has the columns `id`, `search` (see core/search.py) and `archived_at`."""

    key: str
    table: LiteralString
    permission: Permission
    # The condition on records, by the name c, that all reads start from.
    visible_to: Visible
    # By what its list can be sorted, as the API names it.
    sorts: tuple[str, ...] = ()
    # What `q` finds, where that is more than the column `search` holds; None when it looks for nothing.
    found_by: Callable[[str], Predicate | None] | None = None
    # In which ways it can be laid out, when there are several; the first is the list's own.
    layouts: tuple[str, ...] = ()
    fields: dict[str, Field] = field(default_factory=dict)


SUBJECTS: dict[str, Subject] = {}


def register_subject(subject: Subject, *fields: Field) -> None:
    """Lets records of a sort be filtered by `fields`, offered in this order."""
    if SUBJECTS.setdefault(subject.key, subject) is not subject:
        raise RuntimeError(f"Two sorts of records are named {subject.key}.")
    register_fields(subject.key, *fields)


def register_fields(subject: str, *fields: Field) -> None:
    """Adds fields to a subject of a room below: those that only this room knows how to look up."""
    known = SUBJECTS[subject].fields
    for one in fields:
        if one.key in known:
            raise RuntimeError(f"Two fields of {subject} are named {one.key}.")
        known[one.key] = one


def subject_of(key: str) -> Subject:
    """The sort of record named `key`. Raises `NotFound`."""
    if key not in SUBJECTS:
        raise NotFound
    return SUBJECTS[key]
