"""Reading one company."""

from collections.abc import Iterable

from django.db import connection
from psycopg import sql

from crm.companies.selectors.rows import Company, company_columns, company_from, company_joins
from crm.companies.selectors.visibility import check_id, visible_to
from crm.core.access import Actor, Permission, requires
from crm.core.errors import NotFound
from crm.core.prepared import prepared_cursor

_QUERY = sql.SQL(
    "SELECT {columns} FROM (SELECT c.* FROM companies_company c WHERE c.id = %s AND {visible}) AS p {joins}"
)


@requires(Permission.COMPANIES_READ)
def get_company(*, actor: Actor, company_id: int) -> Company:
    """The company with its roll-ups, in the trash or not. Raises `NotFound`."""
    return read_company(actor, company_id)


def read_company(actor: Actor, company_id: int) -> Company:
    """As `get_company`, for a service that answers with what it has changed."""
    check_id(company_id)
    with prepared_cursor() as cursor:
        cursor.execute(
            _QUERY.format(
                columns=company_columns(actor),
                visible=sql.SQL(visible_to(actor)),
                joins=company_joins(actor),
            ),
            [company_id],
        )
        row = cursor.fetchone()
    if row is None:
        raise NotFound
    return company_from(row)


def check_company(actor: Actor, company_id: int) -> None:
    """Raises `NotFound` unless there is such a company and `actor` may see it."""
    check_id(company_id)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT 1 FROM companies_company c WHERE c.id = %s AND {visible_to(actor)}",  # noqa: S608 - a constant
            [company_id],
        )
        if cursor.fetchone() is None:
            raise NotFound


def company_names(ids: Iterable[int]) -> dict[int, str]:
    """Names of companies by id; ids that none has are left out. For a room that shows a link."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name FROM companies_company WHERE id = ANY(%s)", [list(ids)])
        return dict(cursor.fetchall())
