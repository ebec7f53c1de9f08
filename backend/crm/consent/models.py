"""What is known of addresses, whosever they are: what was stated of their consent, and which nothing is sent to.

Addresses stand here as keyed hashes (`hashing.py`) alone.
"""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from crm.consent.enums import AddressKind, Channel, Reason, Status


class Suppression(models.Model):
    """An address that is blocked."""

    kind = models.TextField(choices=AddressKind.choices)
    hash = models.CharField(max_length=64)
    since = models.DateTimeField(db_default=Now())
    reason = models.TextField(choices=Reason.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "hash"], name="consent_suppression_once")]

    def __str__(self) -> str:
        return f"suppression {self.pk}"


class ConsentStatement(models.Model):
    """That somebody stated what they know of the consent behind an address: the ledger, a line for each statement.

    It belongs to the address, not to a contact: contacts that come to have the address inherit it, and it outlives
    them. Written by a listener from the event, by whose id it is known whether that was done already. Lines stay; one
    whose change was undone has `taken_back_at`.
    """

    event_id = models.BigIntegerField(unique=True)
    # The change that it was stated in: undoing that takes it back.
    change_id = models.UUIDField()
    kind = models.TextField(choices=AddressKind.choices)
    hash = models.CharField(max_length=64)
    channel = models.TextField(choices=Channel.choices)
    status = models.TextField(choices=Status.choices)
    # The proof: the file it was read from, the words that were agreed to, the day it is said to be of.
    source = models.TextField(blank=True)
    wording = models.TextField(blank=True)
    stated_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    # Of the journal's actor; null when no person stated it.
    recorded_by_id = models.BigIntegerField(null=True)
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "hash", "-event_id"], name="consent_of_address"),
            models.Index(fields=["change_id"], condition=Q(taken_back_at__isnull=True), name="consent_of_change"),
        ]

    def __str__(self) -> str:
        return f"consent statement {self.pk}"
