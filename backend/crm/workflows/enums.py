"""States of workflows, runs and steps."""

from django.db import models


class WorkflowStatus(models.TextChoices):
    """Whether a workflow answers what happens. One that was never published is a draft."""

    DRAFT = "draft", "Draft"
    ACTIVE = "active", "Active"
    PAUSED = "paused", "Paused"


class RunState(models.TextChoices):
    """Where a run stands. `held`: its workflow is paused; it goes on where it was once that is resumed."""

    ACTIVE = "active", "Going on"
    HELD = "held", "Paused"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    STOPPED = "stopped", "Stopped"
    CANCELLED = "cancelled", "Cancelled"


LIVE = (RunState.ACTIVE.value, RunState.HELD.value)


class StepState(models.TextChoices):
    """What came of one step. `kept`: an earlier run of the same start had done it already."""

    DONE = "done", "Done"
    WAITING = "waiting", "Waiting"
    RETRYING = "retrying", "Trying again"
    FAILED = "failed", "Failed"
    REFUSED = "refused", "Refused"
    SKIPPED = "skipped", "Skipped"
    KEPT = "kept", "Done before"


class Enrol(models.TextChoices):
    """How often the same person, or the same opportunity, may be taken in."""

    ONCE = "once", "Once ever"
    WINDOW = "window", "Once in a while"
    MANY = "many", "Each time"


class MissReason(models.TextChoices):
    """Why an event that fits a trigger started nothing."""

    FILTER = "filter", "The conditions did not hold"
    POLICY = "policy", "It had been taken in before"
    LOOP = "loop", "It was caused by this workflow itself"
    DEPTH = "depth", "Too many workflows had set each other off"
