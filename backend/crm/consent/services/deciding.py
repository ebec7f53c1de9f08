"""What one of us decides about an address, each with a reason that stays with it."""

from django.db import transaction

from crm.consent.addresses import normal_address
from crm.consent.enums import Channel, Decision, FactKind, Purpose, Reach
from crm.consent.errors import NothingToLift
from crm.consent.events import AddressBlocked, BlockLifted, OptOutReviewed
from crm.consent.hashing import hash_address
from crm.consent.models import AddressFact
from crm.consent.rules import permission_to_lift
from crm.consent.services.entering import Note, Proof, enter, lock_address
from crm.consent.standing import Known, Standing, standing_of
from crm.core import clock
from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput, NotAllowed, NotFound
from crm.core.values import Refused, clean_line

REASON_MOST = 300
ID_MOST = 2**63 - 1
_SAID_MOST = 200


@requires(Permission.CONTACTS_WRITE)
@transaction.atomic
def block_address(
    *, actor: Actor, channel: Channel, address: str, reach: Reach, reason: str, contact_id: int | None = None
) -> bool:
    """Stops marketing to an address, or everything (a legal or house block: only an administrator lifts that).

    Whether that is news. Publishes `consent.blocked`. Raises `InvalidInput`.
    """
    why = _clean_reason(reason)
    kind = FactKind.BLOCKED if reach is Reach.ALL else FactKind.STOPPED
    if any(fact.kind == kind for fact in _standing(channel, address).against):
        return False
    note = Note(
        kind=kind,
        channel=channel,
        address=address,
        at=clock.now(),
        purposes=list(Purpose) if reach is Reach.ALL else [Purpose.MARKETING],
        proof=Proof(wording=why),
        contact_id=contact_id,
    )

    def tell(person: int) -> AddressBlocked:
        return AddressBlocked(subject_id=person, channel=channel.value, address=address, how=kind.value, reason=why)

    return enter(actor, note, tell)


@requires(Permission.CONTACTS_WRITE)
@transaction.atomic
def lift_block(
    *, actor: Actor, channel: Channel, address: str, fact_id: int, reason: str, contact_id: int | None = None
) -> None:
    """Lifts one thing that stands against an address.

    What the person, a carrier or the law has said, and a block by us, only an administrator lifts (`consent:manage`).

    Publishes `consent.block_lifted`. Raises `InvalidInput`, `NotFound`, `NothingToLift`, `NotAllowed`.
    """
    why = _clean_reason(reason)
    fact, standing = _find(channel, address, fact_id)
    needed = permission_to_lift(FactKind(fact.kind), is_kept=fact.pk in standing.kept)
    if not actor.may(needed):
        raise NotAllowed(needed)
    _lift(actor, address, fact, why, contact_id, is_review=False)


@requires(Permission.CONTACTS_WRITE)
@transaction.atomic
def review_opt_out(
    *,
    actor: Actor,
    channel: Channel,
    address: str,
    fact_id: int,
    decision: Decision,
    reason: str = "",
    contact_id: int | None = None,
) -> None:
    """Says whether what somebody wrote is an opt-out. Kept, it counts like a STOP; dismissed, it counts no more.

    Publishes `consent.reviewed`. Raises `NotFound`, `NothingToLift`.
    """
    fact, standing = _find(channel, address, fact_id)
    if fact.kind != FactKind.TEXT_OUT:
        raise NotFound
    if fact.pk in standing.kept:
        raise NothingToLift("Somebody has read it already, and taken it for an opt-out.")
    if decision is Decision.DISMISS:
        _lift(actor, address, fact, _clean_reason(reason) if reason else "", contact_id, is_review=True)
        return
    note = Note(
        kind=FactKind.KEEP,
        channel=channel,
        address=address,
        at=max(clock.now(), fact.last_at),
        about_id=fact.pk,
        proof=Proof(wording=reason),
        contact_id=contact_id,
    )

    def tell(person: int) -> OptOutReviewed:
        return _reviewed(person, address, fact, decision)

    enter(actor, note, tell)


def _lift(
    actor: Actor, address: str, fact: AddressFact, reason: str, contact_id: int | None, *, is_review: bool
) -> None:
    kind, channel = FactKind(fact.kind), Channel(fact.channel)
    note = Note(
        kind=FactKind.LIFT,
        channel=channel,
        address=address,
        # A provider's clock may be ahead of ours.
        at=max(clock.now(), fact.last_at),
        about_id=fact.pk,
        proof=Proof(wording=reason),
        contact_id=contact_id,
    )

    def tell(person: int) -> BlockLifted | OptOutReviewed:
        if is_review:
            return _reviewed(person, address, fact, Decision.DISMISS)
        return BlockLifted(
            subject_id=person,
            channel=channel.value,
            address=address,
            how=kind.value,
            label=str(kind.label),
            reason=reason,
        )

    enter(actor, note, tell)


def _reviewed(person: int, address: str, fact: AddressFact, decision: Decision) -> OptOutReviewed:
    said = " ".join(fact.wording.split())[:_SAID_MOST]
    return OptOutReviewed(subject_id=person, channel=fact.channel, address=address, decision=decision.value, said=said)


def _find(channel: Channel, address: str, fact_id: int) -> tuple[AddressFact, Standing]:
    """A fact that stands against the address, and how that stands. Held until the transaction ends."""
    known = hash_address(channel.kind, normal_address(channel, address))
    lock_address(known)
    if not 0 < fact_id <= ID_MOST:
        raise NotFound
    standing = _standing(channel, address)
    fact = next((one for one in standing.against if one.pk == fact_id), None)
    if fact is not None:
        return fact, standing
    if AddressFact.objects.filter(pk=fact_id, hash=known, channel=channel).exists():
        raise NothingToLift
    raise NotFound


def _standing(channel: Channel, address: str) -> Standing:
    known = hash_address(channel.kind, normal_address(channel, address))
    return standing_of(Known(facts=list(AddressFact.objects.filter(hash=known, channel=channel))), at=clock.now())


def _clean_reason(reason: str) -> str:
    try:
        clean = clean_line(reason, most=REASON_MOST)
    except Refused as refusal:
        raise InvalidInput(fields={"reason": [str(refusal)]}) from refusal
    if not clean:
        raise InvalidInput(fields={"reason": ["Say why, in a few words: it stays with the address."]})
    return clean
