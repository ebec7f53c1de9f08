"""Taking one message in: whose it is, into which conversation it goes, and what it changes there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from crm.consent.enums import Channel, Keyword
from crm.conversations.events import MessageReceived
from crm.conversations.models import ChannelAccount
from crm.conversations.port import Incoming
from crm.conversations.quoting import written_part
from crm.conversations.receiving.files import keep_files
from crm.conversations.receiving.finding import find_conversation
from crm.conversations.receiving.machines import Machine, machine_of
from crm.conversations.receiving.opting_out import Wish, hand_on_wish, is_answered, keyword_of
from crm.conversations.receiving.people import bring_back, find_owner, hold, make_owner, same_address
from crm.conversations.receiving.texts import Texts, texts_of
from crm.conversations.services.stored import Came, note_incoming, preview_of, thread_of
from crm.core.access import Actor, system_actor
from crm.core.prepared import prepared_cursor
from crm.journal.publishing import publish

ADDRESS_MOST = 254
PEOPLE_MOST = 100
IDS_MOST = 200
# Providers try for up to three days to hand a message over.
UNDER_WAY_MOST = timedelta(days=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Letter:
    """A message that is to be taken in, with what was found out about it."""

    account: ChannelAccount
    incoming: Incoming
    address: str
    at: datetime
    machine: Machine | None
    keyword: Keyword | None
    texts: Texts
    # What they wrote themselves, without what they answered.
    written: str

    @property
    def counts(self) -> bool:
        """Whether somebody has to answer it: a machine waits for nothing, a keyword the provider has answered."""
        return self.machine is None and not self.is_answered

    @property
    def is_answered(self) -> bool:
        """Whether it is a keyword that the provider answers by itself."""
        return self.keyword is not None and is_answered(self.incoming)


def lock_addresses(addresses: Iterable[str]) -> None:
    """Has all who take in messages from one of these addresses wait for each other, until the transaction ends.

    So nobody who writes twice at once becomes two contacts, and an album of pictures is one conversation. Taken in
    order, all that a transaction needs at once: nobody waits in a circle.
    """
    keys = sorted({f"from {same_address(_channel_of(address), address)}" for address in addresses})
    with connection.cursor() as cursor:
        for key in keys:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 5))", [key])


def _channel_of(address: str) -> Channel:
    return Channel.EMAIL if "@" in address else Channel.SMS


def receive_message(account: ChannelAccount, incoming: Incoming, *, received_at: datetime) -> str:
    """Takes a message in, once for the provider's id of it. What came of it, in words.

    Publishes `message.received`, and with it what it changes: `contact.created` or `contact.restored`,
    `conversation.started`, `conversation.reopened`. The caller holds the address (`lock_addresses`).
    """
    address = same_address(incoming.channel, incoming.from_address)[:ADDRESS_MOST]
    aside = _left_aside(account, incoming, address)
    if aside:
        return aside
    texts = texts_of(incoming)
    written = written_part(texts.text)
    machine = machine_of(incoming) if incoming.channel is Channel.EMAIL else None
    letter = _Letter(
        account=account,
        incoming=incoming,
        address=address,
        at=_moment(incoming.at, received_at),
        machine=machine,
        keyword=keyword_of(incoming, written) if machine is None else None,
        texts=texts,
        written=written,
    )
    actor = system_actor("Kith", via=_via(incoming.channel, account))
    return _take_in(actor, letter)


def _moment(told: datetime | None, received_at: datetime) -> datetime:
    """When a message was written: what its sender's clock says, where that can be so."""
    return told if told and received_at - UNDER_WAY_MOST <= told <= received_at else received_at


def _left_aside(account: ChannelAccount, incoming: Incoming, address: str) -> str | None:
    """Why a message is not taken in, in words; None for one that is."""
    if not address:
        return "A message without a sender was left aside"
    if incoming.is_echo:
        return "What was sent from here by other means was left aside"
    if incoming.is_spam:
        return "A message was left aside as spam"
    with prepared_cursor() as cursor:
        cursor.execute(
            _KNOWN, [account.pk, _id(incoming.key), _id(incoming.rfc_id), address, incoming.channel.value, address]
        )
        is_known, is_known_mail, is_ours = cursor.fetchone() or (False, False, False)
    if is_known or is_known_mail:
        return "A message was known already"
    return "A message from one of our own addresses was left aside" if is_ours else None


# The same mail may come by two ways: to two of our addresses, or posted again without an id of the provider's.
_KNOWN = """
    SELECT EXISTS (SELECT 1 FROM conversations_message
                   WHERE account_id = %s::bigint AND provider_id = %s::text AND provider_id <> ''),
           EXISTS (SELECT 1 FROM conversations_message
                   WHERE rfc_id = %s::text AND rfc_id <> '' AND from_address = %s::text AND direction = 'in'),
           EXISTS (SELECT 1 FROM conversations_sender WHERE channel = %s::text AND address = %s::text)
"""


def _take_in(actor: Actor, letter: _Letter) -> str:
    incoming, machine = letter.incoming, letter.machine
    found = find_conversation(letter.account, incoming)
    owner = hold(found) if found else find_owner(incoming.channel, letter.address)
    if owner is None:
        if machine is not None and machine.is_report:
            return "A report that something was not delivered, of nothing that we know, was left aside"
        owner = make_owner(actor, incoming.channel, letter.address, incoming.from_name)
    if letter.counts:
        bring_back(actor, owner)
    thread, events = thread_of(owner.contact_id)
    message_id = _write(thread.id, letter)
    keep_files(message_id, incoming.files)
    came = Came(
        message_id=message_id,
        channel=incoming.channel,
        preview=preview_of(subject=letter.texts.subject, text=letter.written, files=len(incoming.files)),
        at=letter.at,
        counts=letter.counts,
    )
    events += note_incoming(thread, came)
    received = MessageReceived(
        subject_id=message_id,
        contact_id=owner.contact_id,
        conversation_id=thread.id,
        channel=incoming.channel.value,
        is_keyword=letter.is_answered,
        is_machine=machine is not None,
    )
    publish(*events, received, actor=actor)
    if machine is None:
        hand_on_wish(
            actor, letter.account, incoming, Wish(
                address=letter.address, contact_id=owner.contact_id, conversation_id=thread.id, message_id=message_id,
                keyword=letter.keyword, written=letter.written, at=letter.at,
            )
        )  # fmt: skip
    if letter.keyword:
        return f"A message that is the word {letter.keyword} was taken in"
    return "A machine's mail was taken in" if machine else "A message was taken in"


def _write(conversation_id: int, letter: _Letter) -> int:
    incoming = letter.incoming
    values: dict[str, Any] = {
        "conversation_id": conversation_id,
        "channel": incoming.channel.value,
        "account_id": letter.account.pk,
        "from_address": letter.address,
        "to_address": (_addresses(incoming.to_addresses) or [""])[0],
        "cc": [*_addresses(incoming.to_addresses)[1:], *_addresses(incoming.cc)][:PEOPLE_MOST],
        "subject": letter.texts.subject,
        "text": letter.texts.text,
        "html": letter.texts.html,
        "rfc_id": _id(incoming.rfc_id),
        "in_reply_to": [_id(one) for one in incoming.in_reply_to][:IDS_MOST],
        "rfc_references": [_id(one) for one in incoming.references][-IDS_MOST:],
        "provider_id": _id(incoming.key),
        "is_machine": letter.machine is not None,
        "at": letter.at,
    }
    with prepared_cursor() as cursor:
        cursor.execute(_INSERT, values)
        (message_id,) = cursor.fetchone() or (0,)
    return int(message_id)


_INSERT = """
    INSERT INTO conversations_message (conversation_id, direction, channel, state, account_id, from_address, to_address,
                                       cc, subject, text, html, rfc_id, in_reply_to, rfc_references, provider_id,
                                       is_machine, at)
    VALUES (%(conversation_id)s::bigint, 'in', %(channel)s::text, 'received', %(account_id)s::bigint,
            %(from_address)s::text, %(to_address)s::text, %(cc)s::text[], %(subject)s::text, %(text)s::text,
            %(html)s::text, %(rfc_id)s::text, %(in_reply_to)s::text[], %(rfc_references)s::text[],
            %(provider_id)s::text, %(is_machine)s::boolean, %(at)s::timestamptz)
    RETURNING id
"""


def _addresses(given: Iterable[str]) -> list[str]:
    return [address.replace("\0", "").strip()[:ADDRESS_MOST] for address in given if address.strip()]


def _id(given: str) -> str:
    """An id as it can be stored and looked up."""
    return given.replace("\0", "").strip()[:998]


def _via(channel: Channel, account: ChannelAccount) -> str:
    return f"{'an email' if channel is Channel.EMAIL else 'a text message'} that came in by {account.name}"
