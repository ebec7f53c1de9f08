"""Makes an opportunity for the person."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from django.conf import settings
from pydantic import Field

from crm.core.money import CURRENCIES, minor_digits
from crm.pipelines.enums import Source
from crm.pipelines.filters import stage_names
from crm.pipelines.services import create_opportunity
from crm.workflows.catalogue import Settings, StepKind, step_kind
from crm.workflows.engine.context import RunContext
from crm.workflows.engine.outcomes import Outcome, StepFailed
from crm.workflows.fields import ID_MOST, StageId, widget
from crm.workflows.references import Names
from crm.workflows.wording import faults_of_text, filled_line


@step_kind
class CreateOpportunity(StepKind):
    """On top of a stage; the run is about it from then on."""

    key = "create_opportunity"
    label = "Create an opportunity"
    help = "With the contact and their company. Later steps of the run are about this opportunity."
    icon = "briefcase"
    group = "Opportunity"

    class Config(Settings):
        """What it is called, where it stands, what it is worth, whose it is."""

        title: str = Field(
            default="{{full_name|New contact}}", min_length=1, max_length=200, title="Title",
            json_schema_extra=widget("variables"),
        )  # fmt: skip
        stage_id: StageId
        value: str = Field(default="", max_length=20, title="Value", pattern=r"^[0-9]*([.][0-9]{1,3})?$",
                           json_schema_extra=widget("money"))  # fmt: skip
        currency: str = Field(default="", title="Currency", max_length=3, json_schema_extra=widget("currency"))
        assigned_user_id: int | None = Field(
            default=None, title="Assigned to", description="The contact's colleague, when none is chosen.", gt=0,
            le=ID_MOST, json_schema_extra=widget("user"),
        )  # fmt: skip

    def check(self, config: Any) -> Iterator[tuple[str, str]]:
        yield from (("title", text) for text in faults_of_text(config.title))
        if config.currency and config.currency not in CURRENCIES:
            yield "currency", "Choose a currency."

    def words(self, config: Any, names: Names) -> str:
        return f"Create an opportunity in {names.of('stage', config.stage_id)}"

    def run(self, context: RunContext, config: Any) -> Outcome:
        contact = context.contact
        owner = contact.assigned_user.id if contact.assigned_user else None
        title = filled_line(context, config.title)
        made = create_opportunity(
            actor=context.actor,
            stage_id=config.stage_id,
            title=title,
            contact_id=contact.id,
            company_id=contact.company.id if contact.company else None,
            assigned_user_id=config.assigned_user_id or owner,
            source=Source.WORKFLOW,
            source_detail=context.run.workflow,
            **_value(config),
        ).opportunity
        return Outcome(
            words=f"The opportunity {title} was created.", output={"opportunity_id": made.id}, opportunity_id=made.id
        )

    def preview(self, context: RunContext, config: Any) -> Outcome:
        stage = stage_names([config.stage_id]).get(config.stage_id, "a stage that is gone")
        return Outcome(words=f"The opportunity {filled_line(context, config.title)} would be created in {stage}.")


def _value(config: Any) -> dict[str, Any]:
    if not config.value:
        return {}
    currency = config.currency or settings.DEFAULT_CURRENCY
    try:
        smallest = Decimal(config.value).scaleb(minor_digits(currency))
    except InvalidOperation as wrong:
        raise StepFailed("Its value is no amount.") from wrong
    return {"value_cents": int(smallest), "currency": currency}
