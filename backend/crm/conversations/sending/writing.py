"""What somebody wants to send, checked and completed: texts, address, sender, the mail it answers."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from crm.consent.enums import Channel, Purpose
from crm.conversations.mail_html import harmless_markup
from crm.conversations.mail_text import plain_of_ours
from crm.conversations.models import Sender, TemplateVersion
from crm.conversations.selectors.channels import default_sender
from crm.conversations.selectors.visibility import BIGINT_MOST
from crm.conversations.sending.copies import clean_copies
from crm.conversations.templating.language import half_written, unfilled_names
from crm.conversations.templating.variables import VARIABLES
from crm.core import clock
from crm.core.errors import InvalidInput
from crm.core.text import has_refused_characters, tidy_block, tidy_line

# As long as providers take: Twilio 1,600 characters; what a mail's text is kept up to.
TEXT_MOST = {Channel.SMS: 1600, Channel.EMAIL: 200_000}
HTML_MOST = 1_000_000
SUBJECT_MOST = 300
UPLOADS_MOST = 20
LATER_MOST = timedelta(days=366)
REFERENCES_MOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMessage:
    """A message to be sent, as it was asked for. `client_id` is its writer's: asked for twice it is one message.

    Without `sender_id` it goes out from where this person was last written to. `send_at` is for one to be sent later.
    """

    client_id: uuid.UUID
    channel: str
    text: str = ""
    html: str = ""
    subject: str = ""
    cc: Sequence[str] = ()
    sender_id: int | None = None
    uploads: Sequence[int] = ()
    template_version_id: int | None = None
    send_at: datetime | None = None
    purpose: str = "one_to_one"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Channel, purpose, copies and texts, as they are kept."""

    channel: Channel
    purpose: Purpose
    cc: Sequence[str]
    subject: str
    text: str
    html: str


def clean(asked: NewMessage) -> Words:
    """The words of a message. Raises `InvalidInput` naming what is wrong with them, unfilled variables by name."""
    wrong: dict[str, list[str]] = {}
    channel = Channel(asked.channel) if asked.channel in Channel.values else None
    if channel is None:
        raise InvalidInput(fields={"channel": ["Use email or sms."]})
    if asked.purpose not in Purpose.values:
        wrong["purpose"] = ["Use one_to_one, transactional or marketing."]
    subject, text = tidy_line(asked.subject), tidy_block(asked.text)
    if channel is Channel.SMS and (subject or asked.html):
        wrong["text"] = ["A text message has neither a subject nor markup."]
    for field, value, most in (("subject", subject, SUBJECT_MOST), ("text", text, TEXT_MOST[channel]),
                               ("html", asked.html, HTML_MOST)):  # fmt: skip
        if len(value) > most or has_refused_characters(value, lines=True):
            wrong[field] = [f"At most {most:,} characters, none of them control characters."]
        elif names := _unfilled(value):
            wrong[field] = [f"Fill in {', '.join(names[:10])} first."]
    cc, wrong_copies = clean_copies(asked.cc, channel)
    wrong |= wrong_copies
    if asked.send_at is not None and not _is_ahead(asked.send_at):
        wrong["send_at"] = ["Choose a moment to come, within a year."]
    if len(asked.uploads) > UPLOADS_MOST:
        wrong["uploads"] = [f"At most {UPLOADS_MOST} files."]
    if wrong:
        raise InvalidInput(fields=wrong)
    html = harmless_markup(asked.html) if asked.html else ""
    text = text or plain_of_ours(html)
    if not text and not asked.uploads:
        raise InvalidInput(fields={"text": ["Write something."]})
    return Words(channel=channel, purpose=Purpose(asked.purpose), cc=cc, subject=subject, text=text, html=html)


def _unfilled(text: str) -> list[str]:
    """Variables that still stand in a text, those that lack one brace among them."""
    halves = [half for half in half_written(text, VARIABLES) if "{{" in half or "}}" in half]
    return [*(f"{{{{{name}}}}}" for name in unfilled_names(text)), *halves]


def _is_ahead(moment: datetime) -> bool:
    now = clock.now()
    return moment.tzinfo is not None and now < moment <= now + LATER_MOST


def purpose_with(version_id: int | None, purpose: Purpose) -> Purpose:
    """What a message is for that was made from a template's version: of a template for marketing it is marketing.

    Whoever picks such a template in a conversation sends an offer all the same, and the gate is asked for one.
    Raises `InvalidInput` for a version that there is not.
    """
    if version_id is None:
        return purpose
    versions = TemplateVersion.objects.filter(pk=version_id if 0 < version_id <= BIGINT_MOST else 0)
    of_version = versions.values_list("purpose", flat=True).first()
    if of_version is None:
        raise InvalidInput(fields={"template_version_id": ["There is no such template."]})
    return Purpose.MARKETING if of_version == Purpose.MARKETING else purpose


def address_of(contact_id: int, conversation_id: int, channel: Channel) -> str:
    """Where the person is written to: their own address, else the one that they last wrote from by this channel.

    Raises `InvalidInput` where nothing is known.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT lower(email), phone FROM contacts_contact WHERE id = %s", [contact_id])
        email, phone = cursor.fetchone() or ("", "")
        own = email if channel is Channel.EMAIL else phone
        if own:
            return str(own)
        cursor.execute(
            "SELECT from_address FROM conversations_message WHERE conversation_id = %s AND channel = %s "
            "AND direction = 'in' AND from_address <> '' ORDER BY id DESC LIMIT 1",
            [conversation_id, channel.value],
        )
        row = cursor.fetchone()
    if row is None:
        known = "an email address" if channel is Channel.EMAIL else "a phone number that can be dialled"
        raise InvalidInput(fields={"channel": [f"This person has not got {known} yet. Add it first."]})
    return str(row[0])


def sender_of(sender_id: int | None, conversation_id: int, channel: Channel) -> Sender:
    """What is sent from: what was chosen, else what this person has been written to from, or has written to, last.

    Else the default. Raises `InvalidInput` where none can be used.
    """
    if sender_id is not None:
        usable = Sender.objects.select_related("account").filter(is_active=True, account__is_active=True)
        chosen = usable.filter(pk=sender_id if 0 < sender_id <= BIGINT_MOST else 0, channel=channel).first()
        if chosen is None:
            raise InvalidInput(fields={"sender_id": ["Choose a sender of this channel that is in use."]})
        return chosen
    found = _sender_so_far(conversation_id, channel) or default_sender(channel)
    if found is None:
        what = "mail" if channel is Channel.EMAIL else "text messages"
        raise InvalidInput(fields={"channel": [f"Nothing is set up to send {what} from. An administrator can do so."]})
    return found


def _sender_so_far(conversation_id: int, channel: Channel) -> Sender | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT s.id FROM (SELECT sender_id, account_id, direction, to_address FROM conversations_message "
            "WHERE conversation_id = %s AND channel = %s AND direction IN ('in', 'out') ORDER BY id DESC LIMIT 1) m "
            "JOIN conversations_sender s ON s.is_active AND (s.id = m.sender_id OR m.direction = 'in' "
            "AND s.account_id = m.account_id AND s.channel = %s AND s.address = lower(m.to_address)) "
            "JOIN conversations_channelaccount a ON a.id = s.account_id AND a.is_active LIMIT 1",
            [conversation_id, channel.value, channel.value],
        )
        row = cursor.fetchone()
    return Sender.objects.select_related("account").get(pk=row[0]) if row else None


@dataclass(frozen=True, slots=True)
class Answered:
    """The mail that a mail answers: its subject and ids, oldest first."""

    subject: str
    in_reply_to: list[str]
    references: list[str]


def answered_mail(conversation_id: int) -> Answered | None:
    """The mail that the next one answers (R12): the last that came in, else our own last. None before the first.

    `References` is the whole chain; of a very long one the first and the newest, as RFC 5537 (3.4.4) has it.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT subject, rfc_id, rfc_references FROM conversations_message WHERE conversation_id = %s "
            "AND channel = 'email' AND direction IN ('in', 'out') AND rfc_id <> '' "
            "AND state NOT IN ('cancelled', 'refused') ORDER BY direction, id DESC LIMIT 1",
            [conversation_id],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    chain = [*row[2], row[1]]
    if len(chain) > REFERENCES_MOST:
        chain = [chain[0], *chain[1 - REFERENCES_MOST :]]
    return Answered(row[0], [row[1]], chain)


_RE = re.compile(r"^\s*(?:re|aw|sv|antw|vs)\s*:", re.IGNORECASE)


def subject_of(typed: str, answered: Answered | None) -> str:
    """The subject of a mail: what was typed, else that of the mail it answers. Raises `InvalidInput` without either."""
    if typed:
        return typed
    if answered is None or not answered.subject:
        raise InvalidInput(fields={"subject": ["Give the mail a subject."]})
    former = answered.subject
    return (former if _RE.match(former) else f"Re: {former}")[:SUBJECT_MOST]
