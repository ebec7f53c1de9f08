"""What is asked of an import: preview, start, cancel, run what was mended, undo."""

import dataclasses
import uuid

import msgspec
from django.db import transaction

from crm.accounts.actors import person_id
from crm.bulk.selectors import find_undo_of
from crm.bulk.services import undo_set
from crm.contacts.imports.consent import unanswered
from crm.contacts.imports.enums import ImportState
from crm.contacts.imports.errors import (
    ImportIsOver,
    ImportIsUnderWay,
    ImportNotPreviewed,
    ImportWasNotRun,
    NothingIsMended,
    NothingToCancel,
)
from crm.contacts.imports.events import ImportStarted
from crm.contacts.imports.models import ContactImport, ImportFix
from crm.contacts.imports.preparing import check_is_open, forget_preview
from crm.contacts.imports.queue import LEASE, hand_to_worker
from crm.contacts.imports.running import end
from crm.contacts.imports.selectors import ImportView, find_import, view_of
from crm.core import clock
from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput
from crm.journal.publishing import publish

_OVER = frozenset({ImportState.DONE, ImportState.CANCELLED, ImportState.FAILED})
_NO_FIELD = "Choose what at least one column is: a name, an email address or a phone number."
_NO_CONSENT = "Choose the column that tells the consent, answer for everybody, or decline to state it."
_SOMEBODY = frozenset({"first_name", "last_name", "full_name", "email", "phone"})


class UndoJob(msgspec.Struct, frozen=True):
    """The job that takes an import back."""

    id: int
    label: str
    state: str
    total: int


@requires(Permission.CONTACTS_IMPORT)
@transaction.atomic
def preview_import(*, actor: Actor, import_id: int) -> ImportView:
    """Has a worker tell what would become of each row with the present settings. Nothing is written.

    Raises `NotFound`, `ImportIsUnderWay`, `ImportIsOver`, `InvalidInput` when no column says who somebody is.
    """
    batch = find_import(actor, import_id, lock=True)
    check_is_open(batch)
    if not _SOMEBODY & set(batch.mapping.values()):
        raise InvalidInput(fields={"mapping": [_NO_FIELD]})
    forget_preview(batch)
    _hand_over(batch, ImportState.PREVIEWING)
    return view_of(batch)


@requires(Permission.CONTACTS_IMPORT)
@transaction.atomic
def start_import(*, actor: Actor, import_id: int) -> ImportView:
    """Has a worker load the file, as it was previewed. Publishes `import.started`.

    All it changes is one set, which `undo_import` takes back. Raises `NotFound`, `ImportIsUnderWay`, `ImportIsOver`,
    `ImportNotPreviewed`, and `InvalidInput` while nothing is said of consent.
    """
    batch = find_import(actor, import_id, lock=True)
    check_is_open(batch)
    missing = {f"consent.{channel.value}": [_NO_CONSENT] for channel in unanswered(batch.consent)}
    if missing:
        raise InvalidInput(fields=missing)
    if batch.state != ImportState.READY:
        raise ImportNotPreviewed
    batch.set_id = uuid.uuid4()
    batch.started_at = clock.now()
    batch.created = batch.merged = batch.skipped = batch.refused = batch.warnings = batch.done = 0
    _hand_over(batch, ImportState.RUNNING)
    publish(
        ImportStarted(
            subject_id=batch.pk, file_name=batch.file_name, size=batch.size, runs_workflows=batch.runs_workflows
        ),
        actor=actor,
    )
    return view_of(batch)


@requires(Permission.CONTACTS_IMPORT)
@transaction.atomic
def cancel_import(*, actor: Actor, import_id: int) -> ImportView:
    """Stops after the batch in hand. What was loaded by then stays, and can be undone; a preview is thrown away.

    Publishes `import.finished` when something had been started. Raises `NotFound`, `NothingToCancel`.
    """
    # Waits for the batch in hand, which holds the row.
    batch = find_import(actor, import_id, lock=True)
    if batch.state == ImportState.PREVIEWING:
        forget_preview(batch)
        batch.save()
    elif batch.state == ImportState.RUNNING:
        end(batch, ImportState.DONE if batch.is_mending else ImportState.CANCELLED)
    else:
        raise NothingToCancel
    return view_of(batch)


@requires(Permission.CONTACTS_IMPORT)
@transaction.atomic
def run_fixed_rows(*, actor: Actor, import_id: int) -> ImportView:
    """Has a worker load those rows alone that were mended or decided since the run, into the same set of changes.

    Raises `NotFound`, `ImportIsUnderWay`, `ImportWasNotRun`, `ImportIsOver` after an undo, `NothingIsMended`.
    """
    batch = find_import(actor, import_id, lock=True)
    _check_was_run(batch)
    if not ImportFix.objects.filter(batch=batch, is_waiting=True).exists():
        raise NothingIsMended
    if batch.user_id is None:
        # Nobody stands behind an import from the command line: who mends its rows answers for them.
        batch.user_id = person_id(actor)
    batch.is_mending = True
    _hand_over(batch, ImportState.RUNNING)
    return view_of(batch)


@requires(Permission.CONTACTS_IMPORT)
@transaction.atomic
def undo_import(*, actor: Actor, import_id: int) -> UndoJob:
    """A job that takes back all that the import has changed, what was changed since left alone and told.

    Raises `NotFound`, `ImportIsUnderWay`, `ImportWasNotRun`, and what `undo_set` raises.
    """
    batch = find_import(actor, import_id, lock=True)
    if batch.state in {ImportState.PREVIEWING, ImportState.RUNNING}:
        raise ImportIsUnderWay
    if batch.set_id is None:
        raise ImportWasNotRun
    job = undo_set(
        actor=dataclasses.replace(actor, change_set=None),
        set_id=batch.set_id,
        subject="contact",
        label=f"Undo: import of {batch.file_name}",
    )
    return UndoJob(id=job.id, label=job.label, state=job.state, total=job.total)


def _check_was_run(batch: ContactImport) -> None:
    if batch.state in {ImportState.PREVIEWING, ImportState.RUNNING}:
        raise ImportIsUnderWay
    if batch.set_id is None or batch.state not in _OVER:
        raise ImportWasNotRun
    if find_undo_of(batch.set_id) is not None:
        raise ImportIsOver


def _hand_over(batch: ContactImport, state: ImportState) -> None:
    batch.state, batch.error, batch.attempts = state.value, "", 0
    batch.finished_at = None
    batch.due_at = clock.now() + LEASE
    batch.save()
    hand_to_worker(batch.pk)
