"""What is read of a company, as one SQL statement gives it and as it goes out: no model objects on hot ways."""

from typing import Any

import msgspec
from psycopg import sql

from crm.companies.selectors.people import people_of
from crm.core.access import Actor
from crm.core.phone import is_valid_e164, show_typed
from crm.core.rows import Ref, iso, ref_from


class CompanyRow(msgspec.Struct, frozen=True, kw_only=True):
    """A company in a list. Moments (ISO 8601, UTC) are as the database has written them."""

    id: int
    name: str
    website: str
    domain: str
    phone: str
    phone_display: str
    industry: str
    people_count: int
    created_at: str
    updated_at: str
    archived_at: str | None
    archived_by: Ref | None
    version: int


class RollUps(msgspec.Struct, frozen=True):
    """What a company's people come to. Activity is whatever happened to the company or to one of its people."""

    people: int
    former_people: int
    last_activity_at: str | None
    last_activity_by: str | None


class Company(CompanyRow, frozen=True, kw_only=True):
    """A company with all that is kept of it."""

    phone_raw: str
    phone_is_valid: bool
    address: str
    notes: str
    created_by: Ref | None
    roll_ups: RollUps


ROW_JOINS = sql.SQL("LEFT JOIN accounts_user a ON a.id = p.archived_by_id")
_ROW_COLUMNS = sql.SQL(
    "p.id, p.name, p.website, p.domain, p.phone, p.phone_raw, p.industry, (SELECT count(*) FROM ({people}) AS people), "
    "{created_at}, {updated_at}, {archived_at}, p.archived_by_id, a.name, p.version"
)
_COMPANY_COLUMNS = sql.SQL(
    "{row_columns}, p.address, p.notes, p.created_by_id, b.name, (SELECT count(*) FROM ({former}) AS people), "
    "{at}, CASE WHEN e.actor_kind = 'user' THEN u.name ELSE e.actor_name END"
)
# The newest event is found by one look into an index for each person.
_COMPANY_JOINS = sql.SQL("""
    {row_joins} LEFT JOIN accounts_user b ON b.id = p.created_by_id
    LEFT JOIN LATERAL (
        SELECT max(id) AS id FROM (
            (SELECT id FROM journal_event WHERE company_id = p.id ORDER BY id DESC LIMIT 1)
            UNION ALL
            SELECT newest.id FROM ({people}) AS people(id), LATERAL (
                SELECT j.id FROM journal_event j WHERE j.contact_id = people.id ORDER BY j.id DESC LIMIT 1
            ) AS newest
        ) AS found
    ) AS last ON TRUE
    LEFT JOIN journal_event e ON e.id = last.id LEFT JOIN accounts_user u ON u.id = e.actor_id
""")


def row_columns(actor: Actor) -> sql.Composable:
    """The columns of `row_from`; the companies go by the name p."""
    return _ROW_COLUMNS.format(
        people=sql.SQL(people_of(actor)),
        created_at=sql.SQL(iso("p.created_at")),
        updated_at=sql.SQL(iso("p.updated_at")),
        archived_at=sql.SQL(iso("p.archived_at")),
    )


def company_columns(actor: Actor) -> sql.Composable:
    """The columns of `company_from`; the company goes by the name p."""
    return _COMPANY_COLUMNS.format(
        row_columns=row_columns(actor), former=sql.SQL(people_of(actor, former=True)), at=sql.SQL(iso("e.at"))
    )


def company_joins(actor: Actor) -> sql.Composable:
    """What `company_columns` are read from."""
    return _COMPANY_JOINS.format(row_joins=ROW_JOINS, people=sql.SQL(people_of(actor)))


def _row_values(row: tuple[Any, ...]) -> dict[str, Any]:
    return {
        "id": row[0],
        "name": row[1],
        "website": row[2],
        "domain": row[3],
        "phone": row[4],
        "phone_display": show_typed(row[4], row[5]),
        "industry": row[6],
        "people_count": row[7],
        "created_at": row[8],
        "updated_at": row[9],
        "archived_at": row[10],
        "archived_by": ref_from(row[11], row[12]),
        "version": row[13],
    }


def row_from(row: tuple[Any, ...]) -> CompanyRow:
    """The company in a row of `row_columns`."""
    return CompanyRow(**_row_values(row))


def company_from(row: tuple[Any, ...]) -> Company:
    """The company in a row of `company_columns`."""
    return Company(
        **_row_values(row),
        phone_raw=row[5],
        phone_is_valid=is_valid_e164(row[4]) if row[4] else not row[5],
        address=row[14],
        notes=row[15],
        created_by=ref_from(row[16], row[17]),
        roll_ups=RollUps(
            people=row[7], former_people=row[18], last_activity_at=row[19], last_activity_by=row[20] or None
        ),
    )
