"""Making a contact."""

import uuid
from collections.abc import Sequence

from django.db import transaction

from crm.contacts.events import ContactCreated, ContactTagAdded
from crm.contacts.selectors import read_contact
from crm.contacts.services.link_rows import put_primary_links
from crm.contacts.services.links import find_company, user_value
from crm.contacts.services.stored import ContactChanged
from crm.contacts.services.tagging import get_or_create_tags, put_tags
from crm.contacts.values import check_is_somebody, clean_fields, clean_tags
from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput
from crm.core.prepared import prepared_cursor
from crm.journal.edits import read_phone
from crm.journal.publishing import publish


@requires(Permission.CONTACTS_WRITE)
@transaction.atomic
def create_contact(
    *,
    actor: Actor,
    first_name: str = "",
    last_name: str = "",
    email: str = "",
    phone: str = "",
    notes: str = "",
    assigned_user_id: int | None = None,
    company: str | None = None,
    tags: Sequence[str] = (),
) -> ContactChanged:
    """Makes a contact; company and tags are found by name, or made. Duplicates are not refused: see `find_duplicates`.

    Publishes `contact.created`, `contact.company_linked`, and `contact.tag_added` for each tag. Raises `InvalidInput`.
    """
    given = {"first_name": first_name, "last_name": last_name, "email": email, "phone": phone, "notes": notes}
    cleaned, wrong = clean_fields({**given, "company": company or ""})
    names, wrong_tags = clean_tags(list(tags))
    if wrong_tags:
        wrong["tags"] = wrong_tags
    if wrong := wrong or check_is_somebody(cleaned):
        raise InvalidInput(fields=wrong)
    change_id = uuid.uuid4()
    user = user_value(assigned_user_id)
    company_ref = find_company(actor, cleaned["company"], change_id)
    found = get_or_create_tags(actor=actor, names=names, change_id=change_id) if names else {}
    tag_ids = sorted(tag.id for tag in found.values())
    phone_raw, e164 = read_phone(cleaned["phone"]).kept or ("", "")
    with prepared_cursor() as cursor:
        cursor.execute(
            "INSERT INTO contacts_contact (first_name, last_name, email, phone_raw, phone, notes, assigned_user_id, "
            "company_id, company_ids, created_by_id, tag_ids) "
            "VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s) RETURNING id",
            [
                cleaned["first_name"],
                cleaned["last_name"],
                cleaned["email"],
                phone_raw,
                e164,
                cleaned["notes"],
                user.kept,
                company_ref.id if company_ref else None,
                [company_ref.id] if company_ref else [],
                actor.user_id,
                tag_ids,
            ],
        )
        (contact_id,) = cursor.fetchone() or (0,)
    put_tags(contact_id, tag_ids)
    linked = put_primary_links([(contact_id, company_ref)] if company_ref else [])
    publish(
        ContactCreated(subject_id=contact_id),
        *linked.values(),
        *(ContactTagAdded(subject_id=contact_id, tag_id=tag.id, tag=tag.name) for tag in found.values()),
        actor=actor,
        change_id=change_id,
    )
    return ContactChanged(contact=read_contact(actor, contact_id), change_id=change_id)
