"""What people say and providers tell of addresses. Rooms that hear it call these; each is the same when done twice."""

import datetime as dt

from django.db import transaction

from crm.consent.enums import Channel, FactKind, Keyword, Purpose, Stream
from crm.consent.events import AddressBlocked, BlockLifted, MarketingPaused, OptedIn, OptedOut
from crm.consent.services.entering import Note, Proof, Tell, enter
from crm.core.access import Actor, Permission, requires

_QUOTED_MOST = 200


@requires(Permission.CONTACTS_WRITE)
@transaction.atomic
def record_keyword(
    *,
    actor: Actor,
    channel: Channel,
    address: str,
    keyword: Keyword,
    wording: str,
    contact_id: int | None,
    message_ref: str,
    at: dt.datetime,
    answers: Purpose | None = None,
    sender_key: str = "",
) -> bool:
    """Enters a STOP or START; HELP changes nothing. Whether it changed how the address stands.

    `answers` is what the message was for that it answers: a STOP's scope is kept, for the day when it need not end
    every topic (`KITH_STOP_ENDS_ALL`). With `sender_key`, a START lifts the carrier's block of that sender: so do they.
    A mail that is nothing but STOP unsubscribes from everything that is sent by itself.
    Publishes `consent.opted_out` or `consent.opted_in`.
    """
    proof = Proof(wording=wording, message_ref=message_ref)
    if keyword is Keyword.HELP:
        return False
    if channel is Channel.EMAIL and keyword is Keyword.STOP:
        return _unsubscribe(actor, address, Stream.ALL, at, proof, contact_id=contact_id)
    is_out = keyword is Keyword.STOP
    kind = FactKind.KEYWORD_OUT if is_out else FactKind.KEYWORD_IN
    note = Note(
        kind=kind,
        channel=channel,
        address=address,
        at=at,
        purposes=([answers] if answers else list(Purpose)) if is_out else [],
        proof=proof,
        contact_id=contact_id,
    )
    event = OptedOut if is_out else OptedIn

    def tell(person: int) -> OptedOut | OptedIn:
        return event(subject_id=person, channel=channel.value, address=address, how=kind.value)

    is_news = enter(actor, note, tell)
    if not is_out and sender_key:
        lifted = lift_carrier_block(
            actor=actor, channel=channel, address=address, sender_key=sender_key, at=at, contact_id=contact_id
        )
        is_news = is_news or lifted
    return is_news


@requires(Permission.CONTACTS_WRITE)
@transaction.atomic
def record_free_text_opt_out(
    *,
    actor: Actor,
    channel: Channel,
    address: str,
    wording: str,
    contact_id: int | None,
    message_ref: str,
    at: dt.datetime,
) -> bool:
    """Pauses marketing at once, until one of us has read it (`review_opt_out`). Whether it changed how it stands.

    For what `sounds_like_opt_out`. Publishes `consent.paused`.
    """
    note = Note(
        kind=FactKind.TEXT_OUT,
        channel=channel,
        address=address,
        at=at,
        purposes=[Purpose.MARKETING],
        proof=Proof(wording=wording, message_ref=message_ref),
        contact_id=contact_id,
    )

    def tell(person: int) -> MarketingPaused:
        said = " ".join(wording.split())[:_QUOTED_MOST]
        return MarketingPaused(subject_id=person, channel=channel.value, address=address, said=said)

    return enter(actor, note, tell)


@requires(Permission.CONTACTS_WRITE)
@transaction.atomic
def record_unsubscribe(
    *,
    actor: Actor,
    address: str,
    stream: Stream,
    at: dt.datetime,
    proof: Proof = Proof(),  # noqa: B008 - frozen
    until: dt.datetime | None = None,
    contact_id: int | None = None,
) -> bool:
    """Takes an email address off a stream; with `until`, for a while. Whether it changed how the address stands.

    Publishes `consent.opted_out`, or `consent.paused`.
    """
    return _unsubscribe(actor, address, stream, at, proof, until=until, contact_id=contact_id)


def _unsubscribe(
    actor: Actor,
    address: str,
    stream: Stream,
    at: dt.datetime,
    proof: Proof,
    *,
    until: dt.datetime | None = None,
    contact_id: int | None = None,
) -> bool:
    note = Note(
        kind=FactKind.PAUSED if until else FactKind.UNSUBSCRIBED,
        channel=Channel.EMAIL,
        address=address,
        at=at,
        purposes=stream.purposes,
        until=until,
        proof=proof,
        contact_id=contact_id,
    )
    channel = Channel.EMAIL.value

    def tell(person: int) -> OptedOut | MarketingPaused:
        if until:
            return MarketingPaused(subject_id=person, channel=channel, address=address, until=until.isoformat())
        return OptedOut(
            subject_id=person, channel=channel, address=address, how=FactKind.UNSUBSCRIBED.value, stream=stream.value
        )

    return enter(actor, note, tell)


@requires(Permission.CONTACTS_WRITE)
@transaction.atomic
def record_carrier_block(
    *,
    actor: Actor,
    channel: Channel,
    address: str,
    sender_key: str,
    code: str,
    at: dt.datetime,
    contact_id: int | None = None,
    text: str = "",
) -> bool:
    """Enters that a carrier delivers nothing from this sender to this address (Twilio 21610). Whether that is news.

    Publishes `consent.blocked`.
    """
    note = Note(
        kind=FactKind.CARRIER_BLOCK,
        channel=channel,
        address=address,
        at=at,
        sender_key=sender_key,
        proof=Proof(wording=text, code=code),
        contact_id=contact_id,
    )
    return enter(actor, note, _blocked(note))


@requires(Permission.CONTACTS_WRITE)
@transaction.atomic
def lift_carrier_block(
    *, actor: Actor, channel: Channel, address: str, sender_key: str, at: dt.datetime, contact_id: int | None = None
) -> bool:
    """Enters that the carrier delivers from this sender again. Whether it is news. Publishes `consent.block_lifted`."""
    note = Note(
        kind=FactKind.CARRIER_LIFT,
        channel=channel,
        address=address,
        at=at,
        sender_key=sender_key,
        contact_id=contact_id,
    )

    def tell(person: int) -> BlockLifted:
        return BlockLifted(subject_id=person, channel=channel.value, address=address, how=FactKind.CARRIER_BLOCK.value)

    return enter(actor, note, tell)


@requires(Permission.CONTACTS_WRITE)
@transaction.atomic
def record_bounce(
    *,
    actor: Actor,
    address: str,
    is_hard: bool,
    code: str,
    text: str,
    at: dt.datetime,
    contact_id: int | None = None,
) -> bool:
    """Enters that mail came back: for good, or for now (a full mailbox). Whether that is news.

    A hard one publishes `consent.blocked`; a soft one is shown for three days and told nowhere.
    """
    note = Note(
        kind=FactKind.HARD_BOUNCE if is_hard else FactKind.SOFT_BOUNCE,
        channel=Channel.EMAIL,
        address=address,
        at=at,
        proof=Proof(wording=text, code=code),
        contact_id=contact_id,
    )
    return enter(actor, note, _blocked(note) if is_hard else None)


@requires(Permission.CONTACTS_WRITE)
@transaction.atomic
def record_spam_report(
    *, actor: Actor, address: str, at: dt.datetime, code: str = "", text: str = "", contact_id: int | None = None
) -> bool:
    """Enters that somebody reported a mail of ours as spam. Whether that is news. Publishes `consent.blocked`."""
    note = Note(
        kind=FactKind.SPAM_REPORT,
        channel=Channel.EMAIL,
        address=address,
        at=at,
        proof=Proof(wording=text, code=code),
        contact_id=contact_id,
    )
    return enter(actor, note, _blocked(note))


@requires(Permission.CONTACTS_WRITE)
@transaction.atomic
def record_unreachable_number(
    *, actor: Actor, address: str, code: str, at: dt.datetime, text: str = "", contact_id: int | None = None
) -> bool:
    """Enters that a number can't get text messages (Twilio 30005, 30006). Whether that is news.

    Publishes `consent.blocked`.
    """
    note = Note(
        kind=FactKind.UNREACHABLE,
        channel=Channel.SMS,
        address=address,
        at=at,
        proof=Proof(wording=text, code=code),
        contact_id=contact_id,
    )
    return enter(actor, note, _blocked(note))


def _blocked(note: Note) -> Tell:
    reason = " ".join(note.proof.wording.split())[:_QUOTED_MOST]

    def tell(person: int) -> AddressBlocked:
        return AddressBlocked(
            subject_id=person, channel=note.channel.value, address=note.address, how=note.kind.value, reason=reason
        )

    return tell
