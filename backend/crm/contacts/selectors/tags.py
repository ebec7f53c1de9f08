"""Reading tags."""

from collections.abc import Iterable
from datetime import datetime

import msgspec
from django.db import connection

from crm.contacts.selectors.visibility import INTEGER_MOST
from crm.contacts.values import tag_key
from crm.core.access import Actor, Permission, requires
from crm.core.errors import NotFound
from crm.core.text import escape_like, printable
from crm.views.selectors import ViewUse, views_naming

CHOICES_MOST = 50


class TagRow(msgspec.Struct, frozen=True):
    """A tag."""

    id: int
    name: str
    color: str


class TagCountRow(TagRow, frozen=True, kw_only=True):
    """A tag, and how many contacts outside the trash have it."""

    contacts_count: int
    created_at: datetime


class TagUses(msgspec.Struct, frozen=True, kw_only=True):
    """Where a tag is used: contacts in lists, those in the trash, and views whose filter asks for it.

    `hidden_views` are those of others that are not shared.
    """

    tag: TagRow
    contacts_count: int
    archived_count: int
    views: list[ViewUse]
    hidden_views: int


@requires(Permission.TAGS_READ)
def list_tags(*, actor: Actor, q: str = "") -> list[TagRow]:
    """Up to fifty tags whose name contains `q`, those that begin with it first."""
    beginning = f"{escape_like(tag_key(printable(q)))}%"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, name, color FROM contacts_tag WHERE key LIKE %s ORDER BY key NOT LIKE %s, key LIMIT %s",
            [f"%{beginning}", beginning, CHOICES_MOST],
        )
        return [TagRow(*row) for row in cursor.fetchall()]


def tag_names(ids: Iterable[int]) -> dict[int, str]:
    """Names of tags by id; ids that none has are left out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name FROM contacts_tag WHERE id = ANY(%s)", [list(ids)])
        return dict(cursor.fetchall())


# Counted in the narrow table of links; contacts in the trash, few, are taken off again.
_ALL = """
    WITH used AS (SELECT tag_id, count(*) AS times FROM contacts_contacttag GROUP BY tag_id),
    in_trash AS (SELECT unnest(tag_ids) AS tag_id, count(*) AS times
                 FROM contacts_contact WHERE archived_at IS NOT NULL GROUP BY 1)
    SELECT t.id, t.name, t.color, coalesce(used.times, 0) - coalesce(in_trash.times, 0), t.created_at
    FROM contacts_tag t LEFT JOIN used ON used.tag_id = t.id LEFT JOIN in_trash ON in_trash.tag_id = t.id
    ORDER BY t.key
"""


@requires(Permission.TAGS_READ)
def list_all_tags(*, actor: Actor) -> list[TagCountRow]:
    """All tags by name, each with the number of contacts that a list filtered by it shows."""
    with connection.cursor() as cursor:
        cursor.execute(_ALL)
        return [
            TagCountRow(id=row[0], name=row[1], color=row[2], contacts_count=row[3], created_at=row[4])
            for row in cursor.fetchall()
        ]


@requires(Permission.TAGS_READ)
def get_tag_uses(*, actor: Actor, tag_id: int) -> TagUses:
    """Where the tag is used, to be seen before it is merged or deleted. Raises `NotFound`."""
    tag = read_tag(tag_id)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE c.archived_at IS NULL), count(*) FILTER (WHERE c.archived_at IS NOT NULL) "
            "FROM contacts_contacttag ct JOIN contacts_contact c ON c.id = ct.contact_id WHERE ct.tag_id = %s",
            [tag_id],
        )
        live, archived = cursor.fetchone() or (0, 0)
    uses = views_naming(actor, subject="contact", field="tags", record_id=tag_id)
    return TagUses(tag=tag, contacts_count=live, archived_count=archived, views=uses.views, hidden_views=uses.hidden)


def read_tag(tag_id: int) -> TagRow:
    """The tag. Raises `NotFound`."""
    if not 0 < tag_id <= INTEGER_MOST:
        raise NotFound
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name, color FROM contacts_tag WHERE id = %s", [tag_id])
        row = cursor.fetchone()
    if row is None:
        raise NotFound
    return TagRow(*row)
