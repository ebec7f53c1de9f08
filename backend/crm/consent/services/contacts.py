"""The same decisions, made on a contact's page: about the address that the contact has at present."""

from django.db import transaction

from crm.consent.enums import Channel, Decision, Reach
from crm.consent.errors import NoSuchAddress
from crm.consent.selectors import ChannelConsent, addresses_of, read_contact_consent
from crm.consent.services.deciding import block_address, lift_block, review_opt_out
from crm.contacts.selectors import read_contact
from crm.core.access import Actor, Permission, requires


@requires(Permission.CONTACTS_WRITE)
@transaction.atomic
def block_contact_address(
    *, actor: Actor, contact_id: int, channel: Channel, reach: Reach, reason: str
) -> list[ChannelConsent]:
    """Stops marketing to the contact's present address, or everything. What is so already stays as it is.

    Publishes `consent.blocked`. Raises `NotFound`, `NoSuchAddress`, `InvalidInput`.
    """
    address = _address(actor, contact_id, channel)
    block_address(actor=actor, channel=channel, address=address, reach=reach, reason=reason, contact_id=contact_id)
    return read_contact_consent(actor, contact_id)


@requires(Permission.CONTACTS_WRITE)
@transaction.atomic
def lift_contact_block(
    *, actor: Actor, contact_id: int, channel: Channel, fact_id: int, reason: str
) -> list[ChannelConsent]:
    """Lifts one thing that stands against the contact's present address, as `lift_block` does.

    Publishes `consent.block_lifted`. Raises `NotFound`, `NoSuchAddress`, `InvalidInput`, `NothingToLift`, `NotAllowed`.
    """
    address = _address(actor, contact_id, channel)
    lift_block(actor=actor, channel=channel, address=address, fact_id=fact_id, reason=reason, contact_id=contact_id)
    return read_contact_consent(actor, contact_id)


@requires(Permission.CONTACTS_WRITE)
@transaction.atomic
def review_contact_opt_out(
    *, actor: Actor, contact_id: int, channel: Channel, fact_id: int, decision: Decision, reason: str = ""
) -> list[ChannelConsent]:
    """Says whether what the contact wrote is an opt-out, as `review_opt_out` does.

    Publishes `consent.reviewed`. Raises `NotFound`, `NoSuchAddress`, `NothingToLift`.
    """
    address = _address(actor, contact_id, channel)
    review_opt_out(
        actor=actor,
        channel=channel,
        address=address,
        fact_id=fact_id,
        decision=decision,
        reason=reason,
        contact_id=contact_id,
    )
    return read_contact_consent(actor, contact_id)


def _address(actor: Actor, contact_id: int, channel: Channel) -> str:
    address = addresses_of(read_contact(actor, contact_id)).get(channel)
    if address is None:
        raise NoSuchAddress
    return address
