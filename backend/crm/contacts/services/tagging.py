"""Tags, and putting them on contacts."""

import uuid
import zlib
from collections.abc import Iterable

from django.db import connection, transaction

from crm.contacts.enums import TagColor
from crm.contacts.errors import ContactIsArchived
from crm.contacts.events import ContactTagAdded, ContactTagRemoved, TagCreated
from crm.contacts.selectors import read_contact
from crm.contacts.selectors.tags import TagRow
from crm.contacts.selectors.visibility import INTEGER_MOST
from crm.contacts.services.stored import ContactChanged, StoredContact, lock_contact, write_columns
from crm.contacts.values import TAGS_MOST, clean_tags, tag_key
from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput
from crm.journal.publishing import publish

_COLORS = TagColor.values


@requires(Permission.TAGS_WRITE)
@transaction.atomic
def get_or_create_tags(*, actor: Actor, names: Iterable[str], change_id: uuid.UUID | None = None) -> dict[str, TagRow]:
    """For each of `names` (as `clean_tags` gives them) its tag, by name; made when there is none.

    Names are the same when they differ only in case, width or spaces; the first spelling stays. Safe to run beside
    itself. Until the transaction ends, they are neither merged nor deleted: call it before contacts are locked.
    Publishes `tag.created` for those it makes.
    """
    spellings = list(names)
    wanted = {tag_key(name): name for name in reversed(spellings)}
    found = _find_tags(list(wanted))
    missing = sorted(key for key in wanted if key not in found)
    if missing:
        made = _insert_tags({key: wanted[key] for key in missing})
        publish(
            *(TagCreated(subject_id=tag.id, tag=tag.name) for tag in made.values()), actor=actor, change_id=change_id
        )
        found |= made
        # What another transaction made meanwhile was skipped by the insert, and is committed now.
        found |= _find_tags([key for key in missing if key not in made])
    return {name: found[tag_key(name)] for name in spellings}


@requires(Permission.CONTACTS_WRITE)
@transaction.atomic
def add_contact_tag(*, actor: Actor, contact_id: int, name: str) -> ContactChanged:
    """Puts the tag called `name` on the contact; made when there is none. A tag that is there already changes nothing.

    Publishes `contact.tag_added`. Raises `NotFound`, `ContactIsArchived`, `InvalidInput`.
    """
    names, wrong = clean_tags([name])
    if wrong:
        raise InvalidInput(fields={"name": wrong})
    change_id = uuid.uuid4()
    # The tag before the contact: so does whoever merges or deletes tags, and nobody waits in a circle.
    (tag,) = get_or_create_tags(actor=actor, names=names, change_id=change_id).values()
    stored = _lock_live(actor, contact_id)
    if tag.id in stored.tag_ids:
        return ContactChanged(contact=read_contact(actor, contact_id), change_id=None)
    if len(stored.tag_ids) >= TAGS_MOST:
        raise InvalidInput(fields={"name": [f"At most {TAGS_MOST} tags."]})
    put_tags(contact_id, [tag.id])
    write_columns(stored, {})
    publish(ContactTagAdded(subject_id=contact_id, tag_id=tag.id, tag=tag.name), actor=actor, change_id=change_id)
    return ContactChanged(contact=read_contact(actor, contact_id), change_id=change_id)


@requires(Permission.CONTACTS_WRITE)
@transaction.atomic
def remove_contact_tag(*, actor: Actor, contact_id: int, tag_id: int) -> ContactChanged:
    """Takes the tag off the contact. One that is not there changes nothing.

    Publishes `contact.tag_removed`. Raises `NotFound`, `ContactIsArchived`.
    """
    tag = tags_by_id([tag_id]).get(tag_id)
    stored = _lock_live(actor, contact_id)
    if tag is None or tag_id not in stored.tag_ids:
        return ContactChanged(contact=read_contact(actor, contact_id), change_id=None)
    change_id = uuid.uuid4()
    take_tag(contact_id, tag_id)
    write_columns(stored, {})
    publish(ContactTagRemoved(subject_id=contact_id, tag_id=tag.id, tag=tag.name), actor=actor, change_id=change_id)
    return ContactChanged(contact=read_contact(actor, contact_id), change_id=change_id)


def put_tags(contact_id: int, tag_ids: list[int]) -> None:
    """Writes tags of a contact that is locked or new."""
    if not tag_ids:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO contacts_contacttag (contact_id, tag_id) SELECT %s, unnest(%s::int[]) ON CONFLICT DO NOTHING",
            [contact_id, tag_ids],
        )


def take_tag(contact_id: int, tag_id: int) -> None:
    """Removes a tag from a locked contact."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM contacts_contacttag WHERE contact_id = %s AND tag_id = %s", [contact_id, tag_id])


def tags_by_id(ids: Iterable[int]) -> dict[int, TagRow]:
    """The tags that still exist, by id. Until the transaction ends, they are neither merged nor deleted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, name, color FROM contacts_tag WHERE id = ANY(%s) ORDER BY id FOR KEY SHARE",
            [[number for number in ids if 0 < number <= INTEGER_MOST]],
        )
        return {row[0]: TagRow(*row) for row in cursor.fetchall()}


def _lock_live(actor: Actor, contact_id: int) -> StoredContact:
    stored = lock_contact(actor, contact_id)
    if stored.archived_at is not None:
        raise ContactIsArchived
    return stored


def _find_tags(keys: list[str]) -> dict[str, TagRow]:
    if not keys:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key, id, name, color FROM contacts_tag WHERE key = ANY(%s) ORDER BY id FOR KEY SHARE", [keys]
        )
        return {row[0]: TagRow(*row[1:]) for row in cursor.fetchall()}


def _insert_tags(wanted: dict[str, str]) -> dict[str, TagRow]:
    colors = [_COLORS[zlib.crc32(key.encode()) % len(_COLORS)] for key in wanted]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO contacts_tag (key, name, color) "
            "SELECT * FROM unnest(%s::text[], %s::text[], %s::text[]) AS new(k, n, c) ORDER BY k "
            "ON CONFLICT (key) DO NOTHING RETURNING key, id, name, color",
            [list(wanted), list(wanted.values()), colors],
        )
        return {row[0]: TagRow(*row[1:]) for row in cursor.fetchall()}
