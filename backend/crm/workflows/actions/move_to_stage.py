"""Moves the person's opportunity to a stage."""

from typing import Any

from pydantic import Field

from crm.bulk.enums import OutcomeState
from crm.pipelines.filters import stage_names
from crm.pipelines.services.batches import move_opportunities
from crm.workflows.catalogue import Settings, StepKind, step_kind
from crm.workflows.engine.context import RunContext
from crm.workflows.engine.deals import deal_of
from crm.workflows.engine.outcomes import Outcome, StepFailed
from crm.workflows.fields import StageId
from crm.workflows.references import Names


@step_kind
class MoveToStage(StepKind):
    """That which the run is about, else the contact's open one that was changed last."""

    key = "move_to_stage"
    label = "Move to a stage"
    help = "The opportunity that started the workflow, else the contact's open one that was changed last."
    icon = "arrow-right"
    group = "Opportunity"

    class Config(Settings):
        """Where to, and what if there is nothing to move."""

        stage_id: StageId
        is_optional: bool = Field(
            default=False, title="Go on when the contact has no open opportunity", description="Else the step fails."
        )

    def words(self, config: Any, names: Names) -> str:
        return f"Move the opportunity to {names.of('stage', config.stage_id)}"

    def run(self, context: RunContext, config: Any) -> Outcome:
        deal = _deal(context, config)
        if deal is None:
            return Outcome(words="Nothing was moved: the contact has no open opportunity.")
        found = move_opportunities(actor=context.actor, opportunity_ids=[deal], stage_id=config.stage_id).get(deal)
        if found is None or found.state is OutcomeState.REFUSED:
            raise StepFailed(found.reason if found else "This opportunity is gone.")
        output = {"opportunity_id": deal}
        if found.state is OutcomeState.UNCHANGED:
            return Outcome(words=found.reason, output=output, opportunity_id=deal)
        return Outcome(words=f"It was moved to {_stage(config)}.", output=output, opportunity_id=deal)

    def preview(self, context: RunContext, config: Any) -> Outcome:
        if _deal(context, config) is None:
            return Outcome(words="Nothing would be moved: the contact has no open opportunity.")
        return Outcome(words=f"The opportunity would be moved to {_stage(config)}.")


def _deal(context: RunContext, config: Any) -> int | None:
    deal = deal_of(context)
    if deal is None and not config.is_optional:
        raise StepFailed("This contact has no open opportunity.")
    return deal


def _stage(config: Any) -> str:
    return stage_names([config.stage_id]).get(config.stage_id, "a stage that is gone")
