"""Why a message may not leave, or should be thought over, in words that somebody can act on."""

import datetime as dt
from dataclasses import dataclass

import msgspec

from crm.consent.enums import Channel, FactKind, Purpose
from crm.consent.models import AddressFact, ConsentStatement


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    """One ground: `text` says what is the matter, `act` what can be done about it, `since` since when.

    `can_override`: who writes to one person may send all the same, and that is kept with the message. `fact_id` is the
    fact that it comes from, if it is one.
    """

    code: str
    text: str
    act: str
    since: dt.datetime | None = None
    can_override: bool = False
    fact_id: int | None = None


@dataclass(frozen=True, slots=True)
class _Words:
    text: str
    act: str


_QUOTED_MOST = 200
_ADMINISTRATOR = "An administrator can lift this, with a reason."
_FACTS: dict[FactKind, _Words] = {
    FactKind.KEYWORD_OUT: _Words(
        "They have answered STOP.",
        "They can answer START to hear from us again. Until then write by another channel.",
    ),
    FactKind.TEXT_OUT: _Words(
        "Marketing waits: they seem to have asked us to stop.",
        "Say whether it is an opt-out.",
    ),
    FactKind.UNSUBSCRIBED: _Words(
        "They have unsubscribed.", "They can choose otherwise on the page that each mail links to."
    ),
    FactKind.PAUSED: _Words("They have asked for a pause.", "It ends by itself."),
    FactKind.STOPPED: _Words("One of us has stopped marketing to this address.", "Lift it when they have asked again."),
    FactKind.BLOCKED: _Words("One of us has blocked this address.", _ADMINISTRATOR),
    FactKind.CARRIER_BLOCK: _Words(
        "The carrier delivers nothing from this sender to this number: most likely they have answered STOP to it.",
        "They can answer START to that sender. Write by another channel meanwhile.",
    ),
    FactKind.HARD_BOUNCE: _Words(
        "Mail to this address came back: it does not exist, or takes none.",
        "Correct the address. If it is right, lift this and try again.",
    ),
    FactKind.SOFT_BOUNCE: _Words("The last mail to this address came back for now.", "Try again; it may be full."),
    FactKind.SPAM_REPORT: _Words("They have reported a mail of ours as spam.", _ADMINISTRATOR),
    FactKind.UNREACHABLE: _Words(
        "This number can't get text messages.", "Correct the number. If it is right, lift this and try again."
    ),
}
_KEPT = _Words("They have asked us to stop, in their own words.", "Lift it when they have asked to hear from us again.")


def of_fact(fact: AddressFact, *, is_kept: bool, is_other_sender: bool) -> Ground:
    """The ground that a fact gives."""
    kind = FactKind(fact.kind)
    words = _KEPT if is_kept else _FACTS[kind]
    text, code = words.text, kind.value
    if is_other_sender:
        code = "other_sender_blocked"
        sender = fact.sender_key.partition(":")[2] or "another sender of ours"
        text = f"The carrier delivers nothing from {sender} to this number: maybe they have answered STOP to it."
    elif kind is FactKind.TEXT_OUT and fact.wording:
        text = f"{text[:-1]}: “{_cut(fact.wording)}”"
    elif kind is FactKind.UNSUBSCRIBED and Purpose.TRANSACTIONAL in fact.purposes:
        text = "They have unsubscribed from everything that is sent by itself."
    elif kind is FactKind.PAUSED and fact.until is not None:
        text = f"They have asked for a pause until {_day(fact.until)}."
    elif kind in {FactKind.BLOCKED, FactKind.STOPPED} and fact.wording:
        text = f"{text[:-1]}: “{_cut(fact.wording)}”"
    return Ground(code=code, text=text, act=words.act, since=fact.at, fact_id=fact.pk)


def _cut(wording: str) -> str:
    """So much of what was written as a line or two can show."""
    words = " ".join(wording.split())
    return words if len(words) <= _QUOTED_MOST else f"{words[: _QUOTED_MOST - 1]}…"


def _day(moment: dt.datetime) -> str:
    return f"{moment.day} {moment:%b %Y}"


def erased(since: dt.datetime) -> Ground:
    """Somebody with this address was erased."""
    return Ground(
        code="erased",
        text="Somebody with this address was erased: nothing is sent here.",
        act="Nothing can be done: that is what they were promised.",
        since=since,
    )


def no_address(channel: Channel) -> Ground:
    """There is nothing that a message could go to."""
    what = "an email address" if channel is Channel.EMAIL else "a phone number"
    return Ground(code="no_address", text=f"This is not {what} that can be written to.", act="Correct it first.")


def stated_no(line: ConsentStatement) -> Ground:
    """An import says that they want none."""
    where = f" ({line.source})" if line.source else ""
    since = dt.datetime.combine(line.stated_on, dt.time(), dt.UTC) if line.stated_on else line.recorded_at
    return Ground(
        code="stated_no",
        text=f"What was imported says that they want none of it{where}.",
        act="They can choose otherwise themselves; a later yes with its day outweighs it.",
        since=since,
    )


def no_opt_in(channel: Channel) -> Ground:
    """Nobody has stated that they agreed to marketing."""
    what = "text messages" if channel is Channel.SMS else "mail"
    return Ground(
        code="no_opt_in",
        text=f"Nothing says that they have agreed to marketing by {what}.",
        act="Ask them, and record where and in which words they agreed.",
    )


def quiet_hours(*, is_certain: bool) -> Ground:
    """It is night there."""
    return Ground(
        code="quiet_hours",
        text="It is too early or too late where they are."
        if is_certain
        else "It may be too early or too late where they are: their number does not say where that is.",
        act="What is sent by itself waits until it is day.",
    )


def no_hour() -> Ground:
    """No moment is day in all zones that a number may be in."""
    return Ground(
        code="no_hour",
        text="No hour of the day is allowed in all places that this number may be in.",
        act="Ask them where they are, or write by another channel.",
    )


def rate(most: int) -> Ground:
    """They had their share for a day."""
    return Ground(
        code="rate",
        text=f"They got {most} marketing {'message' if most == 1 else 'messages'} within a day.",
        act="It waits until a day has passed.",
    )
