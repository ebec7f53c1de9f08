"""A file that somebody exported → its rows. Says what it took the file for; refuses in plain words what is no table.

Memory does not grow with the file: rows are read as they are asked for. CSV as in RFC 4180, with the liberties that
exporting programs take: other delimiters, other encodings, a byte order mark, short rows.
"""

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import charset_normalizer

from crm.contacts.errors import FileCannotBeRead

SAMPLE_BYTES = 256 * 1024
LINE_MOST = 1_000_000
# A record that goes on over more lines than notes ever do: somebody opened a quote and did not close it.
RECORD_LINES_MOST = 2_000
DELIMITERS = ",;\t|"

_BYTE_ORDER_MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
_OTHER_FILES = [
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a spreadsheet or another zipped file. Save it as CSV first"),
    (b"\xd0\xcf\x11\xe0", "an old Office document. Save it as CSV first"),
    (b"BEGIN:VCARD", "a vCard file. Export it as CSV"),
]


@dataclass(frozen=True, slots=True)
class Row:
    """One record: the line it starts on (the header is line 1), its cells by column, and why it is unusable, if so."""

    line: int
    cells: dict[str, str]
    fault: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """What a file was taken for. `rows()` reads it from the start, as often as it is called."""

    path: Path
    encoding: str
    delimiter: str
    columns: list[str]

    def rows(self) -> Iterator[Row]:
        """Each record after the header. Empty lines are passed over; a broken one comes with its `fault`."""
        reader = _Records(self.path, self.encoding, self.delimiter)
        try:
            next(reader, None)
            for line, cells, fault in reader:
                if not fault and not any(cell.strip() for cell in cells):
                    continue
                yield self._row(line, cells, fault)
        finally:
            reader.close()

    def _row(self, line: int, cells: list[str], fault: str | None) -> Row:
        width = len(self.columns)
        if not fault and any(cell.strip() for cell in cells[width:]):
            fault = f"This row has {len(cells)} cells, the header has {width}."
        # Programs leave out empty cells at the end of a row.
        padded = cells[:width] + [""] * (width - len(cells))
        return Row(line=line, cells=dict(zip(self.columns, padded, strict=True)), fault=fault)


def open_table(path: Path) -> Table:
    """Looks at the file and says what it is. Raises `FileCannotBeRead`."""
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
    encoding = _encoding(path, sample)
    delimiter = _delimiter(sample.decode(encoding, errors="replace"))
    columns = _header(path, encoding, delimiter)
    return Table(path=path, encoding=encoding, delimiter=delimiter, columns=columns)


def _encoding(path: Path, sample: bytes) -> str:
    for mark, name in _BYTE_ORDER_MARKS:
        if sample.startswith(mark):
            return name
    if b"\x00" in sample:
        # Text without a mark and with zero bytes is UTF-16 when they stand at every other place, else no text at all.
        even, odd = sample[0::2].count(0), sample[1::2].count(0)
        if max(even, odd) > len(sample) // 4 and min(even, odd) < len(sample) // 50:
            return "utf-16-le" if odd > even else "utf-16-be"
        raise FileCannotBeRead("The file has zero bytes (NUL) in it: it is no text, or it was damaged on its way.")
    telling = _non_ascii_lines(path)
    if telling is None:
        return "utf-8"
    # One-byte encodings of the same text differ in a few letters only. Western European is what most spreadsheets
    # write, so it is taken wherever it makes nothing but letters of the West; the import page lets people choose.
    western = telling.decode("cp1252", errors="replace")
    if all(character.isascii() or character in _WESTERN for character in western):
        return "cp1252"
    guess = charset_normalizer.from_bytes(telling, cp_isolation=_ONE_BYTE).best()
    return guess.encoding if guess else "cp1252"


_WESTERN = set("ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝßàáâãäåæçèéêëìíîïñòóôõöøùúûüýÿŒœŸ‘’“”–—…€«»°\xa0")
_ONE_BYTE = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "latin_1"]
_ONE_BYTE += ["shift_jis", "gb18030", "big5", "euc_kr"]


def _non_ascii_lines(path: Path) -> bytes | None:
    """None when the whole file is UTF-8; else up to 64 KiB of its lines that go beyond ASCII."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        with path.open("rb") as file:
            telling = b""
            while len(telling) < 65_536 and (line := file.readline(8_192)):
                if not line.isascii():
                    telling += line
        return telling
    return None


def _delimiter(text: str) -> str:
    """The delimiter under which the first records have the most cells, all the same number of them."""
    lines = text.splitlines()[:40]

    def score(delimiter: str) -> tuple[int, int]:
        try:
            widths = [len(cells) for cells in csv.reader(lines, delimiter=delimiter) if cells]
        except csv.Error:
            return 0, 0
        header = widths[0] if widths else 0
        alike = sum(width == header for width in widths)
        return (alike * 100 // max(1, len(widths)) if header > 1 else 0), header

    best = max(DELIMITERS, key=score)
    header_only = max(DELIMITERS, key=lambda delimiter: lines[0].count(delimiter) if lines else 0)
    # Ragged rows blur the score; the header's own delimiter then tells more.
    return best if score(best)[0] >= 50 else header_only


def _header(path: Path, encoding: str, delimiter: str) -> list[str]:
    records = _Records(path, encoding, delimiter)
    try:
        first = next(records, None)
    finally:
        records.close()
    if first is None:
        raise FileCannotBeRead("The file has no header line.")
    _, cells, fault = first
    if fault:
        raise FileCannotBeRead(f"The header line can't be read: {fault}")
    names: list[str] = []
    for position, cell in enumerate(cells, 1):
        name = " ".join(cell.split()) or f"Column {position}"
        # Two columns of one name: the later gets its number, so that no value is lost.
        names.append(name if name not in names else f"{name} ({position})")
    while names and names[-1] == f"Column {len(names)}":
        names.pop()
    if not names:
        raise FileCannotBeRead("The header line is empty: the first line must name the columns.")
    return names


class _Records:
    """csv.reader over a file, with a limit on the length of a line and of a record. Iterates (line, cells, fault)."""

    def __init__(self, path: Path, encoding: str, delimiter: str) -> None:
        # Bytes that the encoding does not know become U+FFFD, and the row says so.
        self._file = path.open("r", encoding=encoding, errors="replace", newline="")
        self._line = 0
        self._record_start = 0
        self._fault: str | None = None
        self._reader = csv.reader(self._lines(), delimiter=delimiter, strict=False)
        csv.field_size_limit(LINE_MOST)

    def __iter__(self) -> "_Records":
        return self

    def __next__(self) -> tuple[int, list[str], str | None]:
        start = self._line + 1
        self._record_start, self._fault = start, None
        try:
            cells = next(self._reader)
        except csv.Error:
            return start, [], self._line_fault() or "This row can't be read: check its quotes."
        fault = self._line_fault()
        if fault is None and any("\x00" in cell for cell in cells):
            fault = "This row has a zero byte (NUL) in it."
        if fault is None and any("\ufffd" in cell for cell in cells):
            fault = "This row has letters that can't be read. Save the file as UTF-8 and import it again."
        return start, cells, fault

    def _line_fault(self) -> str | None:
        """What `_lines` found wrong while csv.reader took the present record from it."""
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
            yield line
        # csv.reader asks for a line beyond the last one only while a quote is open.
        self._fault = (
            f"A quote opened in this row is never closed: everything to the end of the file (line {self._line}) would "
            "be one cell and was not read."
        )

    def close(self) -> None:
        """Closes the file."""
        self._file.close()
