"""What each of us has begun to write in a conversation: words, copies and files, whole wherever it is opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, LiteralString

import msgspec
from django.db import connection, transaction

from crm.consent.enums import Channel
from crm.conversations.mail_html import harmless_markup
from crm.conversations.models import Draft
from crm.conversations.selectors.drafts import read_draft
from crm.conversations.selectors.visibility import BIGINT_MOST
from crm.conversations.sending.copies import ADDRESS_MOST, COPIES_MOST
from crm.conversations.services.stored import hold_thread
from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput
from crm.core.text import has_refused_characters

DRAFT_MOST = 200_000
SUBJECT_MOST = 300
NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """What was begun to be written. Copies need not be whole addresses yet; files that are gone are left out."""

    channel: str
    sender_id: int | None = None
    template_version_id: int | None = None
    cc: Sequence[str] = ()
    subject: str = ""
    text: str = ""
    html: str = ""
    uploads: Sequence[int] = ()


@requires(Permission.CONVERSATIONS_WRITE)
@transaction.atomic
def save_draft(*, actor: Actor, conversation_id: int, draft: Begun) -> msgspec.Raw:
    """Keeps what the actor has begun to write, in the place of what was kept before, and answers what is kept now.

    Its HTML is made harmless; its files stay as long as it does. Nothing (null) is kept of who is no person. Publishes
    nothing. Raises `NotFound`, `InvalidInput`.
    """
    hold_thread(actor, conversation_id)
    _check(draft)
    if actor.user_id is None:
        return msgspec.Raw(b"null")
    draft_id = _write(actor.user_id, conversation_id, draft)
    hold_files(actor.user_id, draft_id, draft.uploads)
    return read_draft(draft_id)


@requires(Permission.CONVERSATIONS_WRITE)
@transaction.atomic
def delete_draft(*, actor: Actor, conversation_id: int) -> None:
    """Throws away what the actor has begun to write, and its files with it. Publishes nothing. Raises `NotFound`."""
    hold_thread(actor, conversation_id)
    Draft.objects.filter(conversation_id=conversation_id, user_id=actor.user_id or 0).delete()


def _check(draft: Begun) -> None:
    wrong: dict[str, list[str]] = {}
    if draft.channel not in {*Channel.values, NOTE}:
        wrong["channel"] = ["Use email, sms or note."]
    for field, value, most in (
        ("subject", draft.subject, SUBJECT_MOST),
        ("text", draft.text, DRAFT_MOST),
        ("html", draft.html, DRAFT_MOST),
    ):
        if len(value) > most or has_refused_characters(value, lines=True):
            wrong[field] = [f"At most {most:,} characters, none of them control characters."]
    if len(draft.cc) > COPIES_MOST:
        wrong["cc"] = [f"At most {COPIES_MOST} copies."]
    elif any(len(one) > ADDRESS_MOST or has_refused_characters(one) for one in draft.cc):
        wrong["cc"] = [f"At most {ADDRESS_MOST} characters each, none of them control characters."]
    for field, number, what in (
        ("sender_id", draft.sender_id, "sender"),
        ("template_version_id", draft.template_version_id, "template"),
    ):
        if number is not None and not 0 < number <= BIGINT_MOST:
            wrong[field] = [f"There is no such {what}."]
    if wrong:
        raise InvalidInput(fields=wrong)


_INSERT: LiteralString = """
    INSERT INTO conversations_draft (user_id, conversation_id, channel, sender_id, template_version_id, cc, subject,
                                     text, html)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
_IN_ITS_PLACE: LiteralString = """
    ON CONFLICT (user_id, conversation_id) DO UPDATE SET channel = EXCLUDED.channel, sender_id = EXCLUDED.sender_id,
        template_version_id = EXCLUDED.template_version_id, cc = EXCLUDED.cc, subject = EXCLUDED.subject,
        text = EXCLUDED.text, html = EXCLUDED.html, updated_at = now()
"""


def _write(user_id: int, conversation_id: int, draft: Begun) -> int:
    (draft_id,) = _execute(f"{_INSERT} {_IN_ITS_PLACE} RETURNING id", user_id, conversation_id, draft) or (0,)
    return int(draft_id)


def begin_draft(user_id: int, conversation_id: int, draft: Begun) -> int | None:
    """Makes this the person's draft in the conversation; None where they have begun another, which stays."""
    row = _execute(f"{_INSERT} ON CONFLICT (user_id, conversation_id) DO NOTHING RETURNING id",
                   user_id, conversation_id, draft)  # fmt: skip
    return int(row[0]) if row else None


def _execute(query: LiteralString, user_id: int, conversation_id: int, draft: Begun) -> tuple[Any, ...] | None:
    html = harmless_markup(draft.html) if draft.html and draft.channel == Channel.EMAIL else ""
    with connection.cursor() as cursor:
        cursor.execute(
            query,
            [
                user_id, conversation_id, draft.channel, draft.sender_id, draft.template_version_id, list(draft.cc),
                draft.subject, draft.text, html,
            ],
        )  # fmt: skip
        row: tuple[Any, ...] | None = cursor.fetchone()
    return row


def hold_files(user_id: int, draft_id: int, uploads: Sequence[int]) -> None:
    """Makes these uploads of the person the draft's files, as far as no other draft has them; the sweep gets others."""
    ids = [one for one in uploads if 0 < one <= BIGINT_MOST]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE conversations_upload SET draft_id = CASE WHEN id = ANY(%(ids)s) THEN %(draft)s ELSE NULL END "
            "WHERE user_id = %(user)s AND (draft_id = %(draft)s AND NOT id = ANY(%(ids)s) "
            "OR draft_id IS NULL AND id = ANY(%(ids)s))",
            {"ids": ids, "draft": draft_id, "user": user_id},
        )
