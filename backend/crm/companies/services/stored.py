"""A company as it stands, locked for a change; its fields as the journal compares them; and the writing of them."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from django.db import IntegrityError, connection, transaction
from psycopg import sql

from crm.companies.errors import CompanyExists
from crm.companies.selectors.rows import Company
from crm.companies.selectors.visibility import check_id, visible_to
from crm.companies.websites import normalise_domain
from crm.core.access import Actor
from crm.core.errors import NotFound
from crm.core.rows import Ref
from crm.core.text import identity_key
from crm.journal.catalogue import Change
from crm.journal.edits import Value, phone_value, text_value


class CompanyChanged(msgspec.Struct, frozen=True):
    """The company after a change, and the change's id for its undo: None when there was nothing to change."""

    company: Company
    change_id: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class StoredCompany:
    """A locked company. `values` holds what people edit, by name of the field."""

    id: int
    name: str
    version: int
    archived_at: datetime | None
    values: Mapping[str, Value]


_LOCK = sql.SQL("""
    SELECT c.id, c.name, c.version, c.archived_at, c.website, c.phone_raw, c.phone, c.address, c.industry, c.notes
    FROM companies_company c
    WHERE c.id = ANY(%s) AND {visible}
    ORDER BY c.id
    FOR NO KEY UPDATE
""")


def lock_company(actor: Actor, company_id: int) -> StoredCompany:
    """The company, which no other transaction changes until this one ends. Raises `NotFound`."""
    check_id(company_id)
    found = lock_companies(actor, [company_id])
    if not found:
        raise NotFound
    return found[company_id]


def lock_companies(actor: Actor, ids: Collection[int]) -> dict[int, StoredCompany]:
    """Those of the companies that there are, by id, locked in order of id.

    Nobody changes them, and nobody who goes by `lock_live_companies` links anything to them. What only points to them
    is not in the way: a foreign key's own check, at the end of whatever transaction, does not wait for this lock.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOCK.format(visible=sql.SQL(visible_to(actor))), [list(ids)])
        return {row[0]: _stored_from(row) for row in cursor.fetchall()}


def _stored_from(row: tuple[Any, ...]) -> StoredCompany:
    return StoredCompany(
        id=row[0],
        name=row[1],
        version=row[2],
        archived_at=row[3],
        values={
            "name": text_value(row[1]),
            "website": text_value(row[4]),
            "phone": phone_value(row[5], row[6]),
            "address": text_value(row[7]),
            "industry": text_value(row[8]),
            "notes": text_value(row[9]),
        },
    )


def columns_of(field: str, kept: Any) -> dict[str, Any]:
    """The columns that a field's value is stored in."""
    match field:
        case "phone":
            raw, e164 = kept or ("", "")
            return {"phone_raw": raw, "phone": e164}
        case "name":
            return {"name": kept, "name_key": identity_key(kept)}
        case "website":
            return {"website": kept, "domain": normalise_domain(kept)}
    return {field: kept}


def write_columns(stored: StoredCompany, columns: Mapping[str, Any]) -> int:
    """Writes `columns` of a locked company and raises its version, which is returned.

    Raises `CompanyExists` when its name is another one's.
    """
    setters = [sql.SQL("{} = %s").format(sql.Identifier(column)) for column in columns]
    query = sql.SQL("UPDATE companies_company SET {setters} WHERE id = %s RETURNING version").format(
        setters=sql.SQL(", ").join([*setters, sql.SQL("version = version + 1"), sql.SQL("updated_at = now()")])
    )
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(query, [*columns.values(), stored.id])
            (version,) = cursor.fetchone() or (stored.version + 1,)
    except IntegrityError as taken:
        refuse_name(columns.get("name", stored.name), taken)
    return int(version)


def write_fields(stored: StoredCompany, changes: Mapping[str, Change]) -> int:
    """Writes the values after `changes` of a locked company and raises its version, which is returned.

    Raises `CompanyExists`.
    """
    columns: dict[str, Any] = {}
    for field, change in changes.items():
        columns |= columns_of(field, change.after)
    return write_columns(stored, columns)


def write_many(columns: Mapping[int, Mapping[str, str]]) -> None:
    """Writes columns of text of locked companies, by id, and raises their versions. Not for what must be unique."""
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for company_id, values in columns.items():
        groups.setdefault(tuple(sorted(values)), []).append({"id": company_id, **values})
    for names, rows in groups.items():
        written = [sql.Identifier(name) for name in names]
        query = sql.SQL(
            "UPDATE companies_company c SET {setters}, version = version + 1, updated_at = now() "
            "FROM jsonb_to_recordset(%s::jsonb) AS n(id bigint, {types}) WHERE c.id = n.id"
        ).format(
            setters=sql.SQL(", ").join(sql.SQL("{0} = n.{0}").format(name) for name in written),
            types=sql.SQL(", ").join(sql.SQL("{} text").format(name) for name in written),
        )
        with connection.cursor() as cursor:
            cursor.execute(query, [msgspec.json.encode(rows).decode()])


def refuse_name(name: str, fault: Exception | None = None) -> None:
    """Raises `CompanyExists` with the company that has the name, or `fault` when none has."""
    found = live_by_names([name])
    if not found:
        if fault is not None:
            raise fault
        return
    raise exists(found[identity_key(name)]) from fault


def live_by_names(names: Collection[str]) -> dict[str, Ref]:
    """The companies outside the trash that have one of the names, by the identity of the name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name_key, id, name FROM companies_company WHERE name_key = ANY(%s) AND archived_at IS NULL",
            [[identity_key(name) for name in names]],
        )
        return {key: Ref(company_id, name) for key, company_id, name in cursor.fetchall()}


def exists(company: Ref) -> CompanyExists:
    """The refusal of a name that is this company's."""
    return CompanyExists(
        f"There is a company called {company.name} already.",
        fields={"name": ["There is a company of this name already."]},
        company=msgspec.to_builtins(company),
    )
