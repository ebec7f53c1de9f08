"""What a message that came in says of whether to be written to, handed to the room that keeps it.

The words and what each of them does are the consent room's (`crm/consent/keywords.py`). Here is decided what the
provider has answered already: nothing may run on that, and nobody has to read it.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import connection

from crm.consent import services as consent
from crm.consent.enums import Channel, Keyword, Purpose
from crm.consent.keywords import read_keyword, sounds_like_opt_out
from crm.conversations.models import ChannelAccount
from crm.conversations.port import Incoming
from crm.conversations.receiving.people import same_address
from crm.conversations.sending.asking import sender_key
from crm.core.access import Actor

# Twilio's set has it for START, but mostly it answers a question of ours.
_MAY_BE_AN_ANSWER = "yes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """A message of a person, as far as it may say how they want to be written to. `written` is without quotes."""

    address: str
    contact_id: int
    conversation_id: int
    message_id: int
    keyword: Keyword | None
    written: str
    at: dt.datetime


def keyword_of(incoming: Incoming, written: str) -> Keyword | None:
    """The keyword that a message is. What the provider told outweighs the text. A file along with it makes it none."""
    if incoming.files and not incoming.keyword:
        return None
    return read_keyword(written, told_type=incoming.keyword)


def is_answered(incoming: Incoming) -> bool:
    """Whether the provider answers this keyword by itself: never one by mail, "Yes" only where it was told so."""
    if incoming.channel is not Channel.SMS:
        return False
    return bool(incoming.keyword) or incoming.text.strip(" .!").casefold() != _MAY_BE_AN_ANSWER


def hand_on_wish(actor: Actor, account: ChannelAccount, incoming: Incoming, wish: Wish) -> None:
    """Enters what the message asks for, in the transaction that takes it in: the caller holds the contact.

    Publishes `consent.opted_out`, `consent.opted_in` or `consent.paused` where it is news.
    """
    message_ref = f"message:{wish.message_id}"
    if wish.keyword is not None:
        ours = same_address(incoming.channel, (list(incoming.to_addresses) or [""])[0])
        consent.record_keyword(
            actor=actor, channel=incoming.channel, address=wish.address, keyword=wish.keyword, wording=wish.written,
            contact_id=wish.contact_id, message_ref=message_ref, at=wish.at, answers=_answers(wish, incoming.channel),
            sender_key=sender_key(account.pk, ours) if ours else "",
        )  # fmt: skip
    elif sounds_like_opt_out(wish.written):
        consent.record_free_text_opt_out(
            actor=actor, channel=incoming.channel, address=wish.address, wording=wish.written,
            contact_id=wish.contact_id, message_ref=message_ref, at=wish.at,
        )  # fmt: skip


def _answers(wish: Wish, channel: Channel) -> Purpose | None:
    """What the last message was for that went to them before: a STOP is an answer to that. None when there was none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT purpose FROM conversations_message WHERE conversation_id = %s AND direction = 'out' "
            "AND channel = %s AND to_address = %s AND at <= %s ORDER BY at DESC, id DESC LIMIT 1",
            [wish.conversation_id, channel.value, wish.address, wish.at],
        )
        row = cursor.fetchone()
    return Purpose(row[0]) if row and row[0] in Purpose.values else None
