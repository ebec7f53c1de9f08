"""What the journal tells of a contact."""

from collections.abc import Mapping
from functools import partial

from crm.accounts.selectors import names_of
from crm.companies.selectors import check_company
from crm.contacts.events import ContactUpdated
from crm.contacts.link_events import LINK_EVENTS
from crm.contacts.selectors.company_links import contact_names
from crm.contacts.selectors.one import check_contact
from crm.core.access import Actor, Permission, requires
from crm.core.paging import PAGE_SIZE
from crm.journal.edits import FieldHistory, history_since
from crm.journal.timeline import TimelinePage, read_timeline


@requires(Permission.TIMELINE_READ)
def list_timeline(
    *, actor: Actor, contact_id: int, kind: str | None = None, cursor: str | None = None, limit: int = PAGE_SIZE
) -> TimelinePage:
    """A page of the contact's timeline. Raises `NotFound`, and what `read_timeline` raises."""
    check_contact(actor, contact_id)
    return read_timeline(contact_id=contact_id, kind=kind, cursor=cursor, limit=limit, name_people=names_of)


@requires(Permission.TIMELINE_READ)
def list_company_timeline(
    *, actor: Actor, company_id: int, kind: str | None = None, cursor: str | None = None, limit: int = PAGE_SIZE
) -> TimelinePage:
    """A page of the company's timeline: what happened to it, and who came to it and left it.

    Raises `NotFound`, and what `read_timeline` raises.
    """
    check_company(actor, company_id)
    return read_timeline(
        company_id=company_id,
        kind=kind,
        cursor=cursor,
        limit=limit,
        name_people=names_of,
        name_contacts=partial(contact_names, actor),
    )


def fields_changed_since(*, contact_id: int, version: int) -> Mapping[str, FieldHistory]:
    """For each field of the contact that was changed after `version`: its history since. By name of the field."""
    return history_since(
        subject="contact",
        subject_id=contact_id,
        version=version,
        events=[ContactUpdated, *LINK_EVENTS],
        name_people=names_of,
    )
