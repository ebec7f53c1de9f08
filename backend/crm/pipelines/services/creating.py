"""Making an opportunity."""

import uuid
from datetime import date
from typing import TypedDict, Unpack

from django.db import connection, transaction

from crm.core.access import Actor, Permission, requires
from crm.core.errors import InvalidInput, NotFound
from crm.journal.publishing import publish
from crm.pipelines.enums import Source
from crm.pipelines.events import OpportunityCreated
from crm.pipelines.selectors import read_opportunity
from crm.pipelines.services.links import company_value, contact_value, user_value
from crm.pipelines.services.ranks import rank_on_top
from crm.pipelines.services.rules import check_requirements
from crm.pipelines.services.stages import lock_stage
from crm.pipelines.services.standing import log_standing, moment_of_change
from crm.pipelines.services.stored import OpportunityChanged
from crm.pipelines.values import clean


class Details(TypedDict, total=False):
    """What is known of a new opportunity beside where it stands and whom it is with."""

    title: str
    value_cents: int | None
    currency: str | None
    expected_close_on: date | None
    source: str
    source_detail: str
    notes: str
    next_step: str
    next_step_on: date | None


@requires(Permission.OPPORTUNITIES_WRITE)
@transaction.atomic
def create_opportunity(
    *,
    actor: Actor,
    stage_id: int,
    assigned_user_id: int | None = None,
    contact_id: int | None = None,
    company: str | None = None,
    company_id: int | None = None,
    **details: Unpack[Details],
) -> OpportunityChanged:
    """Makes an open opportunity on top of a stage. `value_cents` is in the currency's smallest unit.

    Publishes `opportunity.created`. Raises `InvalidInput`,
    `StageRequires`.
    """
    cleaned = clean({"title": "", "currency": None, "source": Source.MANUAL, **details})
    change_id = uuid.uuid4()
    user = user_value(assigned_user_id)
    contact = contact_value(actor, contact_id)
    firm = company_value(actor, company_id if company_id is not None else company, change_id)
    try:
        stage = lock_stage(stage_id)
    except NotFound as missing:
        raise InvalidInput(fields={"stage_id": ["There is no such stage."]}) from missing
    check_requirements(
        stage,
        {
            "value": cleaned.get("value_cents"),
            "expected_close_on": cleaned.get("expected_close_on"),
            "contact": contact.kept,
            "company": firm.kept,
            "assigned_user": user.kept,
            "next_step": cleaned.get("next_step"),
        },
    )
    at = moment_of_change()
    columns = {
        **cleaned,
        "assigned_user_id": user.kept,
        "contact_id": contact.kept,
        "company_id": firm.kept,
        "pipeline_id": stage.pipeline_id,
        "stage_id": stage.id,
        "rank": rank_on_top(stage.id),
        "created_by_id": actor.user_id,
        "stage_entered_at": at,
    }
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO pipelines_opportunity ({', '.join(columns)}) "  # noqa: S608 - names of our own columns
            f"VALUES ({', '.join(['%s'] * len(columns))}) RETURNING id",
            list(columns.values()),
        )
        (opportunity_id,) = cursor.fetchone() or (0,)
    log_standing(actor, [opportunity_id], at=at)
    publish(
        OpportunityCreated(
            subject_id=opportunity_id,
            title=cleaned["title"],
            stage=stage.name,
            stage_id=stage.id,
            contact_id=contact.kept,
            company_id=firm.kept,
        ),
        actor=actor,
        change_id=change_id,
    )
    return OpportunityChanged(opportunity=read_opportunity(actor, opportunity_id), change_id=change_id)
