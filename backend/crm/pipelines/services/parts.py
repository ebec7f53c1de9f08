"""Further people in an opportunity."""

from django.db import connection, transaction

from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput
from crm.core.values import Refused
from crm.journal.publishing import publish
from crm.pipelines.errors import OpportunityIsArchived
from crm.pipelines.events import OpportunityContactAdded, OpportunityContactRemoved
from crm.pipelines.selectors import read_opportunity
from crm.pipelines.services.links import contact_value
from crm.pipelines.services.stored import OpportunityChanged, StoredOpportunity, lock_opportunity, write_columns
from crm.pipelines.values import NAME_MOST, line

PARTS_MOST = 50


@requires(Permission.OPPORTUNITIES_WRITE)
@transaction.atomic
def add_opportunity_contact(
    *, actor: Actor, opportunity_id: int, contact_id: int, role: str = ""
) -> OpportunityChanged:
    """Gives a further person a part in the opportunity, or that person another role.

    Publishes `opportunity.contact_added`. Raises `NotFound`, `InvalidInput`, `OpportunityIsArchived`.
    """
    try:
        tidy = line(role, most=NAME_MOST)
    except Refused as refused:
        raise InvalidInput(fields={"role": [str(refused)]}) from refused
    stored = _lock_live(actor, opportunity_id)
    person = contact_value(actor, contact_id)
    present = _parts(opportunity_id)
    if present.get(contact_id, (None, None))[1] == tidy:
        return OpportunityChanged(read_opportunity(actor, opportunity_id), None)
    if contact_id not in present and len(present) >= PARTS_MOST:
        raise InvalidInput(fields={"contact_id": [f"At most {PARTS_MOST} people."]})
    put_part(opportunity_id, contact_id, tidy)
    write_columns(opportunity_id, {})
    change_id = publish(_added(stored, contact_id, person.text or "", tidy), actor=actor)
    return OpportunityChanged(read_opportunity(actor, opportunity_id), change_id)


@requires(Permission.OPPORTUNITIES_WRITE)
@transaction.atomic
def remove_opportunity_contact(*, actor: Actor, opportunity_id: int, contact_id: int) -> OpportunityChanged:
    """Takes a further person out of the opportunity. One who is not in it changes nothing.

    Publishes `opportunity.contact_removed`. Raises `NotFound`, `OpportunityIsArchived`.
    """
    stored = _lock_live(actor, opportunity_id)
    part = _parts(opportunity_id).get(contact_id)
    if part is None:
        return OpportunityChanged(read_opportunity(actor, opportunity_id), None)
    take_part(opportunity_id, contact_id)
    write_columns(opportunity_id, {})
    change_id = publish(
        OpportunityContactRemoved(
            subject_id=opportunity_id,
            title=stored.title,
            contact_id=contact_id,
            company_id=stored.links["company_id"],
            person=part[0],
            role=part[1],
        ),
        actor=actor,
    )
    return OpportunityChanged(read_opportunity(actor, opportunity_id), change_id)


def put_part(opportunity_id: int, contact_id: int, role: str) -> None:
    """Writes a further person of a locked opportunity."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO pipelines_opportunitycontact (opportunity_id, contact_id, role) VALUES (%s, %s, %s) "
            "ON CONFLICT (opportunity_id, contact_id) DO UPDATE SET role = excluded.role",
            [opportunity_id, contact_id, role],
        )


def take_part(opportunity_id: int, contact_id: int) -> None:
    """Removes a further person of a locked opportunity."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM pipelines_opportunitycontact WHERE opportunity_id = %s AND contact_id = %s",
            [opportunity_id, contact_id],
        )


def _added(stored: StoredOpportunity, contact_id: int, person: str, role: str) -> OpportunityContactAdded:
    return OpportunityContactAdded(
        subject_id=stored.id,
        title=stored.title,
        contact_id=contact_id,
        company_id=stored.links["company_id"],
        person=person,
        role=role,
    )


def _parts(opportunity_id: int) -> dict[int, tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT h.contact_id, btrim(k.first_name || ' ' || k.last_name), h.role "
            "FROM pipelines_opportunitycontact h "
            "JOIN contacts_contact k ON k.id = h.contact_id WHERE h.opportunity_id = %s",
            [opportunity_id],
        )
        return {row[0]: (row[1], row[2]) for row in cursor.fetchall()}


def _lock_live(actor: Actor, opportunity_id: int) -> StoredOpportunity:
    stored = lock_opportunity(actor, opportunity_id)
    if stored.archived_at is not None:
        raise OpportunityIsArchived
    return stored
