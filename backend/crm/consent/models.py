"""What is known of addresses, whosever they are: what was stated of their consent, what happened to them since, and
which nothing is sent to.

Addresses stand here as keyed hashes (`hashing.py`) alone.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Now

from crm.consent.enums import AddressKind, Channel, FactKind, Purpose, Reason, Status


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


class AddressFact(models.Model):
    """Something that happened to an address by one channel: said by its owner, told by a provider, decided by us.

    Facts are added, never taken away: what lifts a fact is a fact itself (`standing.py` says which counts), so they may
    come in any order. `at` is when it happened, `last_at` when it was last told again. `purposes` is what it was about
    when it was said. `key` makes it one however often it is brought. It outlives contacts: `contact_id` is only whom it
    was about then.
    """

    kind = models.TextField(choices=FactKind.choices)
    channel = models.TextField(choices=Channel.choices)
    hash = models.CharField(max_length=64)
    key = models.CharField(max_length=64)
    # A carrier's block is one of a sender ("3:+15550001"), not of the person.
    sender_key = models.TextField(db_default="", default="")
    purposes = ArrayField(
        models.TextField(choices=Purpose.choices), db_default=RawSQL("'{}'::text[]", ()), default=list
    )
    # Which fact this one lifts or keeps, where it is about one alone. No foreign key: erasing takes all of them.
    about_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.IntegerField(db_default=1, default=1)
    # Until when somebody wants a pause.
    until = models.DateTimeField(null=True)
    # The proof: the words that were written, chosen or given as a reason; where, from which address, with what.
    wording = models.TextField(db_default="", default="")
    code = models.TextField(db_default="", default="")
    page = models.TextField(db_default="", default="")
    ip = models.TextField(db_default="", default="")
    user_agent = models.TextField(db_default="", default="")
    message_ref = models.TextField(db_default="", default="")
    contact_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())
    # Null when no person recorded it; `via` is by what means, then.
    recorded_by_id = models.BigIntegerField(null=True)
    via = models.TextField(db_default="", default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hash", "channel", "kind", "key"], name="consent_fact_once"),
        ]

    def __str__(self) -> str:
        return f"address fact {self.pk}"


class SentMark(models.Model):
    """That marketing left for an address: what the rate per person is counted by. Kept for a few days."""

    channel = models.TextField(choices=Channel.choices)
    hash = models.CharField(max_length=64)
    purpose = models.TextField(choices=Purpose.choices)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hash", "channel", "purpose", "at"], name="consent_sent_once"),
        ]
        indexes = [models.Index(fields=["at"], name="consent_sent_at")]

    def __str__(self) -> str:
        return f"sent mark {self.pk}"
