"""Messages that wait to be sent by the courier, written by SQL: as cheap as rows can be.

As a program, `URL ADDRESS COUNT`: so many people with one message each, from the sender with that address.
"""

import sys

import orjson
from django.db import connection

from crm.conversations.adapters import SETTINGS_PURPOSE
from crm.conversations.models import ChannelAccount, Sender
from crm.core.sealing import seal
from tests.conversations.courier.adapter import KIND, register


def courier(url: str, *, timeout: float = 10.0) -> ChannelAccount:
    """An account with the courier's provider."""
    register()
    settings = orjson.dumps({"base_url": url, "timeout": timeout})
    sealed = seal(settings, purpose=SETTINGS_PURPOSE)
    return ChannelAccount.objects.create(kind=KIND, name="Courier", settings_sealed=sealed, hook_id="of-the-courier")


def sender(account: ChannelAccount, address: str = "one", *, per_minute: int = 6000) -> Sender:
    """What messages are sent from; its address is what the provider tells senders apart by."""
    return Sender.objects.create(account=account, channel="sms", name="", address=address, per_minute=per_minute)


_QUEUE = """
    WITH people AS (
        INSERT INTO contacts_contact (first_name, last_name, phone, phone_raw)
        SELECT 'Person', 'No' || n, '+1202555' || lpad(n::text, 4, '0'), '' FROM generate_series(1, %(people)s) n
        RETURNING id, phone
    ), threads AS (
        INSERT INTO conversations_conversation (contact_id) SELECT id FROM people RETURNING id, contact_id
    )
    INSERT INTO conversations_message (conversation_id, direction, channel, state, purpose, account_id, sender_id,
                                       client_id, due_at, from_address, to_address, text)
    SELECT t.id, 'out', 'sms', 'queued', 'one_to_one', %(account)s, %(sender)s, gen_random_uuid(),
           statement_timestamp() - interval '1 minute' + n * interval '1 millisecond', %(address)s, p.phone,
           'Thread ' || t.id || ' message ' || n
    FROM threads t JOIN people p ON p.id = t.contact_id CROSS JOIN generate_series(1, %(messages)s) n
    ORDER BY t.id, n
    RETURNING id
"""


def queue_messages(by: Sender, *, people: int = 1, messages: int = 1) -> list[int]:
    """So many people, each with so many text messages that are due. Ids, in the order of each thread."""
    values: dict[str, int | str] = {
        "people": people,
        "messages": messages,
        "account": by.account_id,
        "sender": by.pk,
        "address": by.address,
    }
    with connection.cursor() as cursor:
        cursor.execute(_QUEUE, values)
        return sorted(row[0] for row in cursor.fetchall())


def main(url: str, address: str, count: str) -> None:
    """Makes the account and the sender when there is none."""
    account = ChannelAccount.objects.first() or courier(url)
    by = Sender.objects.filter(address=address).first() or sender(account, address)
    queue_messages(by, people=int(count))


if __name__ == "__main__":
    main(*sys.argv[1:])
