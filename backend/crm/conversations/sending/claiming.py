"""Taking the next message of a sender that may leave: the gate is asked, and the lease is committed before the call.

A message never overtakes another one of its conversation and channel that is due before it, is being sent, or was
turned away by the provider and waits to be tried again.
"""

import logging
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Any, LiteralString

import orjson
from django.db import Error as DatabaseError
from django.db import transaction
from pydantic import ValidationError

from crm.conversations.adapters import UnknownKind, adapter_of, settings_of
from crm.conversations.enums import NextAct
from crm.conversations.models import Message
from crm.conversations.port import Adapter, Outgoing
from crm.conversations.sending.asking import GO, HOLD, as_json, ask_again, sender_key, worth_keeping
from crm.conversations.sending.composing import compose, read_letter
from crm.conversations.sending.outcomes import Failure, fail_before_sending, refuse_before_sending
from crm.conversations.sending.pacing import take_turn
from crm.core.erasure import ERASED
from crm.core.prepared import prepared_cursor
from crm.core.sealing import CannotUnseal
from crm.journal.notices import Notice, tell_pages

log = logging.getLogger(__name__)

# An adapter answers within 30 seconds; the rest is for writing that down, through an outage of the database too.
LEASE = timedelta(seconds=90)
# So many that are held or refused are passed on the way to one that may leave.
PASSED_MOST = 50


class Nothing(Enum):
    """Why there is nothing to call for: nothing is due, or the sender's pace says not yet."""

    DUE = "due"
    YET = "yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A message that is `sending`, committed. Only who holds this calls the provider.

    `is_failing`: the provider has not taken anything from this sender lately.
    """

    message_id: int
    attempt: int
    account_id: int
    sender_id: int
    sender_key: str
    contact_id: int
    is_failing: bool
    adapter: Adapter
    settings: Any
    outgoing: Outgoing
    # Set where it leaves over a warning.
    verdict: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class _Refused:
    """A message that is not to leave, to be written where the conversation is locked first."""

    message_id: int
    verdict: dict[str, Any] | None = None
    failure: Failure | None = None


_PICK: LiteralString = """
    SELECT m.id FROM conversations_message m
    WHERE m.sender_id = %s::bigint AND m.state = 'queued' AND m.due_at <= statement_timestamp() AND NOT EXISTS (
        SELECT 1 FROM conversations_message o
        WHERE o.conversation_id = m.conversation_id AND o.state IN ('queued', 'sending') AND o.id <> m.id
        AND o.channel = m.channel
        AND (o.state = 'sending' OR o.attempts > 0 OR (o.due_at, o.id) < (m.due_at, m.id))
    )
    ORDER BY m.due_at, m.id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED
"""


def claim_next(sender_id: int) -> Claimed | Nothing:
    """Leases the next message of the sender that may leave now. What is held or refused on the way is written so."""
    for _ in range(PASSED_MOST):
        with transaction.atomic():
            message_id = _pick(sender_id)
            if message_id is None:
                return Nothing.DUE
            found = _look_at(message_id)
            if isinstance(found, Claimed):
                if not take_turn(sender_id):
                    transaction.set_rollback(True)
                    return Nothing.YET
                _lease(found)
                return found
        # The conversation is locked before its messages: so not while this one is.
        if found is None:
            continue
        if found.failure is not None:
            fail_before_sending(found.message_id, found.failure)
        else:
            refuse_before_sending(found.message_id, found.verdict or {})
    return Nothing.DUE


def _pick(sender_id: int) -> int | None:
    with prepared_cursor() as cursor:
        cursor.execute(_PICK, [sender_id])
        row = cursor.fetchone()
    return row[0] if row else None


def _look_at(message_id: int) -> Claimed | _Refused | None:
    """What is to be done with a locked message; None when it was held."""
    letter = read_letter(message_id)
    if not letter.is_in_use:
        return _Refused(message_id, failure=Failure("The channel was switched off.", "off", NextAct.FIX_CHANNEL))
    if letter.to_address in {"", ERASED}:
        return _Refused(message_id, failure=Failure("The address is gone.", "no_address", NextAct.FIX_ADDRESS))
    verdict = ask_again(letter, override=letter.is_override)
    if verdict.answer == HOLD and verdict.hold_until is not None:
        Message.objects.filter(pk=message_id).update(due_at=verdict.hold_until, verdict=as_json(verdict))
        tell_pages([Notice("message.changed", "conversation", letter.conversation_id, letter.contact_id)])
        return None
    if verdict.answer != GO:
        return _Refused(message_id, verdict=as_json(verdict))
    try:
        account = letter.account
        adapter, settings = adapter_of(account), settings_of(account)
        outgoing = compose(letter, adapter=adapter, settings=settings)
    except (UnknownKind, CannotUnseal, ValidationError):
        text = "The settings of the channel can't be read."
        return _Refused(message_id, failure=Failure(text, "settings", NextAct.FIX_CHANNEL))
    except DatabaseError:
        # No fault of the message's: it is looked at again once the database is back.
        raise
    except Exception:
        log.exception("Message %s could not be put together", message_id)
        return _Refused(message_id, failure=Failure("Kith could not put this together. Its log says why.", "broken"))
    return Claimed(
        message_id=message_id,
        attempt=letter.attempts + 1,
        sender_id=letter.sender_id,
        account_id=letter.account_id,
        sender_key=sender_key(letter.account_id, letter.sender_address),
        contact_id=letter.contact_id,
        is_failing=letter.is_failing,
        adapter=adapter,
        settings=settings,
        outgoing=outgoing,
        verdict=worth_keeping(verdict),
    )


_LEASE: LiteralString = """
    UPDATE conversations_message
    SET state = 'sending', attempts = %s::int, leased_until = statement_timestamp() + %s::interval,
        error_code = '', error_text = '', next_act = '', verdict = %s::jsonb
    WHERE id = %s::bigint
"""


def _lease(claimed: Claimed) -> None:
    verdict = orjson.dumps(claimed.verdict).decode() if claimed.verdict else None
    with prepared_cursor() as cursor:
        cursor.execute(_LEASE, [claimed.attempt, f"{LEASE.total_seconds()} s", verdict, claimed.message_id])
