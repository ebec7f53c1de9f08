"""What messages are sent through and from."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from crm.consent.enums import Channel


class ChannelAccount(models.Model):
    """An account with a provider, as an administrator set it up. `kind` names the adapter that speaks for it.

    `settings_sealed` is JSON that the adapter's `Settings` reads, sealed: it holds tokens and passwords. `hook_id` is
    the random part of the address that the provider posts to.
    """

    kind = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    settings_sealed = models.BinaryField()
    hook_id = models.CharField(max_length=43)
    is_active = models.BooleanField(db_default=True, default=True)
    # The last answer of the provider to the check button.
    checked_at = models.DateTimeField(null=True)
    is_check_passed = models.BooleanField(null=True)
    check_text = models.CharField(max_length=500, db_default="", default="")
    # Requests to its hook that could not be verified since the last one that could.
    refused_hooks = models.IntegerField(db_default=0, default=0)
    refused_hook_at = models.DateTimeField(null=True)
    version = models.IntegerField(db_default=1, default=1)
    created_at = models.DateTimeField(db_default=Now())
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hook_id"], name="conversations_account_hook_once")]

    def __str__(self) -> str:
        return f"channel account {self.pk}"


class Sender(models.Model):
    """Whom a message comes from: a number, a messaging service, or an address, in one account."""

    account = models.ForeignKey(ChannelAccount, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    # What the recipient of a mail reads beside the address; what people here pick a number by.
    name = models.CharField(max_length=80)
    # E.164, a messaging service's id, or an address in lower case.
    address = models.CharField(max_length=254)
    is_active = models.BooleanField(db_default=True, default=True)
    is_default = models.BooleanField(db_default=False, default=False)
    # The pace: at most so many messages a minute. The next one may leave at `next_at`.
    per_minute = models.IntegerField(db_default=60, default=60)
    next_at = models.DateTimeField(db_default=Now())
    # While the provider asks for patience or does not answer, nothing is tried from here.
    paused_until = models.DateTimeField(null=True)
    pause_text = models.CharField(max_length=300, db_default="", default="")
    # How often in a row the provider did not take anything: the pauses grow with it, and one message tries at a time.
    failures = models.IntegerField(db_default=0, default=0)
    version = models.IntegerField(db_default=1, default=1)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "channel", "address"], name="conversations_sender_once"),
            models.UniqueConstraint(
                fields=["channel"], condition=Q(is_default=True), name="conversations_sender_one_default"
            ),
        ]
        indexes = [models.Index(fields=["address"], name="conversations_sender_address")]

    def __str__(self) -> str:
        return f"sender {self.pk}"
