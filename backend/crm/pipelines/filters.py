"""By what opportunities can be filtered. Keys are stored in saved views: they are never given another meaning."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, LiteralString

from django.db import connection
from psycopg import sql

from crm.accounts.selectors import names_of
from crm.companies.selectors import company_names
from crm.contacts.selectors.tags import tag_names
from crm.contacts.selectors.visibility import INTEGER_MOST
from crm.core.access import Permission
from crm.core.filters import (
    Asking,
    Choice,
    Day,
    Flag,
    IdSet,
    Link,
    Moment,
    Number,
    Operator,
    Predicate,
    Subject,
    Text,
    register_subject,
)
from crm.core.money import CURRENCIES, whole_units_sql
from crm.pipelines.enums import OpportunitySort, Source, Status
from crm.pipelines.selectors.replies import is_silent
from crm.pipelines.selectors.searching import found_by
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


# Whole days, of earlier visits to the stage too: what the card shows.
DAYS_IN_STAGE: LiteralString = (
    "(greatest(0, c.earlier_seconds_in_stage + "
    "extract(epoch FROM coalesce(c.closed_at, statement_timestamp()) - c.stage_entered_at)::bigint) / 86400)"
)
_STUCK: LiteralString = (
    "(c.status = 'open' AND c.archived_at IS NULL AND (c.next_step = '' OR coalesce(c.next_step_on < %s, FALSE) "  # noqa: S608
    "OR coalesce(c.expected_close_on < %s, FALSE) OR coalesce(" + DAYS_IN_STAGE + " > "
    "(SELECT g.expected_days FROM pipelines_stage g WHERE g.id = c.stage_id), FALSE) OR {silent}))"
)
_TAGS: LiteralString = "coalesce((SELECT k.tag_ids FROM contacts_contact k WHERE k.id = c.contact_id), '{}')"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuck(Flag):
    """Whether anything keeps a card from going on: where `rows.py` tells what does, this tells that something does."""

    def predicate(self, operator: Operator, value: Any, asking: Asking) -> Predicate:
        today = asking.now.astimezone(asking.zone).date()
        form: LiteralString = "{}" if operator.key == "is_true" else "NOT {}"
        stuck = sql.SQL(_STUCK).format(silent=sql.SQL(is_silent("c.contact_id")))
        return Predicate(sql.SQL(form).format(stuck), (today, today))


# Amounts are asked for in whole units of their currency, whatever its smallest one is.
_VALUE = whole_units_sql("c.value_cents", "c.currency")

register_subject(
    Subject(
        key="opportunity",
        table="pipelines_opportunity",
        permission=Permission.OPPORTUNITIES_READ,
        visible_to=visible_to,
        sorts=tuple(sort.value for sort in OpportunitySort if sort is not OpportunitySort.ARCHIVED),
        layouts=("board", "table"),
        found_by=found_by,
    ),
    Text(key="title", label="Title", column="c.title", is_searched=True),
    Choice(key="status", label="Status", column="c.status", choices=tuple(Status.choices)),
    Link(key="assigned_user", label="Assigned user", column="c.assigned_user_id", is_person=True, named=names_of,
         offered="/users"),
    Link(key="pipeline", label="Pipeline", column="c.pipeline_id", named=pipeline_names, offered="/pipelines"),
    Link(key="stage", label="Stage", column="c.stage_id", named=stage_names, offered="/stages"),
    Link(key="contact", label="Contact", column="c.contact_id", named=contact_names, offered="/contacts"),
    Link(key="company", label="Company", column="c.company_id", named=company_names, offered="/companies/suggest"),
    Number(key="value", label="Value", column=_VALUE, is_optional=True),
    Choice(key="currency", label="Currency", column="c.currency",
           choices=tuple((code, code) for code in sorted(CURRENCIES))),
    Choice(key="source", label="Source", column="c.source", choices=tuple(Source.choices)),
    Day(key="expected_close_on", label="Expected close date", column="c.expected_close_on",
        verb="expected to close"),
    Number(key="days_in_stage", label="Days in stage", column=DAYS_IN_STAGE),
    Stuck(key="is_stuck", label="Stuck", column="TRUE"),
    IdSet(key="tags", label="Tag of the contact", column=_TAGS, element="int", most=INTEGER_MOST, named=tag_names,
          offered="/tags"),
    Text(key="notes", label="Notes", column="c.notes"),
    Text(key="next_step", label="Next step", column="c.next_step"),
    Moment(key="created_at", label="Created", column="c.created_at", verb="created"),
    Moment(key="updated_at", label="Last changed", column="c.updated_at", verb="last changed"),
    Moment(key="closed_at", label="Closed", column="c.closed_at", verb="closed", is_optional=True),
    Link(key="created_by", label="Created by", column="c.created_by_id", is_person=True, named=names_of,
         offered="/users"),
)  # fmt: skip
