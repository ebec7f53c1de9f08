"""The Event Webhook: batches of what became of mails, in any order, some of them twice (R16).

Source: twilio.com/docs/sendgrid/for-developers/tracking-events/event.
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import orjson

from crm.conversations.enums import MessageState, NextAct
from crm.conversations.port import CannotRead, Fact, HookRequest, Reading, Report

# What is given along with a mail and comes back with each of its events.
KEY, TO = "kith_key", "kith_to"
EVENTS_MOST = 20_000
STATES = {
    "processed": MessageState.SENT,
    "delivered": MessageState.DELIVERED,
    "bounce": MessageState.FAILED,
    "dropped": MessageState.FAILED,
}
# Gateways and mail programs open and click by themselves: nothing is concluded from it (R21).
IGNORED = {"open", "click"}
# Why SendGrid dropped a mail without trying: it keeps such lists itself.
_DROPPED = {
    "bounced address": "hard_bounce",
    "invalid": "hard_bounce",
    "spam reporting address": "spam_report",
    "unsubscribed address": "unsubscribed",
}


def reading_of(request: HookRequest) -> Reading:
    """The reports of a batch. Raises `CannotRead`."""
    try:
        told = orjson.loads(request.body)
    except orjson.JSONDecodeError as error:
        raise CannotRead("It is not JSON.") from error
    if not isinstance(told, list) or len(told) > EVENTS_MOST:
        raise CannotRead("It is not a list of events.")
    events = [one for one in told if isinstance(one, dict) and one.get("event")]
    counted = [one for one in events if one["event"] not in IGNORED]
    left = len(told) - len(counted)
    note = f"{left} of opening, clicking or nothing known were left aside" if left else ""
    return Reading(reports=[_report(one, request) for one in counted], note=note)


def _text(event: Mapping[str, Any], name: str) -> str:
    value = event.get(name)
    return " ".join(str(value).split())[:500] if value is not None else ""


def _report(event: Mapping[str, Any], request: HookRequest) -> Report:
    word, address = _text(event, "event"), _text(event, "email")
    state = STATES.get(word)
    if _text(event, TO) and address.lower() != _text(event, TO).lower():
        # What becomes of a copy says nothing of the message, but something of its address.
        state = None
    is_hard = word == "bounce" and _text(event, "type") != "blocked" and not _text(event, "status").startswith("4")
    kind = _fact_kind(event, word, is_hard=is_hard)
    has_failed = state is MessageState.FAILED
    reason = _text(event, "reason")
    return Report(
        key=_text(event, "sg_event_id") or hashlib.sha256(orjson.dumps(event, option=orjson.OPT_SORT_KEYS)).hexdigest(),
        provider_id=_text(event, "sg_message_id").partition(".")[0],
        message_key=_text(event, KEY),
        state=state,
        provider_state=word[:60],
        code=_text(event, "status")[:60] if has_failed else "",
        text=_plain(word, reason, kind) if has_failed else reason,
        next_act=_next_act(kind, word) if has_failed else NextAct.NONE,
        fact=Fact(kind=kind, address=address, code=_text(event, "status"), text=reason)
        if kind and "@" in address
        else None,
        at=_moment(event.get("timestamp"), request.received_at),
    )


def _fact_kind(event: Mapping[str, Any], word: str, *, is_hard: bool) -> str:
    match word:
        case "bounce":
            return "hard_bounce" if is_hard else "soft_bounce"
        case "dropped":
            return _DROPPED.get(_text(event, "reason").lower(), "")
        case "spamreport":
            return "spam_report"
        case "unsubscribe" | "group_unsubscribe":
            return "unsubscribed"
    return ""


def _plain(word: str, reason: str, kind: str) -> str:
    said = f" It said: {reason}" if reason else ""
    match kind:
        case "hard_bounce":
            return f"This address takes no mail.{said}"
        case "soft_bounce":
            return f"Their mail server did not take it this time.{said}"
        case "spam_report":
            return "They have called a mail of ours spam: SendGrid sends them nothing."
        case "unsubscribed":
            return "They have unsubscribed at SendGrid, which sends them nothing."
    return f"SendGrid has dropped this mail.{said}" if word == "dropped" else f"It was not delivered.{said}"


def _next_act(kind: str, word: str) -> NextAct:
    match kind:
        case "hard_bounce":
            return NextAct.FIX_ADDRESS
        case "soft_bounce":
            return NextAct.RETRY
        case "spam_report" | "unsubscribed":
            return NextAct.OTHER_CHANNEL
    return NextAct.FIX_CHANNEL if word == "dropped" else NextAct.NONE


def _moment(told: Any, received_at: datetime) -> datetime:
    try:
        at = datetime.fromtimestamp(int(told), tz=UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return received_at
    return min(at, received_at)
