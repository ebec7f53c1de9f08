"""What a provider tells of an address, handed to the room that keeps it: by the address, not by the contact."""

import logging
from datetime import datetime

from crm.consent import services as consent
from crm.consent.enums import Channel, Stream
from crm.conversations.port import Fact
from crm.core.access import system_actor

log = logging.getLogger(__name__)


def channel_of(fact: Fact) -> Channel:
    """The channel of the address that a fact is about."""
    return Channel.EMAIL if "@" in fact.address else Channel.SMS


def hand_on(fact: Fact, *, channel: Channel, sender_key: str, contact_id: int | None, at: datetime) -> None:
    """Enters a fact, once however often it is told. The caller holds no lock: contacts and addresses come first.

    Publishes what the consent room publishes. A word that nobody knows is logged and changes nothing.
    """
    actor = system_actor("Kith", via="a provider's answer")
    address, code, text = fact.address, fact.code, fact.text
    match fact.kind:
        case "carrier_block":
            consent.record_carrier_block(
                actor=actor, channel=channel, address=address, sender_key=sender_key, code=code, at=at,
                contact_id=contact_id, text=text,
            )  # fmt: skip
        case "carrier_block_lifted":
            consent.lift_carrier_block(
                actor=actor, channel=channel, address=address, sender_key=sender_key, at=at, contact_id=contact_id
            )
        case "hard_bounce" | "soft_bounce":
            consent.record_bounce(
                actor=actor, address=address, is_hard=fact.kind == "hard_bounce", code=code, text=text, at=at,
                contact_id=contact_id,
            )  # fmt: skip
        case "spam_report":
            consent.record_spam_report(actor=actor, address=address, at=at, code=code, text=text, contact_id=contact_id)
        case "unreachable_number":
            consent.record_unreachable_number(
                actor=actor, address=address, code=code, at=at, text=text, contact_id=contact_id
            )
        case "unsubscribed":
            stream = Stream(fact.stream) if fact.stream in Stream.values else Stream.ALL
            consent.record_unsubscribe(actor=actor, address=address, stream=stream, at=at, contact_id=contact_id)
        case _:
            log.warning("A channel told of %s, which nobody knows", fact.kind)
