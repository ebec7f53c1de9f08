"""The worker's connections, and what it says when the database is away."""

import logging
from typing import Any

from django.db import Error, connection, connections

log = logging.getLogger(__name__)

# A server that is gone without a word (its machine lost power) is noticed within a minute.
_PATIENCE = {"connect_timeout": 2, "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}


def use_plain_connections() -> None:
    """Turns the pool off for this process.

    The worker needs one connection for its main thread and one for each job that runs. A pool would hold more than
    that, and while the server is away it would make each try wait, and the end of the process with it.
    """
    options = connections.settings["default"]["OPTIONS"]
    options.pop("pool", None)
    for name, value in _PATIENCE.items():
        options.setdefault(name, value)


def connection_parameters() -> dict[str, Any]:
    """What psycopg needs to connect as Django does."""
    parameters: dict[str, Any] = connection.get_connection_params()
    for name in ("cursor_factory", "context"):
        parameters.pop(name, None)
    return parameters


def database_is_lost() -> bool:
    """Whether this thread's Django connection has died. Leaves it closed, so that the next use connects anew."""
    try:
        if connection.connection is not None and connection.is_usable():
            return False
    except Error:
        pass
    connection.close()
    return True


class Outage:
    """Says once that the database is away, and once that it is back."""

    def __init__(self) -> None:
        self._is_on = False

    def began(self, error: Exception) -> None:
        """The database did not answer."""
        if not self._is_on:
            self._is_on = True
            lines = str(error).strip().splitlines() or [type(error).__name__]
            log.warning("The database is away, trying again until it is back: %s", lines[0])

    def ended(self) -> None:
        """The database has answered."""
        if self._is_on:
            self._is_on = False
            log.info("The database is back")
