"""What can be done to many companies at once, as the bulk room offers it.

Archiving and restoring them touch people's links: the contacts room offers these.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Literal

import msgspec
from django.db import connection
from psycopg import sql

from crm.bulk.catalogue import (
    Action,
    Export,
    Option,
    Order,
    Outcome,
    Param,
    Subject,
    register_action,
    register_export,
    register_subject,
)
from crm.companies.events import FIELD_LABELS
from crm.companies.selectors.exporting import export_columns, read_companies_for_export
from crm.companies.selectors.visibility import visible_to
from crm.companies.services.batches import set_companies_field
from crm.companies.values import clean_fields
from crm.core.access import Actor, Permission
from crm.core.errors import InvalidInput


def _names(actor: Actor, ids: Collection[int]) -> Mapping[int, str]:
    query = sql.SQL("SELECT c.id, c.name FROM companies_company c WHERE c.id = ANY(%s) AND {visible}")
    with connection.cursor() as cursor:
        cursor.execute(query.format(visible=sql.SQL(visible_to(actor))), [list(ids)])
        return dict(cursor.fetchall())


class CompanyFieldValue(msgspec.Struct, frozen=True):
    """A field and what it is to hold."""

    field: Literal["industry", "phone", "address", "notes"]
    value: str


_FIELDS = [
    Option("industry", "Industry", "text"),
    Option("phone", "Phone", "text"),
    Option("address", "Address", "block"),
    Option("notes", "Notes", "block"),
]
_LINES = {"industry", "phone"}


def _prepare_field(actor: Actor, params: CompanyFieldValue) -> Order[CompanyFieldValue]:
    try:
        value = clean_fields({params.field: params.value})[params.field]
    except InvalidInput as refusal:
        raise InvalidInput(fields={"params.value": (refusal.fields or {})[params.field]}) from refusal
    label = f"{'Set' if value else 'Empty'} {FIELD_LABELS[params.field]}"
    return Order(
        CompanyFieldValue(params.field, value), f"{label} to {value}" if value and params.field in _LINES else label
    )


def _set_field(*, actor: Actor, ids: Sequence[int], params: CompanyFieldValue) -> Mapping[int, Outcome]:
    return set_companies_field(actor=actor, company_ids=ids, field=params.field, value=params.value)


register_subject(Subject(key="company", one="company", many="companies", names=_names))
register_action(
    Action(
        subject="company",
        key="set_field",
        label="Edit a field",
        permission=Permission.COMPANIES_WRITE,
        params=CompanyFieldValue,
        asks=lambda actor: [Param("field", "Field", "choice", _FIELDS), Param("value", "New value", "value")],
        prepare=_prepare_field,
        run=_set_field,
    )
)
register_export(
    Export(
        subject="company",
        permission=Permission.COMPANIES_EXPORT,
        columns=export_columns,
        read=read_companies_for_export,
    )
)
