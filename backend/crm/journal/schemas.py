"""What the API says of deliveries, undo and timelines."""

from datetime import datetime
from uuid import UUID

from ninja import Schema
from pydantic import Field

from crm.journal.enums import DeliveryFilter, DeliveryState


class DeliveriesQuery(Schema):
    """Which deliveries."""

    state: DeliveryFilter = DeliveryFilter.FAILED
    cursor: str | None = Field(None, max_length=500)


class Delivery(Schema):
    """One event for one listener."""

    id: int
    event_id: int
    event_name: str
    listener: str
    state: DeliveryState
    attempts: int
    error: str
    due_at: datetime
    created_at: datetime
    finished_at: datetime | None


class DeliveryPage(Schema):
    """Deliveries, newest first."""

    items: list[Delivery]
    next_cursor: str | None


class DeliverySummary(Schema):
    """How delivery stands."""

    pending: int
    failed: int
    oldest_pending_at: datetime | None


class RetriedDeliveries(Schema):
    """How many deliveries are tried again."""

    count: int


class UndoneChange(Schema):
    """What an undo did: a change of its own, which can be undone in turn."""

    change_id: UUID
    subject: str
    subject_id: int


class TimelineKind(Schema):
    """A kind of event, by which a timeline is filtered."""

    key: str
    label: str
