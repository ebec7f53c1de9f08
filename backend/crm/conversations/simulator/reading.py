"""What the simulator's page shows: the people who were written to or wrote, and what their phone or mailbox holds."""

from typing import LiteralString

import msgspec
from django.db import connection

from crm.consent.enums import Channel, Purpose, Stream
from crm.consent.links import unsubscribe_url
from crm.conversations.adapters import SIMULATOR
from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput
from crm.core.rows import iso

PEOPLE_MOST = 100
MESSAGES_MOST = 200

_PEOPLE: LiteralString = (
    "SELECT q.address, k.first_name, k.last_name, " + iso("q.at") + ", q.text, q.contact_id FROM ("  # noqa: S608
    "SELECT DISTINCT ON (address) address, m.at, m.text, t.contact_id FROM ("
    " SELECT *, CASE direction WHEN 'in' THEN from_address ELSE to_address END AS address"
    " FROM conversations_message WHERE channel = %s AND direction IN ('in', 'out')"
    " AND account_id IN (SELECT id FROM conversations_channelaccount WHERE kind = %s)"
    " AND state IN ('received', 'sent', 'delivered') ORDER BY id DESC LIMIT 5000) m"
    " JOIN conversations_conversation t ON t.id = m.conversation_id WHERE address <> ''"
    " ORDER BY address, m.id DESC) q JOIN contacts_contact k ON k.id = q.contact_id ORDER BY q.at DESC LIMIT %s"
)
_MESSAGES: LiteralString = (
    "SELECT m.id, m.direction = 'in', m.conversation_id, m.from_address, m.to_address, m.subject, m.text, "  # noqa: S608
    "m.html <> '', m.rfc_id, m.purpose, " + iso("m.at") + ", "
    "coalesce((SELECT json_agg(json_build_object('id', f.id, 'name', f.name, 'size', f.size) ORDER BY f.id)::text "
    " FROM conversations_attachment f WHERE f.message_id = m.id AND f.state = 'stored'), '[]') "
    "FROM conversations_message m WHERE m.channel = %s AND m.direction IN ('in', 'out') "
    "AND m.account_id IN (SELECT id FROM conversations_channelaccount WHERE kind = %s) "
    "AND m.state IN ('received', 'sent', 'delivered') "
    "AND CASE m.direction WHEN 'in' THEN m.from_address ELSE m.to_address END = %s ORDER BY m.id DESC LIMIT %s"
)


class Person(msgspec.Struct, frozen=True):
    """Somebody outside, as the simulator knows them. `name` is the contact's, empty where it has none."""

    channel: str
    address: str
    name: str
    last_at: str
    last_text: str
    contact_id: int


class SimulatedFile(msgspec.Struct, frozen=True):
    """A file that came along. `size` is in bytes."""

    id: int
    name: str
    size: int


class SimulatedMessage(msgspec.Struct, frozen=True, kw_only=True):
    """A message as they have it. `is_theirs`: they wrote it. `unsubscribe_url` is of mail that can be left."""

    id: int
    is_theirs: bool
    conversation_id: int
    from_address: str
    to_address: str
    subject: str
    text: str
    has_html: bool
    rfc_id: str
    unsubscribe_url: str | None
    at: str
    files: list[SimulatedFile]


def _channel(given: str) -> Channel:
    if given not in Channel.values:
        raise InvalidInput(fields={"channel": ["Use email or sms."]})
    return Channel(given)


@requires(Permission.SIMULATOR_USE)
def list_simulator_people(*, actor: Actor, channel: str) -> list[Person]:
    """Up to a hundred who were written to or wrote by the simulator, the last one first. Raises `InvalidInput`."""
    by = _channel(channel)
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, [by.value, SIMULATOR, PEOPLE_MOST])
        rows = cursor.fetchall()
    return [
        Person(by.value, address, f"{first} {last}".strip(), at, text[:160], contact_id)
        for address, first, last, at, text, contact_id in rows
    ]


@requires(Permission.SIMULATOR_USE)
def list_simulator_messages(*, actor: Actor, channel: str, address: str) -> list[SimulatedMessage]:
    """The last two hundred messages of an address, oldest first: what has reached it, and what it wrote."""
    by = _channel(channel)
    with connection.cursor() as cursor:
        cursor.execute(_MESSAGES, [by.value, SIMULATOR, address.replace("\0", ""), MESSAGES_MOST])
        rows = cursor.fetchall()
    found = [
        SimulatedMessage(
            id=row[0],
            is_theirs=row[1],
            conversation_id=row[2],
            from_address=row[3],
            to_address=row[4],
            subject=row[5],
            text=row[6],
            has_html=row[7],
            rfc_id=row[8],
            unsubscribe_url=unsubscribe_url(address=row[4], stream=Stream.MARKETING)
            if row[9] == Purpose.MARKETING and not row[1]
            else None,
            at=row[10],
            files=msgspec.json.decode(row[11], type=list[SimulatedFile]),
        )
        for row in rows
    ]
    return found[::-1]
