"""Messages. The row of one that is to be sent is its own queue entry."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Now

from crm.consent.enums import Channel, Purpose
from crm.conversations.enums import Direction, FileState, MessageState, NextAct
from crm.conversations.models.channels import ChannelAccount, Sender
from crm.conversations.models.templates import TemplateVersion
from crm.conversations.models.threads import Conversation, Draft
from crm.conversations.models.waking import wakes_worker

# What messages are searched by, in the form that `core` gives what is typed. Cut to what is worth an index.
SEARCH = "' ' || lower(f_unaccent(left(subject || ' ' || text, 20000)))"


class Message(models.Model):
    """One message in or out, or a note. What was written is never changed; its state moves on.

    One that goes out is claimed when `state` is queued and `due_at` has come. Before the provider is called it is
    `sending` with a lease, committed: found so after the lease has run out, it is not known whether it was sent.
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+", db_index=False)
    direction = models.CharField(max_length=5, choices=Direction.choices)
    # Empty for notes.
    channel = models.CharField(max_length=10, choices=Channel.choices, db_default="", default="", blank=True)
    state = models.CharField(max_length=10, choices=MessageState.choices)
    purpose = models.CharField(max_length=15, choices=Purpose.choices, db_default="", default="", blank=True)
    account = models.ForeignKey(ChannelAccount, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    sender = models.ForeignKey(Sender, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    # Given by whoever asks for it (a page, a step of a run), so that asking twice makes one message.
    client_id = models.UUIDField(null=True)
    due_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    # Written to be sent later: until it leaves, it changes nothing of whose turn it is.
    is_scheduled = models.BooleanField(db_default=False, default=False)
    attempts = models.IntegerField(db_default=0, default=0)
    from_address = models.CharField(max_length=254, db_default="", default="")
    to_address = models.CharField(max_length=254, db_default="", default="")
    # Whoever else a mail went to.
    cc = ArrayField(models.TextField(), db_default=RawSQL("'{}'::text[]", ()), default=list)
    subject = models.CharField(max_length=500, db_default="", default="")
    text = models.TextField(db_default="", default="")
    # As it came; it is made harmless when it is shown.
    html = models.TextField(db_default="", default="")
    # Without the brackets: RFC 5322's Message-ID, In-Reply-To and References, oldest first.
    rfc_id = models.TextField(db_default="", default="")
    in_reply_to = ArrayField(models.TextField(), db_default=RawSQL("'{}'::text[]", ()), default=list)
    rfc_references = ArrayField(models.TextField(), db_default=RawSQL("'{}'::text[]", ()), default=list)
    provider_id = models.TextField(db_default="", default="")
    # The provider's own word for its state, and its code of what went wrong.
    provider_state = models.CharField(max_length=60, db_default="", default="")
    error_code = models.CharField(max_length=60, db_default="", default="")
    error_text = models.CharField(max_length=500, db_default="", default="")
    next_act = models.CharField(max_length=15, choices=NextAct.choices, db_default="", default="", blank=True)
    # The gate's verdict when it was last asked: why this was refused, held, or sent over a warning.
    verdict = models.JSONField(null=True)
    # Sent over what the gate leaves to people, and why they did.
    is_override = models.BooleanField(db_default=False, default=False)
    override_reason = models.CharField(max_length=300, db_default="", default="", blank=True)
    # Estimated by us, and told by the provider.
    segments = models.SmallIntegerField(null=True)
    provider_segments = models.SmallIntegerField(null=True)
    # Written by a machine: an automatic answer, a report that something was not delivered.
    is_machine = models.BooleanField(db_default=False, default=False)
    template_version = models.ForeignKey(
        TemplateVersion, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # By what means when no person wrote it: "Workflow Trial, step 3".
    via = models.CharField(max_length=200, db_default="", default="")
    at = models.DateTimeField(db_default=Now())
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    search = models.GeneratedField(
        expression=RawSQL(SEARCH, ()),  # noqa: S611
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["client_id"], name="conversations_message_client_once"),
            models.UniqueConstraint(
                fields=["account", "provider_id"],
                condition=~Q(provider_id=""),
                name="conversations_message_provider_once",
            ),
        ]
        indexes = [
            models.Index(fields=["conversation", "-id"], name="conversations_message_thread"),
            models.Index(
                fields=["sender", "due_at", "id"], condition=Q(state="queued"), name="conversations_message_sender"
            ),
            models.Index(fields=["leased_until"], condition=Q(state="sending"), name="conversations_message_leased"),
            models.Index(fields=["rfc_id"], condition=~Q(rfc_id=""), name="conversations_message_rfc"),
            models.Index(
                fields=["conversation", "id"], condition=Q(state__in=("queued", "sending")),
                name="conversations_message_open",
            ),
            models.Index(
                fields=["template_version", "-id"], condition=Q(template_version__isnull=False),
                name="conversations_message_template",
            ),
            GinIndex(OpClass(F("search"), name="gin_trgm_ops"), name="conversations_message_search"),
        ]  # fmt: skip
        triggers = [wakes_worker()]

    def __str__(self) -> str:
        return f"message {self.pk}"


class Attachment(models.Model):
    """A file of a message. What it is, is told by its bytes, not by its name."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=120)
    size = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=FileState.choices)
    # The part that a mail's `cid:` names; such a file is shown inside the text.
    content_id = models.CharField(max_length=255, db_default="", default="")
    # Where it is fetched from, for the provider's files that need our credentials.
    source_url = models.TextField(db_default="", default="")
    error_text = models.CharField(max_length=300, db_default="", default="")
    due_at = models.DateTimeField(null=True)
    attempts = models.IntegerField(db_default=0, default=0)
    data = models.BinaryField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(state="to_fetch"), name="conversations_attachment_due")
        ]
        triggers = [wakes_worker()]

    def __str__(self) -> str:
        return f"attachment {self.pk}"


class Upload(models.Model):
    """A file that one of us has chosen for a message that is not sent yet. Swept after a day, unless a draft has it."""

    draft = models.ForeignKey(Draft, null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=120)
    size = models.BigIntegerField()
    data = models.BinaryField()
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["created_at"], condition=Q(draft__isnull=True), name="conversations_upload_age"),
            models.Index(fields=["draft"], condition=Q(draft__isnull=False), name="conversations_upload_of"),
        ]

    def __str__(self) -> str:
        return f"upload {self.pk}"
