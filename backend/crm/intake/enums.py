"""States of submissions."""

from django.db import models


class SubmissionState(models.TextChoices):
    """What became of a submission. `held`: it could be several people, and somebody has to say which."""

    WAITING = "waiting", "Waiting"
    DONE = "done", "Done"
    HELD = "held", "To be decided"
    FAILED = "failed", "Failed"
    QUARANTINED = "quarantined", "Quarantine"
    DISCARDED = "discarded", "Discarded"
