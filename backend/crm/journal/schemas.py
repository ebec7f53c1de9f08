"""What the API says of deliveries, undo and timelines."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from crm.core.http import Ref
from crm.core.paging import PAGE_SIZE, PAGE_SIZE_MOST
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


class TimelineQuery(Schema):
    """Which events, from where."""

    kind: str | None = Field(None, max_length=50)
    cursor: str | None = Field(None, max_length=4000)
    limit: int = Field(PAGE_SIZE, ge=1, le=PAGE_SIZE_MOST)


class TimelineActor(Schema):
    """Who did it, and by what means when it was not the page."""

    kind: Literal["user", "system", "key"]
    id: int | None
    name: str
    via: str | None


class TimelineChange(Schema):
    """A field's value before and after, as people read it."""

    field: str
    label: str
    before: str | None
    after: str | None


class TimelineEntry(Schema):
    """One event."""

    id: int
    at: datetime
    name: str
    text: str
    changes: list[TimelineChange]
    change_id: UUID
    can_undo: bool
    is_undone: bool
    undoes: bool
    contact: Ref | None


class TimelineGroup(Schema):
    """What one actor did in one go."""

    id: int
    at: datetime
    first_at: datetime
    actor: TimelineActor
    set_id: UUID | None
    kind: str
    entries: list[TimelineEntry]


class TimelinePage(Schema):
    """Groups, newest first, and where the next page begins."""

    items: list[TimelineGroup]
    next_cursor: str | None
