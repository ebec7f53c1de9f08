"""An opportunity came to be."""

from typing import Any

from pydantic import Field

from crm.journal.publishing import Published
from crm.pipelines.events import OpportunityCreated
from crm.workflows.catalogue import Settings, TriggerKind, trigger_kind
from crm.workflows.fields import ID_MOST, widget
from crm.workflows.references import Names


@trigger_kind
class OpportunityCreatedTrigger(TriggerKind):
    """In any stage, or in one."""

    key = "opportunity_created"
    label = "An opportunity is created"
    help = "It runs for the opportunity's contact; one without a contact starts nothing."
    icon = "briefcase"
    group = "Opportunities"
    subject = "opportunity"
    events = (OpportunityCreated,)

    class Config(Settings):
        """In which stage; in any when none is named."""

        stage_id: int | None = Field(
            default=None, title="In the stage", description="Any stage, when none is chosen.", gt=0, le=ID_MOST,
            json_schema_extra=widget("stage"),
        )  # fmt: skip

    def matches(self, config: Any, told: Published) -> bool:
        return isinstance(told.event, OpportunityCreated) and config.stage_id in {None, told.event.stage_id}

    def words(self, config: Any, names: Names) -> str:
        return f"{self.label} in {names.of('stage', config.stage_id)}" if config.stage_id else self.label
