"""The trash of companies, as far as this room sees: what becomes of the people's links, the contacts room decides.

None of this locks, asks for a permission or publishes: `crm.contacts.services` does, where links are known.
"""

from collections.abc import Collection

from django.db import connection

from crm.companies.services.stored import StoredCompany, refuse_name, write_columns
from crm.core import clock
from crm.core.access import Actor


def put_in_trash(actor: Actor, ids: Collection[int]) -> None:
    """Writes that locked companies are in the trash, and who put them there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE companies_company SET archived_at = %s, archived_by_id = %s, version = version + 1, "
            "updated_at = now() WHERE id = ANY(%s)",
            [clock.now(), actor.user_id, list(ids)],
        )


def take_from_trash(stored: StoredCompany) -> None:
    """Writes that a locked company is in the trash no more. Raises `CompanyExists` when its name has been taken."""
    refuse_name(stored.name)
    write_columns(stored, {"archived_at": None, "archived_by_id": None})


def destroy(company_id: int) -> None:
    """Deletes a locked company, to which nothing is linked any more."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM companies_company WHERE id = %s", [company_id])
