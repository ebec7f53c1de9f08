"""What became of rows, written down in one go."""

from collections.abc import Iterable, Sequence
from typing import Any

import orjson
from django.db import connection

from crm.contacts.imports.enums import Outcome
from crm.contacts.imports.loading import RowResult
from crm.contacts.imports.models import ContactImport, ImportFix, ImportRow
from crm.contacts.imports.reading import Row

_COPY = "COPY contacts_importrow (batch_id, line, outcome, reasons, contact_id, candidates, cells) FROM STDIN"
# A row that is no table's row at all may be a million characters of nothing.
CELL_MOST = 25_000
_TAKEN = frozenset({Outcome.CREATED})


def note_results(batch: ContactImport, rows: Sequence[Row], results: Sequence[RowResult], *, keeps_cells: bool) -> None:
    """Writes what became of `rows`, and counts it on the import (which is not saved yet).

    The cells of rows that were created are kept only with `keeps_cells`: who is a contact stands there.
    """
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for row, result in zip(rows, results, strict=True):
            cells = cells_to_keep(row.cells) if keeps_cells or result.outcome not in _TAKEN else None
            copy.write_row(
                (
                    batch.pk,
                    result.line,
                    result.outcome.value,
                    # Most rows have none, and the driver's way with a list is a long one.
                    list(result.reasons) if result.reasons else "{}",
                    result.contact_id,
                    as_json(result.candidates) if result.candidates else None,
                    as_json(cells) if cells is not None else None,
                )
            )
    count(batch, results, 1)


def as_json(value: Any) -> str:
    """`value` as JSON text."""
    return orjson.dumps(value).decode()


def count(batch: ContactImport, results: Iterable[RowResult], step: int) -> None:
    """Counts results on the import, which is not saved yet."""
    for result in results:
        name = result.outcome.value
        setattr(batch, name, getattr(batch, name) + step)
        if result.has_warning:
            batch.warnings += step


def cells_to_keep(cells: Sequence[str]) -> list[str]:
    """The cells as they can be stored: no zero bytes, none beyond any field's length."""
    return [cell.replace("\x00", "\ufffd")[:CELL_MOST] for cell in cells]


def note_again(
    batch: ContactImport, stored: Sequence[ImportRow], rows: Sequence[Row], results: Sequence[RowResult]
) -> None:
    """Writes what became of rows that were mended and run, in the place of what had become of them before."""
    for kept, row, result in zip(stored, rows, results, strict=True):
        setattr(batch, kept.outcome, getattr(batch, kept.outcome) - 1)
        kept.outcome, kept.reasons, kept.contact_id = result.outcome.value, list(result.reasons), result.contact_id
        kept.candidates = list(result.candidates) or None
        kept.cells = None if result.outcome in _TAKEN else cells_to_keep(row.cells)
    ImportRow.objects.bulk_update(stored, ["outcome", "reasons", "contact_id", "candidates", "cells"])
    ImportFix.objects.filter(batch=batch, line__in=[row.line for row in stored]).update(is_waiting=False)
    count(batch, results, 1)
