"""States of a delivery."""

from django.db.models import TextChoices


class DeliveryState(TextChoices):
    """Where one event stands with one listener."""

    PENDING = "pending", "Pending"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
