"""Loading people from rows of a file: checked, matched, written in batches, each row answered for."""

import dataclasses
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction

from crm.contacts.enums import DuplicatePolicy
from crm.contacts.imports.enums import Outcome
from crm.contacts.imports.mapping import ColumnMapping
from crm.contacts.imports.matching import Known, Matches, find_matches
from crm.contacts.imports.people import Newcomer, read_newcomer
from crm.contacts.imports.reading import Row
from crm.contacts.imports.writing import reserve_ids, write_batch
from crm.contacts.selectors.rows import full_name_of
from crm.contacts.services.stored import StoredContact, lock_contacts
from crm.core.access import Actor, Permission, requires

BATCH = 1000
# From so many new rows on, what the planner knows of the table is out of date, and the index has to catch up.
ANALYZE_FROM = 1000


@dataclass(frozen=True, slots=True)
class RowResult:
    """What became of the row that starts on `line`, and why, in words. `contact_id` is whom it was taken for."""

    line: int
    outcome: Outcome
    contact_id: int | None = None
    reasons: tuple[str, ...] = ()


@requires(Permission.CONTACTS_IMPORT)
def import_contacts(
    *,
    actor: Actor,
    rows: Iterable[Row],
    mapping: ColumnMapping,
    file_name: str,
    region: str | None = None,
    duplicates: DuplicatePolicy = DuplicatePolicy.SKIP,
    is_dry_run: bool = False,
) -> Iterator[RowResult]:
    """Makes a contact of each row that can be one, and tells of each row in turn what became of it.

    Rows go by the rules of `create_contact`. A row whose email address or phone number somebody has already is left
    out, merged into that contact (what is empty is filled, nothing replaced), or made all the same, as `duplicates`
    says; when it could be several people, it is refused and nothing is guessed. Phone numbers without + are read as
    dialled from `region`. A thousand rows are one transaction: what was told has been kept, whatever comes after it.
    A dry run tells the same and keeps nothing. Publishes what `create_contact` and `update_contact` publish,
    each contact's as a change of its own.
    """
    importer = dataclasses.replace(actor, via=f"import of {file_name}")
    results = _run(importer, rows, mapping, region or settings.DEFAULT_PHONE_REGION, duplicates)
    return _rehearse(results) if is_dry_run else results


def _rehearse(results: Iterator[RowResult]) -> Iterator[RowResult]:
    # Later rows must see earlier ones, so all of it happens and is then taken back.
    with transaction.atomic():
        yield from results
        transaction.set_rollback(True)


def _run(
    actor: Actor, rows: Iterable[Row], mapping: ColumnMapping, region: str, policy: DuplicatePolicy
) -> Iterator[RowResult]:
    waiting = iter(rows)
    created = 0
    while batch := list(itertools.islice(waiting, BATCH)):
        with transaction.atomic():
            results = _Batch(actor, policy).load(batch, mapping, region)
        created += sum(result.outcome is Outcome.CREATED for result in results)
        yield from results
    if created >= ANALYZE_FROM:
        with connection.cursor() as cursor:
            cursor.execute("SELECT gin_clean_pending_list('contacts_search')")
            cursor.execute("ANALYZE contacts_contact")


class _Batch:
    def __init__(self, actor: Actor, policy: DuplicatePolicy) -> None:
        self.actor = actor
        self.policy = policy
        self.results: dict[int, RowResult] = {}
        self.created: dict[int, Newcomer] = {}
        self.merged: list[tuple[StoredContact, Newcomer]] = []
        self.matches = Matches()

    def load(self, rows: list[Row], mapping: ColumnMapping, region: str) -> list[RowResult]:
        newcomers = self._read(rows, mapping, region)
        if self.policy is not DuplicatePolicy.CREATE:
            self.matches = find_matches(self.actor, newcomers)
        ids = iter(reserve_ids(len(newcomers)))
        wanting: list[tuple[Newcomer, Known]] = []
        for newcomer in newcomers:
            found = self.matches.find(newcomer)
            if not found:
                self._create(newcomer, next(ids))
            elif len(found) > 1:
                self._refuse_several(newcomer, found)
            elif self.policy is DuplicatePolicy.SKIP or found[0].is_archived:
                self._skip(newcomer, found[0])
            elif found[0].id in self.created:
                self._tell(newcomer, Outcome.MERGED, found[0].id, self._shares(newcomer, found[0]))
                self._absorb(found[0], newcomer)
            else:
                wanting.append((newcomer, found[0]))
        self._merge(wanting)
        return [self.results[row.line] for row in rows]

    def _read(self, rows: list[Row], mapping: ColumnMapping, region: str) -> list[Newcomer]:
        newcomers = []
        for row in rows:
            read = read_newcomer(row, mapping, region)
            if isinstance(read, Newcomer):
                newcomers.append(read)
            else:
                self.results[row.line] = RowResult(line=row.line, outcome=Outcome.REFUSED, reasons=tuple(read))
        return newcomers

    def _tell(self, newcomer: Newcomer, outcome: Outcome, contact_id: int | None, *reasons: str) -> None:
        self.results[newcomer.line] = RowResult(
            line=newcomer.line, outcome=outcome, contact_id=contact_id, reasons=(*reasons, *newcomer.warnings)
        )

    def _create(self, newcomer: Newcomer, contact_id: int) -> None:
        self.created[contact_id] = newcomer
        self._tell(newcomer, Outcome.CREATED, contact_id)
        if self.policy is not DuplicatePolicy.CREATE:
            name = full_name_of(newcomer.first_name, newcomer.last_name, newcomer.email, newcomer.phone_raw)
            self.matches.add(Known(contact_id, name), email=newcomer.email, phone=newcomer.phone)

    def _absorb(self, known: Known, newcomer: Newcomer) -> None:
        person = self.created[known.id]
        person.absorb(newcomer)
        self.matches.add(known, email=person.email, phone=person.phone)

    def _shares(self, newcomer: Newcomer, known: Known) -> str:
        return f"Same {self.matches.shared_with(newcomer, known)} as {known}."

    def _refuse_several(self, newcomer: Newcomer, found: list[Known]) -> None:
        people = "; ".join(f"{self.matches.shared_with(newcomer, known)} of {known}" for known in found[:4])
        self._tell(newcomer, Outcome.REFUSED, None, f"This could be several people: {people}.")

    def _skip(self, newcomer: Newcomer, known: Known) -> None:
        trash = " That contact is in the trash." if known.is_archived else ""
        self._tell(newcomer, Outcome.SKIPPED, known.id, self._shares(newcomer, known) + trash)

    def _merge(self, wanting: list[tuple[Newcomer, Known]]) -> None:
        first: dict[int, Newcomer] = {}
        for newcomer, known in wanting:
            # Two rows that are one person are added in one go.
            if known.id in first:
                first[known.id].absorb(newcomer)
            else:
                first[known.id] = dataclasses.replace(newcomer)
        stored = lock_contacts(self.actor, first) if first else {}
        changed = write_batch(self.actor, self.created, [(stored[i], first[i]) for i in first if i in stored])
        for newcomer, known in wanting:
            outcome = Outcome.MERGED if known.id in changed else Outcome.SKIPPED
            nothing = () if known.id in changed else ("It adds nothing new.",)
            self._tell(newcomer, outcome, known.id, self._shares(newcomer, known), *nothing)
