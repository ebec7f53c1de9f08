"""Reading ahead: the next batch is read and cleaned while the database works at this one."""

import itertools
import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from crm.contacts.imports.people import Newcomer, Reader
from crm.contacts.imports.reading import Row

_AHEAD = 2
_LOOK_SECONDS = 0.2

People = list[tuple[Row, Newcomer | list[str]]]


@contextmanager
def read_ahead(rows: Iterator[Row], reader: Reader, size: int) -> Iterator[Iterator[People]]:
    """Batches of `size` rows with what `reader` made of them, two of them ready at most: memory stays as it is.

    What goes wrong in reading is raised where the batch would have come. The thread touches no database.
    """
    ready: queue.Queue[People | Exception | None] = queue.Queue(_AHEAD)
    is_over = threading.Event()

    def put(item: People | Exception | None) -> None:
        while not is_over.is_set():
            with suppress(queue.Full):
                ready.put(item, timeout=_LOOK_SECONDS)
                return

    def read() -> None:
        try:
            while batch := list(itertools.islice(rows, size)):
                put([(row, reader.read(row)) for row in batch])
                if is_over.is_set():
                    return
            put(None)
        except Exception as error:  # noqa: BLE001 - raised again where it is waited for
            put(error)

    thread = threading.Thread(target=read, name="import-reading", daemon=True)
    thread.start()
    try:
        yield _taken(ready)
    finally:
        is_over.set()
        thread.join()


def _taken(ready: "queue.Queue[People | Exception | None]") -> Iterator[People]:
    while (item := ready.get()) is not None:
        if isinstance(item, Exception):
            raise item
        yield item
