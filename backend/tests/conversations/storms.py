"""The same messages once in order, and repeated, shuffled, many at once: what they leave behind must be the same."""

import json
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar

from django.db import connection
from django.test import Client

from crm.contacts.models import Contact
from crm.conversations.models import ChannelAccount, Conversation, DeliveryReport, Message, Payload
from crm.conversations.receiving.payloads import read_payloads
from crm.core import clock
from crm.journal.models import Event
from tests.at_once import at_once
from tests.conversations.posting import mail, post, sms

Post = TypeVar("Post")
BEGAN = clock.now().replace(microsecond=0) - timedelta(days=1)


def state_of_all() -> list[Any]:
    """Everything that messages coming in leave behind, without ids and moments of our own."""
    people = Contact.objects.order_by("email", "phone").values_list("email", "phone", "archived_at")
    threads = Conversation.objects.order_by("contact__email", "contact__phone").values_list(
        "contact__email",
        "contact__phone",
        "state",
        "turn",
        "channels",
        "channel",
        "preview",
        "last_at",
        "waiting_since",
    )
    messages = Message.objects.order_by("provider_id").values_list(
        "provider_id", "conversation__contact__email", "conversation__contact__phone", "text", "at", "state"
    )
    events = Event.objects.order_by("name").values_list("name", flat=True)
    return [list(people), list(threads), list(messages), list(events)]


def many_messages(count: int, *, people: int) -> list[bytes]:
    """Posts of messages by so many people, half of them by mail."""
    made = []
    for number in range(count):
        at = (BEGAN + timedelta(minutes=number)).isoformat()
        who = number % people
        if who % 2:
            one = mail(f"m{number:04}", text=f"Text {number}", address=f"p{who}@example.com", at=at)
        else:
            one = sms(f"s{number:04}", text=f"Text {number}", address=f"+120255501{who:02}", at=at)
        made.append(json.dumps({"messages": [one]}).encode())
    return made


def read_all() -> None:
    """Reads what is due until nothing is left, what was put off among it."""
    while read_payloads():
        pass
    if Payload.objects.filter(state="queued").update(due_at=clock.now()):
        read_all()


def once_in_order(account: ChannelAccount, posts: list[bytes]) -> list[Any]:
    """Posts each once and reads it. What that leaves behind."""
    for body in posts:
        post(account, body)
    read_all()
    return state_of_all()


def empty_inbox() -> None:
    """Takes away contacts, conversations, posts and history; accounts stay."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE journal_event DISABLE TRIGGER USER")
        tables = [model._meta.db_table for model in (Payload, DeliveryReport, Conversation, Contact, Event)]
        cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
        cursor.execute("ALTER TABLE journal_event ENABLE TRIGGER USER")


@dataclass
class Storm:
    """What became of a storm: what failed, which statuses were answered, how long each answer took, all of it."""

    failures: list[BaseException] = field(default_factory=list)
    statuses: set[int] = field(default_factory=set)
    answered: list[float] = field(default_factory=list)
    posting_seconds: float = 0
    reading_seconds: float = 0


def storm_of(account: ChannelAccount, posts: list[bytes], *, posters: int, readers: int) -> Storm:
    """Posts each to the account's hook one to five times, shuffled, by so many at once, while so many read."""
    return storm_by(lambda body, client: post(account, body, client=client), posts, posters=posters, readers=readers)


def storm_by(send: Callable[[Post, Client], int], posts: list[Post], *, posters: int, readers: int) -> Storm:
    """Has each sent one to five times, shuffled, by so many at once, while so many read."""
    chosen = random.Random(5)
    repeated = [body for body in posts for _ in range(chosen.randint(1, 5))]
    chosen.shuffle(repeated)
    storm, is_over = Storm(), threading.Event()
    begun = time.perf_counter()
    still = threading.Semaphore(posters - 1)

    def poster(share: list[Post]) -> Callable[[], None]:
        def work() -> None:
            client = Client()
            for body in share:
                start = time.perf_counter()
                storm.statuses.add(send(body, client))
                storm.answered.append(time.perf_counter() - start)
            if not still.acquire(blocking=False):
                storm.posting_seconds = time.perf_counter() - begun
                is_over.set()

        return work

    def reader() -> None:
        while read_payloads() or not is_over.is_set():
            time.sleep(0.01)

    shares = [repeated[start::posters] for start in range(posters)]
    ends = at_once(*(poster(share) for share in shares), *([reader] * readers))
    read_all()
    storm.reading_seconds = time.perf_counter() - begun
    storm.failures = [end for end in ends if end is not None]
    return storm
