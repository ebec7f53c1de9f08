"""Waits for a while."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from pydantic import Field

from crm.workflows.catalogue import Settings, StepKind, step_kind
from crm.workflows.engine.context import RunContext
from crm.workflows.engine.outcomes import Waits
from crm.workflows.fields import AMOUNT_MOST, SECONDS, Unit, span_words, widget
from crm.workflows.references import Names


@step_kind
class Wait(StepKind):
    """So many minutes, hours, days or weeks from the moment it is reached, however the clocks change meanwhile."""

    key = "wait"
    label = "Wait"
    help = "For some minutes, hours, days or weeks. A day is 24 hours."
    icon = "clock"
    group = "Flow"
    has_effect = False

    class Config(Settings):
        """For how long."""

        amount: int = Field(default=1, ge=1, title="For", json_schema_extra=widget("duration", unit="unit"))
        unit: Unit = Field(default="days", title="Unit", json_schema_extra=widget("hidden"))

    def check(self, config: Any) -> Iterator[tuple[str, str]]:
        if config.amount > AMOUNT_MOST[config.unit]:
            yield "amount", "At most a year."

    def words(self, config: Any, names: Names) -> str:
        return f"Wait {span_words(config.amount, config.unit)}"

    def run(self, context: RunContext, config: Any) -> Waits:
        until = context.now + timedelta(seconds=config.amount * SECONDS[config.unit])
        return Waits(words="", until=until, output={"until": until.isoformat()})

    def preview(self, context: RunContext, config: Any) -> Waits:
        return self.run(context, config)
