"""Makes the demo's conversations: sixty people who have written or were written to in the last two weeks."""

import random
import uuid
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from crm.consent.enums import Channel, Purpose
from crm.contacts.models import Contact
from crm.conversations.demo.words import TALKS, Line, Talk
from crm.conversations.enums import Direction, MessageState
from crm.conversations.events import MessageFailed, MessageSent
from crm.conversations.models import ChannelAccount, Message, Sender
from crm.conversations.port import Incoming
from crm.conversations.receiving.incoming import lock_addresses, receive_message
from crm.conversations.segments import measure
from crm.conversations.services.notes import add_note
from crm.conversations.services.stored import note_outgoing, preview_of, thread_of
from crm.conversations.services.threads import assign_conversation, close_conversation, snooze_conversation
from crm.conversations.simulator.account import make_simulator
from crm.core import clock
from crm.core.access import Actor
from crm.journal.publishing import publish
from crm.pipelines.demo.past import dated

THREADS = 60
DAYS = 14


@dataclass(slots=True)
class _Thread:
    """A talk with one person, and who of us has it."""

    talk: Talk
    contact: Contact
    owner: Actor
    is_assigned: bool
    id: int = 0

    @property
    def channel(self) -> Channel:
        return Channel(self.talk.channel)

    @property
    def address(self) -> str:
        return str(self.contact.email if self.channel is Channel.EMAIL else self.contact.phone)


@dataclass(order=True, frozen=True, slots=True)
class _Step:
    """A line at its moment; without one, how the talk ends. `number` tells apart what would be at once."""

    at: datetime
    number: int
    thread: _Thread
    line: Line | None


def fill(*, administrator: Actor, user: Actor, count: int = THREADS, seed: int = 2026) -> int:
    """Makes so many conversations, by the services that take messages in and note what went out; how many it made.

    What is done is done in the order of its moments, all of them in the last two weeks.
    """
    chance = random.Random(seed)
    people = list(
        Contact.objects.filter(archived_at=None).exclude(phone="").exclude(email="").order_by("-created_at", "-id")
    )
    chance.shuffle(people)
    account, senders = _channel()
    now = clock.now().replace(microsecond=0)
    steps: list[_Step] = []
    threads = [
        _Thread(
            talk=TALKS[number % len(TALKS)],
            contact=person,
            owner=chance.choice([administrator, user]),
            is_assigned=chance.random() < 0.6,
        )
        for number, person in enumerate(people[:count])
    ]
    for thread in threads:
        _plan(chance, now, thread, steps)
    for step in sorted(steps, key=lambda one: (one.at, one.number)):
        with dated(step.at):
            _do(chance, step, account, senders, now)
    _read_most(chance, threads, [administrator, user])
    return len(threads)


def _channel() -> tuple[ChannelAccount, dict[Channel, Sender]]:
    """The simulator, and its sender for each channel."""
    account = make_simulator()
    senders = Sender.objects.filter(account=account).order_by("-id")
    return account, {Channel(sender.channel): sender for sender in senders}


def _plan(chance: random.Random, now: datetime, thread: _Thread, steps: list[_Step]) -> None:
    """When each line of the talk is written: more talks are young than old, and none is ahead of the clock."""
    hours = sum(line.hours for line in thread.talk.lines[1:])
    ended = now - timedelta(hours=DAYS * 24 * chance.random() ** 2.2, minutes=chance.randrange(4, 60))
    at = ended - timedelta(hours=hours)
    for number, line in enumerate(thread.talk.lines):
        at += timedelta(hours=line.hours if number else 0)
        steps.append(_Step(at, len(steps), thread, line))
    steps.append(_Step(min(now, at + timedelta(minutes=2)), len(steps), thread, None))


def _do(
    chance: random.Random, step: _Step, account: ChannelAccount, senders: dict[Channel, Sender], now: datetime
) -> None:
    thread, line = step.thread, step.line
    if line is None:
        _end(chance, thread, now)
        return
    names = {"first": thread.contact.first_name or "there", "us": thread.owner.name.split()[0]}
    text = line.text.format(**names)
    sender = senders[thread.channel]
    if line.who == "in":
        _receive(account, thread, sender, text, line.html, step.at)
    elif line.who == "note":
        note = add_note(actor=thread.owner, conversation_id=thread.id, client_id=uuid.uuid4(), text=text)
        Message.objects.filter(pk=note.id).update(at=step.at)
    else:
        _send(thread, sender, line, text, step.at)
    if not thread.id:
        thread.id = thread_of(thread.contact.pk)[0].id


def _receive(account: ChannelAccount, thread: _Thread, sender: Sender, text: str, html: str, at: datetime) -> None:
    lock_addresses([thread.address])
    is_mail = thread.channel is Channel.EMAIL
    receive_message(
        account,
        Incoming(
            key=uuid.uuid4().hex,
            channel=thread.channel,
            from_address=thread.address,
            to_addresses=[sender.address],
            subject=_subject(thread) if is_mail else "",
            text=text,
            html=html if is_mail else "",
            rfc_id=f"{uuid.uuid4()}@mail.example" if is_mail else "",
            at=at,
        ),
        received_at=at,
    )


def _subject(thread: _Thread) -> str:
    return thread.talk.subject.format(us=thread.owner.name)


def _send(thread: _Thread, sender: Sender, line: Line, text: str, at: datetime) -> None:
    """What went out, as it stands when the provider has told what became of it."""
    stored, events = thread_of(thread.contact.pk)
    if events:
        # It was begun with this message.
        stored = replace(stored, last_at=at)
    is_mail = thread.channel is Channel.EMAIL
    code, why, act = line.error
    message = Message.objects.create(
        conversation_id=stored.id,
        direction=Direction.OUT,
        channel=thread.channel,
        state=line.state,
        purpose=Purpose.ONE_TO_ONE,
        account_id=sender.account_id,
        sender=sender,
        client_id=uuid.uuid4(),
        from_address=sender.address,
        to_address=thread.address,
        subject=_subject(thread) if is_mail else "",
        text=text,
        segments=None if is_mail else measure(text).segments,
        error_code=code,
        error_text=why,
        next_act=act,
        author_id=thread.owner.user_id,
        at=at,
        sent_at=at + timedelta(seconds=11),
        delivered_at=at + timedelta(seconds=14) if line.state == MessageState.DELIVERED else None,
    )
    events += note_outgoing(
        stored,
        message_id=message.pk,
        channel=thread.channel,
        preview=preview_of(subject=message.subject, text=text),
        at=at,
        is_by_person=True,
    )
    told: dict[str, Any] = {
        "subject_id": message.pk, "contact_id": thread.contact.pk, "conversation_id": stored.id,
        "channel": thread.channel.value,
    }  # fmt: skip
    events.append(MessageSent(**told))
    if line.state == MessageState.FAILED:
        events.append(MessageFailed(**told))
        with connection.cursor() as cursor:
            cursor.execute("UPDATE conversations_conversation SET failed_count = 1 WHERE id = %s", [stored.id])
    publish(*events, actor=thread.owner)


def _end(chance: random.Random, thread: _Thread, now: datetime) -> None:
    who: dict[str, Any] = {"actor": thread.owner, "conversation_id": thread.id}
    if thread.is_assigned:
        note = chance.choice(["", "", "You know them best."])
        assign_conversation(**who, user_id=thread.owner.user_id, note=note)
    if thread.talk.ends == "closed":
        close_conversation(**who)
    elif thread.talk.ends == "snoozed":
        snooze_conversation(**who, until=now + timedelta(days=chance.randint(2, 30), hours=chance.randint(1, 9)))


# Two of three threads have been read by everybody who is here.
def _read_most(chance: random.Random, threads: list[_Thread], readers: list[Actor]) -> None:
    read = [thread.id for thread in threads if chance.random() < 0.66]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO conversations_readmark (user_id, conversation_id, read_to) "
            "SELECT u, c.id, c.last_id FROM conversations_conversation c, unnest(%(users)s::bigint[]) u "
            "WHERE c.id = ANY(%(ids)s::bigint[]) ON CONFLICT DO NOTHING",
            {"users": [reader.user_id for reader in readers], "ids": read},
        )
        # Whoever joined a moment ago would have nothing to read from before.
        cursor.execute(
            "INSERT INTO conversations_readmark (user_id, conversation_id, read_to) "
            "SELECT u, c.id, 0 FROM conversations_conversation c, unnest(%(users)s::bigint[]) u "
            "WHERE c.id <> ALL(%(ids)s::bigint[]) ON CONFLICT DO NOTHING",
            {"users": [reader.user_id for reader in readers], "ids": read},
        )
