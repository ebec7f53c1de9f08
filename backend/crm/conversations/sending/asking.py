"""Asking the gate: what a message looks like to it, when it is written, when it leaves, and when it has left."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Protocol

import msgspec

from crm.consent.enums import Channel, Purpose
from crm.consent.gate import Ask, Verdict, may_send_many, note_sent
from crm.conversations.events import MessageRefused
from crm.conversations.models import Sender
from crm.conversations.sending.copies import with_copies
from crm.core import clock
from crm.core.access import Actor, system_actor

GO, HOLD = "yes", "hold"
_KITH = system_actor("Kith")


def sender_key(account_id: int, address: str) -> str:
    """What the gate calls a sender: a block by a carrier is of one number in one account."""
    return f"{account_id}:{address}"


def ask_gate(
    *,
    actor: Actor,
    contact_id: int,
    channel: Channel,
    address: str,
    cc: Sequence[str] = (),
    purpose: Purpose,
    sender: Sender,
    override: bool,
) -> Verdict:
    """Whether somebody may be written to now, and all who get a copy of it."""
    key = sender_key(sender.account_id, sender.address)
    ask = Ask(channel=channel, address=address, purpose=purpose, at=clock.now(), sender_key=key, contact_id=contact_id)
    return _ask_for_all(actor, ask, cc, override=override)


def _ask_for_all(actor: Actor, ask: Ask, cc: Sequence[str], *, override: bool) -> Verdict:
    """The verdict on a mail with its copies, each asked for by its own address, in as many statements as without."""
    asks = [ask, *(replace(ask, address=one, contact_id=None, zone=None) for one in cc)]
    verdict, *others = may_send_many(actor=actor, asks=asks, override=override)
    return with_copies(verdict, list(zip(cc, others, strict=True)))


class Asked(Protocol):
    """What the gate asks of a stored message."""

    @property
    def channel(self) -> str: ...
    @property
    def purpose(self) -> str: ...
    @property
    def to_address(self) -> str: ...
    @property
    def contact_id(self) -> int: ...
    @property
    def account_id(self) -> int: ...
    @property
    def sender_address(self) -> str: ...


class AskedWithCopies(Asked, Protocol):
    """What the gate asks of a stored message that may go to others, too."""

    @property
    def cc(self) -> list[str]: ...


def ask_again(message: AskedWithCopies, *, override: bool) -> Verdict:
    """Whether a message that was written may leave now: much may have been said since."""
    return _ask_for_all(_KITH, _ask_of(message), message.cc, override=override)


def tell_gate(message: Asked) -> None:
    """Has the gate count a message that has left, or may have: so many a day is what it allows.

    What it counts goes to one person alone: copies of marketing are refused where it is written.
    """
    note_sent(actor=_KITH, ask=_ask_of(message))


def _ask_of(message: Asked) -> Ask:
    return Ask(
        channel=Channel(message.channel),
        address=message.to_address,
        purpose=Purpose(message.purpose),
        at=clock.now(),
        sender_key=sender_key(message.account_id, message.sender_address),
        contact_id=message.contact_id,
    )


def as_json(verdict: Verdict) -> dict[str, Any]:
    """A verdict as it is stored with a message and shown."""
    told: dict[str, Any] = msgspec.to_builtins(verdict)
    return told


def worth_keeping(verdict: Verdict) -> dict[str, Any] | None:
    """The verdict where it says anything: why not, not now, or over which warning."""
    return as_json(verdict) if verdict.answer != GO or verdict.warnings else None


def refusal_event(ids: dict[str, Any], verdict: dict[str, Any]) -> MessageRefused:
    """The event that tells of a verdict; `ids` are those that every event of a message names."""
    first = next(iter(verdict["reasons"]), {"code": "refused", "text": "the gate has refused it"})
    return MessageRefused(**ids, code=first["code"], reason=first["text"])
