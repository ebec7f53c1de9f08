"""What the pipelines room refuses."""

from crm.core.errors import Refusal


class MovedMeanwhile(Refusal):
    """Somebody else moved or closed the card since it was seen. `current` is the card as it stands."""

    code = "moved_meanwhile"
    title = "Somebody else has moved this card meanwhile"


class StageRequires(Refusal):
    """The stage asks for what the opportunity lacks. `fields` names it, `missing` lists the keys."""

    code = "stage_requires"
    title = "This stage needs more to be known first"


class StageNotEmpty(Refusal):
    """A stage where something stands is deleted only together with where that goes."""

    code = "stage_not_empty"
    title = "Opportunities stand in this stage. Say which stage they move to"


class LastStage(Refusal):
    """A pipeline keeps at least one stage."""

    code = "last_stage"
    title = "This is the pipeline's only stage. Add another one first"


class PipelineNotEmpty(Refusal):
    """A pipeline with opportunities, closed or archived ones among them, does not vanish."""

    code = "pipeline_not_empty"
    title = "This pipeline has opportunities"


class OpportunityIsArchived(Refusal):
    """An opportunity in the trash is not changed."""

    code = "opportunity_is_archived"
    title = "This opportunity is in the trash. Restore it first"


class OpportunityIsNotArchived(Refusal):
    """Only what is in the trash is destroyed."""

    code = "opportunity_is_not_archived"
    title = "Only an archived opportunity can be deleted for good. Archive it first"


class OpportunityIsClosed(Refusal):
    """A closed opportunity is reopened before it is moved."""

    code = "opportunity_is_closed"
    title = "This opportunity is closed. Reopen it first"


class OpportunityIsOpen(Refusal):
    """Only a closed opportunity can be reopened."""

    code = "opportunity_is_open"
    title = "This opportunity is open already"
