"""Asking what is known of addresses."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import replace

import msgspec
from django.db.models import Q

from crm.accounts.selectors import names_of
from crm.consent import rules
from crm.consent.enums import AddressKind, Channel, FactKind, Purpose, Status
from crm.consent.grounds import Ground
from crm.consent.hashing import hash_address
from crm.consent.models import AddressFact, ConsentStatement, Suppression
from crm.consent.reading import known_of, tidy
from crm.consent.standing import Known, Standing, standing_of
from crm.consent.weighing import Ask, weigh
from crm.contacts.selectors import read_contact
from crm.contacts.selectors.rows import Contact
from crm.core import clock
from crm.core.access import Actor, Permission, requires
from crm.core.rows import Ref

STATEMENTS_MOST = 20
FACTS_MOST = 50
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


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened to an address, with its proof: `wording` is what was written, chosen, given as a reason.

    `at` is when, `last_at` when it was last told again (`times` in all). `stands`: it still stands in the way, and
    `can_lift` says whether the reader may lift it. `needs_review`: somebody is to say whether it is an opt-out.
    """

    id: int
    kind: str
    label: str
    at: dt.datetime
    last_at: dt.datetime
    times: int
    until: dt.datetime | None
    wording: str
    code: str
    page: str
    ip: str
    user_agent: str
    sender: str
    via: str
    recorded_by: Ref | None
    stands: bool
    can_lift: bool
    needs_review: bool


class StandingGround(msgspec.Struct, frozen=True, kw_only=True):
    """A ground with the purposes (their labels) that it stops; none: it is a warning.

    `can_lift`: the reader may lift the fact that it comes from. `needs_review`: somebody is to say whether that is an
    opt-out.
    """

    code: str
    text: str
    act: str
    since: dt.datetime | None
    fact_id: int | None
    stops: list[str]
    can_lift: bool
    needs_review: bool


class PurposeVerdict(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a message for a purpose may leave now: yes, hold (until then) or no; why, and what to think of."""

    purpose: str
    purpose_label: str
    answer: str
    answer_label: str
    hold_until: dt.datetime | None
    reasons: list[Ground]
    warnings: list[Ground]


class ChannelConsent(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one of a contact's addresses: how it stands, the statement that decides it, and the last twenty.

    `note` says in words what neither of them does. `verdicts` are what the gate says now, for each purpose, `grounds`
    why; `facts` what happened to the address, the last fifty, the newest first. `can_stop` and `can_block`: the reader
    may stop marketing, or everything, and it is not stopped yet.
    """

    channel: str
    channel_label: str
    address: str
    status: str
    status_label: str
    note: str | None
    decisive: Statement | None
    statements: list[Statement]
    verdicts: list[PurposeVerdict]
    grounds: list[StandingGround]
    facts: list[Fact]
    can_stop: bool
    can_block: bool


def suppressed_among(*, kind: AddressKind, addresses: Collection[str]) -> set[str]:
    """Those of the addresses that nothing may be sent to."""
    hashes = {address: hash_address(kind, address) for address in addresses}
    blocked = set(Suppression.objects.filter(kind=kind, hash__in=hashes.values()).values_list("hash", flat=True))
    return {address for address, known in hashes.items() if known in blocked}


@requires(Permission.CONTACTS_READ)
def get_contact_consent(*, actor: Actor, contact_id: int) -> list[ChannelConsent]:
    """What is known of the consent behind the addresses that the contact has at present. Raises `NotFound`."""
    return read_contact_consent(actor, contact_id)


def read_contact_consent(actor: Actor, contact_id: int) -> list[ChannelConsent]:
    """As `get_contact_consent`, for a service that answers with what it has changed."""
    addresses = addresses_of(read_contact(actor, contact_id))
    now = clock.now()
    asks = [
        tidy(Ask(channel=channel, address=address, purpose=Purpose.ONE_TO_ONE, at=now, contact_id=contact_id))
        for channel, address in addresses.items()
    ]
    known = known_of(asks)
    ids = {line.recorded_by_id for one in known for line in one.lines}
    ids |= {fact.recorded_by_id for one in known for fact in one.facts}
    people = names_of(person for person in ids if person is not None)
    return [_told(actor, ask, addresses[ask.channel], one, people) for ask, one in zip(asks, known, strict=True)]


def addresses_of(contact: Contact) -> dict[Channel, str]:
    """What a contact can be written to by."""
    addresses = {Channel.EMAIL: contact.email, Channel.SMS: contact.phone or contact.phone_raw}
    return {channel: address for channel, address in addresses.items() if address}


def lines_of(*, emails: Collection[str], phones: Collection[str]) -> list[ConsentStatement]:
    """All lines about these addresses, oldest first."""
    return list(ConsentStatement.objects.filter(about(emails=emails, phones=phones)).order_by("event_id"))


def about(*, emails: Collection[str], phones: Collection[str]) -> Q:
    """The condition that a line is about one of these addresses."""
    kinds = [kind for kind, given in ((AddressKind.EMAIL, emails), (AddressKind.PHONE, phones)) if given]
    return Q(kind__in=kinds, hash__in=hashes_of(emails=emails, phones=phones))


def hashes_of(*, emails: Collection[str], phones: Collection[str]) -> list[str]:
    """What these addresses are kept as; the sort of address is part of it."""
    by_email = [hash_address(AddressKind.EMAIL, email) for email in emails]
    return by_email + [hash_address(AddressKind.PHONE, phone) for phone in phones]


def facts_of(*, emails: Collection[str], phones: Collection[str]) -> list[AddressFact]:
    """All that happened to these addresses, oldest first."""
    return list(AddressFact.objects.filter(hash__in=hashes_of(emails=emails, phones=phones)).order_by("at", "pk"))


def _told(actor: Actor, ask: Ask, address: str, known: Known, people: dict[int, str]) -> ChannelConsent:
    standing = standing_of(known, at=ask.at)
    status = _status(standing)
    lines = sorted(known.lines, key=lambda line: line.event_id)
    facts = sorted(known.facts, key=lambda fact: (fact.at, fact.pk), reverse=True)
    kinds = {fact.kind for fact in standing.against}
    verdicts = [_verdict(replace(ask, purpose=purpose), known) for purpose in Purpose]
    told = [_fact(actor, fact, standing, people) for fact in facts[:FACTS_MOST]]
    may_write = actor.may(Permission.CONTACTS_WRITE) and standing.erased_at is None
    decisive = standing.statement
    note = _BLOCKED if standing.erased_at else None if decisive or facts else _NOTHING
    return ChannelConsent(
        channel=ask.channel.value,
        channel_label=str(ask.channel.label),
        address=address,
        status=status.value,
        status_label=str(status.label),
        note=note,
        decisive=_statement(decisive, people) if decisive else None,
        statements=[_statement(line, people) for line in reversed(lines[-STATEMENTS_MOST:])],
        verdicts=verdicts,
        grounds=_grounds(verdicts, told),
        facts=told,
        can_stop=may_write and not kinds & {FactKind.STOPPED, FactKind.BLOCKED},
        can_block=may_write and FactKind.BLOCKED not in kinds,
    )


def _status(standing: Standing) -> Status:
    """How an address stands, in one word."""
    kinds = {FactKind(fact.kind) for fact in standing.against}
    if standing.erased_at or kinds & rules.CLOSED:
        return Status.BLOCKED
    if kinds & rules.OPTED_OUT or standing.kept & {fact.pk for fact in standing.against}:
        return Status.OPTED_OUT
    return Status.PAUSED if kinds & rules.WAITS else standing.said


_ANSWERS = {"yes": "Yes", "hold": "Later", "no": "No"}


def _verdict(ask: Ask, known: Known) -> PurposeVerdict:
    verdict = weigh(ask, known)
    needs_thought = verdict.answer == "yes" and verdict.warnings
    return PurposeVerdict(
        purpose=ask.purpose.value,
        purpose_label=str(ask.purpose.label),
        answer=verdict.answer,
        answer_label="With care" if needs_thought else _ANSWERS[verdict.answer],
        hold_until=verdict.hold_until,
        reasons=verdict.reasons,
        warnings=verdict.warnings,
    )


def _grounds(verdicts: Sequence[PurposeVerdict], facts: Sequence[Fact]) -> list[StandingGround]:
    """Each ground once, with the purposes that it stops; what stops the most first."""
    found: dict[str, Ground] = {}
    stops: dict[str, list[str]] = {}
    for verdict in verdicts:
        for ground in (*verdict.reasons, *verdict.warnings):
            found.setdefault(ground.code, ground)
            stops.setdefault(ground.code, [])
        for ground in verdict.reasons:
            stops[ground.code].append(verdict.purpose_label)
    by_id = {fact.id: fact for fact in facts}
    told = []
    for code, ground in found.items():
        fact = by_id.get(ground.fact_id or 0)
        told.append(
            StandingGround(
                code=code,
                text=ground.text,
                act=ground.act,
                since=ground.since,
                fact_id=ground.fact_id,
                stops=stops[code],
                can_lift=fact is not None and fact.can_lift,
                needs_review=fact is not None and fact.needs_review,
            )
        )
    return sorted(told, key=lambda one: -len(one.stops))


def _fact(actor: Actor, fact: AddressFact, standing: Standing, people: dict[int, str]) -> Fact:
    kind, by = FactKind(fact.kind), fact.recorded_by_id
    stands = any(one.pk == fact.pk for one in standing.against)
    is_kept = fact.pk in standing.kept
    return Fact(
        id=fact.pk,
        kind=kind.value,
        label=str(kind.label),
        at=fact.at,
        last_at=fact.last_at,
        times=fact.times,
        until=fact.until,
        wording=fact.wording,
        code=fact.code,
        page=fact.page,
        ip=fact.ip,
        user_agent=fact.user_agent,
        sender=fact.sender_key.partition(":")[2],
        via=fact.via,
        recorded_by=Ref(by, people[by]) if by in people else None,
        stands=stands,
        can_lift=stands and actor.may(rules.permission_to_lift(kind, is_kept=is_kept)),
        needs_review=stands and kind is FactKind.TEXT_OUT and not is_kept,
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
