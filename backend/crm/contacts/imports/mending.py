"""Rows as people have mended them."""

from dataclasses import dataclass, replace

from crm.contacts.imports.consent import position_of
from crm.contacts.imports.loading import Decision
from crm.contacts.imports.models import ImportFix
from crm.contacts.imports.reading import Row


@dataclass(frozen=True, slots=True)
class Mended:
    """What a person has changed of a row: cells by position, and what they have decided."""

    cells: dict[int, str]
    decision: Decision | None

    def applied(self, row: Row) -> Row:
        """The row as it is meant to be. Whoever has written into a row that could not be read has read it."""
        if not self.cells:
            return row
        cells = list(row.cells)
        for position, text in self.cells.items():
            if position < len(cells):
                cells[position] = text
        return replace(row, cells=cells, fault=None)


def mended_from(fix: ImportFix) -> Mended:
    """The mended row that is stored."""
    return Mended({position_of(key): text for key, text in fix.cells.items()}, fix.decision)


def mended_rows(import_id: int, *, waiting_only: bool, most: int | None = None) -> dict[int, Mended]:
    """Mended rows of an import, by line; with `waiting_only` those alone that have not been run."""
    fixes = ImportFix.objects.filter(batch_id=import_id).order_by("line")
    if waiting_only:
        fixes = fixes.filter(is_waiting=True)
    return {fix.line: mended_from(fix) for fix in fixes[:most]}
