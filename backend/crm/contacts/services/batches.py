"""The single services for many contacts at once, by the same rules: a few statements, however many there are.

Each contact's events are a change of its own, which can be undone without the rest. Ids that are unknown are left out
of the answer. All of these take locks in the order of the single services.
"""

import uuid
from collections.abc import Collection, Sequence

from django.db import connection, transaction

from crm.bulk.catalogue import CHANGED, Outcome, refused, unchanged
from crm.contacts.errors import ContactIsArchived
from crm.contacts.events import ContactTagAdded
from crm.contacts.services.stored import StoredContact, lock_contacts
from crm.contacts.services.tagging import get_or_create_tags
from crm.contacts.values import TAGS_MOST
from crm.core.access import Actor, Permission, requires
from crm.journal.catalogue import Event
from crm.journal.publishing import publish_many

IN_TRASH = refused(f"{ContactIsArchived.title}.")


@requires(Permission.CONTACTS_WRITE)
@transaction.atomic
def tag_contacts(*, actor: Actor, contact_ids: Sequence[int], names: Sequence[str]) -> dict[int, Outcome]:
    """Puts the tags called `names` (as `clean_tags` gives them) on each of the contacts.

    Publishes `contact.tag_added`, and `tag.created` for tags that it makes.
    """
    tags = list(get_or_create_tags(actor=actor, names=names).values())
    outcomes: dict[int, Outcome] = {}
    changes: dict[uuid.UUID, Sequence[Event]] = {}
    pairs: list[tuple[int, int]] = []
    for stored in lock_contacts(actor, contact_ids).values():
        missing = [tag for tag in tags if tag.id not in stored.tag_ids]
        outcomes[stored.id] = _outcome_of_tagging(stored, len(missing))
        if outcomes[stored.id] == CHANGED:
            pairs += [(stored.id, tag.id) for tag in missing]
            changes[uuid.uuid4()] = [
                ContactTagAdded(subject_id=stored.id, tag_id=tag.id, tag=tag.name) for tag in missing
            ]
    _put_tags(pairs)
    publish_many(changes, actor=actor)
    return outcomes


def _outcome_of_tagging(stored: StoredContact, missing: int) -> Outcome:
    if stored.archived_at is not None:
        return IN_TRASH
    if not missing:
        return unchanged("It has these tags already.")
    if len(stored.tag_ids) + missing > TAGS_MOST:
        return refused(f"It would have more than {TAGS_MOST} tags.")
    return CHANGED


def _put_tags(pairs: Collection[tuple[int, int]]) -> None:
    if not pairs:
        return
    values = {"contacts": [contact for contact, _ in pairs], "tags": [tag for _, tag in pairs]}
    with connection.cursor() as cursor:
        # The list on the contact's own row is written with the version, so that the trigger finds nothing left to do.
        cursor.execute(
            "UPDATE contacts_contact c SET version = version + 1, updated_at = now(), "
            "tag_ids = ARRAY(SELECT unnest(c.tag_ids || p.tags) ORDER BY 1) "
            "FROM (SELECT contact, array_agg(tag) AS tags FROM unnest(%(contacts)s::bigint[], %(tags)s::int[]) "
            "AS pairs(contact, tag) GROUP BY contact) AS p WHERE c.id = p.contact",
            values,
        )
        cursor.execute(
            "INSERT INTO contacts_contacttag (contact_id, tag_id) "
            "SELECT * FROM unnest(%(contacts)s::bigint[], %(tags)s::int[])",
            values,
        )
