"""What the journal tells of a contact."""

from collections.abc import Mapping

from django.db import connection

from crm.accounts.selectors import names_of
from crm.contacts.events import ContactUpdated
from crm.contacts.selectors.visibility import check_id, visible_to
from crm.core.access import Actor, Permission, requires
from crm.core.errors import NotFound
from crm.core.paging import PAGE_SIZE
from crm.journal.edits import FieldHistory, history_since
from crm.journal.timeline import TimelinePage, read_timeline


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
    return history_since(
        subject="contact", subject_id=contact_id, version=version, events=[ContactUpdated], name_people=names_of
    )
