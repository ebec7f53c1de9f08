"""An opportunity went to another stage."""

from typing import Any

from pydantic import Field

from crm.journal.publishing import Published
from crm.pipelines.events import OpportunityMoved
from crm.workflows.catalogue import Settings, TriggerKind, trigger_kind
from crm.workflows.fields import ID_MOST, widget
from crm.workflows.references import Names


@trigger_kind
class StageChangedTrigger(TriggerKind):
    """By whomever. A place within the same stage does not count."""

    key = "stage_changed"
    label = "An opportunity changes stage"
    help = "When a card goes to another stage. It runs for the opportunity's contact."
    icon = "arrows-right"
    group = "Opportunities"
    subject = "opportunity"
    events = (OpportunityMoved,)

    class Config(Settings):
        """From where and to where; anywhere when nothing is named."""

        to_stage_id: int | None = Field(
            default=None, title="To the stage", description="Any stage, when none is chosen.", gt=0, le=ID_MOST,
            json_schema_extra=widget("stage"),
        )  # fmt: skip
        from_stage_id: int | None = Field(
            default=None, title="From the stage", description="Any stage, when none is chosen.", gt=0, le=ID_MOST,
            json_schema_extra=widget("stage"),
        )  # fmt: skip

    def matches(self, config: Any, told: Published) -> bool:
        event = told.event
        return (
            isinstance(event, OpportunityMoved)
            and config.to_stage_id in {None, event.after_id}
            and config.from_stage_id in {None, event.before_id}
        )

    def words(self, config: Any, names: Names) -> str:
        said = "An opportunity changes stage"
        if config.from_stage_id:
            said += f" from {names.of('stage', config.from_stage_id)}"
        if config.to_stage_id:
            said += f" to {names.of('stage', config.to_stage_id)}"
        return said
