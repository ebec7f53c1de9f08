"""Short ways to contacts and to what became of them."""

import json
from typing import Any

import msgspec

from crm.contacts import selectors, services
from crm.contacts.selectors.rows import Contact, ContactRow
from crm.contacts.services import ContactChanged
from crm.core.access import Actor
from crm.journal.models import Event


def make(actor: Actor, first_name: str = "Grace", **fields: Any) -> Contact:
    """A contact, made by the service."""
    return services.create_contact(actor=actor, first_name=first_name, **fields).contact


def edit(actor: Actor, contact: Contact, *, version: int | None = None, **changes: Any) -> ContactChanged:
    """An edit that began when `contact` was read."""
    return services.update_contact(
        actor=actor, contact_id=contact.id, version=contact.version if version is None else version, changes=changes
    )


def read(actor: Actor, contact: Contact | int) -> Contact:
    """The contact as it is now."""
    return selectors.get_contact(actor=actor, contact_id=contact if isinstance(contact, int) else contact.id)


def tags_of(contact: ContactRow) -> list[str]:
    """Names of the tags, in order."""
    return [tag["name"] for tag in json.loads(bytes(contact.tags))]


def plain(contact: Contact, *, without: tuple[str, ...] = ()) -> dict[str, Any]:
    """The contact as the API tells it."""
    told: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(contact))
    return {name: value for name, value in told.items() if name not in without}


def events_of(contact_id: int) -> list[str]:
    """Names of the contact's events, oldest first."""
    return list(Event.objects.filter(contact_id=contact_id).order_by("id").values_list("name", flat=True))
