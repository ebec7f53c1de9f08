"""What the API says of consent."""

from datetime import date, datetime

from ninja import Field, Schema

from crm.consent.enums import Channel, Decision, Reach
from crm.core.http import Ref


class ConsentStatement(Schema):
    """What was stated of an address, from where, in which words. `is_taken_back`: it was undone, and counts no more."""

    status: str
    status_label: str
    source: str
    wording: str
    stated_on: date | None
    recorded_at: datetime
    recorded_by: Ref | None
    is_taken_back: bool


class Ground(Schema):
    """Why a message may not leave, or should be thought over; `act` is what can be done about it."""

    code: str
    text: str
    act: str
    since: datetime | None
    can_override: bool
    fact_id: int | None


class PurposeVerdict(Schema):
    """Whether a message for this purpose may leave now: yes, hold or no."""

    purpose: str
    purpose_label: str
    answer: str
    answer_label: str
    hold_until: datetime | None
    reasons: list[Ground]
    warnings: list[Ground]


class StandingGround(Schema):
    """A ground with the labels of the purposes that it stops; none: it is a warning."""

    code: str
    text: str
    act: str
    since: datetime | None
    fact_id: int | None
    stops: list[str]
    can_lift: bool
    needs_review: bool


class AddressFact(Schema):
    """Something that happened to an address, with its proof. `stands`: it still stands in the way."""

    id: int
    kind: str
    label: str
    at: datetime
    last_at: datetime
    times: int
    until: datetime | None
    wording: str
    code: str
    page: str
    ip: str
    user_agent: str
    sender: str
    via: str
    recorded_by: Ref | None
    stands: bool
    can_lift: bool
    needs_review: bool


class ChannelConsent(Schema):
    """How the consent behind one of a contact's addresses stands: opted_in, opted_out, paused, unknown or blocked.

    `decisive` is the statement that decides it, `statements` the last twenty, the newest first; `note` says what
    neither does. `verdicts` say for each purpose whether a message may leave now, `grounds` why; `facts` are what
    happened to the address, the last fifty, the newest first.
    """

    channel: str
    channel_label: str
    address: str
    status: str
    status_label: str
    note: str | None
    decisive: ConsentStatement | None
    statements: list[ConsentStatement]
    verdicts: list[PurposeVerdict]
    grounds: list[StandingGround]
    facts: list[AddressFact]
    can_stop: bool
    can_block: bool


class BlockIn(Schema):
    """Marketing, or everything, is to stop; `reason` stays with the address."""

    channel: Channel
    reach: Reach
    reason: str


class LiftIn(Schema):
    """What stands in the way is to be lifted."""

    channel: Channel
    fact_id: int = Field(json_schema_extra={"minimum": 1})
    reason: str


class ReviewIn(Schema):
    """Whether what somebody wrote is an opt-out."""

    channel: Channel
    fact_id: int = Field(json_schema_extra={"minimum": 1})
    decision: Decision
    reason: str = ""
