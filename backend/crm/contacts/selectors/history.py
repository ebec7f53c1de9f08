"""What the journal tells of a contact."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from crm.accounts.selectors import names_of
from crm.contacts.events import ContactUpdated
from crm.contacts.selectors.visibility import check_id, visible_to
from crm.core.access import Actor, ActorKind, Permission, requires
from crm.core.errors import NotFound
from crm.core.paging import PAGE_SIZE
from crm.journal.catalogue import Change
from crm.journal.reading import COLUMNS, published_from
from crm.journal.timeline import TimelinePage, read_timeline

# An edit that was begun longer ago than so many changes sees the values of the oldest of these as the original.
CHANGES_MOST = 500


@dataclass(frozen=True, slots=True)
class FieldHistory:
    """What became of one field: the first change since, the last one, and who made that one."""

    first: Change
    last: Change
    changed_by: str
    changed_at: datetime


@requires(Permission.TIMELINE_READ)
def list_timeline(
    *, actor: Actor, contact_id: int, kind: str | None = None, cursor: str | None = None, limit: int = PAGE_SIZE
) -> TimelinePage:
    """A page of the contact's timeline. Raises `NotFound`, and what `read_timeline` raises."""
    check_id(contact_id)
    with connection.cursor() as reading:
        reading.execute(
            f"SELECT 1 FROM contacts_contact c WHERE c.id = %s AND {visible_to(actor)}",  # noqa: S608 - a constant
            [contact_id],
        )
        if reading.fetchone() is None:
            raise NotFound
    return read_timeline(contact_id=contact_id, kind=kind, cursor=cursor, limit=limit, name_people=names_of)


def fields_changed_since(*, contact_id: int, version: int) -> Mapping[str, FieldHistory]:
    """For each field of the contact that was changed after `version`: its history since. By name of the field."""
    with connection.cursor() as reading:
        reading.execute(
            f"SELECT {COLUMNS} FROM journal_event e WHERE e.contact_id = %s AND e.name = %s "  # noqa: S608 - a constant
            "AND (e.data->>'version')::int > %s ORDER BY e.id DESC LIMIT %s",
            [contact_id, ContactUpdated.name, version, CHANGES_MOST],
        )
        events = [published_from(row) for row in reversed(reading.fetchall())]
    names = names_of(event.actor_id for event in events if event.actor_kind == ActorKind.USER)
    history: dict[str, FieldHistory] = {}
    for event in events:
        by = names.get(event.actor_id or 0) or event.actor_name
        for field, change in event.event.changes().items():
            before = history.get(field)
            history[field] = FieldHistory(
                first=before.first if before else change, last=change, changed_by=by, changed_at=event.at
            )
    return history
