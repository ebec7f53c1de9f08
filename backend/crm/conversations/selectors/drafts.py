"""What one of us has begun to write, as the database makes it into JSON."""

from typing import LiteralString

import msgspec
from django.db import connection

# Of the draft `d`.
DRAFT_OBJECT: LiteralString = (
    "json_build_object('channel', d.channel, 'sender_id', d.sender_id, 'template_version_id', d.template_version_id, "
    "'cc', d.cc, 'subject', d.subject, 'text', d.text, 'html', d.html, 'updated_at', d.updated_at, 'uploads', "
    "coalesce((SELECT json_agg(json_build_object('id', f.id, 'name', f.name, 'content_type', f.content_type, "
    "'size', f.size) ORDER BY f.id) FROM conversations_upload f WHERE f.draft_id = d.id), '[]'))"
)


def read_draft(draft_id: int) -> msgspec.Raw:
    """The draft, for a service that answers with what it has kept."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {DRAFT_OBJECT}::text FROM conversations_draft d WHERE d.id = %s", [draft_id])  # noqa: S608
        (draft,) = cursor.fetchone() or ("null",)
    return msgspec.Raw(draft.encode())
