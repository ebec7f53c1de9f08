"""An XLSX file → its rows as CSV, in a process of its own with bounds on memory and time.

A workbook is a zip of XML: a few kilobytes may hold gigabytes. What goes wrong in that process is told in plain words;
the process that asked goes on, with the memory it had. Run as `python spreadsheet.py FILE OUT [SHEET]`.
"""

import csv
import datetime as dt
import json
import resource
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

# Unpacked, a sheet of a million rows with ten columns stays below this.
UNPACKED_MOST = 600 * 1024 * 1024
MEMORY_MOST = 2 * 1024 * 1024 * 1024
CPU_SECONDS_MOST = 60
ROWS_MOST = 1_048_576
COLUMNS_MOST = 500


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What is in the workbook, and which sheet was read."""

    sheet: str
    sheets: list[str]
    notes: list[str]


class SheetCannotBeRead(Exception):
    """The workbook can't be used, and why, in plain words."""


def unpack(path: Path, out: Path, *, sheet: str | None = None) -> Unpacked:
    """Writes the sheet (the first one that has rows, without a name) to `out`. Raises `SheetCannotBeRead`."""
    command = [sys.executable, "-I", __file__, str(path), str(out), *([sheet] if sheet is not None else [])]
    try:
        done = subprocess.run(command, capture_output=True, check=False, timeout=CPU_SECONDS_MOST * 2, env={})
    except subprocess.TimeoutExpired as error:
        raise SheetCannotBeRead("This spreadsheet takes too long to read. Save the sheet as CSV.") from error
    try:
        told = json.loads(done.stdout)
    except ValueError as error:
        # Killed by a limit, or by what is in the file.
        raise SheetCannotBeRead(
            "This spreadsheet is damaged, or unpacks to more than can be read. Save the sheet as CSV."
        ) from error
    if "refusal" in told:
        raise SheetCannotBeRead(told["refusal"])
    return Unpacked(sheet=told["sheet"], sheets=told["sheets"], notes=told["notes"])


def main(arguments: list[str]) -> None:
    """The process: reads, writes, and prints what it did as JSON."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MOST, MEMORY_MOST))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS_MOST, CPU_SECONDS_MOST))
    try:
        told = _convert(Path(arguments[0]), Path(arguments[1]), arguments[2] if len(arguments) > 2 else None)
    except SheetCannotBeRead as refusal:
        told = {"refusal": str(refusal)}
    except PasswordError:
        told = {"refusal": "This spreadsheet is protected by a password. Save it without one."}
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError, KeyError):
        told = {"refusal": "This is no spreadsheet that can be read, or it was damaged on its way. Save it as CSV."}
    except MemoryError:
        told = {"refusal": "This spreadsheet unpacks to more than can be read. Save the sheet as CSV."}
    print(json.dumps(told))


def _convert(path: Path, out: Path, wanted: str | None) -> dict[str, Any]:
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        names = {member.filename for member in members}
        if "xl/workbook.xml" not in names and "xl/workbook.bin" not in names:
            raise SheetCannotBeRead("This is a zipped file, not a spreadsheet. Unzip it and choose the table inside.")
        if sum(member.file_size for member in members) > UNPACKED_MOST:
            raise SheetCannotBeRead("This spreadsheet unpacks to more than can be read. Save the sheet as CSV.")
    with CalamineWorkbook.from_path(str(path)) as book:
        sheets = book.sheet_names
        if wanted is not None and wanted not in sheets:
            raise SheetCannotBeRead(f"There is no sheet called {wanted}.")
        for name in [wanted] if wanted is not None else sheets:
            sheet = book.get_sheet_by_name(name)
            if sheet.end is not None:
                return {"sheet": name, "sheets": sheets, "notes": _write(sheet, out)}
        raise SheetCannotBeRead("The sheet is empty." if wanted is not None else "No sheet of this file has rows.")


def _write(sheet: Any, out: Path) -> list[str]:
    # From the top left, whatever is empty there; calamine's own totals are one short.
    height, width = sheet.end[0] + 1, sheet.end[1] + 1
    if height > ROWS_MOST or width > COLUMNS_MOST:
        raise SheetCannotBeRead(
            f"The sheet has {height:,} rows and {width:,} columns; {ROWS_MOST:,} and {COLUMNS_MOST} can be read."
        )
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        # Empty rows above are among them, so that lines are those of the sheet.
        writer.writerows(map(_text, row) for row in sheet.iter_rows())
    merged = sheet.merged_cell_ranges or []
    if not merged:
        return []
    cells = f"{len(merged)} merged cells" if len(merged) > 1 else "a merged cell"
    return [f"The sheet has {cells}: what stands in one counts for its first row and column only."]


def _text(value: Any) -> str:
    match value:
        case str():
            return value
        case bool():
            return "TRUE" if value else "FALSE"
        case float():
            # Numbers of telephones are numbers to a spreadsheet.
            return str(int(value)) if value.is_integer() and abs(value) < 1e16 else repr(value)
        case dt.datetime():
            return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    return str(value)


if __name__ == "__main__":
    main(sys.argv[1:])
