"""What posts of real forms leave behind, without ids and moments of our own."""

from typing import Any

from django.db import connection
from django.test import Client

from crm.contacts.models import Contact
from crm.conversations.models import ChannelAccount, Conversation, Message, Sender
from crm.journal.models import Event
from tests.channels.posting import Post, sendgrid_account, twilio_account
from tests.conversations.courier.queueing import queue_messages
from tests.conversations.storms import empty_inbox, read_all


def accounts() -> tuple[ChannelAccount, ChannelAccount, Sender]:
    """Twilio's and SendGrid's, and what messages were sent from."""
    by_text = twilio_account()
    sender = Sender.objects.create(account=by_text, channel="sms", name="", address="+15550100100", per_minute=6000)
    return by_text, sendgrid_account(), sender


def write_sent(sender: Sender, by_mail: ChannelAccount, *, people: int) -> None:
    """Messages that were sent, which reports are of: a text (SMout0, …) and a mail (sg0, …) for each."""
    ids = queue_messages(sender, people=people * 2)
    with connection.cursor() as cursor:
        for number, message_id in enumerate(ids):
            is_mail = number >= people
            name = f"sg{number - people}" if is_mail else f"SMout{number}"
            account_id = by_mail.pk if is_mail else sender.account_id
            cursor.execute(
                "UPDATE conversations_message SET state = 'sent', due_at = NULL, provider_id = %s, account_id = %s, "
                "sent_at = now() WHERE id = %s",
                [name, account_id, message_id],
            )


def state_of_posts() -> list[Any]:
    """People, conversations, messages and history."""
    people = Contact.objects.order_by("email", "phone").values_list("email", "phone", "archived_at")
    threads = Conversation.objects.order_by("contact__email", "contact__phone").values_list(
        "contact__email", "contact__phone", "state", "turn", "channels", "failed_count"
    )
    came = Message.objects.filter(direction="in").order_by("provider_id")
    sent = Message.objects.filter(direction="out").order_by("provider_id")
    return [
        list(people),
        list(threads),
        list(came.values_list("provider_id", "rfc_id", "conversation__contact__email", "text", "html", "state")),
        list(sent.values_list("provider_id", "state", "error_code", "next_act")),
        list(Event.objects.order_by("name").values_list("name", flat=True)),
    ]


def once_in_order(posts: list[Post], sender: Sender, by_mail: ChannelAccount, *, people: int) -> list[Any]:
    """Sends each once and reads it; what that leaves behind. The inbox is as before after it."""
    write_sent(sender, by_mail, people=people)
    client = Client()
    for one in posts:
        assert one.send(client) == 204
    read_all()
    found = state_of_posts()
    empty_inbox()
    write_sent(sender, by_mail, people=people)
    return found
