"""Entering a fact about an address: once however often it is brought, in whatever order; told where it is news."""

import datetime as dt
import hashlib
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import F

from crm.consent.addresses import normal_address
from crm.consent.enums import Channel, FactKind, Purpose
from crm.consent.hashing import hash_address
from crm.consent.models import AddressFact, Suppression
from crm.consent.standing import Known, standing_of
from crm.contacts.selectors import ids_with_address
from crm.core import clock
from crm.core.access import Actor
from crm.journal.catalogue import Event
from crm.journal.publishing import publish

WORDING_MOST = 2000
TEXT_MOST = 300
ADDRESS_MOST = 320


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Where a fact is from: the words, the page, the address and the program that it was chosen with, the message."""

    wording: str = ""
    code: str = ""
    page: str = ""
    ip: str = ""
    user_agent: str = ""
    message_ref: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A fact to be entered."""

    kind: FactKind
    channel: Channel
    address: str
    at: dt.datetime
    purposes: Collection[Purpose] = ()
    sender_key: str = ""
    until: dt.datetime | None = None
    about_id: int | None = None
    proof: Proof = Proof()
    contact_id: int | None = None


# Makes the event for one contact's timeline.
Tell = Callable[[int], Event]


def enter(actor: Actor, note: Note, tell: Tell | None) -> bool:
    """Enters the fact, inside the caller's transaction. Whether it changed how the address stands.

    Then it is told in the timeline of whoever has the address; nobody has it: it stands in the ledger alone. Nothing is
    kept of the address of an erased person: it is blocked for ever.
    """
    address = normal_address(note.channel, note.address)[:ADDRESS_MOST]
    known = hash_address(note.channel.kind, address)
    lock_address(known)
    if Suppression.objects.filter(kind=note.channel.kind, hash=known).exists():
        return False
    facts = list(AddressFact.objects.filter(hash=known, channel=note.channel))
    before = _against(facts)
    if not _keep(actor, note, known, facts):
        return False
    is_news = _against(list(AddressFact.objects.filter(hash=known, channel=note.channel))) != before
    if is_news and tell is not None:
        people = people_with(note.channel, address, note.contact_id)
        if people:
            publish(*(tell(person) for person in people), actor=actor)
    return is_news


def lock_address(known: str) -> None:
    """Has all who enter facts about an address wait for each other, until the transaction ends. After contacts."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 7))", [known])


def people_with(channel: Channel, address: str, contact_id: int | None) -> list[int]:
    """Contacts in whose timelines it is told what happens to the address."""
    people = ids_with_address(email=address) if channel is Channel.EMAIL else ids_with_address(phone=address)
    return people if contact_id is None or contact_id in people else [contact_id, *people]


def _against(facts: Sequence[AddressFact]) -> set[int]:
    standing = standing_of(Known(facts=facts), at=clock.now())
    return {fact.pk for fact in standing.against} | {-kept for kept in standing.kept}


def _keep(actor: Actor, note: Note, known: str, facts: Sequence[AddressFact]) -> bool:
    """Writes the fact down, or that the same one was told again. False for one that is known already."""
    purposes = sorted(purpose.value for purpose in note.purposes)
    alike = [
        fact
        for fact in facts
        if (fact.kind, fact.sender_key, fact.about_id, sorted(fact.purposes), fact.until)
        == (note.kind, note.sender_key, note.about_id, purposes, note.until)
    ]
    if any(fact.at <= note.at <= fact.last_at for fact in alike):
        return False
    earlier = max((fact for fact in alike if fact.last_at < note.at), key=lambda fact: fact.last_at, default=None)
    between = [fact for fact in facts if fact not in alike and earlier and earlier.last_at < fact.last_at <= note.at]
    if earlier is not None and not between:
        # Said again, with nothing said to the contrary: one fact that went on.
        AddressFact.objects.filter(pk=earlier.pk).update(last_at=note.at, times=F("times") + 1)
        return True
    AddressFact.objects.create(
        kind=note.kind,
        channel=note.channel,
        hash=known,
        key=_key_of(note, purposes),
        sender_key=note.sender_key[:TEXT_MOST],
        purposes=purposes,
        about_id=note.about_id,
        at=note.at,
        last_at=note.at,
        until=note.until,
        wording=_storable(note.proof.wording, WORDING_MOST),
        code=_storable(note.proof.code, TEXT_MOST),
        page=_storable(note.proof.page, TEXT_MOST),
        ip=_storable(note.proof.ip, TEXT_MOST),
        user_agent=_storable(note.proof.user_agent, TEXT_MOST),
        message_ref=_storable(note.proof.message_ref, TEXT_MOST),
        contact_id=note.contact_id,
        recorded_by_id=actor.user_id,
        via=(actor.via or "")[:TEXT_MOST],
    )
    return True


def _key_of(note: Note, purposes: Sequence[str]) -> str:
    """What tells this fact from others of its kind about its address."""
    parts = (note.sender_key, ",".join(purposes), note.at.isoformat(), note.until, note.about_id)
    return hashlib.sha256("\n".join(str(part) for part in parts).encode()).hexdigest()


def _storable(text: str, most: int) -> str:
    return text.replace("\0", "").strip()[:most]
