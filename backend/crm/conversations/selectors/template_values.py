"""What the variables of templates stand for: of a contact, of whoever sends, and of the house."""

from collections.abc import Mapping
from dataclasses import dataclass

from crm.accounts.selectors import names_of
from crm.consent.enums import Channel
from crm.consent.links import preferences_url, unsubscribe_url
from crm.contacts.selectors import get_contact
from crm.conversations.models import Letterhead, Signature
from crm.conversations.templating.variables import examples
from crm.core.access import Actor


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom a template is filled for: what they are called, their address by its channel, and what the variables say."""

    name: str
    address: str
    values: Mapping[str, str]


def values_for(actor: Actor, *, channel: Channel, contact_id: int | None) -> Whom:
    """The values for a contact; the examples of the variables where there is none. Raises `NotFound`."""
    ours = values_of_ours(actor)
    if contact_id is None:
        return Whom("Grace Hopper", "", {**examples(), **{name: value for name, value in ours.items() if value}})
    contact = get_contact(actor=actor, contact_id=contact_id)
    full_name = f"{contact.first_name} {contact.last_name}".strip()
    links = links_for(contact.email) if channel is Channel.EMAIL and contact.email else {}
    values = {
        "first_name": contact.first_name,
        "last_name": contact.last_name,
        "full_name": full_name,
        "company": contact.company.name if contact.company else "",
        "email": contact.email,
        "phone": contact.phone_display,
        "owner_name": contact.assigned_user.name if contact.assigned_user else "",
        **links,
        **ours,
    }
    return Whom(contact.full_name, contact.email if channel is Channel.EMAIL else contact.phone, values)


def values_of_ours(actor: Actor) -> dict[str, str]:
    """What is the same whoever is written to: the sender's name and signature, and the house's."""
    return {**_of_sender(actor), **house_words()}


def links_for(address: str) -> dict[str, str]:
    """The links that belong to one address: whoever has them may stop what goes there."""
    return {"unsubscribe_link": unsubscribe_url(address=address), "preferences_link": preferences_url(address=address)}


def _of_sender(actor: Actor) -> dict[str, str]:
    """The name and the signature of the person who sends; of Kith itself there are none."""
    if actor.user_id is None:
        return {}
    name = names_of([actor.user_id]).get(actor.user_id, actor.name)
    signature = Signature.objects.filter(pk=actor.user_id).values_list("text", flat=True).first()
    return {"sender_name": name, "sender_first_name": name.split(" ")[0], "signature": signature or name}


def house_words() -> dict[str, str]:
    """The organisation's name and postal address, by the variables that stand for them; empty until entered."""
    head = Letterhead.objects.first()
    return {"our_name": head.name, "our_address": head.address} if head else {"our_name": "", "our_address": ""}
