"""Rows as CSV and XLSX, written as they come: memory does not grow with their number.

XLSX is written by hand: openpyxl needs nineteen seconds for what takes one here (100,000 rows of 12 cells). In it a
text is a text, whatever it begins with; in CSV a cell that a spreadsheet would run is made one (`core/cells.py`).
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import IO, Protocol
from xml.sax.saxutils import escape

from crm.bulk.catalogue import Cell
from crm.bulk.enums import FileFormat
from crm.core.cells import plain_cell, safe_cell

# What one sheet can hold, its header among them; and one cell.
XLSX_ROWS_MOST = 1_048_576
XLSX_CELL_MOST = 32_767
# Excel counts days from here.
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - days of a calendar, of no zone


class Writer(Protocol):
    """Writes rows into a file that is open for it. Moments come without a zone: they are the reader's own time."""

    def write(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Adds rows."""

    def close(self) -> None:
        """Writes what stands at the end."""


class CsvWriter:
    """UTF-8 with the mark by which Excel knows it, commas, CRLF (RFC 4180)."""

    def __init__(self, file: IO[bytes], header: Sequence[str]) -> None:
        self._text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=False)
        self._csv = csv.writer(self._text)
        self.write([header])

    def write(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Adds rows."""
        self._csv.writerows([_csv_cell(cell) for cell in row] for row in rows)

    def close(self) -> None:
        """Leaves the file open for whoever reads it next."""
        self._text.flush()
        self._text.detach()


def _csv_cell(cell: Cell) -> str | int | float:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}"
    return safe_cell(cell) if isinstance(cell, str) else cell


_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>',
    # Style 0 is plain, 1 a moment, 2 the header.
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/>'
    '</fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}
_SHEET_HEAD = (
    f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>'
)
# What XML can't carry, and what Excel would read as the code of such a character.
_UNCARRIED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


class XlsxWriter:
    """One sheet, its header bold and always in sight."""

    def __init__(self, file: IO[bytes], header: Sequence[str], *, sheet: str) -> None:
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=3)
        for name, content in _PARTS.items():
            self._zip.writestr(name, _HEAD + content.replace("{name}", escape(sheet[:31])))
        self._sheet = self._zip.open("xl/worksheets/sheet1.xml", "w", force_zip64=True)
        self._sheet.write(_SHEET_HEAD.encode())
        cells = "".join(_text_cell(label, ' s="2"') for label in header)
        self._sheet.write(f"<row>{cells}</row>".encode())

    def write(self, rows: Iterable[Sequence[Cell]]) -> None:
        """Adds rows."""
        text = "".join(f"<row>{''.join(_xlsx_cell(cell) for cell in row)}</row>" for row in rows)
        self._sheet.write(text.encode())

    def close(self) -> None:
        """Writes the end of the sheet and of the archive."""
        self._sheet.write(b"</sheetData></worksheet>")
        self._sheet.close()
        self._zip.close()


def _xlsx_cell(cell: Cell) -> str:
    if cell is None or cell == "":
        return "<c/>"
    if isinstance(cell, str):
        return _text_cell(cell)
    if isinstance(cell, datetime):
        return f'<c s="1"><v>{(cell - _EPOCH).total_seconds() / 86_400:.10f}</v></c>'
    return f"<c><v>{cell}</v></c>"


def _text_cell(text: str, style: str = "") -> str:
    # The import takes an apostrophe before a formula's sign for one that a CSV needed: here it is the text's own.
    own = f"'{text}" if plain_cell(text) != text else text
    kept = _UNCARRIED.sub(_coded, own[:XLSX_CELL_MOST])
    return f'<c t="inlineStr"{style}><is><t xml:space="preserve">{escape(kept)}</t></is></c>'


def _coded(found: re.Match[str]) -> str:
    return f"_x{ord(found[0]):04X}_"


CONTENT_TYPES = {
    FileFormat.CSV: "text/csv; charset=utf-8",
    FileFormat.XLSX: f"{_TYPE}.sheet",
}


def open_writer(kind: FileFormat, file: IO[bytes], header: Sequence[str], *, sheet: str) -> Writer:
    """The writer for that kind of file."""
    return CsvWriter(file, header) if kind is FileFormat.CSV else XlsxWriter(file, header, sheet=sheet)
