"""Reports as files."""

import csv
import io
from typing import Any

from django.db import transaction

from crm.core.access import Actor, Permission, requires
from crm.core.cells import safe_cell
from crm.core.money import minor_digits
from crm.journal.publishing import publish
from crm.reports.events import ReportExported
from crm.reports.pipeline import Amount, read_report, scope_of

_HEADER = [
    "Stage",
    "Currency",
    "Opportunities",
    "Value",
    "Weighted value",
    "Entered",
    "Moved on",
    "Conversion",
    "Median days",
]


@requires(Permission.REPORTS_EXPORT)
@transaction.atomic
def export_pipeline_report(*, actor: Actor, **scope: Any) -> str:
    """The pipeline report as CSV: a row for each stage and currency; counts stand on a stage's first row.

    Publishes `report.exported`. Raises `NotFound`, `InvalidInput`.
    """
    report = read_report(actor, scope_of(**scope))
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\r\n")
    rows.writerow([safe_cell(f"{report.pipeline_name}: {report.scope}")])
    rows.writerow(_HEADER)
    for stage in report.stages:
        for position, amount in enumerate(stage.amounts or [None]):
            flow = [stage.entered, stage.moved_on, _or_empty(stage.conversion), _or_empty(stage.median_days)]
            rows.writerow(
                [
                    safe_cell(stage.name),
                    amount.currency if amount else "",
                    stage.count if position == 0 else "",
                    _shown(amount, weighted=False),
                    _shown(amount, weighted=True),
                    *(flow if position == 0 else [""] * len(flow)),
                ]
            )
    publish(ReportExported(subject_id=report.pipeline_id, report="pipeline"), actor=actor)
    return written.getvalue()


def _or_empty(figure: float | None) -> str:
    return "" if figure is None else str(figure)


def _shown(amount: Amount | None, *, weighted: bool) -> str:
    if amount is None:
        return ""
    digits = minor_digits(amount.currency)
    minor = amount.weighted_cents if weighted else amount.value_cents
    return f"{minor / 10**digits:.{digits}f}"
