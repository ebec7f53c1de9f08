"""Workbooks as people have them, and as nobody should send them, become rows or a plain answer."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from crm.contacts.errors import FileCannotBeRead
from crm.contacts.imports import spreadsheet
from crm.contacts.imports.reading import open_table

Fill = Callable[[Workbook], None]


def saved(tmp_path: Path, fill: Fill) -> Path:
    """The workbook that `fill` has filled, as a file."""
    book = Workbook()
    fill(book)
    path = tmp_path / "people.xlsx"
    book.save(path)
    return path


def rows_of(path: Path, **choices: Any) -> tuple[list[str], list[list[str]]]:
    """Header and rows."""
    with open_table(path, **choices) as table:
        return list(table.columns), [row.cells for row in table.rows()]


def everyday(book: Workbook) -> None:
    """Numbers of telephones, days, moments, sums, truths and what spreadsheets make of them."""
    sheet: Any = book.active
    sheet.append(["Name", "Phone", "Born", "Met", "Sum", "VIP", "Share"])
    day, moment = dt.date(1984, 2, 29), dt.datetime(2025, 3, 30, 2, 30)  # noqa: DTZ001 - a sheet knows no zones
    sheet.append(["Zoë", 12025550143, day, moment, "=1+1", True, 0.5])
    sheet.append(["李", 4.41202555014e11, None, None, None, False, None])


@pytest.mark.parametrize("epoch", [None, CALENDAR_MAC_1904])
def test_cells_are_read_as_people_see_them(tmp_path: Path, epoch: Any) -> None:
    def fill(book: Workbook) -> None:
        if epoch is not None:
            book.epoch = epoch
        everyday(book)

    columns, rows = rows_of(saved(tmp_path, fill))
    assert columns == ["Name", "Phone", "Born", "Met", "Sum", "VIP", "Share"]
    # What a formula came to stands in a file that a spreadsheet has saved; here nobody has reckoned it.
    assert rows[0] == ["Zoë", "12025550143", "1984-02-29", "2025-03-30 02:30:00", "", "TRUE", "0.5"]
    assert rows[1][:2] == ["李", "441202555014"]


def test_the_first_sheet_with_rows_is_read_and_another_can_be_chosen(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        for name in ("People", "Others"):
            sheet = book.create_sheet(name)
            sheet.append(["Name"])
            sheet.append([name])

    path = saved(tmp_path, fill)
    with open_table(path) as table:
        assert (table.sheet, list(table.sheets)) == ("People", ["Sheet", "People", "Others"])
    out = tmp_path / "out.csv"
    assert spreadsheet.unpack(path, out, sheet="Others").sheet == "Others"
    assert out.read_text() == "Name\nOthers\n"
    for wanted, words in (("Sheet", "The sheet is empty"), ("None such", "no sheet called None such")):
        with pytest.raises(spreadsheet.SheetCannotBeRead, match=words):
            spreadsheet.unpack(path, out, sheet=wanted)


def test_merged_cells_are_told(tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        everyday(book)
        sheet: Any = book.active
        sheet.merge_cells("A2:A3")

    told = spreadsheet.unpack(saved(tmp_path, fill), tmp_path / "out.csv")
    assert told.notes == ["The sheet has a merged cell: what stands in one counts for its first row and column only."]


def bomb() -> bytes:
    """A workbook of a few kilobytes that says it unpacks to a gigabyte."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * 1024 * 1024)
        # What a list of contents says is what unpackers make room for.
        archive.getinfo("xl/worksheets/sheet1.xml").file_size = 1024**3
    return out.getvalue()


def zipped(**members: str) -> bytes:
    """A zip of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/"), text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (bomb, "unpacks to more than can be read"),
        (lambda: zipped(people="Name\nAnn\n"), "a zipped file, not a spreadsheet"),
        (lambda: zipped(**{"xl__workbook.xml": "<oops"}), "no spreadsheet that can be read"),
        (lambda: zipped(**{"xl__workbook.xml": "<workbook/>"})[:40], "no spreadsheet that can be read"),
    ],
)
def test_what_is_no_workbook_is_refused_in_plain_words(
    tmp_path: Path, content: Callable[[], bytes], words: str
) -> None:
    path = tmp_path / "people.xlsx"
    path.write_bytes(content())
    with pytest.raises(FileCannotBeRead, match=words):
        rows_of(path)


def test_a_workbook_without_rows_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileCannotBeRead, match="No sheet of this file has rows"):
        rows_of(saved(tmp_path, lambda _: None))
