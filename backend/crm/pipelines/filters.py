"""By what opportunities can be filtered. Keys are stored in saved views: they are never given another meaning."""

from collections.abc import Collection, Mapping

from django.db import connection

from crm.accounts.selectors import names_of
from crm.companies.selectors import company_names
from crm.core.access import Permission
from crm.core.filters import Link, Moment, Number, Subject, Text, register_subject
from crm.core.money import whole_units_sql
from crm.pipelines.selectors.visibility import visible_to


def contact_names(ids: Collection[int]) -> Mapping[int, str]:
    """Names of contacts by id."""
    return _names(
        "SELECT k.id, coalesce(nullif(btrim(k.first_name || ' ' || k.last_name), ''), k.email) "
        "FROM contacts_contact k WHERE k.id = ANY(%s)",
        ids,
    )


def pipeline_names(ids: Collection[int]) -> Mapping[int, str]:
    """Names of pipelines by id."""
    return _names("SELECT id, name FROM pipelines_pipeline WHERE id = ANY(%s)", ids)


def stage_names(ids: Collection[int]) -> Mapping[int, str]:
    """Names of stages by id, each with its pipeline's."""
    return _names(
        "SELECT s.id, s.name || ' (' || p.name || ')' FROM pipelines_stage s "
        "JOIN pipelines_pipeline p ON p.id = s.pipeline_id WHERE s.id = ANY(%s)",
        ids,
    )


def _names(query: str, ids: Collection[int]) -> Mapping[int, str]:
    with connection.cursor() as cursor:
        cursor.execute(query, [list(ids)])
        return dict(cursor.fetchall())


# Amounts are asked for in whole units of their currency, whatever its smallest one is.
_VALUE = whole_units_sql("c.value_cents", "c.currency")

register_subject(
    Subject(
        key="opportunity",
        table="pipelines_opportunity",
        permission=Permission.OPPORTUNITIES_READ,
        visible_to=visible_to,
    ),
    Text(key="title", label="Title", column="c.title", is_searched=True),
    Link(key="assigned_user", label="Assigned user", column="c.assigned_user_id", is_person=True, named=names_of,
         offered="/users"),
    Link(key="pipeline", label="Pipeline", column="c.pipeline_id", named=pipeline_names, offered="/pipelines"),
    Link(key="stage", label="Stage", column="c.stage_id", named=stage_names, offered="/stages"),
    Link(key="contact", label="Contact", column="c.contact_id", named=contact_names, offered="/contacts"),
    Link(key="company", label="Company", column="c.company_id", named=company_names, offered="/companies/suggest"),
    Number(key="value", label="Value", column=_VALUE, is_optional=True),
    Text(key="currency", label="Currency", column="c.currency"),
    Text(key="notes", label="Notes", column="c.notes"),
    Text(key="next_step", label="Next step", column="c.next_step"),
    Moment(key="created_at", label="Created", column="c.created_at", verb="created"),
    Moment(key="updated_at", label="Last changed", column="c.updated_at", verb="last changed"),
    Moment(key="closed_at", label="Closed", column="c.closed_at", verb="closed", is_optional=True),
    Link(key="created_by", label="Created by", column="c.created_by_id", is_person=True, named=names_of,
         offered="/users"),
)  # fmt: skip
