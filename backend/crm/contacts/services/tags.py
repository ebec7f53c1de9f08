"""Renaming and recolouring tags, and the rows that merging and deleting them write (`tag_endings.py`).

A tag is locked before the contacts that have it, by all who write either: nobody waits in a circle.
"""

import uuid
from collections.abc import Sequence

import msgspec
from django.db import IntegrityError, connection, transaction

from crm.contacts.enums import TagColor
from crm.contacts.errors import TagExists
from crm.contacts.events import TagUpdated
from crm.contacts.selectors.tags import TagRow, read_tag
from crm.contacts.selectors.visibility import INTEGER_MOST
from crm.contacts.values import clean_tag, tag_key
from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput, NotFound
from crm.core.values import Refused
from crm.journal.catalogue import Change
from crm.journal.publishing import publish


class TagChanged(msgspec.Struct, frozen=True):
    """The tag after a change, and the change's id for its undo: None when there was nothing to change."""

    tag: TagRow
    change_id: uuid.UUID | None


class StoredTag(msgspec.Struct, frozen=True):
    """A tag that nobody else changes, merges, deletes or puts on a contact until this transaction ends."""

    id: int
    name: str
    color: str
    created_at: str


@requires(Permission.TAGS_WRITE)
@transaction.atomic
def update_tag(*, actor: Actor, tag_id: int, name: str | None = None, color: str | None = None) -> TagChanged:
    """Gives the tag another name or colour, on all contacts at once. None leaves what is.

    Publishes `tag.updated`. Raises `NotFound`, `InvalidInput`, and `TagExists` for a name that is another tag's.
    """
    wanted = _cleaned(name, color)
    (stored,) = lock_tags([tag_id])
    different = {
        field: Change(before=getattr(stored, field), after=value)
        for field, value in wanted.items()
        if value != getattr(stored, field)
    }
    if not different:
        return TagChanged(tag=read_tag(tag_id), change_id=None)
    write_tag(stored, {field: change.after for field, change in different.items()})
    change_id = publish(TagUpdated(subject_id=tag_id, tag=stored.name, fields=different), actor=actor)
    return TagChanged(tag=read_tag(tag_id), change_id=change_id)


def _cleaned(name: str | None, color: str | None) -> dict[str, str]:
    wanted: dict[str, str] = {}
    wrong: dict[str, list[str]] = {}
    if name is not None:
        try:
            wanted["name"] = clean_tag(name)
        except Refused as refused:
            wrong["name"] = [str(refused)]
    if color is not None:
        if color in TagColor.values:
            wanted["color"] = color
        else:
            wrong["color"] = [f"Choose one of {', '.join(TagColor.values)}."]
    if wrong:
        raise InvalidInput(fields=wrong)
    return wanted


def lock_tags(ids: Sequence[int]) -> list[StoredTag]:
    """The tags in the order of `ids`, locked. Raises `NotFound` when one of them is not there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, name, color, created_at::text FROM contacts_tag WHERE id = ANY(%s) ORDER BY id FOR UPDATE",
            [[number for number in ids if 0 < number <= INTEGER_MOST]],
        )
        found = {row[0]: StoredTag(*row) for row in cursor.fetchall()}
    if any(number not in found for number in ids):
        raise NotFound
    return [found[number] for number in ids]


def write_tag(stored: StoredTag, fields: dict[str, str]) -> None:
    """Writes name and colour of a locked tag. Raises `TagExists`."""
    name = fields.get("name", stored.name)
    values: list[str | int] = [name, tag_key(name), fields.get("color", stored.color), stored.id]
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE contacts_tag SET name = %s, key = %s, color = %s WHERE id = %s", values)
    except IntegrityError as taken:
        raise name_taken(name) from taken


def name_taken(name: str) -> TagExists:
    """What is answered when `name` is a tag's already."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name, color FROM contacts_tag WHERE key = %s", [tag_key(name)])
        row = cursor.fetchone()
    if row is None:
        return TagExists("Somebody used this name at the same moment. Try again.")
    tag = TagRow(*row)
    return TagExists(f"There is a tag called {tag.name} already. The two can be merged.", tag=msgspec.to_builtins(tag))


# All contacts with the tag, or those of them that are named.
_BEARERS = (
    "SELECT contact_id FROM contacts_contacttag WHERE tag_id = %s AND (%s::bigint[] IS NULL OR contact_id = ANY(%s))"
)


def move_tag(tag_id: int, into_id: int, contact_ids: list[int] | None = None) -> list[tuple[int, bool]]:
    """Puts `into_id` in the place of a locked tag. Returns each contact, and whether it had that tag before."""
    bearers = _lock_bearers(tag_id, contact_ids)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT contact_id FROM contacts_contacttag WHERE tag_id = %s AND contact_id = ANY(%s)", [into_id, bearers]
        )
        had_into = {row[0] for row in cursor.fetchall()}
        # Each contact is written once: those that had both lose one, on the others one becomes the other.
        cursor.execute(
            "DELETE FROM contacts_contacttag WHERE tag_id = %s AND contact_id = ANY(%s)", [tag_id, list(had_into)]
        )
        cursor.execute(
            "UPDATE contacts_contacttag SET tag_id = %s WHERE tag_id = %s AND contact_id = ANY(%s)",
            [into_id, tag_id, bearers],
        )
    return [(contact_id, contact_id in had_into) for contact_id in bearers]


def take_tag_off(tag_id: int, contact_ids: list[int] | None = None) -> list[int]:
    """Takes a locked tag off its contacts, which are returned."""
    bearers = _lock_bearers(tag_id, contact_ids)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM contacts_contacttag WHERE tag_id = %s AND contact_id = ANY(%s)", [tag_id, bearers])
    return bearers


def drop_tag(tag_id: int) -> None:
    """Removes the row of a locked tag that no contact has."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM contacts_tag WHERE id = %s", [tag_id])


def _lock_bearers(tag_id: int, contact_ids: list[int] | None) -> list[int]:
    """The contacts that have a locked tag, locked in order of id."""
    values: list[int | list[int] | None] = [tag_id, contact_ids, contact_ids]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM contacts_contact WHERE id IN ({_BEARERS}) "  # noqa: S608 - a constant
            "ORDER BY id FOR NO KEY UPDATE) AS locked",
            values,
        )
        # Read again: whoever held one of them may have taken the tag off.
        cursor.execute(f"{_BEARERS} ORDER BY contact_id", values)
        return [row[0] for row in cursor.fetchall()]
