"""Choices of an import."""

from enum import StrEnum

from django.db.models import TextChoices


class ImportState(TextChoices):
    """Where an import stands. `ready` is a preview of exactly the present settings."""

    UPLOADED = "uploaded", "Uploaded"
    PREVIEWING = "previewing", "Previewing"
    READY = "ready", "Ready"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"
    UNDOING = "undoing", "Undoing"
    UNDONE = "undone", "Undone"


class Outcome(StrEnum):
    """What became of a row, or would become of it."""

    CREATED = "created"
    MERGED = "merged"
    SKIPPED = "skipped"
    REFUSED = "refused"


class DateOrder(TextChoices):
    """How dates of numbers are written."""

    DAY_FIRST = "dmy", "Day, month, year (31.12.2026)"
    MONTH_FIRST = "mdy", "Month, day, year (12/31/2026)"
    YEAR_FIRST = "ymd", "Year, month, day (2026-12-31)"


class ConsentAnswer(TextChoices):
    """What is said of the consent of everybody in a file."""

    OPTED_IN = "opted_in", "Everybody has opted in"
    OPTED_OUT = "opted_out", "Everybody has opted out"
    UNKNOWN = "unknown", "It is not known"
    DECLINED = "declined", "I decline to state it: nothing is recorded"


class ConsentChannel(StrEnum):
    """What a consent is for: the two sorts of address that a file holds."""

    EMAIL = "email"
    SMS = "sms"


CONSENT_STATUSES = frozenset({ConsentAnswer.OPTED_IN, ConsentAnswer.OPTED_OUT, ConsentAnswer.UNKNOWN})

ENCODINGS: dict[str, str] = {
    "utf-8": "Unicode (UTF-8)",
    "utf-8-sig": "Unicode (UTF-8 with a mark)",
    "utf-16": "Unicode (UTF-16 with a mark)",
    "utf-16-le": "Unicode (UTF-16, little end first)",
    "utf-16-be": "Unicode (UTF-16, big end first)",
    "utf-32": "Unicode (UTF-32)",
    "cp1252": "Western European (Windows)",
    "latin_1": "Western European (ISO 8859-1)",
    "mac_roman": "Western European (Mac)",
    "cp1250": "Central European (Windows)",
    "cp1251": "Cyrillic (Windows)",
    "koi8_r": "Cyrillic (KOI8-R)",
    "cp1253": "Greek (Windows)",
    "cp1254": "Turkish (Windows)",
    "cp1255": "Hebrew (Windows)",
    "cp1256": "Arabic (Windows)",
    "cp1257": "Baltic (Windows)",
    "shift_jis": "Japanese (Shift JIS)",
    "gb18030": "Chinese (GB 18030)",
    "big5": "Chinese, traditional (Big5)",
    "euc_kr": "Korean (EUC-KR)",
}
DELIMITERS: dict[str, str] = {",": "Comma", ";": "Semicolon", "\t": "Tab", "|": "Bar"}
