"""What is read of opportunities, as one SQL statement gives it and as it goes out: no model objects on hot ways."""

from datetime import date
from functools import cache, lru_cache
from typing import Any, LiteralString
from zoneinfo import ZoneInfo

import msgspec

from crm.core import clock
from crm.core.access import Actor
from crm.core.rows import Ref, iso, ref_from
from crm.core.text import day_text
from crm.pipelines.enums import Status
from crm.pipelines.selectors.replies import NO_REPLY_DAYS, UNANSWERED_DAYS, reply_source, whole_days_since

_DAY_SECONDS = 86_400
# The plain text: a thousand comparisons with a member of an enumeration show in a board's time.
_OPEN = Status.OPEN.value


class Stuck(msgspec.Struct, frozen=True):
    """What keeps a card from going on."""

    key: str
    text: str


class BoardCard(msgspec.Struct, frozen=True, kw_only=True):
    """An opportunity on the board. `days_in_stage` counts earlier visits to the stage too."""

    id: int
    title: str
    value_cents: int | None
    currency: str
    pipeline_id: int
    stage_id: int
    status: str
    contact: Ref | None
    company: Ref | None
    assigned_user: Ref | None
    days_in_stage: int
    entered_stage_at: str
    source: str
    expected_close_on: date | None
    next_step: str
    next_step_on: date | None
    stuck: list[Stuck]
    version: int


class Card(BoardCard, frozen=True, kw_only=True):
    """An opportunity in lists."""

    created_at: str
    updated_at: str
    closed_at: str | None
    archived_at: str | None
    archived_by: Ref | None


class Part(msgspec.Struct, frozen=True):
    """A further person in an opportunity, and what their part is."""

    contact: Ref
    role: str


class Opportunity(Card, frozen=True, kw_only=True):
    """An opportunity with all that is kept of it."""

    pipeline: Ref
    stage: Ref
    win_probability: int
    contacts: list[Part]
    notes: str
    source_detail: str
    close_reason: str
    close_note: str
    created_by: Ref | None


# A person's name, else what else they are known by: as the contacts room shows them.
PERSON: LiteralString = (
    "coalesce(nullif(btrim(k.first_name || ' ' || k.last_name), ''), nullif(k.email, ''), nullif(k.phone_raw, ''), "
    "'No name')"
)


@cache
def board_columns() -> LiteralString:
    """Columns of a card, of a row set by the name p. A board has a thousand cards: what it doesn't show isn't read."""
    replies = reply_source()
    return (
        "p.id, p.title, p.value_cents, p.currency, p.pipeline_id, p.stage_id, p.status, p.contact_id, "
        + PERSON
        + ", p.company_id, f.name, p.assigned_user_id, u.name, "
        "p.earlier_seconds_in_stage + "
        "date_part('epoch', coalesce(p.closed_at, statement_timestamp()) - p.stage_entered_at)::bigint, "
        + iso("p.stage_entered_at")
        + ", p.source, p.expected_close_on, p.next_step, p.next_step_on, g.expected_days, p.version, "
        + whole_days_since(replies.they_wait_since)
        + ", "
        + whole_days_since(replies.we_wait_since)
    )


@cache
def card_columns() -> LiteralString:
    """Columns of a card in lists, of a row set by the name p."""
    times = (iso("p.created_at"), iso("p.updated_at"), iso("p.closed_at"), iso("p.archived_at"))
    return ", ".join((board_columns(), *times, "p.archived_by_id", "a.name"))


@cache
def board_joins() -> LiteralString:
    """What `board_columns` are read from beside p."""
    return (
        "JOIN pipelines_stage g ON g.id = p.stage_id LEFT JOIN contacts_contact k ON k.id = p.contact_id "
        "LEFT JOIN companies_company f ON f.id = p.company_id LEFT JOIN accounts_user u ON u.id = p.assigned_user_id "
        + reply_source().join
    )


@cache
def card_joins() -> LiteralString:
    """What `card_columns` are read from beside p."""
    return board_joins() + " LEFT JOIN accounts_user a ON a.id = p.archived_by_id"


CARD_COLUMN_COUNT = 29
_PERSON_PART: LiteralString = "json_build_object('id', k.id, 'name', " + PERSON + ")"
_PARTS: LiteralString = (
    "coalesce((SELECT json_agg(json_build_object('contact', "  # noqa: S608 - constants
    + _PERSON_PART
    + ", 'role', h.role) ORDER BY h.id)::text FROM pipelines_opportunitycontact h JOIN contacts_contact k "
    "ON k.id = h.contact_id WHERE h.opportunity_id = p.id), '[]')"
)


def opportunity_columns() -> LiteralString:
    """Columns of an opportunity with all that is kept of it, of a row set by the name p."""
    return (
        card_columns()
        + ", l.name, g.name, g.win_probability, p.notes, p.source_detail, p.close_reason, p.close_note, "
        + "p.created_by_id, b.name, "
        + _PARTS
    )


def opportunity_joins() -> LiteralString:
    """What `opportunity_columns` are read from beside p."""
    return (
        card_joins() + " JOIN pipelines_pipeline l ON l.id = p.pipeline_id "
        "LEFT JOIN accounts_user b ON b.id = p.created_by_id"
    )


def today_of(actor: Actor) -> date:
    """The day it is where the actor is."""
    return clock.now().astimezone(ZoneInfo(actor.time_zone)).date()


_NO_NEXT_STEP = Stuck("no_next_step", "No next step")


# Of a thousand cards many share a day, and writing a day out took a fifth of a board's time.
@lru_cache(maxsize=2048)
def _next_step_overdue(day: date) -> Stuck:
    return Stuck("next_step_overdue", f"Next step was due on {day_text(day)}")


@lru_cache(maxsize=2048)
def _date_past(day: date) -> Stuck:
    return Stuck("date_past", f"Expected to close on {day_text(day)}")


@lru_cache(maxsize=2048)
def _waits(key: str, words: str, days: int) -> Stuck:
    return Stuck(key, f"{words} {days} day{'' if days == 1 else 's'}")


def _stuck(row: tuple[Any, ...], days: int, today: date) -> list[Stuck]:
    found = []
    expected_close_on, next_step, next_step_on, expected_days = row[16:20]
    if not next_step:
        found.append(_NO_NEXT_STEP)
    elif next_step_on is not None and next_step_on < today:
        found.append(_next_step_overdue(next_step_on))
    if expected_close_on is not None and expected_close_on < today:
        found.append(_date_past(expected_close_on))
    if expected_days is not None and days > expected_days:
        found.append(Stuck("too_long", f"{days} days in this stage, {expected_days} expected"))
    they_wait, we_wait = row[21:23]
    if they_wait is not None and they_wait >= UNANSWERED_DAYS:
        found.append(_waits("not_answered", "Waiting for our answer for", they_wait))
    if we_wait is not None and we_wait >= NO_REPLY_DAYS:
        found.append(_waits("no_reply", "No reply for", we_wait))
    return found


def board_card_from(row: tuple[Any, ...], today: date) -> BoardCard:
    """The card in a row of `board_columns` that is not in the trash."""
    days = max(0, row[13] // _DAY_SECONDS)
    return BoardCard(
        id=row[0],
        title=row[1],
        value_cents=row[2],
        currency=row[3],
        pipeline_id=row[4],
        stage_id=row[5],
        status=row[6],
        contact=ref_from(row[7], row[8]),
        company=ref_from(row[9], row[10]),
        assigned_user=ref_from(row[11], row[12]),
        days_in_stage=days,
        entered_stage_at=row[14],
        source=row[15],
        expected_close_on=row[16],
        next_step=row[17],
        next_step_on=row[18],
        stuck=_stuck(row, days, today) if row[6] == _OPEN else [],
        version=row[20],
    )


def _card_values(row: tuple[Any, ...], today: date) -> dict[str, Any]:
    values = msgspec.structs.asdict(board_card_from(row, today))
    created_at, updated_at, closed_at, archived_at, archived_by, archived_name = row[23:29]
    if archived_at is not None:
        values["stuck"] = []
    return values | {
        "created_at": created_at,
        "updated_at": updated_at,
        "closed_at": closed_at,
        "archived_at": archived_at,
        "archived_by": ref_from(archived_by, archived_name),
    }


def card_from(row: tuple[Any, ...], today: date) -> Card:
    """The card in a row of `card_columns`."""
    return Card(**_card_values(row, today))


def opportunity_from(row: tuple[Any, ...], today: date) -> Opportunity:
    """The opportunity in a row of `opportunity_columns`."""
    pipeline, stage, probability, notes, detail, reason, note, by, by_name, parts = row[29:]
    return Opportunity(
        **_card_values(row, today),
        pipeline=Ref(row[4], pipeline),
        stage=Ref(row[5], stage),
        win_probability=probability,
        contacts=msgspec.json.decode(parts, type=list[Part]),
        notes=notes,
        source_detail=detail,
        close_reason=reason,
        close_note=note,
        created_by=ref_from(by, by_name),
    )
