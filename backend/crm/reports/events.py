"""What happens to reports."""

from crm.journal.catalogue import Event, Kind

EXPORTING = Kind("export", "Exports")


class ReportExported(Event, kw_only=True, frozen=True):
    """Somebody took a report away as a file. `subject_id` is the pipeline's."""

    name = "report.exported"
    kind = EXPORTING
    wording = "exported the {report} report"
    subject = "report"
    is_audited = True

    report: str
