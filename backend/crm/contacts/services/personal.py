"""All that is kept of one person, for the person to have."""

from typing import Any

from django.db import transaction

from crm.accounts.selectors import names_of
from crm.contacts.events import PersonalDataExported
from crm.contacts.selectors import read_contact
from crm.contacts.services.identity import person_of
from crm.contacts.services.stored import lock_contact
from crm.core import clock
from crm.core.access import Actor, Permission, requires
from crm.core.erasure import tell_everything
from crm.core.paging import PAGE_SIZE_MOST
from crm.journal.publishing import publish
from crm.journal.timeline import read_timeline


@requires(Permission.CONTACTS_EXPORT)
@transaction.atomic
def get_personal_data(*, actor: Actor, contact_id: int) -> dict[str, Any]:
    """What is kept of the person: fields, tags, what happened and when, and what each room adds (`erasing.py`).

    Publishes `contact.personal_data_exported` (audited). Raises `NotFound`.
    """
    person = person_of(lock_contact(actor, contact_id))
    told = {
        "exported_at": clock.now(),
        "contact": read_contact(actor, contact_id),
        "known_by": {
            "names": person.name_parts,
            "emails": person.emails,
            "phones": [*person.phones, *person.numbers],
        },
        "timeline": _timeline(contact_id),
        **tell_everything(person),
    }
    publish(PersonalDataExported(subject_id=contact_id), actor=actor)
    return told


def _timeline(contact_id: int) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = []
    cursor: str | None = None
    while True:
        page = read_timeline(contact_id=contact_id, cursor=cursor, limit=PAGE_SIZE_MOST, name_people=names_of)
        entries += [
            {
                "at": entry.at,
                "by": group.actor.name,
                "via": group.actor.via,
                "what": entry.text,
                "changes": [
                    {"field": change.label, "before": change.before, "after": change.after} for change in entry.changes
                ],
            }
            for group in page.items
            for entry in group.entries
        ]
        cursor = page.next_cursor
        if cursor is None:
            return entries
