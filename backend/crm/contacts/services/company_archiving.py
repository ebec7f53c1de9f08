"""Archiving, restoring and deleting companies: here and not in their own room, since people's links go along.

Links are hidden with the company and come back with it; no person is archived.

Locks go from companies to contacts, as everywhere.
"""

import uuid
from collections.abc import Collection, Sequence

from django.db import connection, transaction

from crm.bulk.catalogue import CHANGED, Outcome, refused, unchanged
from crm.companies.errors import CompanyExists, CompanyIsNotArchived
from crm.companies.events import CompanyArchived, CompanyDeleted, CompanyRestored
from crm.companies.selectors import read_company
from crm.companies.services import CompanyChanged
from crm.companies.services.archiving import destroy, put_in_trash, take_from_trash
from crm.companies.services.stored import StoredCompany, lock_companies
from crm.contacts.link_events import ContactCompanyArchived, ContactCompanyRestored
from crm.contacts.selectors.visibility import BIGINT_MOST
from crm.core.access import Actor, Permission, requires
from crm.core.errors import NotFound
from crm.journal.catalogue import Event
from crm.journal.publishing import publish, publish_many

# A link that was the primary one is that again unless another one is; of two that come back, the first company's.
_SHOW = """
    WITH shown AS (SELECT * FROM unnest(%s::bigint[]) WITH ORDINALITY AS n(company_id, place))
    UPDATE contacts_contactcompany AS l
    SET is_hidden = FALSE, is_primary = l.is_primary AND NOT EXISTS (
        SELECT 1 FROM contacts_contactcompany o
        LEFT JOIN shown AS s ON s.company_id = o.company_id AND o.is_hidden
        WHERE o.contact_id = l.contact_id AND o.is_primary AND (NOT o.is_hidden OR s.place < shown.place))
    FROM shown
    WHERE l.company_id = shown.company_id AND l.is_hidden
    RETURNING l.company_id, l.contact_id, l.ended_on IS NULL
"""
ARCHIVED_ALREADY = unchanged("It is in the trash already.")
NOT_ARCHIVED = unchanged("It is not in the trash.")


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
    told, taken = show([stored])
    for refusal in taken.values():
        raise refusal
    change_id = publish(*told[company_id], actor=actor)
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
def archive_companies(*, actor: Actor, company_ids: Collection[int]) -> dict[int, Outcome]:
    """As `archive_company` for many, in a few statements; each is a change of its own. Says what became of each.

    Ids that there are not are left out.
    """
    stored = lock_companies(actor, _possible(company_ids))
    told = hide(actor, [company for company in stored.values() if company.archived_at is None])
    publish_many({uuid.uuid4(): events for events in told.values()}, actor=actor)
    return {company_id: CHANGED if company_id in told else ARCHIVED_ALREADY for company_id in stored}


@requires(Permission.COMPANIES_WRITE)
@transaction.atomic
def restore_companies(*, actor: Actor, company_ids: Collection[int]) -> dict[int, Outcome]:
    """As `restore_company` for many, in a few statements; each is a change of its own. Says what became of each.

    Those whose name has been taken are refused; ids that there are not are left out.
    """
    stored = lock_companies(actor, _possible(company_ids))
    told, taken = show([company for company in stored.values() if company.archived_at is not None])
    publish_many({uuid.uuid4(): events for events in told.values()}, actor=actor)
    outcomes = {company_id: CHANGED if company_id in told else NOT_ARCHIVED for company_id in stored}
    return outcomes | {company_id: refused(refusal.detail) for company_id, refusal in taken.items()}


def hide(actor: Actor, companies: Collection[StoredCompany]) -> dict[int, list[Event]]:
    """Puts locked companies into the trash and hides the links to them. What tells of it, by company."""
    ids = [company.id for company in companies]
    if not ids:
        return {}
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


def show(companies: Sequence[StoredCompany]) -> tuple[dict[int, list[Event]], dict[int, CompanyExists]]:
    """Takes locked companies out of the trash and shows the links to them again. What tells of it, by company.

    And those that stay there, their name having been taken, with the refusal.
    """
    if not companies:
        return {}, {}
    _lock_people([company.id for company in companies])
    taken = take_from_trash(companies)
    back = {company.id: company for company in companies if company.id not in taken}
    with connection.cursor() as cursor:
        cursor.execute(_SHOW, [list(back)])
        shown = cursor.fetchall()
    told: dict[int, list[Event]] = {company_id: [CompanyRestored(subject_id=company_id)] for company_id in back}
    for company_id, contact_id, is_current in sorted(shown):
        if is_current:
            name = back[company_id].name
            told[company_id].append(
                ContactCompanyRestored(subject_id=contact_id, company_id=company_id, company_name=name)
            )
    return told, taken


def lock_to_archive(actor: Actor, company_id: int) -> StoredCompany | None:
    """The company, which nobody links anything to until the transaction ends; None when there is none."""
    return lock_companies(actor, [company_id]).get(company_id)


def _lock_one(actor: Actor, company_id: int) -> StoredCompany:
    stored = lock_to_archive(actor, company_id) if 0 < company_id <= BIGINT_MOST else None
    if stored is None:
        raise NotFound
    return stored


def _possible(ids: Collection[int]) -> list[int]:
    return [company_id for company_id in ids if 0 < company_id <= BIGINT_MOST]


def _lock_people(company_ids: Collection[int]) -> None:
    """Locks the contacts before their links, as whoever edits a contact does."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM contacts_contact WHERE id IN "
            "(SELECT contact_id FROM contacts_contactcompany WHERE company_id = ANY(%s)) ORDER BY id FOR NO KEY UPDATE",
            [list(company_ids)],
        )
