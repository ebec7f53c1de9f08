"""Reading one opportunity."""

from psycopg import sql

from crm.core.access import Actor, Permission, requires
from crm.core.errors import NotFound
from crm.core.prepared import prepared_cursor
from crm.pipelines.selectors.rows import (
    Opportunity,
    opportunity_columns,
    opportunity_from,
    opportunity_joins,
    today_of,
)
from crm.pipelines.selectors.visibility import check_id, visible_to

_QUERY = sql.SQL(
    "SELECT {columns} FROM (SELECT c.* FROM pipelines_opportunity c WHERE c.id = %s AND {visible}) AS p {joins}"
)


@requires(Permission.OPPORTUNITIES_READ)
def get_opportunity(*, actor: Actor, opportunity_id: int) -> Opportunity:
    """The opportunity, in the trash or not. Raises `NotFound`."""
    return read_opportunity(actor, opportunity_id)


def read_opportunity(actor: Actor, opportunity_id: int) -> Opportunity:
    """As `get_opportunity`, for a service that answers with what it has changed."""
    check_id(opportunity_id)
    with prepared_cursor() as cursor:
        cursor.execute(
            _QUERY.format(
                columns=sql.SQL(opportunity_columns()),
                visible=sql.SQL(visible_to(actor)),
                joins=sql.SQL(opportunity_joins()),
            ),
            [opportunity_id],
        )
        row = cursor.fetchone()
    if row is None:
        raise NotFound
    return opportunity_from(row, today_of(actor))
