"""The one rule over everything that is known of an address."""

import datetime as dt

import pytest

from crm.consent.enums import FactKind, Purpose, Status
from crm.consent.models import AddressFact, ConsentStatement
from crm.consent.standing import Known, standing_of
from tests.consent.made import day, fact, stated

F = FactKind
SENDER, OTHER = "3:+15550001", "3:+15550002"


def against(*facts: AddressFact, at: float = 20) -> list[str]:
    return [one.kind for one in standing_of(Known(facts=facts), at=day(at)).against]


@pytest.mark.parametrize(
    ("facts", "left"),
    [
        # START lifts a STOP, and nothing else.
        ([fact(F.KEYWORD_OUT, 1)], [F.KEYWORD_OUT]),
        ([fact(F.KEYWORD_OUT, 1), fact(F.KEYWORD_IN, 2)], []),
        ([fact(F.KEYWORD_IN, 1), fact(F.KEYWORD_OUT, 2)], [F.KEYWORD_OUT]),
        ([fact(F.KEYWORD_OUT, 1), fact(F.KEYWORD_IN, 2), fact(F.KEYWORD_OUT, 3)], [F.KEYWORD_OUT]),
        ([fact(F.KEYWORD_OUT, 1, last=3), fact(F.KEYWORD_IN, 2)], [F.KEYWORD_OUT]),
        ([fact(F.KEYWORD_OUT, 2), fact(F.KEYWORD_IN, 1, last=3)], []),
        # In the same moment the no counts.
        ([fact(F.KEYWORD_OUT, 1), fact(F.KEYWORD_IN, 1)], [F.KEYWORD_OUT]),
        ([fact(F.BLOCKED, 1), fact(F.KEYWORD_IN, 2)], [F.BLOCKED]),
        ([fact(F.STOPPED, 1), fact(F.KEYWORD_IN, 2)], [F.STOPPED]),
        ([fact(F.TEXT_OUT, 1), fact(F.KEYWORD_IN, 2)], [F.TEXT_OUT]),
        ([fact(F.CARRIER_BLOCK, 1, sender_key=SENDER), fact(F.KEYWORD_IN, 2)], [F.CARRIER_BLOCK]),
        # What they choose on their page lifts what was set for mail; a block by us stays.
        ([fact(F.UNSUBSCRIBED, 1), fact(F.STOPPED, 2), fact(F.PAUSED, 3), fact(F.PAGE_IN, 4)], []),
        ([fact(F.BLOCKED, 1), fact(F.SPAM_REPORT, 2), fact(F.HARD_BOUNCE, 3), fact(F.PAGE_IN, 4)],
         [F.BLOCKED, F.SPAM_REPORT, F.HARD_BOUNCE]),
        ([fact(F.PAGE_IN, 4), fact(F.UNSUBSCRIBED, 4)], [F.UNSUBSCRIBED]),
        # A carrier lifts its block of the same sender.
        ([fact(F.CARRIER_BLOCK, 1, sender_key=SENDER), fact(F.CARRIER_LIFT, 2, sender_key=SENDER)], []),
        ([fact(F.CARRIER_BLOCK, 1, sender_key=SENDER), fact(F.CARRIER_LIFT, 2, sender_key=OTHER)], [F.CARRIER_BLOCK]),
        # One of us lifts what is named; told again later, it stands again.
        ([fact(F.HARD_BOUNCE, 1, pk=7001), fact(F.LIFT, 2, about_id=7001)], []),
        ([fact(F.HARD_BOUNCE, 1, pk=7002, last=3), fact(F.LIFT, 2, about_id=7002)], [F.HARD_BOUNCE]),
        ([fact(F.BLOCKED, 1, pk=7003), fact(F.BLOCKED, 1, pk=7004), fact(F.LIFT, 2, about_id=7003)], [F.BLOCKED]),
        # What ends by itself.
        ([fact(F.PAUSED, 1, until=day(19))], []),
        ([fact(F.PAUSED, 1, until=day(21))], [F.PAUSED]),
        ([fact(F.SOFT_BOUNCE, 16)], []),
        ([fact(F.SOFT_BOUNCE, 10, last=18)], [F.SOFT_BOUNCE]),
        # A clock that is ahead of ours.
        ([fact(F.KEYWORD_OUT, 30)], [F.KEYWORD_OUT]),
    ],
)  # fmt: skip
def test_what_stands(facts: list[AddressFact], left: list[FactKind]) -> None:
    assert against(*facts) == left
    assert against(*reversed(facts)) == left


NOV_5, NOV_9 = dt.date(2026, 11, 5), dt.date(2026, 11, 9)
# All purposes, marketing among them.
PAGE = fact(F.PAGE_IN, 5)


@pytest.mark.parametrize(
    ("lines", "facts", "said", "stands"),
    [
        # An import's yes lifts no STOP, whatever day it names.
        ([stated("opted_in", 9, NOV_9)], [fact(F.KEYWORD_OUT, 1)], "opted_in", [F.KEYWORD_OUT]),
        ([stated("opted_in", 9, NOV_9)], [fact(F.UNSUBSCRIBED, 1)], "opted_in", [F.UNSUBSCRIBED]),
        ([stated("opted_in", 0)], [fact(F.BLOCKED, 1)], "opted_in", [F.BLOCKED]),
        # Nor does START undo what an import stated, or make an opt-in.
        ([stated("opted_out", 1)], [fact(F.KEYWORD_IN, 2)], "opted_out", []),
        ([], [fact(F.KEYWORD_IN, 2)], "unknown", []),
        # The person's own later yes outweighs a no that somebody else stated.
        ([stated("opted_out", 1)], [PAGE], "opted_in", []),
        ([stated("opted_out", 8)], [PAGE], "opted_out", []),
        ([stated("opted_out", 8, NOV_5)], [PAGE], "opted_in", []),
        ([stated("opted_out", 1, NOV_9)], [PAGE], "opted_out", []),
        ([], [PAGE, fact(F.UNSUBSCRIBED, 6)], "opted_in", [F.UNSUBSCRIBED]),
        ([], [fact(F.PAGE_IN, 5, purposes=[Purpose.TRANSACTIONAL])], "unknown", []),
    ],
)
def test_statements_and_facts(
    lines: list[ConsentStatement], facts: list[AddressFact], said: str, stands: list[FactKind]
) -> None:
    standing = standing_of(Known(lines=lines, facts=facts), at=day(20))
    assert (standing.said, [one.kind for one in standing.against]) == (Status(said), stands)


def test_erasure_outweighs_all() -> None:
    standing = standing_of(Known(erased_at=day(1), lines=[stated("opted_in", 2)], facts=[PAGE]), at=day(20))
    assert (standing.said, standing.erased_at) == (Status.UNKNOWN, day(1))
