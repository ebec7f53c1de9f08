"""What leaves Kith by an export, for the audit log."""

from crm.journal.catalogue import Event, Kind

EXPORTING = Kind("export", "Exports")


class RecordsExported(Event, kw_only=True, frozen=True):
    """A file with many records was made. What was selected stands in words; `columns` are the keys of what it holds."""

    name = "records.exported"
    kind = EXPORTING
    wording = "exported {what} as {format}"
    subject = "bulk_job"
    is_audited = True

    count: int
    records: str
    format: str
    columns: list[str]
    selection: str = ""

    @property
    def what(self) -> str:
        """`120 contacts (Tag is VIP)`."""
        return f"{self.count:,} {self.records}" + (f" ({self.selection})" if self.selection else "")
