"""Ids ahead of the rows that will have them, for writing many at once."""

from typing import LiteralString

from django.db import connection


def take_ids(table: LiteralString, count: int) -> list[int]:
    """`count` ids that no row of `table` has or will have, of its column `id`."""
    if count < 1:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            # The sequence is looked up once, not for each id.
            "WITH found AS MATERIALIZED (SELECT pg_get_serial_sequence(%s, 'id')::regclass AS sequence) "
            "SELECT nextval(sequence) FROM found, generate_series(1, %s)",
            [table, count],
        )
        return [row[0] for row in cursor.fetchall()]
