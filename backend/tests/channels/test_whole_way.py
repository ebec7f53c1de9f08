"""A message by Twilio, the whole way: written, sent, reported, answered with STOP, and not written to again."""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client

from crm.consent.models import AddressFact
from crm.conversations.account_settings import sealed
from crm.conversations.models import Message
from crm.conversations.sending.sending_work import send_due
from tests.channels.posting import text_message, text_report
from tests.channels.storms import accounts
from tests.channels.test_twilio_sms import settings_for
from tests.channels.twilio import LookAlike
from tests.conversations.courier.queueing import queue_messages
from tests.conversations.storms import read_all

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def twilio() -> Iterator[LookAlike]:
    look_alike = LookAlike()
    yield look_alike
    look_alike.provider.close()


def test_a_text_message_and_what_becomes_of_it(twilio: LookAlike) -> None:
    by_text, _, sender = accounts()
    by_text.settings_sealed = sealed(settings_for(twilio))
    by_text.save()
    (first,) = queue_messages(sender)
    assert send_due() == 1
    message = Message.objects.get(pk=first)
    assert (message.state, message.provider_id, message.provider_segments) == ("sent", "SM" + "c" * 32, 2)

    client = Client()
    for status in ("delivered", "sent", "delivered"):
        assert text_report(message.provider_id, status, message.to_address).send(client) == 204
    assert text_message("SM9", message.to_address, "STOP").send(client) == 204
    read_all()
    message.refresh_from_db()
    assert message.state == "delivered"

    # What was written before they said STOP, and is due after it.
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO conversations_message (conversation_id, direction, channel, state, purpose, account_id, "
            "sender_id, client_id, due_at, from_address, to_address, text) SELECT conversation_id, direction, channel, "
            "'queued', purpose, account_id, sender_id, gen_random_uuid(), statement_timestamp(), from_address, "
            "to_address, 'More' FROM conversations_message WHERE id = %s",
            [first],
        )
    send_due()
    assert Message.objects.get(text="More").state == "refused"
    assert len(twilio.provider.seen) == 1


def test_a_number_that_the_carrier_blocks_is_kept_as_that(twilio: LookAlike) -> None:
    by_text, _, sender = accounts()
    by_text.settings_sealed = sealed(settings_for(twilio))
    by_text.save()
    twilio.refusal = (400, 21610, "Attempt to send to unsubscribed recipient")
    (first,) = queue_messages(sender)
    send_due()
    message = Message.objects.get(pk=first)
    assert (message.state, message.error_code, message.next_act) == ("failed", "21610", "other_channel")
    assert AddressFact.objects.count() == 1
