"""Short ways to imports and to what became of them."""

import csv
import io
from typing import Any

from crm.contacts.imports import orders, preparing, rows, selectors
from crm.contacts.imports.models import ImportRow
from crm.contacts.imports.running import run_import
from crm.contacts.imports.selectors import ImportView
from crm.core.access import Actor

HEADER = ["First Name", "Last Name", "Email", "Phone", "Company", "Tags", "Notes"]
DECLINED = {"email": {"answer": "declined"}, "sms": {"answer": "declined"}}


def written(*lines: list[str], header: list[str] | None = None) -> bytes:
    """The rows as a CSV file."""
    out = io.StringIO()
    csv.writer(out).writerows([header or HEADER, *lines])
    return out.getvalue().encode()


def upload(actor: Actor, *lines: list[str], header: list[str] | None = None, **settings: Any) -> ImportView:
    """An import of these rows, with these settings, nobody having stated any consent."""
    file = io.BytesIO(written(*lines, header=header))
    view = preparing.upload_import(actor=actor, file=file, file_name="people.csv")
    return preparing.change_import(actor=actor, import_id=view.id, changes={"consent": DECLINED, **settings})


def previewed(actor: Actor, import_id: int) -> ImportView:
    """The import after its preview."""
    orders.preview_import(actor=actor, import_id=import_id)
    run_import(import_id)
    return selectors.get_import(actor=actor, import_id=import_id)


def loaded(actor: Actor, import_id: int) -> ImportView:
    """The import after its run."""
    previewed(actor, import_id)
    orders.start_import(actor=actor, import_id=import_id)
    run_import(import_id)
    return selectors.get_import(actor=actor, import_id=import_id)


def told(import_id: int) -> list[tuple[int, str, str]]:
    """Line, outcome and reasons of each row."""
    found = ImportRow.objects.filter(batch_id=import_id).order_by("line")
    return [(row.line, row.outcome, " ".join(row.reasons)) for row in found]


def outcomes(import_id: int) -> list[str]:
    """The outcome of each row, in the order of the file."""
    return [outcome for _, outcome, _ in told(import_id)]


def row(actor: Actor, import_id: int, line: int) -> Any:
    """One row as its page shows it."""
    page = rows.list_import_rows(actor=actor, import_id=import_id, limit=200)
    return next(one for one in page.items if one.line == line)
