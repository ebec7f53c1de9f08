"""What the workflows room refuses."""

from crm.core.errors import InvalidInput, Refusal


class NotSound(InvalidInput):
    """The draft can't be carried out as it is. `faults` says what is to be mended, step by step."""

    code = "not_sound"
    title = "This workflow is not ready yet. Mend what is marked, then activate it"


class ChangedMeanwhile(Refusal):
    """Somebody has saved it since it was read. `current` is how it stands."""

    code = "changed_meanwhile"
    title = "Somebody else has changed this workflow meanwhile"


class WorkflowIsArchived(Refusal):
    """What is in the trash is neither changed nor carried out."""

    code = "workflow_is_archived"
    title = "This workflow is in the trash. Restore it first"


class WorkflowIsNotActive(Refusal):
    """Nothing can be started by it at present."""

    code = "workflow_is_not_active"
    title = "This workflow is not active. Activate it first"


class RunIsOver(Refusal):
    """It has ended, one way or another."""

    code = "run_is_over"
    title = "This run has ended already"


class RunIsNotWaiting(Refusal):
    """It is at no wait that could be cut short."""

    code = "run_is_not_waiting"
    title = "This run is not waiting at present"


class NothingToReplay(Refusal):
    """A run that goes on, or that ended well, is not done again from where it failed."""

    code = "nothing_to_replay"
    title = "Only a run that has ended can be replayed, and from a failed step only one that failed"
