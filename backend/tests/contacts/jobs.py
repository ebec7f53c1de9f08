"""Short ways to the companies that people belong to, and to what became of it."""

import uuid
from datetime import date, timedelta
from typing import Any

from crm.companies.models import Company
from crm.contacts import services
from crm.contacts.models import Contact, ContactCompany
from crm.contacts.selectors import list_company_timeline, list_contact_companies
from crm.contacts.services import ContactCompaniesChanged
from crm.core import clock
from crm.core.access import Actor
from crm.journal.undo import undo_change

TODAY = clock.today("UTC")
SOON = TODAY + timedelta(days=30)
LAST_YEAR = TODAY - timedelta(days=365)
Link = tuple[str, str, date | None, date | None, bool]


def add(actor: Actor, contact_id: int, company: str, **given: Any) -> ContactCompaniesChanged:
    return services.add_contact_company(actor=actor, contact_id=contact_id, company=company, **given)


def change(actor: Actor, contact_id: int, link_id: int, **changes: Any) -> ContactCompaniesChanged:
    return services.update_contact_company(actor=actor, contact_id=contact_id, link_id=link_id, changes=changes)


def remove(actor: Actor, contact_id: int, link_id: int) -> ContactCompaniesChanged:
    return services.remove_contact_company(actor=actor, contact_id=contact_id, link_id=link_id)


def undo(actor: Actor, change_id: uuid.UUID | None) -> uuid.UUID:
    assert change_id is not None
    return undo_change(actor=actor, change_id=change_id).change_id


def links(actor: Actor, contact_id: int) -> list[Link]:
    return [
        (link.company.name, link.role, link.started_on, link.ended_on, link.is_primary)
        for link in list_contact_companies(actor=actor, contact_id=contact_id)
    ]


def link_of(actor: Actor, contact_id: int, company: str) -> int:
    return next(
        link.link_id
        for link in list_contact_companies(actor=actor, contact_id=contact_id)
        if link.company.name == company
    )


def rows(contact_id: int) -> list[tuple[Any, ...]]:
    """The table itself, ids and all."""
    return list(ContactCompany.objects.filter(contact_id=contact_id).order_by("id").values_list())


def company_named(name: str) -> int:
    return Company.objects.get(name=name).pk


def kept(contact_id: int) -> tuple[str | None, list[str]]:
    """What the contact's own row says: the primary company, and all present ones."""
    contact = Contact.objects.select_related("company").get(pk=contact_id)
    names = dict(Company.objects.values_list("pk", "name"))
    return contact.company.name if contact.company else None, sorted(names[number] for number in contact.company_ids)


def told(actor: Actor, name: str) -> list[str]:
    """The company's timeline, newest first."""
    page = list_company_timeline(actor=actor, company_id=company_named(name))
    return [entry.text for group in page.items for entry in group.entries]
