"""A file that somebody exported → its rows. Says what it took the file for; refuses in plain words what is no table.

Memory does not grow with the file: rows are read as they are asked for. CSV as in RFC 4180, with the liberties that
exporting programs take: other delimiters, other encodings, a byte order mark, short rows. XLSX is made CSV first.
"""

import csv
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from crm.contacts.errors import FileCannotBeRead
from crm.contacts.imports.guessing import guess_delimiter, guess_encoding, guess_header
from crm.contacts.imports.spreadsheet import COLUMNS_MOST, SheetCannotBeRead, unpack

SAMPLE_BYTES = 256 * 1024
LINE_MOST = 1_000_000
# A record that goes on over more lines than notes ever do: somebody opened a quote and did not close it.
RECORD_LINES_MOST = 2_000
NAME_MOST = 200
UNREADABLE = "\ufffd"

_SPREADSHEET = b"PK\x03\x04"
_OTHER_FILES = [
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a picture, a film or a sound"),
    (b"%PDF", "a PDF document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document. Save it as XLSX or CSV first"),
    (b"BEGIN:VCARD", "a vCard file. Export it as CSV"),
    (b"\x1f\x8b", "a packed file. Unpack it first"),
    (b"Rar!", "a packed file. Unpack it first"),
    (b"7z\xbc\xaf", "a packed file. Unpack it first"),
]


@dataclass(frozen=True, slots=True)
class Row:
    """One record: the line it starts on, its cells in the order of the columns, why it is unusable, if so."""

    line: int
    cells: list[str]
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class How:
    """How to read a file; what is None is guessed."""

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    has_header: bool | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """What a file was taken for. `rows()` reads it from the start, as often as it is called.

    A spreadsheet's `delimiter` and `encoding` are those of the CSV it was unpacked to; `sheets` is empty for others.
    """

    path: Path
    encoding: str
    delimiter: str
    has_header: bool
    columns: list[str]
    header_line: int = 1
    sheet: str = ""
    sheets: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def rows(self) -> Iterator[Row]:
        """Each record after the header. Empty lines are passed over; a broken one comes with its `fault`."""
        reader = Records(self.path, self.encoding, self.delimiter)
        first = self.header_line + 1 if self.has_header else 0
        width = len(self.columns)
        try:
            for line, cells, fault in reader:
                if line < first or (fault is None and not any(map(str.strip, cells))):
                    continue
                yield _row(line, cells, fault, width)
        finally:
            reader.close()

    def count(self) -> int:
        """How many rows there are. Reads the file once. Raises `FileCannotBeRead`."""
        return sum(1 for _ in self.rows())


def _row(line: int, cells: list[str], fault: str | None, width: int) -> Row:
    if len(cells) != width:
        if fault is None and any(map(str.strip, cells[width:])):
            fault = f"This row has {len(cells)} cells, the header has {width}."
        # Programs leave out empty cells at the end of a row.
        cells = cells[:width] + [""] * (width - len(cells))
    return Row(line, cells, fault)


@contextmanager
def open_table(path: Path, how: How | None = None) -> Iterator[Table]:
    """Looks at the file and says what it is. Good until the end of the block. Raises `FileCannotBeRead`."""
    how = how or How()
    try:
        with path.open("rb") as file:
            sample = file.read(SAMPLE_BYTES)
    except OSError as error:
        raise FileCannotBeRead(f"{path} can't be opened: {error.strerror}.") from error
    if not sample.strip():
        raise FileCannotBeRead("The file is empty.")
    for start, what in _OTHER_FILES:
        if sample.startswith(start):
            raise FileCannotBeRead(f"This is {what}, whatever its name says.")
    if not sample.startswith(_SPREADSHEET):
        yield _look(path, sample, how)
        return
    with tempfile.TemporaryDirectory(prefix="kith-sheet-") as folder:
        rows = Path(folder) / "rows.csv"
        try:
            unpacked = unpack(path, rows, sheet=how.sheet or None)
        except SheetCannotBeRead as refusal:
            raise FileCannotBeRead(str(refusal)) from refusal
        with rows.open("rb") as file:
            sample = file.read(SAMPLE_BYTES)
        table = _look(rows, sample, replace(how, encoding="utf-8", delimiter=","))
        yield replace(table, sheet=unpacked.sheet, sheets=unpacked.sheets, notes=[*unpacked.notes, *table.notes])


def _look(path: Path, sample: bytes, how: How) -> Table:
    encoding = how.encoding or guess_encoding(path, sample)
    try:
        text = sample.decode(encoding, errors="replace")
    except UnicodeError as error:
        raise _other_encoding() from error
    delimiter = how.delimiter or guess_delimiter(text)
    line, cells = _first_record(path, encoding, delimiter)
    if len(cells) > COLUMNS_MOST:
        raise FileCannotBeRead(f"The file has {len(cells):,} columns; {COLUMNS_MOST} can be read.")
    has_header = guess_header(cells) if how.has_header is None else how.has_header
    columns = _named(cells) if has_header else [f"Column {position}" for position in range(1, len(cells) + 1)]
    return Table(path, encoding, delimiter, has_header, columns, line)


def _first_record(path: Path, encoding: str, delimiter: str) -> tuple[int, list[str]]:
    records = Records(path, encoding, delimiter)
    try:
        for line, cells, fault in records:
            if fault:
                raise FileCannotBeRead(f"The first line can't be read: {fault}")
            if any(cell.strip() for cell in cells):
                return line, cells
            if any(cells) or len(cells) > 1:
                raise FileCannotBeRead("The header line is empty: the first line must name the columns.")
    finally:
        records.close()
    raise FileCannotBeRead("The file has no header line.")


def _named(cells: list[str]) -> list[str]:
    names: list[str] = []
    taken: set[str] = set()
    for position, cell in enumerate(cells, 1):
        name = " ".join(cell.replace("\x00", " ").split())[:NAME_MOST] or f"Column {position}"
        # Two columns of one name: the later gets its number, so that no value is lost.
        names.append(name if name not in taken else f"{name} ({position})")
        taken.add(names[-1])
    while names and names[-1] == f"Column {len(names)}" and not cells[len(names) - 1].strip():
        names.pop()
    return names


def _other_encoding() -> FileCannotBeRead:
    return FileCannotBeRead("The file is not written in this encoding. Choose another one.")


class Records:
    """csv.reader over a file, with a limit on the length of a line and of a record. Iterates (line, cells, fault)."""

    def __init__(self, path: Path, encoding: str, delimiter: str) -> None:
        # Bytes that the encoding does not know become U+FFFD, and the row says so.
        self._file = path.open("r", encoding=encoding, errors="replace", newline="")
        self._line = 0
        self._record_start = 0
        self._fault: str | None = None
        self._reader = csv.reader(self._lines(), delimiter=delimiter, strict=False)
        csv.field_size_limit(LINE_MOST)

    def __iter__(self) -> "Records":
        return self

    def __next__(self) -> tuple[int, list[str], str | None]:
        start = self._line + 1
        self._record_start, self._fault = start, None
        try:
            cells = next(self._reader)
        except csv.Error:
            return start, [], self._said() or "This row can't be read: check its quotes."
        except UnicodeError as error:
            raise _other_encoding() from error
        # `_lines` has noted what it found wrong while csv.reader took this record from it.
        return start, cells, self._fault

    def _said(self) -> str | None:
        return self._fault

    def _lines(self) -> Iterator[str]:
        while line := self._file.readline(LINE_MOST):
            self._line += 1
            if len(line) >= LINE_MOST and not line.endswith("\n"):
                while (rest := self._file.readline(LINE_MOST)) and not rest.endswith("\n"):
                    pass
                self._fault = f"This line is longer than {LINE_MOST:,} characters."
                line = "\n"
            elif self._line - self._record_start >= RECORD_LINES_MOST:
                raise FileCannotBeRead(
                    f"A quote opened on line {self._record_start} is never closed: all after it would be one cell."
                )
            elif "\x00" in line:
                self._fault = "This row has a zero byte (NUL) in it."
            elif UNREADABLE in line:
                self._fault = "This row has letters that can't be read. Choose another encoding, or save it as UTF-8."
            yield line
        # csv.reader asks for a line beyond the last one only while a quote is open.
        self._fault = (
            f"A quote opened in this row is never closed: everything to the end of the file (line {self._line}) would "
            "be one cell and was not read."
        )

    def close(self) -> None:
        """Closes the file."""
        self._file.close()
