"""Taking back that a company was made, archived or restored. Edits of its fields its own room takes back."""

import uuid
from collections.abc import Iterator, Mapping, Sequence

from crm.companies.events import CompanyArchived, CompanyCreated, CompanyRestored
from crm.companies.services.stored import lock_companies
from crm.contacts.services.company_archiving import hide, lock_to_archive, show
from crm.core.access import Actor, Permission, requires
from crm.journal.catalogue import Event
from crm.journal.errors import UndoConflict
from crm.journal.publishing import Published, publish, publish_many
from crm.journal.sets import sentence_of, undoes_many
from crm.journal.undo import undoes as takes_back

GONE = "This company has been deleted for good."
RESTORED_ALREADY = "This company has been restored already."
ARCHIVED_ALREADY = "This company is in the trash already."


@takes_back(CompanyCreated, CompanyArchived, CompanyRestored)
@requires(Permission.COMPANIES_WRITE)
def undo_company_archiving(
    *, actor: Actor, events: Sequence[Published], change_id: uuid.UUID, undoes: uuid.UUID
) -> None:
    """Writes the opposite of `events`. A company whose making is taken back goes to the trash; nothing of it is lost.

    Raises `UndoConflict` when it is there or back already, or gone; `CompanyExists` when its name has been taken.
    """
    opposite: list[Event] = []
    for published in sorted(events, key=lambda told: told.subject_id):
        opposite += _undo_one(actor, published.event)
    publish(*opposite, actor=actor, change_id=change_id, undoes=undoes)


def _undo_one(actor: Actor, event: Event) -> list[Event]:
    company = lock_to_archive(actor, event.subject_id)
    if company is None:
        raise UndoConflict(GONE)
    if isinstance(event, CompanyArchived):
        if company.archived_at is None:
            raise UndoConflict(RESTORED_ALREADY)
        told, taken = show([company])
        for refusal in taken.values():
            raise refusal
        return told[company.id]
    if company.archived_at is not None:
        raise UndoConflict(ARCHIVED_ALREADY)
    return hide(actor, [company])[company.id]


@undoes_many(CompanyArchived, CompanyRestored)
@requires(Permission.COMPANIES_WRITE)
def undo_company_archivings(
    *, actor: Actor, changes: Mapping[uuid.UUID, Sequence[Published]]
) -> Mapping[uuid.UUID, str]:
    """As `undo_company_archiving` for many, newest first, in a few statements; says of those that could not be why."""
    # All are locked, in one order, before the first of their people is.
    lock_companies(actor, [event.subject_id for events in changes.values() for event in events])
    refused: dict[uuid.UUID, str] = {}
    for run in _runs(changes):
        refused |= _undo_run(actor, run)
    return refused


_Run = dict[int, tuple[uuid.UUID, Event]]


def _runs(changes: Mapping[uuid.UUID, Sequence[Published]]) -> Iterator[_Run]:
    """Neighbouring changes of one sort, each of another company. A change is of one company alone."""
    run: _Run = {}
    for change_id, events in changes.items():
        event = events[0].event
        if run and (event.subject_id in run or type(event) is not type(next(iter(run.values()))[1])):
            yield run
            run = {}
        run[event.subject_id] = (change_id, event)
    if run:
        yield run


def _undo_run(actor: Actor, run: _Run) -> dict[uuid.UUID, str]:
    stored = lock_companies(actor, list(run))
    reasons = {company_id: GONE for company_id in run if company_id not in stored}
    comes_back = isinstance(next(iter(run.values()))[1], CompanyArchived)
    there = {number: company for number, company in stored.items() if (company.archived_at is None) is comes_back}
    reasons |= dict.fromkeys(there, RESTORED_ALREADY if comes_back else ARCHIVED_ALREADY)
    wanted = [stored[number] for number in run if number in stored and number not in there]
    told, taken = show(wanted) if comes_back else (hide(actor, wanted), {})
    reasons |= {number: sentence_of(refusal) for number, refusal in taken.items()}
    pairs = {uuid.uuid4(): number for number in told}
    publish_many(
        {new: told[number] for new, number in pairs.items()},
        actor=actor,
        undoes={new: run[number][0] for new, number in pairs.items()},
    )
    return {run[number][0]: reason for number, reason in reasons.items()}
