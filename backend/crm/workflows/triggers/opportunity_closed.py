"""An opportunity was won, lost or given up."""

from typing import Any, Literal

from pydantic import Field

from crm.journal.publishing import Published
from crm.pipelines.events import OpportunityClosed
from crm.workflows.catalogue import Settings, TriggerKind, trigger_kind
from crm.workflows.references import Names


@trigger_kind
class OpportunityClosedTrigger(TriggerKind):
    """However it ended, or in one way."""

    key = "opportunity_closed"
    label = "An opportunity is closed"
    help = "When a deal is won, lost or abandoned."
    icon = "trophy"
    group = "Opportunities"
    subject = "opportunity"
    events = (OpportunityClosed,)

    class Config(Settings):
        """How it ended."""

        status: Literal["any", "won", "lost", "abandoned"] = Field(default="any", title="As")

    def matches(self, config: Any, told: Published) -> bool:
        return isinstance(told.event, OpportunityClosed) and config.status in {"any", told.event.status}

    def words(self, config: Any, names: Names) -> str:
        return self.label if config.status == "any" else f"An opportunity is marked as {config.status}"
