"""States of a delivery."""

from enum import StrEnum

from django.db.models import TextChoices


class DeliveryState(TextChoices):
    """Where one event stands with one listener."""

    PENDING = "pending", "Pending"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


class DeliveryFilter(StrEnum):
    """Which deliveries a list shows."""

    PENDING = "pending"
    FAILED = "failed"
    ALL = "all"
