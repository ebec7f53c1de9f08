"""Views follow records that become others: a filter by a tag that was merged names the tag that it is now."""

import uuid
from typing import Any

from django.db import connection
from psycopg import sql

from crm.core.access import Actor
from crm.journal.catalogue import Change
from crm.journal.edits import differences
from crm.journal.publishing import publish
from crm.journal.reading import COLUMNS, published_from
from crm.views.events import ViewUpdated
from crm.views.models import View
from crm.views.selectors import NAMES_RECORD
from crm.views.services.stored import stored_from, value_of, write_fields


def replace_in_views(actor: Actor, *, subject: str, field: str, before: int, after: int, change_id: uuid.UUID) -> int:
    """Writes `after` for `before` in everybody's filters by `field`. Returns how many views it changed.

    For the room whose record became another one, inside its transaction and as part of its change `change_id`.
    Publishes `view.updated`, to be taken back by `take_back_replacement` alone.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("SELECT v.id FROM views_view v WHERE {} ORDER BY v.id FOR UPDATE").format(NAMES_RECORD),
            {"subject": subject, "field": field, "id": before},
        )
        ids = [row[0] for row in cursor.fetchall()]
    events: list[ViewUpdated] = []
    for view in View.objects.filter(pk__in=ids).order_by("pk"):
        tree = _replaced(view.filter, field, before, after)
        stored = stored_from(actor, view)
        different = differences(stored.values, {"filter": value_of(actor, subject, "filter", tree)})
        if different:
            events.append(_updated(view, write_fields(stored, different), different))
    publish(*events, actor=actor, change_id=change_id)
    return len(events)


def _replaced(node: Any, field: str, before: int, after: int) -> Any:
    """The tree with `after` in the place of `before`; once, where both stood."""
    for join in ("all", "any"):
        if join in node:
            return {join: [_replaced(member, field, before, after) for member in node[join]]}
    if node["field"] != field or not isinstance(node.get("value"), list):
        return node
    return {**node, "value": list(dict.fromkeys(after if one == before else one for one in node["value"]))}


def take_back_replacement(actor: Actor, *, replaced: uuid.UUID, change_id: uuid.UUID) -> None:
    """Gives views the filters that they had before the change `replaced`, as part of its undo `change_id`.

    Filters that were changed since stay as they are: whoever did so saw what they name now. Publishes `view.updated`.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {COLUMNS} FROM journal_event e WHERE e.change_id = %s AND e.name = %s ORDER BY e.id",  # noqa: S608 - constants
            [replaced, ViewUpdated.name],
        )
        told = [published_from(row).event for row in cursor.fetchall()]
    past = {event.subject_id: event for event in told if isinstance(event, ViewUpdated) and event.is_consequence}
    events: list[ViewUpdated] = []
    for view in View.objects.select_for_update().filter(pk__in=past).order_by("pk"):
        change = past[view.pk].fields["filter"]
        if view.filter == change.after:
            stored = stored_from(actor, view)
            back = differences(stored.values, {"filter": value_of(actor, view.subject, "filter", change.before)})
            events.append(_updated(view, write_fields(stored, back), back))
    publish(*events, actor=actor, change_id=change_id)


def _updated(view: View, version: int, fields: dict[str, Change]) -> ViewUpdated:
    return ViewUpdated(subject_id=view.pk, view=view.name, version=version, fields=fields, is_consequence=True)
