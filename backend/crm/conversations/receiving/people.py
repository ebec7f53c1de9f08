"""Whose message it is: one rule from an address to a contact."""

from dataclasses import dataclass
from typing import LiteralString

from django.conf import settings

from crm.consent.enums import Channel
from crm.contacts.services import create_contact, restore_contact
from crm.core.access import Actor
from crm.core.errors import InvalidInput
from crm.core.phone import parse_phone
from crm.core.prepared import prepared_cursor
from crm.core.text import escape_like, has_refused_characters, tidy_line

NAME_MOST = 100


@dataclass(frozen=True, slots=True)
class Owner:
    """A contact that stays until the transaction ends."""

    contact_id: int
    is_archived: bool


# Those not in the trash first; among them whom was last written with; else whom we have known longest.
_ORDER: LiteralString = " ORDER BY c.archived_at IS NOT NULL, t.last_at DESC NULLS LAST, c.id LIMIT 1"
_SELECT: LiteralString = (
    "SELECT c.id FROM contacts_contact c LEFT JOIN conversations_conversation t ON t.contact_id = c.id WHERE "
)


def same_address(channel: Channel, address: str) -> str:
    """What two spellings of one address share: email in lower case, E.164 where a number can be read."""
    typed = address.strip()
    if channel is Channel.EMAIL:
        return typed.lower()
    return parse_phone(typed, region=settings.DEFAULT_PHONE_REGION).e164 or typed


def find_owner(channel: Channel, address: str) -> Owner | None:
    """The contact that has the address, kept from being deleted meanwhile. None when nobody has it.

    Several may share one (a family, an office): then it is the one whom was last written with, else the oldest, and
    never one in the trash while somebody else has it. Nobody is made a second time.
    """
    if channel is Channel.EMAIL:
        return _first("lower(c.email) = %s AND NOT c.email = ''", [address])
    if address.startswith("+"):
        return _first("c.phone = %s AND NOT c.phone = ''", [address])
    if any(character.isdigit() for character in address):
        # A short code: no number of the numbering plan, kept as it came.
        return _first("c.search LIKE %s AND c.phone = '' AND c.phone_raw = %s", [_digits(address), address])
    return _find_by_name(address)


def _find_by_name(name: str) -> Owner | None:
    """The contact that has nothing but a name: what stands there for senders without a number or a usable address."""
    condition = "c.search LIKE %s AND c.first_name = %s AND c.phone_raw = '' AND c.email = ''"
    return _first(condition, [f"% {escape_like(name.lower())}%", name])


def _first(condition: LiteralString, values: list[str]) -> Owner | None:
    with prepared_cursor() as cursor:
        cursor.execute(_SELECT + condition + _ORDER, values)
        row = cursor.fetchone()
    return hold(row[0]) if row else None


def hold(contact_id: int) -> Owner | None:
    """The contact, kept from being deleted until the transaction ends. None when it is gone."""
    with prepared_cursor() as cursor:
        cursor.execute(
            "SELECT c.archived_at IS NOT NULL FROM contacts_contact c WHERE c.id = %s FOR NO KEY UPDATE", [contact_id]
        )
        row = cursor.fetchone()
    return Owner(contact_id, row[0]) if row else None


def make_owner(actor: Actor, channel: Channel, address: str, name: str) -> Owner:
    """A new contact for an address that nobody has. Where it is from the journal says by the actor.

    What no form would take as an address stands in the place of the name: it is known again by that.
    """
    first, last = _names(name, address)
    email, phone = (address, "") if channel is Channel.EMAIL else ("", address)
    is_name = channel is Channel.SMS and not any(character.isdigit() for character in address)
    try:
        if not is_name:
            made = create_contact(actor=actor, first_name=first, last_name=last, email=email, phone=phone)
            return Owner(made.contact.id, is_archived=False)
    except InvalidInput:
        pass
    called = _cut(address) or "Unknown sender"
    known = _find_by_name(called)
    if known is not None:
        return known
    return Owner(create_contact(actor=actor, first_name=called).contact.id, is_archived=False)


def bring_back(actor: Actor, owner: Owner) -> None:
    """Takes a contact who writes out of the trash."""
    if owner.is_archived:
        restore_contact(actor=actor, contact_id=owner.contact_id)


def _names(name: str, address: str) -> tuple[str, str]:
    """First and last name out of what a mail calls its sender. Nothing when that is the address again."""
    tidy = "" if has_refused_characters(name) else tidy_line(name).strip("\"' ")
    if not tidy or "@" in tidy or tidy.lower() == address:
        return "", ""
    if tidy.count(",") == 1:
        last, _, first = (part.strip() for part in tidy.partition(","))
    else:
        first, _, last = tidy.partition(" ")
    return first[:NAME_MOST].strip(), last[:NAME_MOST].strip()


def _cut(address: str) -> str:
    return "" if has_refused_characters(address) else tidy_line(address)[:NAME_MOST]


def _digits(address: str) -> str:
    return "%" + "".join(character for character in address if character.isdigit()) + "%"
