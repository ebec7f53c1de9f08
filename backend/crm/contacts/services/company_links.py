"""Linking contacts and companies, one link at a time: role, start and end, and which of them is the primary one."""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

import msgspec
from django.db import connection, transaction

from crm.companies.services import get_or_create_company, lock_live_companies
from crm.contacts.errors import ContactIsArchived
from crm.contacts.selectors import read_contact
from crm.contacts.selectors.company_links import CompanyLink, read_links
from crm.contacts.selectors.rows import Contact
from crm.contacts.selectors.visibility import check_id
from crm.contacts.services.link_rows import Links, StoredLink, links_of, write_links
from crm.contacts.services.stored import StoredContact, lock_contact, write_columns
from crm.core import clock
from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput, NotFound
from crm.core.rows import Ref
from crm.core.values import Refused, clean_line
from crm.journal.catalogue import Change
from crm.journal.publishing import publish

ROLE_MOST = 100
CURRENT_MOST = 50
LINKS_MOST = 200


class ContactCompaniesChanged(msgspec.Struct, frozen=True):
    """The contact and its links after a change, and the change's id for its undo: None when there was nothing to do."""

    contact: Contact
    links: list[CompanyLink]
    change_id: uuid.UUID | None


@requires(Permission.CONTACTS_WRITE)
@transaction.atomic
def add_contact_company(
    *,
    actor: Actor,
    contact_id: int,
    company: str | None = None,
    company_id: int | None = None,
    role: str = "",
    started_on: date | None = None,
    ended_on: date | None = None,
    is_primary: bool | None = None,
) -> ContactCompaniesChanged:
    """Links the contact to a company, by its name (made when there is none) or by its id; with an end, to a former one.

    The first present link is the primary one unless `is_primary` says otherwise; a new primary one takes the place of
    the one so far, which stays. Publishes `contact.company_linked`, and `contact.company_changed` for the former
    primary. Raises `NotFound`, `ContactIsArchived`, `InvalidInput`.
    """
    change_id = uuid.uuid4()
    cleaned = _clean({"role": role, "started_on": started_on, "ended_on": ended_on})
    _check_days(actor, started_on, ended_on)
    if is_primary and ended_on is not None:
        raise InvalidInput(fields={"is_primary": ["Only a company that the person still belongs to can be primary."]})
    found = _company(actor, company, company_id, change_id)
    stored = _lock_live(actor, contact_id)
    links = links_of(contact_id)
    if ended_on is None and links.current_at(found.id) is not None:
        raise InvalidInput(fields={"company": [f"This person belongs to {found.name} already."]})
    if len(links.current) >= CURRENT_MOST or len(links.rows) >= LINKS_MOST:
        raise InvalidInput(fields={"company": [f"At most {CURRENT_MOST} companies."]})
    if is_primary is None:
        is_primary = ended_on is None and links.primary is None
    if is_primary and (former := links.primary) is not None:
        links.change(former, is_primary=False)
    links.add(found, **cleaned, is_primary=is_primary)
    return _tell(actor, stored, links, change_id)


@requires(Permission.CONTACTS_WRITE)
@transaction.atomic
def update_contact_company(
    *, actor: Actor, contact_id: int, link_id: int, changes: Mapping[str, Any]
) -> ContactCompaniesChanged:
    """Changes the role, start, end or being primary of a link; an end of None opens it again.

    When the primary link ends, the one that has stood longest of those that are left becomes primary. Publishes
    `contact.company_changed` for each link that is another since. Raises `NotFound`, `ContactIsArchived`,
    `InvalidInput`.
    """
    cleaned = _clean(changes)
    _lock_company_of(contact_id, link_id)
    stored = _lock_live(actor, contact_id)
    links = links_of(contact_id)
    link = _link(links, link_id)
    wanted = link.values() | cleaned
    _check_days(actor, wanted["started_on"], wanted["ended_on"])
    if wanted["ended_on"] is not None:
        if cleaned.get("is_primary"):
            raise InvalidInput(
                fields={"is_primary": ["Only a company that the person still belongs to can be primary."]}
            )
        wanted["is_primary"] = False
    elif not link.is_current and links.current_at(link.company.id) is not None:
        raise InvalidInput(fields={"ended_on": [f"This person belongs to {link.company.name} already."]})
    if wanted["is_primary"] and (former := links.primary) is not None and former.id != link.id:
        links.change(former, is_primary=False)
    links.change(link, **wanted)
    if link.is_primary and wanted["ended_on"] is not None:
        _promote(links)
    return _tell(actor, stored, links, uuid.uuid4())


@requires(Permission.CONTACTS_WRITE)
@transaction.atomic
def remove_contact_company(*, actor: Actor, contact_id: int, link_id: int) -> ContactCompaniesChanged:
    """Takes away a link that should not have been; a job that ended is kept, with its end.

    When it was the primary one, the one that has stood longest of those that are left becomes primary. Publishes
    `contact.company_unlinked`, and `contact.company_changed` for the new primary. Raises `NotFound`,
    `ContactIsArchived`.
    """
    _lock_company_of(contact_id, link_id)
    stored = _lock_live(actor, contact_id)
    links = links_of(contact_id)
    link = _link(links, link_id)
    links.remove(link)
    if link.is_primary:
        _promote(links)
    return _tell(actor, stored, links, uuid.uuid4())


def _company(actor: Actor, name: str | None, company_id: int | None, change_id: uuid.UUID) -> Ref:
    if (name is None) == (company_id is None):
        raise InvalidInput(fields={"company": ["Give the company's name or its id."]})
    if company_id is not None:
        by_id = lock_live_companies([company_id]).get(company_id)
        if by_id is None:
            raise InvalidInput(fields={"company_id": ["There is no such company, or it is in the trash."]})
        return by_id
    by_name = get_or_create_company(actor=actor, name=name or "", change_id=change_id)
    if by_name is None:
        raise InvalidInput(fields={"company": ["Which company?"]})
    return by_name


def _lock_company_of(contact_id: int, link_id: int) -> None:
    """Locks the company of a link before its contact. Raises `NotFound` when it is in the trash, its links hidden."""
    check_id(contact_id)
    check_id(link_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT company_id FROM contacts_contactcompany WHERE id = %s AND contact_id = %s", [link_id, contact_id]
        )
        row = cursor.fetchone()
    if row is None or not lock_live_companies([row[0]]):
        raise NotFound


def _lock_live(actor: Actor, contact_id: int) -> StoredContact:
    stored = lock_contact(actor, contact_id)
    if stored.archived_at is not None:
        raise ContactIsArchived
    return stored


def _link(links: Links, link_id: int) -> StoredLink:
    link = links.rows.get(link_id)
    if link is None:
        raise NotFound
    return link


def _promote(links: Links) -> None:
    if links.primary is None and links.current:
        links.change(links.current[0], is_primary=True)


def _clean(given: Mapping[str, Any]) -> dict[str, Any]:
    cleaned = {field: value for field, value in given.items() if field != "is_primary" or value is not None}
    if "role" in cleaned:
        try:
            cleaned["role"] = clean_line(cleaned["role"] or "", most=ROLE_MOST)
        except Refused as refused:
            raise InvalidInput(fields={"role": [str(refused)]}) from refused
    return cleaned


def _check_days(actor: Actor, started_on: date | None, ended_on: date | None) -> None:
    if ended_on is not None and ended_on > clock.today(actor.time_zone):
        # A link with an end is a former one from this moment on.
        raise InvalidInput(fields={"ended_on": ["The end can't lie in the future."]})
    if started_on is not None and ended_on is not None and ended_on < started_on:
        raise InvalidInput(fields={"ended_on": ["The end can't be before the start."]})


def _tell(actor: Actor, stored: StoredContact, links: Links, change_id: uuid.UUID) -> ContactCompaniesChanged:
    if links.events:
        publish(*finished(stored, links), actor=actor, change_id=change_id)
    return ContactCompaniesChanged(
        contact=read_contact(actor, stored.id),
        links=read_links(stored.id),
        change_id=change_id if links.events else None,
    )


def finished(stored: StoredContact, links: Links) -> list[Any]:
    """Writes `links`. Their events, with the contact's new version; the last one tells of its primary company."""
    write_links([links])
    version = write_columns(stored, {})
    before, after = stored.values["company"], links.primary
    change = None
    if before.kept != (after.company.id if after else None):
        change = Change(
            before=before.kept,
            after=after.company.id if after else None,
            before_text=before.text,
            after_text=after.company.name if after else None,
        )
    last = len(links.events) - 1
    return [
        msgspec.structs.replace(event, version=version, primary=change if position == last else None)
        for position, event in enumerate(links.events)
    ]
