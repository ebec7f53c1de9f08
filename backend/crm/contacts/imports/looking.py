"""A look at a file: what it is taken for, and its first rows, as an import shows them."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from crm.contacts.imports.consent import key_at, position_of
from crm.contacts.imports.guessing import guess_date_order, guess_region
from crm.contacts.imports.mapping import ColumnMapping, guess_mapping
from crm.contacts.imports.models import ContactImport
from crm.contacts.imports.reading import How, Row, Table, open_table

LOOKED_AT = 200
FIRST_ROWS = 5
SAMPLES = 3
SAMPLE_MOST = 200
# What people may choose instead of what was guessed.
GUESSES = ("encoding", "delimiter", "sheet", "has_header", "date_order", "region")


@dataclass(frozen=True, slots=True)
class Look:
    """A table and its first rows."""

    table: Table
    rows: list[Row]

    @property
    def cells(self) -> list[list[str]]:
        """The cells of the rows that can be used."""
        return [row.cells for row in self.rows if row.fault is None]


def look_at(path: Path, how: How) -> Look:
    """Reads the head of the file. Raises `FileCannotBeRead`."""
    with open_table(path, how) as table:
        rows = list(itertools.islice(table.rows(), LOOKED_AT))
    return Look(table, rows)


def how_to_read(batch: ContactImport) -> How:
    """How an import is read: what was chosen or guessed when it was looked at."""
    return How(
        encoding=batch.encoding, delimiter=batch.delimiter, sheet=batch.sheet or None, has_header=batch.has_header
    )


def take_look(batch: ContactImport, look: Look) -> None:
    """Notes on the import (not saved yet) what the look has shown. What was chosen by people stays as it is."""
    table, cells = look.table, look.cells
    batch.encoding, batch.delimiter = table.encoding, table.delimiter
    batch.sheet, batch.sheets, batch.has_header = table.sheet, table.sheets, table.has_header
    if "region" in batch.guessed:
        batch.region = guess_region(cells, settings.DEFAULT_PHONE_REGION)
    if "date_order" in batch.guessed:
        batch.date_order = guess_date_order(cells, batch.region)
    batch.first_rows = [[cell[:SAMPLE_MOST] for cell in row] for row in cells[:FIRST_ROWS]]
    batch.problems = [*table.notes, *_odd_rows(look)]
    names = [column["name"] for column in batch.columns or []]
    batch.columns = [
        {"key": key_at(position), "name": name, "samples": _samples(cells, position)}
        for position, name in enumerate(table.columns)
    ]
    if names != table.columns:
        # Other columns: what was said of the former ones means nothing any more.
        set_mapping(batch, guess_mapping(table.columns, cells).fields, is_guess=True)
        batch.consent = {**batch.consent, "email": None, "sms": None}
        batch.rows_total = None


def set_mapping(batch: ContactImport, fields: Mapping[int, str], *, is_guess: bool) -> None:
    """Replaces the mapping."""
    batch.mapping = {key_at(position): field for position, field in sorted(fields.items())}
    for column in batch.columns:
        column["is_guess"] = is_guess and column["key"] in batch.mapping


def mapping_of(batch: ContactImport) -> ColumnMapping:
    """The import's mapping, ready to read rows by."""
    fields = {position_of(key): field for key, field in batch.mapping.items()}
    return ColumnMapping([column["name"] for column in batch.columns], fields)


def _samples(rows: list[list[str]], position: int) -> list[str]:
    found: dict[str, None] = {}
    for cells in rows:
        if value := " ".join(cells[position].split()):
            found.setdefault(value[:SAMPLE_MOST])
            if len(found) == SAMPLES:
                break
    return list(found)


def _odd_rows(look: Look) -> list[Any]:
    odd = [row for row in look.rows if row.fault]
    if not look.rows:
        return ["The file has a header and no rows."]
    if not odd:
        return []
    told = f"Line {odd[0].line}: {odd[0].fault}"
    return [told if len(odd) == 1 else f"{told} {len(odd)} of the first {len(look.rows)} rows can't be read."]
