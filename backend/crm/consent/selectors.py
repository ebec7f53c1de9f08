"""Asking what is known of addresses."""

import datetime as dt
from collections.abc import Collection, Sequence

import msgspec
from django.db.models import Q

from crm.accounts.selectors import names_of
from crm.consent.enums import AddressKind, Channel, Status
from crm.consent.hashing import hash_address
from crm.consent.models import ConsentStatement, Suppression
from crm.contacts.selectors import get_contact
from crm.core.access import Actor, Permission, requires
from crm.core.rows import Ref

STATEMENTS_MOST = 20
_NOTHING = "Nothing has been stated."
_BLOCKED = "Somebody with this address was erased: nothing is sent here."


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the ledger. `is_taken_back`: the change that it came with was undone."""

    status: str
    status_label: str
    source: str
    wording: str
    stated_on: dt.date | None
    recorded_at: dt.datetime
    recorded_by: Ref | None
    is_taken_back: bool


class ChannelConsent(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one of a contact's addresses: how it stands, the statement that decides it, and the last twenty.

    `note` says in words what neither of them does.
    """

    channel: str
    channel_label: str
    address: str
    status: str
    status_label: str
    note: str | None
    decisive: Statement | None
    statements: list[Statement]


def suppressed_among(*, kind: AddressKind, addresses: Collection[str]) -> set[str]:
    """Those of the addresses that nothing may be sent to."""
    hashes = {address: hash_address(kind, address) for address in addresses}
    blocked = set(Suppression.objects.filter(kind=kind, hash__in=hashes.values()).values_list("hash", flat=True))
    return {address for address, known in hashes.items() if known in blocked}


@requires(Permission.CONTACTS_READ)
def get_contact_consent(*, actor: Actor, contact_id: int) -> list[ChannelConsent]:
    """What is known of the consent behind the addresses that the contact has at present. Raises `NotFound`."""
    contact = get_contact(actor=actor, contact_id=contact_id)
    addresses = {Channel.EMAIL: contact.email, Channel.SMS: contact.phone or contact.phone_raw}
    return [_told(channel, address) for channel, address in addresses.items() if address]


def lines_of(*, emails: Collection[str], phones: Collection[str]) -> list[ConsentStatement]:
    """All lines about these addresses, oldest first."""
    return list(ConsentStatement.objects.filter(about(emails=emails, phones=phones)).order_by("event_id"))


def about(*, emails: Collection[str], phones: Collection[str]) -> Q:
    """The condition that a line is about one of these addresses."""
    by_email = [hash_address(AddressKind.EMAIL, email) for email in emails]
    by_phone = [hash_address(AddressKind.PHONE, phone) for phone in phones]
    return Q(kind=AddressKind.EMAIL, hash__in=by_email) | Q(kind=AddressKind.PHONE, hash__in=by_phone)


def decisive_among(lines: Sequence[ConsentStatement]) -> ConsentStatement | None:
    """The line that says how an address stands; the newest comes last in `lines`.

    The latest day wins, an opt-out on the same day. An opt-in without a day lifts no opt-out: a list that says yes may
    be older than the no. What says that nothing is known counts only where nothing else was said.
    """
    standing = [line for line in lines if line.taken_back_at is None]
    said = [line for line in standing if line.status != Status.UNKNOWN]
    outs = [line for line in said if line.status == Status.OPTED_OUT]
    if outs:
        last_out = max(outs, key=_day)
        ended_on = _day(last_out)[0]
        since = [one for one in said if one.status == Status.OPTED_IN and one.stated_on and one.stated_on > ended_on]
        return max(since, key=_day) if since else last_out
    return max(said, key=_day) if said else (standing[-1] if standing else None)


def _day(line: ConsentStatement) -> tuple[dt.date, int]:
    return line.stated_on or line.recorded_at.date(), line.event_id


def _told(channel: Channel, address: str) -> ChannelConsent:
    lines = list(
        ConsentStatement.objects.filter(
            kind=channel.kind, hash=hash_address(channel.kind, address), channel=channel
        ).order_by("event_id")
    )
    decisive = decisive_among(lines)
    is_blocked = bool(suppressed_among(kind=channel.kind, addresses=[address]))
    status = Status.BLOCKED if is_blocked else Status(decisive.status) if decisive else Status.UNKNOWN
    people = names_of(line.recorded_by_id for line in lines if line.recorded_by_id is not None)
    return ChannelConsent(
        channel=channel.value,
        channel_label=str(channel.label),
        address=address,
        status=status.value,
        status_label=str(status.label),
        note=_BLOCKED if is_blocked else None if decisive else _NOTHING,
        decisive=_statement(decisive, people) if decisive else None,
        statements=[_statement(line, people) for line in reversed(lines[-STATEMENTS_MOST:])],
    )


def _statement(line: ConsentStatement, people: dict[int, str]) -> Statement:
    by = line.recorded_by_id
    return Statement(
        status=line.status,
        status_label=str(Status(line.status).label),
        source=line.source,
        wording=line.wording,
        stated_on=line.stated_on,
        recorded_at=line.recorded_at,
        recorded_by=Ref(by, people[by]) if by in people else None,
        is_taken_back=line.taken_back_at is not None,
    )
