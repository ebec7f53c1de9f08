"""Statements that are planned once for each connection instead of at each call.

Planning a join by primary keys takes PostgreSQL ten times as long as running it (0.6 ms against 0.06 ms for one
contact), so the few statements that every request makes are prepared. Everything else goes through
`connection.cursor()`, where the planner sees the values: for a search the plan depends on them.
"""

from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg import Cursor


class _PreparedCursor(Cursor[tuple[Any, ...]]):
    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        """Runs `query`, prepared on its first use by this connection."""
        done = super().execute(query, params, **{**options, "prepare": True})
        if connection.queries_logged and self._query is None:
            # psycopg notes the text only of what it does not prepare, and Django's log of queries reads it there.
            self._query = self._convert_query(query, params)
        return done


def prepared_cursor() -> CursorWrapper:
    """A cursor of Django's connection, in its transaction, whose statements are prepared.

    The text must be one of few (psycopg keeps a hundred a connection): no values in it. Values travel apart from it, so
    those whose type PostgreSQL can't infer need a cast, as in `%s::bigint`.
    """
    connection.ensure_connection()
    cursor: Any = _PreparedCursor(connection.connection)
    return connection.make_debug_cursor(cursor) if connection.queries_logged else connection.make_cursor(cursor)
