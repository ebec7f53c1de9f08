"""Doing an import: its preview, its run, and the run of rows that were mended; batch by batch.

Each batch is one transaction with the note of what became of its rows and of how far the import has come: a worker that
dies leaves nothing half done, and the next one goes on from there. Two workers on one import do not meet: whoever comes
second finds the row taken, or the import further than it thought.
"""

import dataclasses
import itertools
import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from datetime import timedelta

from django.db import connection, transaction

from crm.accounts.actors import present_actor
from crm.contacts.enums import DuplicatePolicy
from crm.contacts.imports.ahead import read_ahead
from crm.contacts.imports.consent import plan_from
from crm.contacts.imports.enums import DateOrder, ImportState
from crm.contacts.imports.events import ImportFinished
from crm.contacts.imports.files import drop_file, kept_file
from crm.contacts.imports.loading import BATCH, Batch, Decision, catch_up
from crm.contacts.imports.looking import how_to_read, mapping_of
from crm.contacts.imports.mending import Mended, mended_rows
from crm.contacts.imports.models import ContactImport, ImportFix, ImportRow
from crm.contacts.imports.people import Newcomer, Reader
from crm.contacts.imports.queue import LEASE
from crm.contacts.imports.reading import Row, Table, open_table
from crm.contacts.imports.rehearsal import Rehearsal
from crm.contacts.imports.results import note_again, note_results
from crm.core import clock
from crm.core.access import Actor, Permission, system_actor
from crm.core.errors import Refusal
from crm.journal.delivery import describe
from crm.journal.notices import Notice, tell_pages
from crm.journal.publishing import publish

log = logging.getLogger(__name__)

# Pages are told of progress no more often than this.
TELL_SECONDS = 0.5
TRIES_MOST = 5
ROWS_MOST = 1_048_576
_FAULT = "Something broke on our side. What was loaded so far can be undone."
_LEFT = "Whoever began this import may not import any more."

# Ends what nobody may go on with.
_NOBODY = system_actor("Import")

People = list[tuple[Row, Newcomer | list[str]]]


def run_import(import_id: int, *, batches: int | None = None) -> None:
    """Does what is left of an import, or no more than so many `batches` of it. One that is over stays as it is.

    A file that turns out to be unreadable ends it, with the reason. What goes wrong on our side is tried again later,
    five times in all.
    """
    try:
        with ExitStack() as stack:
            work = _Work(import_id, stack)
            done = 0
            while (batches is None or done < batches) and work.do_batch():
                done += 1
    except Refusal as refusal:
        _end(import_id, ImportState.FAILED, refusal.detail)
    except Exception as error:
        if connection.connection is None or connection.connection.closed:
            # No fault of the import's: it is handed out again once the database is back.
            raise
        _note_fault(import_id, error)
    tell(import_id)


def tell(import_id: int) -> None:
    """Tells the open pages that an import has come further."""
    tell_pages([Notice("import.progressed", "import", import_id)])


class _Work:
    """What one worker does of one import. Opened once, then batch by batch."""

    def __init__(self, import_id: int, stack: ExitStack) -> None:
        self.import_id = import_id
        self._stack = stack
        self._told_at = time.monotonic()
        self._rows: Iterator[People] | None = None
        self._rehearsal: Rehearsal | None = None
        self._position = 0
        self._is_mending = False
        self._reader: Reader | None = None
        self._mended: Mapping[int, Mended] = {}

    def do_batch(self) -> bool:
        """Does the next batch. False when there is none, or nobody may do it."""
        if self._reader is None:
            self._reader = self._open()
        if self._reader is None:
            return False
        if self._is_mending:
            return self._do_mended(self._reader)
        people = next(self._rows, None) if self._rows is not None else None
        with transaction.atomic():
            batch = _take(self.import_id)
            if batch is None or batch.done != self._position:
                return False
            if people is None:
                self._finish(batch)
                return False
            self._load(batch, people)
            self._position = batch.done
        self._tell_sometimes()
        return True

    def _open(self) -> Reader | None:
        with transaction.atomic():
            batch = _take(self.import_id)
            if batch is None:
                return None
            if batch.state == ImportState.PREVIEWING:
                # A rehearsal knows of earlier rows only what it has seen itself.
                batch.done = batch.created = batch.merged = batch.skipped = batch.refused = batch.warnings = 0
                batch.save()
            if batch.done == 0 and not batch.is_mending:
                ImportRow.objects.filter(batch=batch).delete()
        reader = reader_of(batch)
        self._position = batch.done
        self._is_mending = batch.is_mending
        if self._is_mending:
            return reader
        self._mended = mended_rows(batch.pk, waiting_only=False)
        path = self._stack.enter_context(kept_file(batch.pk))
        table = self._stack.enter_context(open_table(path, how_to_read(batch)))
        if batch.state == ImportState.PREVIEWING:
            self._rehearsal = Rehearsal()
            self._count(table)
        rows = _mend(itertools.islice(table.rows(), self._position, None), self._mended)
        self._rows = self._stack.enter_context(read_ahead(rows, reader, BATCH))
        return reader

    def _count(self, table: Table) -> None:
        total = table.count()
        if total > ROWS_MOST:
            raise TooManyRows(f"The file has {total:,} rows; {ROWS_MOST:,} can be imported at once. Cut it into parts.")
        ContactImport.objects.filter(pk=self.import_id).update(rows_total=total, due_at=clock.now() + LEASE)
        tell(self.import_id)

    def _load(self, batch: ContactImport, people: People) -> None:
        is_rehearsal = batch.state == ImportState.PREVIEWING
        loading = Batch(
            acting(batch),
            DuplicatePolicy(batch.duplicates),
            source=batch.file_name,
            wording=batch.consent.get("wording") or "",
            decisions=_decisions(self._mended, people),
            is_rehearsal=is_rehearsal,
        )
        results = self._rehearsal.tell(loading, people) if self._rehearsal else loading.load(people)
        note_results(batch, [row for row, _ in people], results, keeps_cells=is_rehearsal)
        batch.done += len(people)
        _come_further(batch)

    def _do_mended(self, reader: Reader) -> bool:
        with transaction.atomic():
            batch = _take(self.import_id)
            if batch is None or not batch.is_mending:
                return False
            mended = mended_rows(batch.pk, waiting_only=True, most=BATCH)
            if not mended:
                self._finish(batch)
                return False
            stored = list(ImportRow.objects.filter(batch=batch, line__in=mended).order_by("line"))
            width = len(batch.columns)
            rows = [mended[row.line].applied(Row(row.line, _padded(row.cells or [], width))) for row in stored]
            people: People = [(row, reader.read(row)) for row in rows]
            loading = Batch(
                acting(batch),
                DuplicatePolicy(batch.duplicates),
                source=batch.file_name,
                wording=batch.consent.get("wording") or "",
                decisions=_decisions(mended, people),
            )
            note_again(batch, stored, rows, loading.load(people))
            _come_further(batch)
        self._tell_sometimes()
        return True

    def _finish(self, batch: ContactImport) -> None:
        if batch.state == ImportState.PREVIEWING:
            batch.state = ImportState.READY.value
            batch.rows_total = batch.done
            batch.save()
            return
        if not self._is_mending:
            # What was decided beforehand has been done.
            ImportFix.objects.filter(batch=batch).update(is_waiting=False)
        end(batch, ImportState.DONE)

    def _tell_sometimes(self) -> None:
        if time.monotonic() - self._told_at >= TELL_SECONDS:
            tell(self.import_id)
            self._told_at = time.monotonic()


class TooManyRows(Refusal):
    """The file holds more than is loaded in one go."""

    code = "too_many_rows"


class ImporterHasLeft(Refusal):
    """Whoever began the import may not do so any more."""

    code = "importer_has_left"


def acting(batch: ContactImport) -> Actor:
    """Whoever began the import, with what they may do at this moment. Raises `ImporterHasLeft`."""
    actor = present_actor(batch.user_id) if batch.user_id is not None else None
    if actor is None or not actor.may(Permission.CONTACTS_IMPORT):
        raise ImporterHasLeft(_LEFT)
    return dataclasses.replace(
        actor, via=f"import #{batch.pk}", change_set=batch.set_id, is_quiet=not batch.runs_workflows
    )


def reader_of(batch: ContactImport) -> Reader:
    """What reads the rows of an import as it is set."""
    mapping = mapping_of(batch)
    consent = plan_from(
        batch.consent, columns_called=mapping.columns, days=mapping.consent_on, date_order=DateOrder(batch.date_order)
    )
    return Reader(mapping, region=batch.region, consent=consent, tags=batch.tags)


def end(batch: ContactImport, state: ImportState, error: str = "") -> None:
    """Writes that a locked import is over, one way or another. Publishes `import.finished`."""
    batch.state, batch.error, batch.finished_at, batch.is_mending = state.value, error, clock.now(), False
    batch.save()
    drop_file(batch.pk)
    if batch.created:
        catch_up()
    publish(
        ImportFinished(
            subject_id=batch.pk, file_name=batch.file_name, how=state.value,
            created=batch.created, merged=batch.merged, skipped=batch.skipped, refused=batch.refused,
        ),
        actor=dataclasses.replace(_owner(batch), change_set=None),
    )  # fmt: skip


def _owner(batch: ContactImport) -> Actor:
    try:
        return acting(batch)
    except ImporterHasLeft:
        return _NOBODY


def _take(import_id: int) -> ContactImport | None:
    """The import, locked until the transaction ends; None when nothing is under way, or another worker has it."""
    return (
        ContactImport.objects.select_for_update(skip_locked=True)
        .filter(pk=import_id, state__in=[ImportState.PREVIEWING, ImportState.RUNNING])
        .first()
    )


def _come_further(batch: ContactImport) -> None:
    batch.due_at, batch.attempts = clock.now() + LEASE, 0
    batch.save(
        update_fields=["created", "merged", "skipped", "refused", "warnings", "done", "due_at", "attempts"]
    )  # fmt: skip


def _mend(rows: Iterator[Row], mended: Mapping[int, Mended]) -> Iterator[Row]:
    if not mended:
        return rows
    return (mended[row.line].applied(row) if row.line in mended else row for row in rows)


def _decisions(mended: Mapping[int, Mended], people: People) -> dict[int, Decision]:
    if not mended:
        return {}
    found = ((row.line, mended[row.line].decision) for row, _ in people if row.line in mended)
    return {line: decision for line, decision in found if decision is not None}


def _padded(cells: list[str], width: int) -> list[str]:
    return cells[:width] + [""] * (width - len(cells))


def _end(import_id: int, state: ImportState, error: str) -> None:
    with transaction.atomic():
        batch = _take(import_id)
        if batch is None:
            return
        if batch.state == ImportState.PREVIEWING:
            # Nothing was loaded: the settings may be what is wrong.
            batch.state, batch.error = state.value, error
            batch.save(update_fields=["state", "error"])
        else:
            end(batch, state, error)


def _note_fault(import_id: int, error: Exception) -> None:
    with transaction.atomic():
        batch = _take(import_id)
        if batch is None:
            return
        batch.attempts += 1
        log.warning("Import %s failed, try %s of %s: %s", import_id, batch.attempts, TRIES_MOST, describe(error))
        if batch.attempts >= TRIES_MOST:
            _end(import_id, ImportState.FAILED, _FAULT)
            return
        batch.due_at = clock.now() + timedelta(seconds=2**batch.attempts)
        batch.save(update_fields=["attempts", "due_at"])
