"""Links by which providers fetch the files of text messages: one file each, for a day, and nothing else."""

import uuid
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from crm.conversations import services
from crm.conversations.errors import FileTooLarge
from crm.conversations.media import LIFE, media_url
from crm.conversations.models import Attachment, ChannelAccount, Conversation, Message, Sender, Upload
from crm.conversations.sending.writing import NewMessage
from crm.core import clock
from crm.core.access import Actor
from tests.conversations.threads import person

PNG = b"\x89PNG\r\n\x1a\n picture"


@pytest.fixture
def thread(account: ChannelAccount) -> Conversation:
    """Grace's conversation, with a number to write to her from."""
    Sender.objects.create(account=account, channel="sms", address="+12025550100", is_default=True)
    return Conversation.objects.create(contact=person(phone="+12025550123", phone_raw="+12025550123"))


def send(actor: Actor, thread: Conversation, *sizes: int) -> Message:
    """A text message with pictures of these sizes."""
    uploads = [
        Upload.objects.create(user_id=actor.id or 0, name="a.png", content_type="image/png", size=size, data=PNG).pk
        for size in sizes
    ]
    asked = NewMessage(client_id=uuid.uuid4(), channel="sms", text="Look", uploads=uploads)
    sent = services.send_message(actor=actor, conversation_id=thread.pk, message=asked)
    return Message.objects.get(pk=sent.message.id)


def path_of(file: Attachment) -> str:
    """Where its link leads."""
    return urlsplit(media_url(file.pk)).path


def test_whoever_has_the_link_gets_that_file_for_a_day(
    uma: Actor, thread: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = Attachment.objects.get(message=send(uma, thread, len(PNG)))
    path, nobody = path_of(file), Client()

    answer: Any = nobody.get(path)
    assert b"".join(answer.streaming_content) == PNG
    assert (answer["Content-Type"], answer["Content-Length"]) == ("image/png", str(len(PNG)))
    assert answer["Content-Disposition"].startswith("attachment;")
    assert (answer["X-Content-Type-Options"], answer["Content-Security-Policy"]) == (
        "nosniff",
        "default-src 'none'; sandbox",
    )
    assert nobody.post(path).status_code in {403, 405}
    turned = path[:-3] + ("AAA" if path[-3:] != "AAA" else "BBB")
    for wrong in (turned, f"{path}A", "/media/x", "/media/é", f"/media/{'A' * 500}"):
        assert (nobody.get(wrong).status_code, nobody.get(wrong).json()["code"]) == (404, "not_found")
    later = clock.now() + LIFE + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert nobody.get(path).status_code == 404


def test_no_link_leads_to_anything_else(uma: Actor, thread: Conversation) -> None:
    message = send(uma, thread, len(PNG))
    file = Attachment.objects.get(message=message)
    path = path_of(file)
    for changed in ({"direction": "in"}, {"direction": "out", "channel": "email"}):
        Message.objects.filter(pk=message.pk).update(**changed)
        assert Client().get(path).status_code == 404
    Message.objects.filter(pk=message.pk).update(channel="sms")
    Attachment.objects.filter(pk=file.pk).update(state="refused")
    assert Client().get(path).status_code == 404
    message.delete()
    assert Client().get(path).status_code == 404


def test_more_than_carriers_take_is_refused_when_it_is_written(uma: Actor, thread: Conversation) -> None:
    with pytest.raises(FileTooLarge):
        send(uma, thread, 3_000_000, 3_000_000)
    with pytest.raises(FileTooLarge):
        send(uma, thread, *[10] * 11)
    assert not Message.objects.exists()
