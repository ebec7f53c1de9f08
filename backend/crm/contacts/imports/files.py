"""The file of an import, kept in pieces in PostgreSQL: every process that loads it can read it, wherever it runs."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

from django.db import connection

from crm.contacts.errors import FileCannotBeRead

FILE_MOST = 100 * 1024 * 1024
PIECE = 1024 * 1024


class Upload(Protocol):
    """What arrives, to be read piece by piece."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""


@contextmanager
def spooled(file: Upload) -> Iterator[tuple[Path, int]]:
    """The upload as a file on disk, read piece by piece, and its size. Raises `FileCannotBeRead` when too large."""
    with _scratch() as (path, out):
        size = 0
        while piece := file.read(PIECE):
            size += len(piece)
            if size > FILE_MOST:
                raise FileCannotBeRead(f"The file is larger than {FILE_MOST // 1024 // 1024} MB. Cut it into parts.")
            out.write(piece)
        out.flush()
        yield path, size


def keep_file(import_id: int, path: Path) -> None:
    """Writes the file's pieces, in the caller's transaction."""
    with path.open("rb") as file, connection.cursor() as cursor:
        position = 0
        while piece := file.read(PIECE):
            cursor.execute(
                "INSERT INTO contacts_importpiece (batch_id, position, data) VALUES (%s, %s, %s)",
                [import_id, position, piece],
            )
            position += 1


@contextmanager
def kept_file(import_id: int) -> Iterator[Path]:
    """The file on disk, until the end of the block. Raises `FileCannotBeRead` when it is kept no more."""
    with _scratch() as (path, out):
        position = 0
        while True:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT data FROM contacts_importpiece WHERE batch_id = %s AND position = %s", [import_id, position]
                )
                row = cursor.fetchone()
            if row is None:
                break
            out.write(row[0])
            position += 1
        if not position:
            raise FileCannotBeRead("The file is kept no more. Upload it again.")
        out.flush()
        yield path


def drop_file(import_id: int) -> None:
    """Takes the file away."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM contacts_importpiece WHERE batch_id = %s", [import_id])


@contextmanager
def _scratch() -> Iterator[tuple[Path, IO[bytes]]]:
    descriptor, name = tempfile.mkstemp(prefix="kith-import-")
    path = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as out:
            yield path, out
    finally:
        path.unlink(missing_ok=True)
