"""A view as it stands, locked for a change; its fields as the journal compares them; and the writing of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from psycopg import sql
from psycopg.types.json import Jsonb

from crm.accounts.actors import person_id
from crm.core.access import Actor, Permission
from crm.core.errors import InvalidInput, NotAllowed, NotFound
from crm.core.filters import subject_of, words_of
from crm.journal.catalogue import Change
from crm.journal.edits import Value
from crm.views.errors import NotYourView
from crm.views.models import View

BIGINT_MOST = 2**63 - 1
FIELDS = ("name", "filter", "q", "sort", "columns", "layout", "is_shared")


@dataclass(frozen=True, slots=True)
class StoredView:
    """A locked view. `values` holds what people edit, by name of the field."""

    id: int
    owner_id: int
    subject: str
    version: int
    values: Mapping[str, Value]

    @property
    def name(self) -> str:
        """What it is called."""
        return str(self.values["name"].kept)

    @property
    def is_shared(self) -> bool:
        """Whether everybody sees it."""
        return bool(self.values["is_shared"].kept)


def value_of(actor: Actor, subject: str, field: str, kept: Any) -> Value:
    """A field's value, with the words that people read."""
    match field:
        case "filter":
            return Value(kept, _words(actor, subject, kept) if kept else None)
        case "columns":
            return Value(kept, ", ".join(kept))
        case "is_shared":
            return Value(kept, "shared" if kept else "private")
    return Value(kept)


def _words(actor: Actor, subject: str, tree: Mapping[str, Any]) -> str:
    try:
        return words_of(actor=actor, subject=subject, filter=tree)
    except (InvalidInput, NotAllowed):
        # Stored before a field was done away with.
        return "a filter that can't be read any more"


def lock_view(actor: Actor, view_id: int) -> StoredView:
    """The view, which no other transaction changes until this one ends, when the actor may change it.

    Its owner may, and who manages views when it is shared. Raises `NotFound`, `NotYourView`.
    """
    person = person_id(actor)
    view = View.objects.select_for_update(of=("self",)).filter(pk=view_id).first() if _is_id(view_id) else None
    if view is None or not (view.owner_id == person or view.is_shared):
        raise NotFound
    if not actor.may(subject_of(view.subject).permission):
        raise NotFound
    if view.owner_id != person and not actor.may(Permission.VIEWS_MANAGE):
        raise NotYourView
    return stored_from(actor, view)


def _is_id(view_id: int) -> bool:
    return 0 < view_id <= BIGINT_MOST


def stored_from(actor: Actor, view: View) -> StoredView:
    """The view, once it is locked."""
    return StoredView(
        id=view.pk,
        owner_id=view.owner_id,
        subject=view.subject,
        version=view.version,
        values={field: value_of(actor, view.subject, field, getattr(view, field)) for field in FIELDS},
    )


def write_fields(stored: StoredView, changes: Mapping[str, Change]) -> int:
    """Writes the values after `changes` of a locked view and raises its version, which is returned."""
    columns = {field: _column(field, change.after) for field, change in changes.items()}
    setters = [sql.SQL("{} = %s").format(sql.Identifier(column)) for column in columns]
    query = sql.SQL("UPDATE views_view SET {} WHERE id = %s RETURNING version").format(
        sql.SQL(", ").join([*setters, sql.SQL("version = version + 1"), sql.SQL("updated_at = now()")])
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [*columns.values(), stored.id])
        (version,) = cursor.fetchone() or (stored.version + 1,)
    return int(version)


def _column(field: str, kept: Any) -> Any:
    return Jsonb(kept) if field == "filter" and kept is not None else kept


def check_may_share(actor: Actor) -> None:
    """Raises `NotAllowed` when what everybody sees is not the actor's to decide."""
    if not actor.may(Permission.VIEWS_SHARE):
        raise NotAllowed(Permission.VIEWS_SHARE)
