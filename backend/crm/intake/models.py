"""Forms, and what was posted to them: each submission's row is its own queue entry (see core/claims.py)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from crm.core.work import WORK_CHANNEL
from crm.intake.enums import SubmissionState


class Form(models.Model):
    """An address that anybody may post to, and what is made of it. `mapping`: name of a field as it comes → ours."""

    name = models.CharField(max_length=80)
    key = models.CharField(max_length=43, unique=True)
    # Who posts signs with it (HMAC-SHA-256 over the body); sealed, empty for none.
    secret = models.TextField(db_default="", default="")
    mapping = models.JSONField(db_default={}, default=dict)
    is_learnt = models.BooleanField(db_default=False, default=False)
    # Name of the field that states it, by channel, and the wording beside the box.
    consent = models.JSONField(db_default={}, default=dict)
    tags = models.JSONField(db_default=[], default=list)
    assigned_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # A field that people don't see: whoever fills it in is none.
    honeypot = models.CharField(max_length=100, db_default="", default="")
    redirect_url = models.CharField(max_length=500, db_default="", default="")
    per_minute = models.IntegerField(db_default=60, default=60)
    is_active = models.BooleanField(db_default=True, default=True)
    version = models.IntegerField(db_default=1, default=1)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(db_default=Now())
    archived_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"form {self.pk}"


class Submission(models.Model):
    """What was posted, as it came, and what became of it. `contact_id` by id alone: a deleted contact leaves it so."""

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="+", db_index=False)
    # The same posted twice is one: the sender's own key, or what the body says, for ten minutes.
    key = models.CharField(max_length=200)
    content_type = models.CharField(max_length=300)
    body = models.BinaryField()
    address = models.CharField(max_length=64, db_default="", default="")
    state = models.TextField(choices=SubmissionState.choices, db_default=SubmissionState.WAITING)
    reason = models.TextField(db_default="", default="")
    values = models.JSONField(db_default={}, default=dict)
    candidates = models.JSONField(db_default=[], default=list)
    decision = models.JSONField(null=True)
    contact_id = models.BigIntegerField(null=True)
    attempts = models.SmallIntegerField(db_default=0, default=0)
    received_at = models.DateTimeField(db_default=Now())
    due_at = models.DateTimeField(db_default=Now())
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form", "key"], name="intake_submission_once")]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(state="waiting"), name="intake_submission_due"),
            models.Index(fields=["form", "-id"], name="intake_submission_form"),
            models.Index(fields=["form", "state", "-id"], name="intake_submission_state"),
            models.Index(fields=["form", "received_at"], name="intake_submission_rate"),
            models.Index(fields=["contact_id"], condition=Q(contact_id__isnull=False), name="intake_submission_person"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="wake_worker",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("state"),  # type: ignore[no-untyped-call]
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                func=f"NOTIFY {WORK_CHANNEL}; RETURN NULL;",
            ),
        ]

    def __str__(self) -> str:
        return f"submission {self.pk}"
