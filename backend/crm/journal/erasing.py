"""The one change that the journal allows: a person's events lose their values, and stay otherwise as they are.

That something happened, when, by whom and in which order is kept, so that counts and other people's undos hold. The
database itself checks it (trigger `append_only`): see docs/decisions/0010-erasure.md.
"""

from collections.abc import Collection

from django.db import connection

from crm.core.erasure import Person, erases


@erases
def erase_from_journal(person: Person) -> None:
    """Blanks the data of all events about the person, and what listeners failed with on them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_erasure (contact_id) VALUES (%s) ON CONFLICT DO NOTHING", [person.contact_id]
        )
        cursor.execute(
            "UPDATE journal_event SET data = journal_blanked(data) WHERE contact_id = %s "
            "AND data <> journal_blanked(data)",
            [person.contact_id],
        )
        cursor.execute(
            "UPDATE journal_delivery SET error = '' WHERE error <> '' AND event_id IN "
            "(SELECT id FROM journal_event WHERE contact_id = %s)",
            [person.contact_id],
        )


def erased_among(contact_ids: Collection[int]) -> set[int]:
    """Those of the contacts whose people were erased."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT contact_id FROM journal_erasure WHERE contact_id = ANY(%s)", [list(contact_ids)])
        return {row[0] for row in cursor.fetchall()}
