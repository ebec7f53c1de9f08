"""From a filter to SQL: constant text, with every value apart from it."""

from collections.abc import Mapping, Sequence
from typing import Any

from psycopg import sql

from crm.core.access import Actor
from crm.core.errors import NotAllowed
from crm.core.filters.fields import Asking, Predicate, asking_of
from crm.core.filters.grammar import Condition, Filter, Group, read_filter
from crm.core.filters.registry import subject_of
from crm.core.listing import Where
from crm.core.search import condition_of, read_terms


def predicate_of(actor: Actor, checked: Filter) -> Predicate:
    """The condition that records meet, by the name c, for `actor` at this moment."""
    return _group(checked.root, asking_of(actor)) or Predicate(sql.SQL("TRUE"))


def _group(group: Group, asking: Asking) -> Predicate | None:
    parts = [part for node in group.nodes if (part := _node(node, asking)) is not None]
    if not parts:
        # An empty group says nothing.
        return None
    if len(parts) == 1:
        return parts[0]
    joined = sql.SQL(" OR " if group.is_any else " AND ").join([part.condition for part in parts])
    return Predicate(sql.SQL("({})").format(joined), tuple(value for part in parts for value in part.values))


def _node(node: Group | Condition, asking: Asking) -> Predicate | None:
    if isinstance(node, Group):
        return _group(node, asking)
    return node.field.predicate(node.operator, node.value, asking)


def narrowed(
    actor: Actor,
    *,
    subject: str,
    q: str = "",
    filter: str | Mapping[str, Any] | None = None,  # noqa: A002 - the API's name
) -> Where:
    """The condition on records that the actor may see, that `q` finds and `filter` lets through.

    Raises `NotFound` for a subject that is none, `InvalidInput` with the field `filter`.
    """
    found = subject_of(subject)
    parts = [Predicate(sql.SQL(found.visible_to(actor)))]
    checked = read_filter(subject, filter)
    if checked is not None:
        parts.append(predicate_of(actor, checked))
    # Where no index answers, conditions are looked at in this order: looking for words costs the most.
    looked_for = found.found_by(q) if found.found_by else _searched(q)
    if looked_for is not None:
        parts.append(looked_for)
    return Where(
        sql.SQL(" AND ").join([part.condition for part in parts]),
        [value for part in parts for value in part.values],
        is_narrow=len(parts) > 1,
        bounds=_bounds(actor, checked) if checked else {},
    )


def _searched(q: str) -> Predicate | None:
    terms = read_terms(q)
    if not terms:
        return None
    condition, values = condition_of(terms)
    return Predicate(condition, tuple(values))


def _bounds(actor: Actor, checked: Filter) -> dict[str, tuple[sql.Composable, Sequence[Any]]]:
    """Conditions that all records meet and that bound a column, by the column's name."""
    if checked.root.is_any:
        return {}
    asking = asking_of(actor)
    found: dict[str, list[Predicate]] = {}
    for node in checked.root.nodes:
        if isinstance(node, Condition) and (column := node.field.bounded(node.operator)):
            name = column.removeprefix("c.")
            found.setdefault(name, []).append(node.field.predicate(node.operator, node.value, asking))
    return {
        name: (
            sql.SQL(" AND ").join([part.condition for part in parts]),
            [value for part in parts for value in part.values],
        )
        for name, parts in found.items()
    }


def matching(
    *,
    actor: Actor,
    subject: str,
    q: str = "",
    filter: str | Mapping[str, Any] | None = None,  # noqa: A002 - the API's name
    archived: bool = False,
) -> tuple[sql.Composable, Sequence[Any]]:
    """The statement, and its values, whose one column is the ids of what a list with the same arguments shows.

    For a room that writes them somewhere: INSERT INTO … SELECT id FROM (statement) AS matching.
    Raises `NotFound` for a subject that is none, `NotAllowed`, `InvalidInput`.
    """
    found = subject_of(subject)
    if not actor.may(found.permission):
        raise NotAllowed(found.permission)
    where = narrowed(actor, subject=subject, q=q, filter=filter)
    statement = sql.SQL("SELECT c.id FROM {} c WHERE c.archived_at {} AND {}").format(
        sql.Identifier(found.table), sql.SQL("IS NOT NULL" if archived else "IS NULL"), where.condition
    )
    return statement, where.values
