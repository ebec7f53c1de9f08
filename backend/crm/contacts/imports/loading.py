"""Loading people from rows of a file: checked, matched, written in batches, each row answered for."""

import dataclasses
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from crm.contacts.enums import DuplicatePolicy
from crm.contacts.imports.enums import Outcome
from crm.contacts.imports.mapping import ColumnMapping
from crm.contacts.imports.matching import Known, Matches, find_known, find_matches
from crm.contacts.imports.people import Newcomer, Reader
from crm.contacts.imports.reading import Row
from crm.contacts.imports.writing import who_would_add, write_batch
from crm.contacts.selectors.rows import full_name_of
from crm.core.access import Actor, Permission, requires
from crm.core.sequences import take_ids

BATCH = 1000
# From so many new rows on, what the planner knows of the table is out of date, and the index has to catch up.
ANALYZE_FROM = 1000
_ADDS_NOTHING = "It adds nothing new."

# What a person has decided of a row: {"merge_into": id}, "create" or "skip".
Decision = Mapping[str, int] | str


@dataclass(frozen=True, slots=True)
class RowResult:
    """What became of the row that starts on `line`, and why, in words. `contact_id` is whom it was taken for.

    `candidates` are those whom it may be, when people have to decide; `has_warning` says that it was taken with
    something left to look at.
    """

    line: int
    outcome: Outcome
    contact_id: int | None = None
    reasons: tuple[str, ...] = ()
    candidates: tuple[Mapping[str, Any], ...] = ()
    has_warning: bool = False


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
    reader = Reader(mapping, region=region or settings.DEFAULT_PHONE_REGION)
    results = load_batches(importer, rows, reader, duplicates, source=file_name)
    return _rehearse(results) if is_dry_run else results


def _rehearse(results: Iterator[RowResult]) -> Iterator[RowResult]:
    # Later rows must see earlier ones, so all of it happens and is then taken back.
    with transaction.atomic():
        yield from results
        transaction.set_rollback(True)


def load_batches(
    actor: Actor,
    rows: Iterable[Row],
    reader: Reader,
    policy: DuplicatePolicy,
    *,
    source: str,
    note: Callable[[Sequence[Row], Sequence[RowResult]], None] = lambda rows, results: None,
) -> Iterator[RowResult]:
    """Loads the rows, a thousand in a transaction, in which `note` is told what became of them."""
    waiting = iter(rows)
    created = 0
    while batch := list(itertools.islice(waiting, BATCH)):
        people = [(row, reader.read(row)) for row in batch]
        with transaction.atomic():
            results = Batch(actor, policy, source=source).load(people)
            note(batch, results)
        created += sum(result.outcome is Outcome.CREATED for result in results)
        yield from results
    if created >= ANALYZE_FROM:
        catch_up()


def catch_up() -> None:
    """After many new rows: the search index takes in what waits, and the planner looks at the table anew."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT gin_clean_pending_list('contacts_search')")
        cursor.execute("ANALYZE contacts_contact")


class Batch:
    """Rows that are loaded in one transaction, which the caller has begun. Each is answered for.

    `is_rehearsal` tells the same and writes nothing. `before` are the people of earlier rows who are not written yet,
    by a number of their own, each of them below zero: only a rehearsal has any.
    """

    def __init__(
        self,
        actor: Actor,
        policy: DuplicatePolicy,
        *,
        source: str,
        wording: str = "",
        decisions: Mapping[int, Decision] | None = None,
        is_rehearsal: bool = False,
    ) -> None:
        self.actor = actor
        self.policy = policy
        self.source, self.wording = source, wording
        self.decisions = decisions or {}
        self.is_rehearsal = is_rehearsal
        self.results: dict[int, RowResult] = {}
        self.created: dict[int, Newcomer] = {}
        self.matches = Matches()
        self._ids: Iterator[int] = iter(())

    def load(
        self, people: Sequence[tuple[Row, Newcomer | list[str]]], before: "Earlier | None" = None
    ) -> list[RowResult]:
        """What became of each of the rows (that were read by a `Reader`), in their order."""
        newcomers = []
        for row, read in people:
            if isinstance(read, Newcomer):
                newcomers.append(read)
            else:
                self.results[row.line] = RowResult(row.line, Outcome.REFUSED, reasons=tuple(read))
        if self.policy is not DuplicatePolicy.CREATE:
            self.matches = find_matches(self.actor, newcomers)
            if before is not None:
                self.created.update(before.add_to(self.matches, newcomers))
        self._ids = iter(() if self.is_rehearsal else take_ids("contacts_contact", len(newcomers)))
        wanting: list[tuple[Newcomer, Known]] = []
        decided = self._decided()
        for newcomer in newcomers:
            known = self._known(newcomer, decided)
            if known is None:
                continue
            if known.id in self.created:
                self._absorb(known, newcomer)
            else:
                wanting.append((newcomer, known))
        self._merge(wanting)
        return [self.results[row.line] for row, _ in people]

    def _decided(self) -> dict[int, Known]:
        """The contacts into whom people have decided to merge rows, those that there are."""
        wanted = [decision["merge_into"] for decision in self.decisions.values() if not isinstance(decision, str)]
        return find_known(self.actor, wanted) if wanted else {}

    def _known(self, newcomer: Newcomer, decided: Mapping[int, Known]) -> Known | None:
        """Into whom the row is to be merged; None when it has been answered for."""
        decision = self.decisions.get(newcomer.line)
        if decision == "create":
            self._create(newcomer)
            return None
        if decision == "skip":
            self._tell(newcomer, Outcome.SKIPPED, None, "It was decided to leave this row out.")
            return None
        if decision is not None and not isinstance(decision, str):
            chosen = decided.get(decision["merge_into"])
            if chosen is None or chosen.is_archived:
                self._tell(newcomer, Outcome.REFUSED, None, "The contact that was chosen is here no more.")
                return None
            return chosen
        found = self.matches.find(newcomer)
        if not found:
            self._create(newcomer)
        elif len(found) > 1:
            self._refuse_several(newcomer, found)
        elif self.policy is DuplicatePolicy.SKIP or found[0].is_archived:
            self._skip(newcomer, found[0])
        else:
            return found[0]
        return None

    def _tell(
        self,
        newcomer: Newcomer,
        outcome: Outcome,
        contact_id: int | None,
        *reasons: str,
        candidates: tuple[Mapping[str, Any], ...] = (),
    ) -> None:
        warnings = newcomer.warnings
        self.results[newcomer.line] = RowResult(
            newcomer.line,
            outcome,
            contact_id if contact_id is None or contact_id > 0 else None,
            (*reasons, *warnings) if warnings else reasons,
            candidates,
            bool(warnings) and outcome in {Outcome.CREATED, Outcome.MERGED},
        )

    def _create(self, newcomer: Newcomer) -> None:
        contact_id = -newcomer.line if self.is_rehearsal else next(self._ids)
        self.created[contact_id] = newcomer
        self._tell(newcomer, Outcome.CREATED, contact_id)
        if self.policy is not DuplicatePolicy.CREATE:
            name = full_name_of(newcomer.first_name, newcomer.last_name, newcomer.email, newcomer.phone_raw)
            known = Known(contact_id, name, line=newcomer.line)
            self.matches.add(known, email=newcomer.email, phone=newcomer.phone)

    def _absorb(self, known: Known, newcomer: Newcomer) -> None:
        person = self.created[known.id]
        shares = self._shares(newcomer, known)
        if not person.absorb(newcomer):
            self._tell(newcomer, Outcome.SKIPPED, known.id, shares, _ADDS_NOTHING)
            return
        self._tell(newcomer, Outcome.MERGED, known.id, shares)
        self.matches.add(known, email=person.email, phone=person.phone)

    def _shares(self, newcomer: Newcomer, known: Known) -> str:
        shared = self._in_common(newcomer, known)
        return f"Same {shared} as {known}." if shared else f"It was decided that this is {known}."

    def _in_common(self, newcomer: Newcomer, known: Known) -> str:
        return " and ".join(self.matches.shared_with(newcomer, known))

    def _refuse_several(self, newcomer: Newcomer, found: list[Known]) -> None:
        told = [(known, self.matches.shared_on(newcomer, known)) for known in found[:10]]
        people = "; ".join(
            f"{' and '.join(self.matches.shared_with(newcomer, known))} of {known}" for known in found[:4]
        )
        candidates = tuple(
            {"id": known.id, "full_name": known.name, "matched_on": shared} for known, shared in told if known.id > 0
        )
        self._tell(newcomer, Outcome.REFUSED, None, f"This could be several people: {people}.", candidates=candidates)

    def _skip(self, newcomer: Newcomer, known: Known) -> None:
        trash = " That contact is in the trash." if known.is_archived else ""
        self._tell(newcomer, Outcome.SKIPPED, known.id, self._shares(newcomer, known) + trash)

    def _merge(self, wanting: list[tuple[Newcomer, Known]]) -> None:
        # Rows that are one person are added in one go.
        merging: dict[int, list[Newcomer]] = {}
        for newcomer, known in wanting:
            merging.setdefault(known.id, []).append(newcomer)
        adding = self._write(merging)
        for newcomer, known in wanting:
            outcome = Outcome.MERGED if newcomer.line in adding else Outcome.SKIPPED
            nothing = () if newcomer.line in adding else (_ADDS_NOTHING,)
            self._tell(newcomer, outcome, known.id, self._shares(newcomer, known), *nothing)

    def _write(self, merging: Mapping[int, Sequence[Newcomer]]) -> set[int]:
        if self.is_rehearsal:
            return who_would_add(self.actor, merging)
        return write_batch(self.actor, self.created, merging, source=self.source, wording=self.wording)


class Earlier:
    """People of earlier rows that are not written: what a rehearsal knows of them (see `rehearsal.py`)."""

    def add_to(self, matches: Matches, newcomers: Sequence[Newcomer]) -> dict[int, Newcomer]:
        """Notes in `matches` those of them whom the rows may be; returns these, by their number."""
        raise NotImplementedError
