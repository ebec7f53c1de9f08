"""Sending a template to oneself, by the way that every message goes. Never to a customer by mistake."""

import uuid
from dataclasses import dataclass
from typing import Any

import msgspec
from django.conf import settings
from django.db import connection

from crm.accounts.selectors import user_row
from crm.consent.enums import Channel
from crm.contacts.selectors import ids_with_address
from crm.contacts.services import create_contact
from crm.conversations.errors import NotForTests
from crm.conversations.selectors.template_values import links_for, values_for
from crm.conversations.selectors.templates import Template, read_template
from crm.conversations.sending.writing import SUBJECT_MOST, NewMessage
from crm.conversations.services.sending import send_message
from crm.conversations.services.threads import open_conversation
from crm.conversations.templating.language import Placeholder
from crm.conversations.templating.rendering import TemplateWords, label_of, render
from crm.conversations.templating.variables import VARIABLES
from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput
from crm.core.phone import parse_phone

# Contacts that carry it are there to be written to for trying.
TEST_TAG, TEST_TAG_KEY = "Test", "test"
_MARK = "[Test] "


class TemplateTest(msgspec.Struct, frozen=True):
    """The test as it waits to be sent."""

    message_id: int
    conversation_id: int
    to: str
    due_at: str | None


@requires(Permission.MESSAGES_SEND)
def send_template_test(*, actor: Actor, template_id: int, to: str, contact_id: int | None = None) -> TemplateTest:
    """Sends the template to `to`, filled for a contact, or with examples; what nobody knows stands there in brackets.

    It goes to the actor's own address, or to one that no contact has but those with the tag Test. Such a contact is
    made where there is none, since every message stands in somebody's thread. The gate is asked as for any message.
    Raises `NotFound`, `InvalidInput`, `NotForTests`, `SendRefused`.
    """
    template = read_template(template_id)
    channel = Channel(template.channel)
    address = _address(channel, to)
    message = _message(actor, template, channel, address, contact_id)
    recipient = _recipient(actor, channel, address)
    thread = open_conversation(actor=actor, contact_id=recipient)
    sent = send_message(actor=actor, conversation_id=thread.id, message=message).message
    return TemplateTest(sent.id, thread.id, sent.to_address, sent.due_at)


def _message(actor: Actor, template: Template, channel: Channel, address: str, contact_id: int | None) -> NewMessage:
    words = TemplateWords(subject=template.subject, text=template.text, html=template.html)
    whom = values_for(actor, channel=channel, contact_id=contact_id)
    # Whoever gets the test must not be able to unsubscribe the contact whom it was filled for.
    values = {**whom.values, **(links_for(address) if channel is Channel.EMAIL else {})}
    stand_ins = {one.name: f"[{label_of(one)}]" for one in words.placeholders() if _is_open(one, values)}
    rendered = render(words, values, typed=stand_ins, whom=whom.name)
    subject = f"{_MARK}{rendered.subject}"[:SUBJECT_MOST].rstrip() if channel is Channel.EMAIL else ""
    return NewMessage(
        client_id=uuid.uuid4(), channel=channel.value, subject=subject, text=rendered.text, html=rendered.html
    )


def _is_open(placeholder: Placeholder, values: dict[str, str]) -> bool:
    is_known = placeholder.is_question or placeholder.name in VARIABLES
    return is_known and not values.get(placeholder.name) and placeholder.fallback is None


def _address(channel: Channel, to: str) -> str:
    typed = to.strip()
    if not typed:
        raise InvalidInput(fields={"to": ["Where should the test go?"]})
    if channel is Channel.EMAIL:
        return typed.lower()
    number = parse_phone(typed, region=settings.DEFAULT_PHONE_REGION).e164
    if not number:
        raise InvalidInput(fields={"to": ["This can't be read as a phone number. Begin with + and the country."]})
    return number


@dataclass(frozen=True, slots=True)
class _Holder:
    """A contact that has the address. In the order of `_HOLDERS`."""

    id: int
    is_archived: bool
    is_for_tests: bool


_HOLDERS = (
    "SELECT c.id, c.archived_at IS NOT NULL, EXISTS (SELECT 1 FROM contacts_tag t WHERE t.id = ANY(c.tag_ids) "
    "AND t.key = %s) FROM contacts_contact c WHERE c.id = ANY(%s) ORDER BY 3 DESC, 2, 1"
)


def _recipient(actor: Actor, channel: Channel, address: str) -> int:
    """The contact in whose thread the test stands. Raises `NotForTests` for an address that is a customer's."""
    given = {"email": address} if channel is Channel.EMAIL else {"phone": address}
    with connection.cursor() as cursor:
        cursor.execute(_HOLDERS, [TEST_TAG_KEY, ids_with_address(**given)])
        holders = [_Holder(*row) for row in cursor.fetchall()]
    is_own = actor.user_id is not None and address == (user_row(actor.user_id).email or "").lower()
    if not is_own and not all(holder.is_for_tests for holder in holders):
        raise NotForTests
    for holder in holders:
        if not holder.is_archived:
            return holder.id
    fields: dict[str, Any] = {**given, "first_name": actor.name if is_own else TEST_TAG, "tags": [TEST_TAG]}
    try:
        return create_contact(actor=actor, **fields).contact.id
    except InvalidInput as error:
        wrong = (error.fields or {}).get("email") or (error.fields or {}).get("phone")
        raise InvalidInput(fields={"to": wrong or ["This is no address that can be written to."]}) from error
