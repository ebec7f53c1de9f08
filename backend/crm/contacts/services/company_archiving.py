"""Archiving, restoring and deleting companies: here and not in their own room, since people's links go along.

Links are hidden with the company and come back with it; no person is archived.

Locks go from companies to contacts, as everywhere.
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import connection, transaction

from crm.companies.errors import CompanyIsNotArchived
from crm.companies.events import CompanyArchived, CompanyDeleted, CompanyRestored
from crm.companies.selectors import read_company
from crm.companies.services import CompanyChanged
from crm.companies.services.archiving import destroy, put_in_trash, take_from_trash
from crm.companies.services.stored import StoredCompany, lock_companies
from crm.contacts.link_events import ContactCompanyArchived, ContactCompanyRestored
from crm.contacts.selectors.visibility import BIGINT_MOST
from crm.core.access import Actor, Permission, requires
from crm.core.errors import NotFound, Refusal
from crm.journal.catalogue import Event
from crm.journal.publishing import publish, publish_many

_SHOW = """
    UPDATE contacts_contactcompany AS l
    SET is_hidden = FALSE, is_primary = l.is_primary AND NOT EXISTS (
        SELECT 1 FROM contacts_contactcompany o
        WHERE o.contact_id = l.contact_id AND o.is_primary AND NOT o.is_hidden)
    WHERE l.company_id = %s AND l.is_hidden
    RETURNING l.contact_id, l.ended_on IS NULL
"""


@dataclass(frozen=True, slots=True)
class CompaniesChanged:
    """What became of many companies: the changes by company, and those that were refused with the reason."""

    changes: dict[int, uuid.UUID] = field(default_factory=dict)
    refused: dict[int, Refusal] = field(default_factory=dict)


@requires(Permission.COMPANIES_WRITE)
@transaction.atomic
def archive_company(*, actor: Actor, company_id: int) -> CompanyChanged:
    """Moves the company to the trash and hides its people's links to it. One that is there already stays as it is.

    Publishes `company.archived`, and `contact.company_archived` for each person who belongs to it. Raises `NotFound`.
    """
    stored = _lock_one(actor, company_id)
    if stored.archived_at is not None:
        return CompanyChanged(company=read_company(actor, company_id), change_id=None)
    change_id = publish(*hide(actor, [stored])[stored.id], actor=actor)
    return CompanyChanged(company=read_company(actor, company_id), change_id=change_id)


@requires(Permission.COMPANIES_WRITE)
@transaction.atomic
def restore_company(*, actor: Actor, company_id: int) -> CompanyChanged:
    """Brings the company back from the trash, and its people's links. One that is not there stays as it is.

    A link that was the primary one is that again unless the person has another primary company by now. Publishes
    `company.restored` and `contact.company_restored`. Raises `NotFound`, `CompanyExists` when its name has been taken.
    """
    stored = _lock_one(actor, company_id)
    if stored.archived_at is None:
        return CompanyChanged(company=read_company(actor, company_id), change_id=None)
    change_id = publish(*show(stored), actor=actor)
    return CompanyChanged(company=read_company(actor, company_id), change_id=change_id)


@requires(Permission.COMPANIES_DELETE)
@transaction.atomic
def delete_company(*, actor: Actor, company_id: int) -> uuid.UUID:
    """Destroys an archived company for good, with what tied people to it. Returns the change's id.

    Publishes `company.deleted`. Raises `NotFound`, `CompanyIsNotArchived`.
    """
    stored = _lock_one(actor, company_id)
    if stored.archived_at is None:
        raise CompanyIsNotArchived
    _lock_people([company_id])
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM contacts_contactcompany WHERE company_id = %s", [company_id])
    destroy(company_id)
    return publish(CompanyDeleted(subject_id=company_id), actor=actor)


@requires(Permission.COMPANIES_WRITE)
@transaction.atomic
def archive_companies(*, actor: Actor, company_ids: Collection[int]) -> CompaniesChanged:
    """As `archive_company` for many, in a few statements; each is a change of its own.

    Those that are in the trash already are left out, and those that there are not refused.
    """
    done = CompaniesChanged()
    stored = _lock_many(actor, company_ids, done)
    live = [company for company in stored if company.archived_at is None]
    events = {uuid.uuid4(): told for told in hide(actor, live).values()}
    publish_many(events, actor=actor)
    done.changes.update({told[0].subject_id: change_id for change_id, told in events.items()})
    return done


@requires(Permission.COMPANIES_WRITE)
@transaction.atomic
def restore_companies(*, actor: Actor, company_ids: Collection[int]) -> CompaniesChanged:
    """As `restore_company` for many; each is a change of its own, and those whose name has been taken are refused."""
    done = CompaniesChanged()
    events: dict[uuid.UUID, list[Event]] = {}
    for company in _lock_many(actor, company_ids, done):
        if company.archived_at is None:
            continue
        try:
            told = show(company)
        except Refusal as refusal:
            done.refused[company.id] = refusal
            continue
        change_id = uuid.uuid4()
        events[change_id] = told
        done.changes[company.id] = change_id
    publish_many(events, actor=actor)
    return done


def hide(actor: Actor, companies: Collection[StoredCompany]) -> dict[int, list[Event]]:
    """Puts locked companies into the trash and hides the links to them. What tells of it, by company."""
    ids = [company.id for company in companies]
    _lock_people(ids)
    put_in_trash(actor, ids)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE contacts_contactcompany SET is_hidden = TRUE WHERE company_id = ANY(%s) AND NOT is_hidden "
            "RETURNING company_id, contact_id, ended_on IS NULL",
            [ids],
        )
        hidden = cursor.fetchall()
    told: dict[int, list[Event]] = {company.id: [CompanyArchived(subject_id=company.id)] for company in companies}
    names = {company.id: company.name for company in companies}
    for company_id, contact_id, is_current in sorted(hidden):
        if is_current:
            told[company_id].append(
                ContactCompanyArchived(subject_id=contact_id, company_id=company_id, company_name=names[company_id])
            )
    return told


def show(company: StoredCompany) -> list[Event]:
    """Takes a locked company out of the trash and shows the links to it again. What tells of it.

    Raises `CompanyExists` when its name has been taken.
    """
    _lock_people([company.id])
    take_from_trash(company)
    with connection.cursor() as cursor:
        cursor.execute(_SHOW, [company.id])
        shown = cursor.fetchall()
    return [
        CompanyRestored(subject_id=company.id),
        *(
            ContactCompanyRestored(subject_id=contact_id, company_id=company.id, company_name=company.name)
            for contact_id, is_current in sorted(shown)
            if is_current
        ),
    ]


def lock_to_archive(actor: Actor, company_id: int) -> StoredCompany | None:
    """The company, which nobody links anything to until the transaction ends; None when there is none."""
    return lock_companies(actor, [company_id]).get(company_id)


def _lock_one(actor: Actor, company_id: int) -> StoredCompany:
    stored = lock_to_archive(actor, company_id) if 0 < company_id <= BIGINT_MOST else None
    if stored is None:
        raise NotFound
    return stored


def _lock_many(actor: Actor, ids: Collection[int], done: CompaniesChanged) -> list[StoredCompany]:
    wanted = [company_id for company_id in dict.fromkeys(ids) if 0 < company_id <= BIGINT_MOST]
    stored = lock_companies(actor, wanted)
    done.refused.update({company_id: NotFound() for company_id in ids if company_id not in stored})
    return [stored[company_id] for company_id in wanted if company_id in stored]


def _lock_people(company_ids: Collection[int]) -> None:
    """Locks the contacts before their links, as whoever edits a contact does."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM contacts_contact WHERE id IN "
            "(SELECT contact_id FROM contacts_contactcompany WHERE company_id = ANY(%s)) ORDER BY id FOR NO KEY UPDATE",
            [list(company_ids)],
        )
