"""Waits until something happens, for so long at the most."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import msgspec
from pydantic import Field

from crm.workflows.catalogue import TRIGGERS, Branch, Settings, StepKind, step_kind
from crm.workflows.definition.tree import TriggerNode
from crm.workflows.engine.context import RunContext
from crm.workflows.engine.outcomes import Waits
from crm.workflows.fields import AMOUNT_MOST, SECONDS, Unit, span_words, widget
from crm.workflows.references import Names


@step_kind
class WaitFor(StepKind):
    """What happens while the run stands here counts; what was before does not."""

    key = "wait_for"
    label = "Wait for something"
    help = "Until the person replies, gets a tag, a deal moves …, but no longer than you say. Each has its own way on."
    icon = "hourglass"
    group = "Flow"
    has_effect = False
    branches = (Branch("happened", "It happened"), Branch("timed_out", "It did not"))

    class Config(Settings):
        """What, and for how long at the most."""

        event: dict[str, Any] = Field(title="Until", json_schema_extra=widget("trigger"))
        amount: int = Field(default=2, ge=1, title="At most", json_schema_extra=widget("duration", unit="unit"))
        unit: Unit = Field(default="days", title="Unit", json_schema_extra=widget("hidden"))

    def check(self, config: Any) -> Iterator[tuple[str, str]]:
        if config.amount > AMOUNT_MOST[config.unit]:
            yield "amount", "At most a year."
        try:
            event = msgspec.convert(config.event, TriggerNode)
        except msgspec.ValidationError:
            yield "event", "Choose what to wait for."
            return
        kind = TRIGGERS.get(event.kind)
        if kind is None or not kind.events:
            yield "event", "Choose something that happens."
            return
        for _, text in kind.faults_in(event.config):
            yield "event", text

    def words(self, config: Any, names: Names) -> str:
        event = msgspec.convert(config.event, TriggerNode)
        kind = TRIGGERS[event.kind]
        said = kind.words(kind.read(event.config), names)
        return f"Wait until: {said[:1].lower()}{said[1:]}, {span_words(config.amount, config.unit)} at most"

    def run(self, context: RunContext, config: Any) -> Waits:
        until = context.now + timedelta(seconds=config.amount * SECONDS[config.unit])
        return Waits(words="", until=until, output={"until": until.isoformat()}, branch_when_due="timed_out")

    def preview(self, context: RunContext, config: Any) -> Waits:
        return self.run(context, config)
