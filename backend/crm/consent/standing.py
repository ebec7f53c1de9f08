"""How an address stands: the one rule over everything that is known of it.

Facts and statements are only ever added, and may be heard of late. So nothing is marked as lifted: what counts is
worked out from all of them by their times, and is the same in whatever order they came.

- A fact stands against an address until one that lifts it happened later (`_LIFTED_BY`): START lifts a STOP and nothing
  else, what somebody chose on their own page lifts what they or we had set for mail, a carrier lifts its own blocks.
  A block by us, and all that providers tell, is lifted by one of us, by name (`FactKind.LIFT`).
- A statement (an import) lifts no fact, whatever day it names: a list that says yes is no word of the person's.
- Among statements `decisive_among` decides; a person's own later yes outweighs a no that somebody else had stated.
- Erasure outweighs all.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from crm.consent.enums import FactKind, Purpose, Status
from crm.consent.models import AddressFact, ConsentStatement

# A mailbox that was full or away for a moment is none that can't be written to.
SOFT_BOUNCE_COUNTS = dt.timedelta(days=3)

AGAINST = frozenset(
    {
        FactKind.KEYWORD_OUT,
        FactKind.TEXT_OUT,
        FactKind.UNSUBSCRIBED,
        FactKind.PAUSED,
        FactKind.STOPPED,
        FactKind.BLOCKED,
        FactKind.CARRIER_BLOCK,
        FactKind.HARD_BOUNCE,
        FactKind.SOFT_BOUNCE,
        FactKind.SPAM_REPORT,
        FactKind.UNREACHABLE,
    }
)
# What lifts a fact without naming it. All else needs `FactKind.LIFT`, which names one.
_LIFTED_BY: dict[FactKind, FactKind] = {
    FactKind.KEYWORD_OUT: FactKind.KEYWORD_IN,
    FactKind.UNSUBSCRIBED: FactKind.PAGE_IN,
    FactKind.PAUSED: FactKind.PAGE_IN,
    FactKind.STOPPED: FactKind.PAGE_IN,
    FactKind.CARRIER_BLOCK: FactKind.CARRIER_LIFT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """All that is known of one address by one channel. `lines` and `facts` come in any order."""

    erased_at: dt.datetime | None = None
    lines: Sequence[ConsentStatement] = ()
    facts: Sequence[AddressFact] = ()
    # When marketing left for it, within the time that counts.
    sent: Sequence[dt.datetime] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What counts of it at one moment: the facts that stand against the address, oldest first, and what was said of it.

    `kept` are the ids of messages that one of us has read and taken for an opt-out. `statement` decides among what
    others have stated; `own_yes` is the person's own later word.
    """

    erased_at: dt.datetime | None = None
    against: Sequence[AddressFact] = ()
    kept: frozenset[int] = field(default_factory=frozenset)
    statement: ConsentStatement | None = None
    own_yes: AddressFact | None = None

    @property
    def said(self) -> Status:
        """What the person has agreed to, as far as anybody has stated it; blocks are another matter."""
        if self.own_yes is not None:
            return Status.OPTED_IN
        return Status(self.statement.status) if self.statement else Status.UNKNOWN


def standing_of(known: Known, *, at: dt.datetime) -> Standing:
    """How the address stands at `at`."""
    if known.erased_at is not None:
        return Standing(erased_at=known.erased_at)
    facts = sorted(known.facts, key=lambda fact: (fact.at, fact.pk or 0))
    decisive = decisive_among(sorted(known.lines, key=lambda line: line.event_id))
    own = [fact for fact in facts if fact.kind == FactKind.PAGE_IN and Purpose.MARKETING in fact.purposes]
    own_yes = own[-1] if own else None
    if own_yes and decisive and decisive.status == Status.OPTED_OUT and _is_later(decisive, own_yes):
        own_yes = None
    return Standing(
        against=[fact for fact in facts if _stands(fact, facts, at)],
        kept=frozenset(fact.about_id for fact in facts if fact.kind == FactKind.KEEP and fact.about_id is not None),
        statement=decisive,
        own_yes=own_yes,
    )


def _stands(fact: AddressFact, facts: Sequence[AddressFact], at: dt.datetime) -> bool:
    # Clocks differ: what somebody asked for counts even where it seems to lie ahead.
    if fact.kind not in AGAINST:
        return False
    if fact.kind == FactKind.PAUSED and fact.until is not None and fact.until <= at:
        return False
    if fact.kind == FactKind.SOFT_BOUNCE and fact.last_at + SOFT_BOUNCE_COUNTS <= at:
        return False
    return not any(_lifts(other, fact) for other in facts)


def _lifts(other: AddressFact, fact: AddressFact) -> bool:
    if other.kind == FactKind.LIFT:
        return other.about_id == fact.pk and other.last_at >= fact.last_at
    if other.kind != _LIFTED_BY.get(FactKind(fact.kind)):
        return False
    if other.kind == FactKind.CARRIER_LIFT and other.sender_key != fact.sender_key:
        return False
    # Said in the same moment, the no counts.
    return other.last_at > fact.last_at


def _is_later(line: ConsentStatement, own: AddressFact) -> bool:
    """Whether a stated no is of a later day than the person's own yes; one without a day counts from its entry."""
    return line.stated_on > own.last_at.date() if line.stated_on else line.recorded_at > own.last_at


def decisive_among(lines: Sequence[ConsentStatement]) -> ConsentStatement | None:
    """The line that says how an address stands; the newest comes last in `lines`.

    The latest day wins, an opt-out on the same day. An opt-in without a day lifts no opt-out: a list that says yes may
    be older than the no. What says that nothing is known counts only where nothing else was said.
    """
    standing = [line for line in lines if line.taken_back_at is None]
    said = [line for line in standing if line.status != Status.UNKNOWN]
    outs = [line for line in said if line.status == Status.OPTED_OUT]
    if outs:
        last_out = max(outs, key=_day)
        ended_on = _day(last_out)[0]
        since = [one for one in said if one.status == Status.OPTED_IN and one.stated_on and one.stated_on > ended_on]
        return max(since, key=_day) if since else last_out
    return max(said, key=_day) if said else (standing[-1] if standing else None)


def _day(line: ConsentStatement) -> tuple[dt.date, int]:
    return line.stated_on or line.recorded_at.date(), line.event_id
