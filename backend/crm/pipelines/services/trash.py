"""The trash: into it, out of it, and the end of an opportunity."""

import uuid

from django.db import connection, transaction

from crm.core.access import Actor, Permission, requires
from crm.journal.publishing import publish
from crm.pipelines.errors import OpportunityIsNotArchived
from crm.pipelines.events import OpportunityArchived, OpportunityDeleted, OpportunityRestored
from crm.pipelines.selectors import read_opportunity
from crm.pipelines.services.standing import log_standing, moment_of_change
from crm.pipelines.services.stored import OpportunityChanged, StoredOpportunity, lock_opportunity, write_columns


@requires(Permission.OPPORTUNITIES_WRITE)
@transaction.atomic
def archive_opportunity(*, actor: Actor, opportunity_id: int) -> OpportunityChanged:
    """Moves the opportunity to the trash; one that is there already stays. Publishes `opportunity.archived`."""
    stored = lock_opportunity(actor, opportunity_id)
    if stored.archived_at is not None:
        return OpportunityChanged(read_opportunity(actor, opportunity_id), None)
    put_in_trash(actor, stored)
    change_id = publish(OpportunityArchived(subject_id=opportunity_id, title=stored.title, **stored.links), actor=actor)
    return OpportunityChanged(read_opportunity(actor, opportunity_id), change_id)


@requires(Permission.OPPORTUNITIES_WRITE)
@transaction.atomic
def restore_opportunity(*, actor: Actor, opportunity_id: int) -> OpportunityChanged:
    """Brings the opportunity back to where it stood. Publishes `opportunity.restored`."""
    stored = lock_opportunity(actor, opportunity_id)
    if stored.archived_at is None:
        return OpportunityChanged(read_opportunity(actor, opportunity_id), None)
    take_from_trash(actor, stored)
    change_id = publish(OpportunityRestored(subject_id=opportunity_id, title=stored.title, **stored.links), actor=actor)
    return OpportunityChanged(read_opportunity(actor, opportunity_id), change_id)


@requires(Permission.OPPORTUNITIES_DELETE)
@transaction.atomic
def delete_opportunity(*, actor: Actor, opportunity_id: int) -> uuid.UUID:
    """Destroys an archived opportunity for good; reports of the past lose it. Publishes `opportunity.deleted`.

    Raises `NotFound`, `OpportunityIsNotArchived`.
    """
    stored = lock_opportunity(actor, opportunity_id)
    if stored.archived_at is None:
        raise OpportunityIsNotArchived
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM pipelines_opportunitycontact WHERE opportunity_id = %s", [opportunity_id])
        cursor.execute("DELETE FROM pipelines_standing WHERE opportunity_id = %s", [opportunity_id])
        cursor.execute("DELETE FROM pipelines_opportunity WHERE id = %s", [opportunity_id])
    return publish(OpportunityDeleted(subject_id=opportunity_id), actor=actor)


def put_in_trash(actor: Actor, stored: StoredOpportunity) -> None:
    """Writes that a locked opportunity is in the trash, and who put it there."""
    at = moment_of_change()
    write_columns(stored.id, {"archived_at": at, "archived_by_id": actor.user_id}, is_move=True)
    log_standing(actor, [stored.id], at=at)


def take_from_trash(actor: Actor, stored: StoredOpportunity) -> None:
    """Writes that a locked opportunity is in the trash no more."""
    write_columns(stored.id, {"archived_at": None, "archived_by_id": None}, is_move=True)
    log_standing(actor, [stored.id], at=moment_of_change())
