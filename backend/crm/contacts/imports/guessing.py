"""What a file is, from the look of it: encoding, delimiter, header, order of dates, country of phone numbers.

Each guess is shown and can be changed; none decides anything silently.
"""

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import charset_normalizer

from crm.contacts.errors import FileCannotBeRead
from crm.contacts.imports.enums import DELIMITERS, ENCODINGS, DateOrder
from crm.contacts.imports.names import is_known_name
from crm.core.phone import region_of_international

_BYTE_ORDER_MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
_WESTERN = set("ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝßàáâãäåæçèéêëìíîïñòóôõöøùúûüýÿŒœŸ‘’“”–—…€«»°\xa0")
_ONE_BYTE = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "latin_1"]
_ONE_BYTE += ["shift_jis", "gb18030", "big5", "euc_kr"]

_LOOKS_LIKE_EMAIL = re.compile(r"\s*[^\s@]+@[^\s@]+\.[^\s@]+\s*")
_LOOKS_LIKE_PHONE = re.compile(r"\s*\+?[\d\s().\-/]{7,24}\s*")
_LOOKS_LIKE_DATE = re.compile(r"\s*(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})\b")
# Countries that write the month first.
_MONTH_FIRST = frozenset({"US", "PH", "FM", "GU"})


def guess_encoding(path: Path, sample: bytes) -> str:
    """The encoding of the text. Raises `FileCannotBeRead` when it is no text."""
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
    if b"\r" in sample and b"\n" not in sample:
        # Only programs of the old Mac end lines like this.
        return "mac_roman"
    # One-byte encodings of the same text differ in a few letters only. Western European is what most spreadsheets
    # write, so it is taken wherever it makes nothing but letters of the West; the import page lets people choose.
    western = telling.decode("cp1252", errors="replace")
    if all(character.isascii() or character in _WESTERN for character in western):
        return "cp1252"
    guess = charset_normalizer.from_bytes(telling, cp_isolation=_ONE_BYTE).best()
    return guess.encoding if guess and guess.encoding in ENCODINGS else "cp1252"


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


def guess_delimiter(text: str) -> str:
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


def guess_header(cells: Sequence[str]) -> bool:
    """Whether the first record names columns: it does unless it holds somebody's address or number."""
    if any(is_known_name(cell) for cell in cells):
        return True
    return not any(looks_like_email(cell) or looks_like_phone(cell) for cell in cells)


def looks_like_email(cell: str) -> bool:
    """Whether the cell holds an email address and nothing else."""
    return "@" in cell and _LOOKS_LIKE_EMAIL.fullmatch(cell) is not None


def looks_like_phone(cell: str) -> bool:
    """Whether the cell may hold a phone number: seven digits or more, and what people put between them."""
    if not _LOOKS_LIKE_PHONE.fullmatch(cell) or _LOOKS_LIKE_DATE.fullmatch(cell.strip()):
        return False
    return 7 <= sum(character.isdigit() for character in cell) <= 15


def guess_date_order(rows: Iterable[Sequence[str]], region: str) -> DateOrder:
    """The order in which all dates of these rows make sense; where several do, the one of the region."""
    for cells in rows:
        for cell in cells:
            found = _LOOKS_LIKE_DATE.match(cell) if cell else None
            if found is None:
                continue
            first, mark, second, _ = found.groups()
            if len(first) == 4:
                return DateOrder.YEAR_FIRST
            if int(first) > 12 or mark == ".":
                return DateOrder.DAY_FIRST
            if int(second) > 12:
                return DateOrder.MONTH_FIRST
    return DateOrder.MONTH_FIRST if region in _MONTH_FIRST else DateOrder.DAY_FIRST


def guess_region(rows: Iterable[Sequence[str]], default: str) -> str:
    """The country whose numbers with + these rows hold the most of; without any, where this Kith stands."""
    found: Counter[str] = Counter()
    for cells in rows:
        for cell in cells:
            if cell.lstrip().startswith("+") and looks_like_phone(cell):
                found[region_of_international(cell)] += 1
    del found[""]
    return found.most_common(1)[0][0] if found else default
