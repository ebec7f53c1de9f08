"""What weighs how much: the table of docs/rules.md, "Whether a message may leave", as the gate reads it."""

from enum import IntEnum

from crm.consent.enums import Channel, FactKind, Purpose
from crm.core.access import Permission


class Weight(IntEnum):
    """What a ground makes of a message, the weightiest last. `ASK`: no, unless whoever writes says so all the same."""

    NOTHING = 0
    WARN = 1
    HOLD = 2
    ASK = 3
    NO = 4


Row = tuple[Weight, Weight, Weight]
_ORDER = (Purpose.ONE_TO_ONE, Purpose.TRANSACTIONAL, Purpose.MARKETING)

_NEVER: Row = (Weight.NO, Weight.NO, Weight.NO)
_MARKETING: Row = (Weight.WARN, Weight.NOTHING, Weight.NO)
_AUTOMATIC: Row = (Weight.WARN, Weight.NO, Weight.NO)
_LOOK: Row = (Weight.WARN, Weight.WARN, Weight.WARN)

# One to one, transactional, marketing.
FACTS: dict[FactKind, Row] = {
    FactKind.BLOCKED: _NEVER,
    FactKind.KEYWORD_OUT: _NEVER,
    FactKind.CARRIER_BLOCK: _NEVER,
    FactKind.UNREACHABLE: _NEVER,
    FactKind.HARD_BOUNCE: _NEVER,
    FactKind.SPAM_REPORT: (Weight.ASK, Weight.NO, Weight.NO),
    FactKind.TEXT_OUT: (Weight.WARN, Weight.WARN, Weight.NO),
    FactKind.STOPPED: _MARKETING,
    FactKind.SOFT_BOUNCE: _LOOK,
}
# What somebody unsubscribed from, or paused, is in `purposes` of the fact; for one to one it is a word of warning.
BY_STREAM = frozenset({FactKind.UNSUBSCRIBED, FactKind.PAUSED})
# A message that one of us has read and taken for an opt-out counts like the keyword, or like the link in a mail.
KEPT: dict[Channel, Row] = {Channel.SMS: _NEVER, Channel.EMAIL: _AUTOMATIC}
# Another sender than the one that the carrier has blocked: its owner has likely said STOP to that one.
OTHER_SENDER: Row = _LOOK
# A no that an import has stated. Texts need consent whatever they are for, mail about an order does not.
STATED_NO: dict[Channel, Row] = {Channel.SMS: _AUTOMATIC, Channel.EMAIL: _MARKETING}
NO_OPT_IN: Row = (Weight.NOTHING, Weight.NOTHING, Weight.NO)
ERASED: Row = _NEVER
QUIET_HOURS: Row = (Weight.WARN, Weight.HOLD, Weight.HOLD)
RATE: Row = (Weight.NOTHING, Weight.NOTHING, Weight.HOLD)


# What the person, a carrier or the law has said is not for everybody to take back, nor is a block by the house.
LIFTED_BY_ADMINISTRATORS = frozenset(
    {
        FactKind.BLOCKED,
        FactKind.KEYWORD_OUT,
        FactKind.UNSUBSCRIBED,
        FactKind.PAUSED,
        FactKind.SPAM_REPORT,
        FactKind.CARRIER_BLOCK,
    }
)
# How an address stands in one word, by the weightiest of what stands against it.
CLOSED = frozenset({FactKind.BLOCKED, FactKind.HARD_BOUNCE, FactKind.UNREACHABLE})
OPTED_OUT = frozenset({FactKind.KEYWORD_OUT, FactKind.UNSUBSCRIBED, FactKind.STOPPED, FactKind.SPAM_REPORT})
WAITS = frozenset({FactKind.PAUSED, FactKind.TEXT_OUT})


def permission_to_lift(kind: FactKind, *, is_kept: bool) -> Permission:
    """Who may lift what stands against an address; `is_kept`: somebody has read it and taken it for an opt-out."""
    is_weighty = is_kept or kind in LIFTED_BY_ADMINISTRATORS
    return Permission.CONSENT_MANAGE if is_weighty else Permission.CONTACTS_WRITE


def weight_in(row: Row, purpose: Purpose) -> Weight:
    """What a row of the table says of a purpose."""
    return row[_ORDER.index(purpose)]
