"""What providers post: kept as it came, once, before anything is made of it."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from crm.conversations.enums import NextAct, PayloadState
from crm.conversations.models.channels import ChannelAccount
from crm.conversations.models.waking import wakes_worker


class Payload(models.Model):
    """A verified request of a provider, as it came. `key` is the provider's id of it: the same one is kept once.

    Its own queue entry: claimed when `state` is queued and `due_at` has come; an administrator may have it read again.
    """

    account = models.ForeignKey(ChannelAccount, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=200)
    content_type = models.CharField(max_length=300)
    # Only headers that adapters ask for; never cookies.
    headers = models.JSONField()
    query = models.TextField(db_default="", default="")
    body = models.BinaryField()
    received_at = models.DateTimeField(db_default=Now())
    state = models.CharField(max_length=10, choices=PayloadState.choices)
    due_at = models.DateTimeField(db_default=Now())
    attempts = models.IntegerField(db_default=0, default=0)
    error_text = models.CharField(max_length=500, db_default="", default="")
    # What was made of it, in words.
    outcome = models.CharField(max_length=300, db_default="", default="")
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="conversations_payload_once")]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(state="queued"), name="conversations_payload_due"),
            models.Index(fields=["account", "-id"], name="conversations_payload_newest"),
        ]
        triggers = [wakes_worker()]

    def __str__(self) -> str:
        return f"payload {self.pk}"


class DeliveryReport(models.Model):
    """A provider's word on one message, kept once by the provider's id of the report.

    One that comes before its message is known waits (`due_at`) and is looked up again, later and later, for a day.
    """

    account = models.ForeignKey(ChannelAccount, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=200)
    # Of our message; 0 when the report is of none that we know. What it names the message by stands beside it.
    message_id = models.BigIntegerField(db_default=0, default=0)
    provider_id = models.TextField(db_default="", default="")
    message_key = models.CharField(max_length=100, db_default="", default="")
    due_at = models.DateTimeField(null=True)
    attempts = models.IntegerField(db_default=0, default=0)
    state = models.CharField(max_length=10)
    provider_state = models.CharField(max_length=60)
    error_code = models.CharField(max_length=60, db_default="", default="")
    text = models.CharField(max_length=500, db_default="", default="")
    next_act = models.CharField(max_length=15, choices=NextAct.choices, db_default="", default="", blank=True)
    segments = models.SmallIntegerField(null=True)
    at = models.DateTimeField()
    received_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="conversations_report_once")]
        indexes = [
            models.Index(fields=["message_id"], condition=Q(message_id__gt=0), name="conversations_report_of"),
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="conversations_report_due"),
        ]

    def __str__(self) -> str:
        return f"delivery report {self.pk}"
