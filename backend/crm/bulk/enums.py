"""States of a job and of what it did to a record."""

from enum import StrEnum

from django.db.models import TextChoices


class JobState(TextChoices):
    """Where a job stands. An open one waits until its first batch, and runs from then on."""

    OPEN = "open", "Open"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    CANCELLED = "cancelled", "Cancelled"


class JobKind(TextChoices):
    """What a job does with its records."""

    ACTION = "action", "Action"
    EXPORT = "export", "Export"
    UNDO = "undo", "Undo"


class OutcomeState(TextChoices):
    """What became of one record."""

    CHANGED = "changed", "Changed"
    UNCHANGED = "unchanged", "Unchanged"
    REFUSED = "refused", "Refused"


class FileFormat(StrEnum):
    """What an export is written as."""

    CSV = "csv"
    XLSX = "xlsx"
