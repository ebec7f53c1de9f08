"""What is read of conversations, as one SQL statement gives it and as it goes out: no model objects on hot ways."""

from typing import Any, LiteralString

import msgspec

from crm.contacts.selectors.rows import full_name_of
from crm.conversations.selectors.unread import READ_MARK, UNREAD_COUNT
from crm.core.phone import show_typed
from crm.core.rows import Ref, iso, ref_from


class Person(msgspec.Struct, frozen=True):
    """Whom a conversation is with."""

    id: int
    name: str
    email: str
    phone: str
    is_archived: bool


class Hit(msgspec.Struct, frozen=True):
    """The newest message in which what was searched for stands."""

    message_id: int
    text: str


class ConversationRow(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation in the list. Moments are ISO 8601, UTC, as the database has written them."""

    id: int
    contact: Person
    state: str
    snoozed_until: str | None
    turn: str
    waiting_since: str | None
    assigned_user: Ref | None
    channel: str
    channels: list[str]
    preview: str
    preview_direction: str
    last_at: str
    unread_count: int
    has_draft: bool
    failed_count: int
    version: int
    hit: Hit | None = None


ROW_COLUMNS: LiteralString = (
    "p.id, p.contact_id, k.first_name, k.last_name, k.email, k.phone, k.phone_raw, k.archived_at IS NOT NULL, p.state, "  # noqa: S608 - constants of this room
    + iso("p.snoozed_until") + ", p.turn, " + iso("p.waiting_since") + ", p.assigned_user_id, u.name, p.channel, "
    "p.channels, p.preview, p.preview_direction, " + iso("p.last_at") + ", " + UNREAD_COUNT + ", "
    "EXISTS (SELECT 1 FROM conversations_draft d WHERE d.user_id = %(me)s AND d.conversation_id = p.id), "
    "p.failed_count, p.version"
)  # fmt: skip
ROW_COLUMN_COUNT = 23
ROW_JOINS: LiteralString = (
    "JOIN contacts_contact k ON k.id = p.contact_id LEFT JOIN accounts_user u ON u.id = p.assigned_user_id " + READ_MARK
)


def row_values(row: tuple[Any, ...]) -> dict[str, Any]:
    """The values in a row of `ROW_COLUMNS`, by name."""
    phone = show_typed(row[5], row[6])
    return {
        "id": row[0],
        "contact": Person(row[1], full_name_of(row[2], row[3], row[4], phone), row[4], phone, row[7]),
        "state": row[8],
        "snoozed_until": row[9],
        "turn": row[10],
        "waiting_since": row[11],
        "assigned_user": ref_from(row[12], row[13]),
        "channel": row[14],
        "channels": row[15].split(),
        "preview": row[16],
        "preview_direction": row[17],
        "last_at": row[18],
        "unread_count": row[19],
        "has_draft": row[20],
        "failed_count": row[21],
        "version": row[22],
    }
