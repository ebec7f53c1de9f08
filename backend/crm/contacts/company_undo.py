"""Taking back that a company was made, archived or restored. Edits of its fields its own room takes back."""

import uuid
from collections.abc import Sequence

from crm.companies.events import CompanyArchived, CompanyCreated, CompanyRestored
from crm.contacts.services.company_archiving import hide, lock_to_archive, show
from crm.core.access import Actor, Permission, requires
from crm.journal.catalogue import Event
from crm.journal.errors import UndoConflict
from crm.journal.publishing import Published, publish
from crm.journal.undo import undoes as takes_back


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
        raise UndoConflict("This company has been deleted for good.")
    if isinstance(event, CompanyArchived):
        if company.archived_at is None:
            raise UndoConflict("This company has been restored already.")
        return show(company)
    if company.archived_at is not None:
        raise UndoConflict("This company is in the trash already.")
    return hide(actor, [company])[company.id]
