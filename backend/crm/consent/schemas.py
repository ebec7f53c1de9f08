"""What the API says of consent."""

from datetime import date, datetime

from ninja import Schema

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


class ChannelConsent(Schema):
    """How the consent behind one of a contact's addresses stands: opted_in, opted_out, unknown or blocked.

    `decisive` is the statement that decides it, `statements` the last twenty, the newest first; `note` says what
    neither does.
    """

    channel: str
    channel_label: str
    address: str
    status: str
    status_label: str
    note: str | None
    decisive: ConsentStatement | None
    statements: list[ConsentStatement]
