"""An import that is loaded where it was asked for (the command line), and noted as those of the page are.

So it stands on the page of imports: what became of its rows, which of them can be mended, and its undo. As one of them
it starts no workflow either.
"""

import dataclasses
import itertools
import uuid
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

from django.db import transaction

from crm.contacts.enums import DuplicatePolicy
from crm.contacts.imports import looking
from crm.contacts.imports.enums import ConsentAnswer, ConsentChannel, ImportState
from crm.contacts.imports.errors import ImportIsOver
from crm.contacts.imports.events import ImportStarted
from crm.contacts.imports.loading import RowResult, load_batches
from crm.contacts.imports.models import ContactImport
from crm.contacts.imports.preparing import tidy_file_name
from crm.contacts.imports.reading import Row, Table
from crm.contacts.imports.results import note_results
from crm.contacts.imports.running import end, reader_of
from crm.core import clock
from crm.core.access import Actor, Permission, requires
from crm.core.errors import Refusal
from crm.journal.publishing import publish

# Nobody else goes on with it; one that was not heard of for so long was killed, and is ended by a worker.
_GIVEN_UP_AFTER = timedelta(minutes=10)


@requires(Permission.CONTACTS_IMPORT)
def import_recorded(
    *, actor: Actor, path: Path, table: Table, region: str, duplicates: DuplicatePolicy
) -> Iterator[RowResult]:
    """Loads the table as `import_contacts` does, by the guessed mapping; tells of each row what became of it.

    All it changes is one set, which `undo_import` takes back; nothing is stated of consent. What is wrong with the file
    ends it where it stands. Publishes `import.started`, `import.finished`, and what `import_contacts` publishes. Raises
    `FileCannotBeRead`, and `ImportIsOver` when it was stopped on the page.
    """
    batch = _begin(actor, path, table, region, duplicates)
    importer = dataclasses.replace(actor, via=f"import #{batch.pk}", change_set=batch.set_id, is_quiet=True)

    def note(rows: Sequence[Row], results: Sequence[RowResult]) -> None:
        stored = _still_running(batch.pk)
        note_results(stored, rows, results, keeps_cells=False)
        stored.done += len(rows)
        stored.due_at = clock.now() + _GIVEN_UP_AFTER
        stored.save()

    try:
        yield from load_batches(importer, table.rows(), reader_of(batch), duplicates, source=batch.file_name, note=note)
    except ImportIsOver:
        raise
    except Refusal as refusal:
        _end(batch.pk, ImportState.FAILED, refusal.detail)
        raise
    _end(batch.pk, ImportState.DONE)


@transaction.atomic
def _begin(actor: Actor, path: Path, table: Table, region: str, duplicates: DuplicatePolicy) -> ContactImport:
    batch = ContactImport(
        file_name=tidy_file_name(path.name),
        size=path.stat().st_size,
        state=ImportState.RUNNING,
        user_id=actor.user_id,
        guessed=[guess for guess in looking.GUESSES if guess != "region"],
        region=region,
        columns=[],
        duplicates=duplicates,
        consent={"wording": "", **{channel.value: {"answer": ConsentAnswer.DECLINED} for channel in ConsentChannel}},
        set_id=uuid.uuid4(),
        started_at=clock.now(),
        due_at=clock.now() + _GIVEN_UP_AFTER,
    )
    rows = list(itertools.islice(table.rows(), looking.LOOKED_AT))
    consent = batch.consent
    looking.take_look(batch, looking.Look(table, rows))
    batch.consent = consent
    batch.save()
    publish(
        ImportStarted(subject_id=batch.pk, file_name=batch.file_name, size=batch.size, runs_workflows=False),
        actor=actor,
    )
    return batch


def _still_running(import_id: int) -> ContactImport:
    batch = ContactImport.objects.select_for_update().get(pk=import_id)
    if batch.state != ImportState.RUNNING:
        raise ImportIsOver
    return batch


@transaction.atomic
def _end(import_id: int, state: ImportState, error: str = "") -> None:
    end(_still_running(import_id), state, error)
