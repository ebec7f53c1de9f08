"""Rows of an import one by one: what became of them, mending them, and those that were refused as a file."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec
from django.db import transaction

from crm.bulk.selectors import find_undo_of
from crm.contacts.imports.consent import key_at, position_of
from crm.contacts.imports.enums import ImportState, Outcome
from crm.contacts.imports.errors import ImportIsOver, ImportIsUnderWay, ImportNotPreviewed, RowIsDone
from crm.contacts.imports.matching import Known, find_known
from crm.contacts.imports.mending import Mended, mended_from
from crm.contacts.imports.models import ContactImport, ImportFix, ImportRow
from crm.contacts.imports.reading import Row
from crm.contacts.imports.results import CELL_MOST
from crm.contacts.imports.running import reader_of
from crm.contacts.imports.selectors import find_import
from crm.core.access import Actor, Permission, requires
from crm.core.cells import safe_cell
from crm.core.errors import InvalidInput, NotFound
from crm.core.paging import PAGE_SIZE, PAGE_SIZE_MOST, pack_cursor, unpack_cursor

LINE_MOST = 2**31 - 1
AT_ONCE = 1000
REASON = "Reason"


class RowView(msgspec.Struct, frozen=True):
    """A row and what became of it, or would. `is_fixed` means that it was mended and has not been run since.

    `contact_name` is what the contact it was taken for is called now; None when there is none any more.
    """

    line: int
    cells: dict[str, str]
    outcome: str
    reasons: list[str]
    contact_id: int | None
    contact_name: str | None
    candidates: list[dict[str, Any]]
    is_fixed: bool
    decision: Any


class RowPage(msgspec.Struct, frozen=True):
    """Rows in the order of the file, and where the next page begins."""

    items: list[RowView]
    next_cursor: str | None


@requires(Permission.CONTACTS_IMPORT)
def list_import_rows(
    *, actor: Actor, import_id: int, outcome: str | None = None, cursor: str | None = None, limit: int = PAGE_SIZE
) -> RowPage:
    """A page of rows with that outcome, or of all. Raises `NotFound`, `BadCursor`."""
    batch = find_import(actor, import_id)
    limit = max(1, min(limit, PAGE_SIZE_MOST))
    rows = ImportRow.objects.filter(batch=batch)
    if outcome:
        rows = rows.filter(outcome=outcome)
    if cursor:
        (after,) = unpack_cursor(cursor, int)
        rows = rows.filter(line__gt=max(0, min(after, LINE_MOST)))
    found = list(rows.order_by("line")[: limit + 1])
    fixes = ImportFix.objects.filter(batch=batch, line__in=[row.line for row in found])
    mended = {fix.line: fix for fix in fixes}
    has_more = len(found) > limit
    people = _named(actor, found)
    items = [_view(row, mended.get(row.line), people) for row in found[:limit]]
    return RowPage(items=items, next_cursor=pack_cursor(items[-1].line) if has_more else None)


@requires(Permission.CONTACTS_IMPORT)
@transaction.atomic
def fix_import_row(*, actor: Actor, import_id: int, line: int, changes: Mapping[str, Any]) -> RowView:
    """Mends cells of a row, or decides of it: merge into somebody, create, skip. Done with the next (re-)run.

    Before the start any row of the preview may be mended, afterwards those that were not taken. Raises `NotFound`,
    `ImportIsUnderWay`, `ImportIsOver`, `RowIsDone`, and `InvalidInput` naming `cells.<column>` or `decision`.
    """
    batch = find_import(actor, import_id, lock=True)
    _check_may_be_mended(batch)
    row = ImportRow.objects.filter(batch=batch, line=line).first() if 0 < line <= LINE_MOST else None
    if row is None:
        raise NotFound
    if batch.state != ImportState.READY and row.outcome not in {Outcome.REFUSED, Outcome.SKIPPED}:
        raise RowIsDone
    fix = ImportFix.objects.filter(batch=batch, line=line).first() or ImportFix(batch=batch, line=line)
    if changes.get("cells"):
        fix.cells = {**fix.cells, **_checked_cells(batch, changes["cells"])}
        _check_row(batch, row, mended_from(fix))
    if "decision" in changes:
        fix.decision = _checked_decision(actor, changes["decision"])
    fix.is_waiting = bool(fix.cells) or fix.decision is not None
    fix.save()
    return _view(row, fix, _named(actor, [row]))


@requires(Permission.CONTACTS_IMPORT)
def write_import_errors(*, actor: Actor, import_id: int) -> tuple[str, Iterator[bytes]]:
    """The rows that were refused, as they stood in the file, each with the reason: name and content of a CSV file.

    No cell of it is run as a formula by a spreadsheet; mended, the file can be imported again. Raises `NotFound`.
    """
    batch = find_import(actor, import_id)
    name = batch.file_name.rpartition(".")[0] or batch.file_name
    return f"{name} - not imported.csv", _error_lines(batch)


def _error_lines(batch: ContactImport) -> Iterator[bytes]:
    names = [column["name"] for column in batch.columns]
    # The mark tells spreadsheets that it is UTF-8.
    yield "\ufeff".encode() + _csv([[*names, REASON]])
    after = 0
    while rows := list(
        ImportRow.objects.filter(batch=batch, outcome=Outcome.REFUSED, line__gt=after)
        .order_by("line")
        .values_list("line", "cells", "reasons")[:AT_ONCE]
    ):
        after = rows[-1][0]
        width = len(names)
        yield _csv(
            [
                [*(cells or [])[:width], *[""] * (width - len(cells or [])), " ".join(reasons)]
                for _, cells, reasons in rows
            ]
        )


def _csv(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([safe_cell(cell) for cell in row] for row in rows)
    return out.getvalue().encode()


def _named(actor: Actor, rows: Sequence[ImportRow]) -> dict[int, Known]:
    taken = [row.contact_id for row in rows if row.contact_id is not None]
    return find_known(actor, taken) if taken else {}


def _view(row: ImportRow, fix: ImportFix | None, people: Mapping[int, Known]) -> RowView:
    cells = {key_at(position): text for position, text in enumerate(row.cells or [])}
    is_fixed = fix is not None and fix.is_waiting
    taken_for = people.get(row.contact_id) if row.contact_id is not None else None
    return RowView(
        line=row.line,
        cells=cells | fix.cells if fix is not None and is_fixed else cells,
        outcome=row.outcome,
        reasons=row.reasons,
        contact_id=row.contact_id,
        contact_name=taken_for.name if taken_for else None,
        candidates=row.candidates or [],
        is_fixed=is_fixed,
        decision=fix.decision if fix is not None and is_fixed else None,
    )


def _check_may_be_mended(batch: ContactImport) -> None:
    if batch.state in {ImportState.PREVIEWING, ImportState.RUNNING}:
        raise ImportIsUnderWay
    if batch.state == ImportState.UPLOADED:
        raise ImportNotPreviewed
    if batch.set_id is not None and find_undo_of(batch.set_id) is not None:
        raise ImportIsOver


def _checked_cells(batch: ContactImport, cells: Mapping[str, str]) -> dict[str, str]:
    known = {column["key"] for column in batch.columns}
    wrong = {}
    for key, text in cells.items():
        if key not in known:
            wrong[f"cells.{key[:20]}"] = ["There is no such column."]
        elif len(text) > CELL_MOST or "\x00" in text:
            wrong[f"cells.{key}"] = [f"At most {CELL_MOST:,} characters that can be stored."]
    if wrong:
        raise InvalidInput(fields=wrong)
    return dict(cells)


def _check_row(batch: ContactImport, row: ImportRow, mended: Mended) -> None:
    """What would still be refused is told at once, at the columns it comes from."""
    width = len(batch.columns)
    cells = [*(row.cells or []), *[""] * width][:width]
    _, wrong = reader_of(batch).check(mended.applied(Row(row.line, cells)))
    if not wrong:
        return
    fields: dict[str, list[str]] = {}
    for field, messages in wrong.items():
        keys = [key for key, target in batch.mapping.items() if _comes_from(field, target)]
        filled = [key for key in keys if mended.cells.get(position_of(key)) or cells[position_of(key)].strip()]
        # What no column alone is guilty of is told at the first one that was mended.
        key = next(iter(filled or keys), key_at(min(mended.cells)))
        fields.setdefault(f"cells.{key}", []).extend(messages)
    raise InvalidInput(fields=fields)


def _comes_from(field: str, target: str) -> bool:
    if field in {"first_name", "last_name"}:
        return target in {field, "full_name"} or (field == "first_name" and target == "middle_name")
    return target == field or (field == "notes" and target == "note")


def _checked_decision(actor: Actor, decision: Any) -> Any:
    if decision is None or isinstance(decision, str):
        return decision
    chosen = decision["merge_into"]
    known = find_known(actor, [chosen]).get(chosen) if 0 < chosen < 2**63 else None
    if known is None:
        raise InvalidInput(fields={"decision": ["There is no such contact."]})
    if known.is_archived:
        raise InvalidInput(fields={"decision": ["That contact is in the trash."]})
    return {"merge_into": chosen}
