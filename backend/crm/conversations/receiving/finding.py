"""Into which conversation a mail goes (R12, R13): by the ids it answers, by a signed token, else by its sender."""

from django.db import connection

from crm.consent.enums import Channel
from crm.conversations.models import ChannelAccount
from crm.conversations.port import Incoming
from crm.conversations.reply_addresses import conversation_in_address, conversation_in_subject

IDS_MOST = 200


def find_conversation(account: ChannelAccount, incoming: Incoming) -> int | None:
    """The contact in whose conversation the message belongs, by what it says itself; None when it says nothing.

    In this order: all ids that it refers to, of which the newest message that we know wins; the signed token in an
    address of ours that it was sent to; the one in its subject. A subject's words alone say nothing.
    """
    if incoming.channel is not Channel.EMAIL:
        return None
    return _by_ids(account, incoming) or _by_token(incoming)


# Some relays put an id of their own in the place of ours: what the provider calls the message is looked for too.
_BY_IDS = """
    SELECT t.contact_id FROM (
        SELECT id, conversation_id FROM conversations_message WHERE rfc_id = ANY(%(ids)s) AND rfc_id <> ''
        UNION
        SELECT id, conversation_id FROM conversations_message
        WHERE account_id = %(account)s AND provider_id = ANY(%(provider_ids)s) AND provider_id <> ''
    ) m JOIN conversations_conversation t ON t.id = m.conversation_id
    ORDER BY m.id DESC LIMIT 1
"""


def _by_ids(account: ChannelAccount, incoming: Incoming) -> int | None:
    ids = [one.strip().strip("<>") for one in [*incoming.in_reply_to, *list(incoming.references)[-IDS_MOST:]]]
    ids = [one.replace("\0", "")[:998] for one in dict.fromkeys(ids) if one and one != incoming.rfc_id]
    if not ids:
        return None
    provider_ids = [*ids, *(one.partition("@")[0] for one in ids)]
    with connection.cursor() as cursor:
        cursor.execute(_BY_IDS, {"ids": ids, "account": account.pk, "provider_ids": provider_ids})
        row = cursor.fetchone()
    return row[0] if row else None


def _by_token(incoming: Incoming) -> int | None:
    tokens = [conversation_in_address(address) for address in [*incoming.to_addresses, *incoming.cc]]
    conversation_id = next((one for one in tokens if one), None) or conversation_in_subject(incoming.subject)
    if conversation_id is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT contact_id FROM conversations_conversation WHERE id = %s", [conversation_id])
        row = cursor.fetchone()
    return row[0] if row else None
