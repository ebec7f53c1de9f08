"""Several things at the same time, each on a connection of its own: for tests that commit."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection


def at_once(*works: Callable[[], Any]) -> list[BaseException | None]:
    """Runs them all, begun together. What each raised, or None."""
    outcomes: list[BaseException | None] = [None] * len(works)
    start = threading.Barrier(len(works))

    def run(position: int) -> None:
        try:
            start.wait()
            works[position]()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            outcomes[position] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(position,)) for position in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes
