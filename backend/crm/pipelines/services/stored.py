"""An opportunity as it stands, locked for a change; its fields as the journal compares them; and the writing of them.

Locks are taken in one order: pipeline, then stages by id, then opportunities by id. Whoever moves cards locks the stage
they go to first.
"""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import msgspec
from django.db import connection
from psycopg import sql

from crm.core.access import Actor
from crm.core.errors import NotFound
from crm.core.money import show_amount
from crm.core.text import day_text
from crm.journal.catalogue import Change
from crm.journal.edits import NOTHING, Value, link_value, text_value
from crm.pipelines.selectors.rows import PERSON, Opportunity
from crm.pipelines.selectors.visibility import check_id, visible_to


class OpportunityChanged(msgspec.Struct, frozen=True):
    """The opportunity after a change, and the change's id for its undo: None when there was nothing to change."""

    opportunity: Opportunity
    change_id: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class StoredOpportunity:
    """A locked opportunity. `values` holds what people edit, by name of the field."""

    id: int
    version: int
    moved_version: int
    archived_at: datetime | None
    status: str
    pipeline_id: int
    stage_id: int
    stage_name: str
    rank: Decimal
    stage_entered_at: datetime
    closed_at: datetime | None
    close_reason: str
    close_note: str
    values: Mapping[str, Value]

    @property
    def title(self) -> str:
        """What it is called."""
        return str(self.values["title"].kept)

    @property
    def links(self) -> dict[str, int | None]:
        """In whose timelines its events stand."""
        return {"contact_id": self.values["contact"].kept, "company_id": self.values["company"].kept}


def money_value(minor: int | None, currency: str) -> Value:
    """The value of the value field. Amount and currency change together: one without the other means nothing."""
    return Value([minor, currency], show_amount(minor, currency))


def day_value(day: date | None) -> Value:
    """The value of a date field."""
    return NOTHING if day is None else Value(day.isoformat(), day_text(day))


# Locking and reading are two statements: one that waits for a row looks at it again, but not at what it was joined to.
_LOCK = sql.SQL(
    "SELECT c.id FROM pipelines_opportunity c WHERE c.id = ANY(%s) AND {visible} ORDER BY c.id FOR NO KEY UPDATE"
)
_READ = sql.SQL(
    "SELECT c.id, c.version, c.moved_version, c.archived_at, c.status, c.pipeline_id, c.stage_id, g.name, c.rank, "
    "c.stage_entered_at, c.closed_at, c.close_reason, c.close_note, c.title, c.value_cents, c.currency, "
    "c.expected_close_on, c.assigned_user_id, u.name, c.contact_id, {person}, c.company_id, f.name, c.source, c.notes, "
    "c.next_step, c.next_step_on FROM pipelines_opportunity c JOIN pipelines_stage g ON g.id = c.stage_id "
    "LEFT JOIN accounts_user u ON u.id = c.assigned_user_id LEFT JOIN contacts_contact k ON k.id = c.contact_id "
    "LEFT JOIN companies_company f ON f.id = c.company_id WHERE c.id = ANY(%s)"
)


def lock_opportunity(actor: Actor, opportunity_id: int) -> StoredOpportunity:
    """The opportunity, which no other transaction changes until this one ends. Raises `NotFound`."""
    check_id(opportunity_id)
    found = lock_opportunities(actor, [opportunity_id])
    if not found:
        raise NotFound
    return found[opportunity_id]


def lock_opportunities(actor: Actor, ids: Collection[int]) -> dict[int, StoredOpportunity]:
    """Those of the opportunities that there are, by id, locked in order of id."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK.format(visible=sql.SQL(visible_to(actor))), [list(ids)])
        locked = [row[0] for row in cursor.fetchall()]
        cursor.execute(_READ.format(person=sql.SQL(PERSON)), [locked])
        return {row[0]: _stored_from(row) for row in cursor.fetchall()}


def _stored_from(row: tuple[Any, ...]) -> StoredOpportunity:
    (opportunity_id, version, moved_version, archived_at, status, pipeline_id, stage_id, stage_name, rank) = row[:9]
    return StoredOpportunity(
        id=opportunity_id,
        version=version,
        moved_version=moved_version,
        archived_at=archived_at,
        status=status,
        pipeline_id=pipeline_id,
        stage_id=stage_id,
        stage_name=stage_name,
        rank=rank,
        stage_entered_at=row[9],
        closed_at=row[10],
        close_reason=row[11],
        close_note=row[12],
        values={
            "title": text_value(row[13]),
            "value": money_value(row[14], row[15]),
            "expected_close_on": day_value(row[16]),
            "assigned_user": link_value(row[17], row[18]),
            "contact": link_value(row[19], row[20]),
            "company": link_value(row[21], row[22]),
            "source": text_value(row[23]),
            "notes": text_value(row[24]),
            "next_step": text_value(row[25]),
            "next_step_on": day_value(row[26]),
        },
    )


def columns_of(field: str, kept: Any) -> dict[str, Any]:
    """The columns that a field's value is stored in."""
    if field == "value":
        minor, currency = kept
        return {"value_cents": minor, "currency": currency}
    if field in {"contact", "company", "assigned_user"}:
        return {f"{field}_id": kept}
    return {field: kept}


def write_columns(opportunity_id: int, columns: Mapping[str, Any], *, is_move: bool = False) -> int:
    """Writes `columns` of a locked opportunity and raises its version, which is returned."""
    setters: list[sql.Composable] = [sql.SQL("{} = %s").format(sql.Identifier(column)) for column in columns]
    setters += [sql.SQL("version = version + 1"), sql.SQL("updated_at = now()")]
    if is_move:
        setters.append(sql.SQL("moved_version = version + 1"))
    query = sql.SQL("UPDATE pipelines_opportunity SET {} WHERE id = %s RETURNING version").format(
        sql.SQL(", ").join(setters)
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [*columns.values(), opportunity_id])
        (version,) = cursor.fetchone() or (0,)
    return int(version)


def write_fields(opportunity_id: int, changes: Mapping[str, Change]) -> int:
    """Writes the values after `changes` of a locked opportunity and raises its version, which is returned."""
    columns: dict[str, Any] = {}
    for field, change in changes.items():
        columns |= columns_of(field, change.after)
    return write_columns(opportunity_id, columns)
