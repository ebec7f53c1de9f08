"""What somebody chooses by the link in a mail. The link is the guard: whoever has it may choose for its address."""

import datetime as dt

import msgspec
from django.db import transaction

from crm.consent.enums import Channel, Choice, FactKind, Purpose, Status, Stream
from crm.consent.errors import TooManyChoices
from crm.consent.events import OptedIn
from crm.consent.hashing import hash_address
from crm.consent.links import Link, masked, read_token
from crm.consent.models import AddressFact, ConsentStatement
from crm.consent.services.entering import Note, Proof, enter, lock_address
from crm.consent.services.recording import record_unsubscribe
from crm.consent.standing import Known, Standing, standing_of
from crm.core import clock
from crm.core.access import Actor, open_to_all, system_actor
from crm.core.errors import NotFound

# More than somebody who can't make up their mind; to be left alone is never refused.
CHANGES_MOST = 20
CHANGES_WITHIN = dt.timedelta(hours=1)
_LEFT_ALONE = frozenset({Choice.NO_NEWS, Choice.NOTHING})


class Preferences(msgspec.Struct, frozen=True, kw_only=True):
    """What the owner of a link gets at present. `is_off`: they are off the stream that the link is of."""

    address: str
    stream: Stream
    choice: Choice
    paused_until: dt.datetime | None
    is_off: bool


@open_to_all
def get_preferences(*, token: str) -> Preferences:
    """What the owner of the link gets at present. Changes nothing. Raises `NotFound`."""
    link = _link(token)
    return _told(link, _standing(link))


@open_to_all
@transaction.atomic
def unsubscribe_by_link(*, token: str, proof: Proof) -> Preferences:
    """Takes the owner of the link off its stream; twice is the same as once.

    Publishes `consent.opted_out`. Raises `NotFound`.
    """
    link = _link(token)
    lock_address(_hash(link))
    if not _is_off(_standing(link), link.stream):
        record_unsubscribe(actor=_kith(), address=link.address, stream=link.stream, at=clock.now(), proof=proof)
    return _told(link, _standing(link))


@open_to_all
@transaction.atomic
def choose_by_link(*, token: str, choice: Choice, proof: Proof) -> Preferences:
    """Sets what the owner of the link gets from now on; the same choice again changes nothing.

    Publishes `consent.opted_in`, `consent.paused` or `consent.opted_out`. Raises `NotFound`, `TooManyChoices`.
    """
    link = _link(token)
    known = _hash(link)
    lock_address(known)
    standing = _standing(link)
    if choice is _choice(standing) and not (choice is Choice.NEWS and standing.said is not Status.OPTED_IN):
        return _told(link, standing)
    now = clock.now()
    if choice not in _LEFT_ALONE:
        _check_rate(known, now)
    if choice is not Choice.NOTHING and (standing.against or choice is Choice.NEWS):
        _want_again(link, choice, now, proof)
    if choice is not Choice.NEWS:
        record_unsubscribe(
            actor=_kith(),
            address=link.address,
            stream=Stream.ALL if choice is Choice.NOTHING else Stream.MARKETING,
            at=now,
            proof=proof,
            until=now + dt.timedelta(days=choice.days) if choice.days else None,
        )
    return _told(link, _standing(link))


def _want_again(link: Link, choice: Choice, now: dt.datetime, proof: Proof) -> None:
    """Lifts what was chosen before. Only who asks for news has thereby agreed to them."""
    is_news = choice is Choice.NEWS
    note = Note(
        kind=FactKind.PAGE_IN,
        channel=Channel.EMAIL,
        address=link.address,
        at=now,
        purposes=[Purpose.MARKETING, Purpose.TRANSACTIONAL] if is_news else [Purpose.TRANSACTIONAL],
        proof=proof,
    )

    def tell(person: int) -> OptedIn:
        return OptedIn(subject_id=person, channel=Channel.EMAIL.value, address=link.address, how=FactKind.PAGE_IN.value)

    enter(_kith(), note, tell if is_news else None)


def _kith() -> Actor:
    return system_actor("Kith", via="the page that mails link to")


def _link(token: str) -> Link:
    link = read_token(token)
    if link is None:
        raise NotFound
    return link


def _hash(link: Link) -> str:
    return hash_address(Channel.EMAIL.kind, link.address)


def _standing(link: Link) -> Standing:
    of_address = {"hash": _hash(link), "channel": Channel.EMAIL}
    known = Known(
        lines=list(ConsentStatement.objects.filter(**of_address)), facts=list(AddressFact.objects.filter(**of_address))
    )
    return standing_of(known, at=clock.now())


def _is_off(standing: Standing, stream: Stream) -> bool:
    """Whether they have unsubscribed from all of the stream already."""
    return any(
        fact.kind == FactKind.UNSUBSCRIBED and stream.purposes <= set(fact.purposes) for fact in standing.against
    )


def _pause(standing: Standing) -> AddressFact | None:
    pauses = [fact for fact in standing.against if fact.kind == FactKind.PAUSED and fact.until]
    return max(pauses, key=lambda fact: fact.until or fact.at, default=None)


def _choice(standing: Standing) -> Choice:
    if _is_off(standing, Stream.ALL):
        return Choice.NOTHING
    kinds = {fact.kind for fact in standing.against}
    if kinds & {FactKind.UNSUBSCRIBED, FactKind.STOPPED} or standing.said is Status.OPTED_OUT:
        return Choice.NO_NEWS
    pause = _pause(standing)
    if pause is not None and pause.until is not None:
        length = (pause.until - pause.last_at).days
        return Choice.PAUSE_30 if length <= Choice.PAUSE_30.days else Choice.PAUSE_90
    return Choice.NEWS


def _told(link: Link, standing: Standing) -> Preferences:
    pause = _pause(standing)
    return Preferences(
        address=masked(link.address),
        stream=link.stream,
        choice=_choice(standing),
        paused_until=pause.until if pause else None,
        is_off=_is_off(standing, link.stream),
    )


def _check_rate(known: str, now: dt.datetime) -> None:
    recent = AddressFact.objects.filter(
        hash=known, channel=Channel.EMAIL, kind=FactKind.PAGE_IN, recorded_at__gt=now - CHANGES_WITHIN
    )
    if recent.count() >= CHANGES_MOST:
        raise TooManyChoices
