"""The one change that the journal allows: a person's events lose their values, and stay otherwise as they are.

That something happened, when, by whom and in which order is kept, so that counts and other people's undos hold. The
database itself checks it (trigger `append_only`): see docs/decisions/0010-erasure.md.
"""

import json
from collections.abc import Collection

from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from crm.core.erasure import Person, erases
from crm.core.text import escape_like


@erases
def erase_from_journal(person: Person) -> None:
    """Blanks the data of all events about the person, and what listeners failed with on them."""
    ids = list(person.contact_ids)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_erasure (contact_id) SELECT unnest(%s::bigint[]) ON CONFLICT DO NOTHING", [ids]
        )
        _blank(cursor, "contact_id", ids)


def blank_events_naming(subject: str, terms: Collection[str]) -> None:
    """Blanks the data of events about records of a sort that hold one of `terms`: for rooms whose records name people.

    What such an event tells of can't be undone any more.
    """
    if not terms:
        return
    # As the terms stand inside JSON.
    patterns = [f"%{escape_like(json.dumps(term, ensure_ascii=False)[1:-1])}%" for term in terms]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_erasedevent (event_id) SELECT id FROM journal_event "
            "WHERE subject = %s AND data::text ILIKE ANY(%s) ON CONFLICT DO NOTHING RETURNING event_id",
            [subject, patterns],
        )
        _blank(cursor, "id", [row[0] for row in cursor.fetchall()])


def _blank(cursor: CursorWrapper, column: str, ids: list[int]) -> None:
    chosen = sql.SQL("{} = ANY({})").format(sql.Identifier(column), sql.Literal(ids))
    cursor.execute(
        sql.SQL(
            "UPDATE journal_event SET data = journal_blanked(data) WHERE {} AND data <> journal_blanked(data)"
        ).format(chosen)
    )
    cursor.execute(
        sql.SQL(
            "UPDATE journal_delivery SET error = '' WHERE error <> '' AND event_id IN "
            "(SELECT id FROM journal_event WHERE {})"
        ).format(chosen)
    )


def erased_among(contact_ids: Collection[int]) -> set[int]:
    """Those of the contacts whose people were erased."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT contact_id FROM journal_erasure WHERE contact_id = ANY(%s)", [list(contact_ids)])
        return {row[0] for row in cursor.fetchall()}


def blanked_among(event_ids: Collection[int]) -> set[int]:
    """Those of the events that were blanked because they named somebody who was erased."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT event_id FROM journal_erasedevent WHERE event_id = ANY(%s)", [list(event_ids)])
        return {row[0] for row in cursor.fetchall()}
