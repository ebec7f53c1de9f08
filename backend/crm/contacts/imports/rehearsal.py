"""A preview: what would become of each row, told without writing a contact.

Later rows have to see earlier ones. These stand in a table of this connection alone, so that memory does not grow with
the file; it goes with the connection, and a preview whose worker died begins anew.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec
from django.db import connection

from crm.contacts.imports.loading import Batch, Earlier, RowResult
from crm.contacts.imports.matching import Known, Matches
from crm.contacts.imports.people import Newcomer
from crm.contacts.imports.reading import Row
from crm.contacts.selectors.rows import full_name_of

_TABLE = """
    CREATE TEMPORARY TABLE IF NOT EXISTS import_rehearsal
    (line int PRIMARY KEY, email text NOT NULL, phone text NOT NULL, person bytea NOT NULL);
    CREATE INDEX IF NOT EXISTS import_rehearsal_email ON import_rehearsal (email) WHERE email <> '';
    CREATE INDEX IF NOT EXISTS import_rehearsal_phone ON import_rehearsal (phone) WHERE phone <> '';
    TRUNCATE import_rehearsal;
"""
# The sum keeps the planner, which knows nothing of this table, from walking it in order of lines for each address.
_FIND = """
    SELECT f.person FROM unnest(%s::text[]) AS wanted(email) CROSS JOIN LATERAL
        (SELECT r.line, r.person FROM import_rehearsal r WHERE r.email = wanted.email AND r.email <> ''
         ORDER BY r.line + 0 LIMIT 3) AS f
    UNION
    SELECT f.person FROM unnest(%s::text[]) AS wanted(phone) CROSS JOIN LATERAL
        (SELECT r.line, r.person FROM import_rehearsal r WHERE r.phone = wanted.phone AND r.phone <> ''
         ORDER BY r.line + 0 LIMIT 3) AS f
"""
_DECODER = msgspec.msgpack.Decoder(Newcomer)
_ENCODER = msgspec.msgpack.Encoder()


class Rehearsal(Earlier):
    """One run through a file in which nothing is kept. Each batch in a transaction of its own."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_TABLE)

    def tell(self, batch: Batch, people: Sequence[tuple[Row, Newcomer | list[str]]]) -> list[RowResult]:
        """What would become of the rows, as `Batch.load` says it."""
        results = batch.load(people, before=self)
        self._note(batch.created)
        return results

    def add_to(self, matches: Matches, newcomers: Sequence[Newcomer]) -> dict[int, Newcomer]:
        """Notes in `matches` those of the people so far whom the rows may be; returns these, by their number."""
        emails = {person.email_key for person in newcomers if person.email}
        phones = {person.phone for person in newcomers if person.phone}
        with connection.cursor() as cursor:
            cursor.execute(_FIND, [list(emails), list(phones)])
            found = [_DECODER.decode(row[0]) for row in cursor.fetchall()]
        for person in found:
            name = full_name_of(person.first_name, person.last_name, person.email, person.phone_raw)
            matches.add(Known(-person.line, name, line=person.line), email=person.email, phone=person.phone)
        return {-person.line: person for person in found}

    def _note(self, created: Mapping[int, Newcomer]) -> None:
        self._forget(person.line for person in created.values())
        with (
            connection.cursor() as cursor,
            cursor.copy("COPY import_rehearsal (line, email, phone, person) FROM STDIN") as copy,
        ):
            for person in created.values():
                copy.write_row((person.line, person.email_key, person.phone, _ENCODER.encode(person)))

    @staticmethod
    def _forget(lines: Iterable[int]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM import_rehearsal WHERE line = ANY(%s)", [list(lines)])
