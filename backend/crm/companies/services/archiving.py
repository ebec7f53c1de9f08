"""The trash of companies, as far as this room sees: what becomes of the people's links, the contacts room decides.

None of this locks, asks for a permission or publishes: `crm.contacts.services` does, where links are known.
"""

from collections.abc import Collection, Sequence

from django.db import IntegrityError, connection, transaction

from crm.companies.errors import CompanyExists
from crm.companies.services.stored import StoredCompany, exists, live_by_names
from crm.core import clock
from crm.core.access import Actor
from crm.core.rows import Ref
from crm.core.text import identity_key


def put_in_trash(actor: Actor, ids: Collection[int]) -> None:
    """Writes that locked companies are in the trash, and who put them there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE companies_company SET archived_at = %s, archived_by_id = %s, version = version + 1, "
            "updated_at = now() WHERE id = ANY(%s)",
            [clock.now(), actor.user_id, list(ids)],
        )


def take_from_trash(companies: Sequence[StoredCompany]) -> dict[int, CompanyExists]:
    """Writes that locked companies are in the trash no more. Those whose name has been taken stay: why, by id.

    Of two that have the same name the first one comes back.
    """
    while True:
        taken = live_by_names([company.name for company in companies])
        refused: dict[int, CompanyExists] = {}
        for company in companies:
            first = taken.setdefault(identity_key(company.name), Ref(company.id, company.name))
            if first.id != company.id:
                refused[company.id] = exists(first)
        back = [company.id for company in companies if company.id not in refused]
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE companies_company SET archived_at = NULL, archived_by_id = NULL, version = version + 1, "
                    "updated_at = now() WHERE id = ANY(%s)",
                    [back],
                )
        except IntegrityError:
            # Somebody made a company of one of the names at this very moment: it is found now.
            if live_by_names([company.name for company in companies if company.id in back]):
                continue
            raise
        return refused


def destroy(company_id: int) -> None:
    """Deletes a locked company, to which nothing is linked any more."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM companies_company WHERE id = %s", [company_id])
