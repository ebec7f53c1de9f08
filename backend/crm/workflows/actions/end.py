"""Ends the run."""

from typing import Any

from crm.workflows.catalogue import StepKind, step_kind
from crm.workflows.engine.context import RunContext
from crm.workflows.engine.outcomes import Ends


@step_kind
class End(StepKind):
    """Nothing behind it is done any more, in whichever branch it stands."""

    key = "end"
    label = "End here"
    help = "The run is over: steps behind the branch are left out, too."
    icon = "flag"
    group = "Flow"
    has_effect = False

    def run(self, context: RunContext, config: Any) -> Ends:
        return Ends(words="It reached its end.")

    def preview(self, context: RunContext, config: Any) -> Ends:
        return Ends(words="It would end here.")
