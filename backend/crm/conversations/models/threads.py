"""The thread of a person, and what each of us keeps about it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Now

from crm.consent.enums import Channel
from crm.contacts.models import Contact
from crm.conversations.enums import ConversationState, Direction, Turn


class Conversation(models.Model):
    """All that was written with one person, whichever way: one thread for each contact.

    `preview`, `last_*`, `turn` and `channels` are kept by the services that add messages, in the same transaction, so
    that the list reads one table. `version` rises with every change that a person makes to it.
    """

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+", db_index=False)
    state = models.CharField(
        max_length=10, choices=ConversationState.choices, db_default=ConversationState.OPEN, default="open"
    )
    snoozed_until = models.DateTimeField(null=True)
    turn = models.CharField(max_length=10, choices=Turn.choices, db_default=Turn.NOBODY, default="nobody")
    assigned_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # The channel of the last message either way: what an answer begins with. Empty before the first.
    channel = models.CharField(max_length=10, choices=Channel.choices, db_default="", default="", blank=True)
    # All channels that were used here, "email", "sms" or "email sms".
    channels = models.CharField(max_length=40, db_default="", default="")
    preview = models.CharField(max_length=160, db_default="", default="")
    preview_direction = models.CharField(max_length=5, choices=Direction.choices, db_default="", default="", blank=True)
    last_at = models.DateTimeField(db_default=Now())
    # Ids of the last message that came in, and of the last that came or went: what was read is told by them.
    last_in_id = models.BigIntegerField(db_default=0, default=0)
    last_id = models.BigIntegerField(db_default=0, default=0)
    # Since when the person waits for an answer.
    waiting_since = models.DateTimeField(null=True)
    # What could not be delivered and nobody has dealt with.
    failed_count = models.IntegerField(db_default=0, default=0)
    version = models.IntegerField(db_default=1, default=1)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contact"], name="conversations_conversation_once")]
        indexes = [
            # Whose they are and what came in last stands in it too: the badge reads no row.
            models.Index(
                fields=["state", "-last_at", "-id"],
                include=["assigned_user", "last_in_id"],
                name="conversations_by_state",
            ),
            models.Index(fields=["assigned_user", "state", "-last_at", "-id"], name="conversations_by_user"),
            models.Index(fields=["-last_at", "-id"], name="conversations_by_time"),
            models.Index(fields=["snoozed_until"], condition=Q(state="snoozed"), name="conversations_to_wake"),
        ]

    def __str__(self) -> str:
        return f"conversation {self.pk}"


class ReadMark(models.Model):
    """How far one of us has read a conversation: up to the message `read_to`. What came in later is unread.

    Without a mark everything is unread that came in since the person joined.
    """

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    read_to = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "conversation"], name="conversations_readmark_once")]
        indexes = [models.Index(fields=["conversation"], name="conversations_readmark_of")]

    def __str__(self) -> str:
        return f"read mark {self.pk}"


class Draft(models.Model):
    """What one of us has begun to write in a conversation, on whatever device. Its files are uploads that name it."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    # "email", "sms", or "note".
    channel = models.CharField(max_length=10)
    sender_id = models.BigIntegerField(null=True)
    # The template that it was begun with: what it is for depends on it.
    template_version_id = models.BigIntegerField(null=True)
    cc = ArrayField(models.TextField(), db_default=RawSQL("'{}'::text[]", ()), default=list)
    subject = models.CharField(max_length=300, db_default="", default="")
    text = models.TextField(db_default="", default="")
    html = models.TextField(db_default="", default="")
    updated_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "conversation"], name="conversations_draft_once")]
        indexes = [models.Index(fields=["conversation"], name="conversations_draft_of")]

    def __str__(self) -> str:
        return f"draft {self.pk}"


class Viewing(models.Model):
    """That one of us has a conversation open, or writes in it: told again every few seconds, forgotten soon after."""

    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    is_writing = models.BooleanField(default=False)
    seen_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "user"], name="conversations_viewing_once")]
        indexes = [models.Index(fields=["seen_at"], name="conversations_viewing_age")]

    def __str__(self) -> str:
        return f"viewing {self.pk}"


class Mention(models.Model):
    """That a note names one of us."""

    message = models.ForeignKey("conversations.Message", on_delete=models.CASCADE, related_name="+", db_index=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "user"], name="conversations_mention_once")]
        indexes = [models.Index(fields=["user", "-message"], name="conversations_mention_of")]

    def __str__(self) -> str:
        return f"mention {self.pk}"
