"""Taking back an edit of a company: the opposite change, when nothing has come after it.

Making, archiving and restoring a company touch people's links: the contacts room takes these back.
"""

import uuid
from collections.abc import Sequence

from crm.companies.errors import CompanyIsArchived
from crm.companies.events import FIELD_LABELS, CompanyUpdated
from crm.companies.selectors.history import fields_changed_since
from crm.companies.services.stored import StoredCompany, lock_company, write_fields
from crm.core.access import Actor, Permission, requires
from crm.core.errors import NotFound
from crm.journal.catalogue import Change
from crm.journal.errors import UndoConflict
from crm.journal.publishing import Published, publish
from crm.journal.undo import undoes as takes_back

GONE = "This company has been deleted for good."


@takes_back(CompanyUpdated)
@requires(Permission.COMPANIES_WRITE)
def undo_company_change(*, actor: Actor, events: Sequence[Published], change_id: uuid.UUID, undoes: uuid.UUID) -> None:
    """Writes the opposite of `events`.

    Raises `UndoConflict` when what is to be taken back has been changed since, or the company is gone;
    `CompanyExists` when the former name is another one's now.
    """
    opposite = [_undo_fields(actor, told.event) for told in events if isinstance(told.event, CompanyUpdated)]
    publish(*opposite, actor=actor, change_id=change_id, undoes=undoes)


def _undo_fields(actor: Actor, event: CompanyUpdated) -> CompanyUpdated:
    try:
        stored = lock_company(actor, event.subject_id)
    except NotFound as missing:
        raise UndoConflict(GONE) from missing
    opposite = opposite_of(stored, event)
    version = write_fields(stored, opposite)
    return CompanyUpdated(subject_id=stored.id, version=version, fields=opposite)


def opposite_of(stored: StoredCompany, event: CompanyUpdated) -> dict[str, Change]:
    """What taking an edit back would change of a locked company. Raises `UndoConflict`, `CompanyIsArchived`."""
    if stored.archived_at is not None:
        raise CompanyIsArchived
    later = [field for field, change in event.fields.items() if stored.values[field].kept != change.after]
    if later:
        _refuse_fields(stored, event, later)
    return {
        field: Change(
            before=change.after,
            after=change.before,
            before_text=change.after_text,
            after_text=change.before_text,
        )
        for field, change in event.fields.items()
    }


def _refuse_fields(stored: StoredCompany, event: CompanyUpdated, later: list[str]) -> None:
    history = fields_changed_since(company_id=stored.id, version=event.version)
    said: dict[str, list[str]] = {}
    for field in later:
        who = f"{history[field].changed_by} has" if field in history else "Somebody has"
        said[field] = [f"{who} changed the {FIELD_LABELS[field]} since."]
    raise UndoConflict(" ".join(message for messages in said.values() for message in messages), fields=said)
