"""Making a company by its own form."""

from django.db import connection, transaction

from crm.companies.events import CompanyCreated
from crm.companies.selectors.one import read_company
from crm.companies.services.stored import CompanyChanged, columns_of, refuse_name
from crm.companies.values import clean_fields
from crm.core.access import Actor, Permission, requires
from crm.journal.edits import read_phone
from crm.journal.publishing import publish


@requires(Permission.COMPANIES_WRITE)
@transaction.atomic
def create_company(
    *,
    actor: Actor,
    name: str,
    website: str = "",
    phone: str = "",
    address: str = "",
    industry: str = "",
    notes: str = "",
) -> CompanyChanged:
    """Makes a company. One with the same website is not refused: see `find_company_duplicates`.

    Publishes `company.created`. Raises `InvalidInput`, and `CompanyExists` when the name is another one's.
    """
    cleaned = clean_fields(
        {
            "name": name,
            "website": website,
            "phone": phone,
            "address": address,
            "industry": industry,
            "notes": notes,
        }
    )
    columns = {column: value for field, text in cleaned.items() for column, value in _columns(field, text).items()}
    names, places = ", ".join(columns), ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO companies_company ({names}, created_by_id) VALUES ({places}, %s) "  # noqa: S608 - names of our own columns
            "ON CONFLICT (name_key) WHERE archived_at IS NULL DO NOTHING RETURNING id",
            [*columns.values(), actor.user_id],
        )
        made = cursor.fetchone()
    if made is None:
        refuse_name(cleaned["name"], RuntimeError("A company's name was taken and is not."))
        raise AssertionError
    change_id = publish(CompanyCreated(subject_id=made[0], has_own_form=True), actor=actor)
    return CompanyChanged(company=read_company(actor, made[0]), change_id=change_id)


def _columns(field: str, text: str) -> dict[str, str]:
    return columns_of(field, read_phone(text).kept if field == "phone" else text)
