"""Addresses that nothing is sent to, without the addresses."""

from django.db import models
from django.db.models.functions import Now

from crm.consent.enums import AddressKind, Reason


class Suppression(models.Model):
    """An address that is blocked, as a keyed hash (`hashing.py`)."""

    kind = models.TextField(choices=AddressKind.choices)
    hash = models.CharField(max_length=64)
    since = models.DateTimeField(db_default=Now())
    reason = models.TextField(choices=Reason.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "hash"], name="consent_suppression_once")]

    def __str__(self) -> str:
        return f"suppression {self.pk}"
