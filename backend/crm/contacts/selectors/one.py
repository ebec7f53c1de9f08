"""Reading one contact."""

from django.db import connection
from psycopg import sql

from crm.contacts.selectors.rows import CONTACT_COLUMNS, CONTACT_JOINS, Contact, contact_from
from crm.contacts.selectors.visibility import check_id, visible_to
from crm.core.access import Actor, Permission, requires
from crm.core.errors import NotFound
from crm.core.prepared import prepared_cursor

_QUERY = sql.SQL(
    "SELECT {columns} FROM (SELECT c.* FROM contacts_contact c WHERE c.id = %s AND {visible}) AS p {joins}"
)


@requires(Permission.CONTACTS_READ)
def get_contact(*, actor: Actor, contact_id: int) -> Contact:
    """The contact, in the trash or not. Raises `NotFound`."""
    return read_contact(actor, contact_id)


def read_contact(actor: Actor, contact_id: int) -> Contact:
    """As `get_contact`, for a service that answers with what it has changed."""
    check_id(contact_id)
    with prepared_cursor() as cursor:
        cursor.execute(
            _QUERY.format(
                columns=sql.SQL(CONTACT_COLUMNS), visible=sql.SQL(visible_to(actor)), joins=sql.SQL(CONTACT_JOINS)
            ),
            [contact_id],
        )
        row = cursor.fetchone()
    if row is None:
        raise NotFound
    return contact_from(row)


def check_contact(actor: Actor, contact_id: int) -> None:
    """Raises `NotFound` unless there is such a contact and `actor` may see it."""
    check_id(contact_id)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT 1 FROM contacts_contact c WHERE c.id = %s AND {visible_to(actor)}",  # noqa: S608 - a constant
            [contact_id],
        )
        if cursor.fetchone() is None:
            raise NotFound
