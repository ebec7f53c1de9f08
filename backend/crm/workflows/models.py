"""Workflows, their versions, and their runs: each run's row is its own queue entry (see core/claims.py)."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from crm.contacts.models import Contact
from crm.core.work import WORK_CHANNEL
from crm.workflows.enums import MissReason, RunState, StepState, WorkflowStatus


class Workflow(models.Model):
    """What is to be done by itself when something happens. `draft` is being written; `live` is what is carried out."""

    name = models.CharField(max_length=80)
    description = models.CharField(max_length=500, db_default="", default="")
    status = models.TextField(choices=WorkflowStatus.choices, db_default=WorkflowStatus.DRAFT)
    # Counts edits: who saves says which one they have seen.
    version = models.IntegerField(db_default=1, default=1)
    draft = models.JSONField()
    live = models.ForeignKey("Version", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(db_default=Now())
    # When it began to hear of what happens, this time: what was before, it does not answer.
    active_since = models.DateTimeField(null=True)
    # How many were handed to colleagues in turn.
    turns = models.IntegerField(db_default=0, default=0)
    # For triggers on a date: the last day that was looked at, and when the next look is due.
    scanned_on = models.DateField(null=True)
    scan_at = models.DateTimeField(null=True)
    archived_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["-updated_at", "-id"], name="workflows_recent"),
            models.Index(fields=["scan_at"], condition=Q(scan_at__isnull=False), name="workflows_scan"),
        ]

    def __str__(self) -> str:
        return f"workflow {self.pk}"


class Version(models.Model):
    """A workflow as it was published. Never changed: runs are pinned to it."""

    workflow = models.ForeignKey(Workflow, on_delete=models.CASCADE, related_name="+", db_index=False)
    number = models.IntegerField()
    definition = models.JSONField()
    published_at = models.DateTimeField(db_default=Now())
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workflow", "number"], name="workflows_version_once")]
        triggers = [pgtrigger.Protect(name="stays", operation=pgtrigger.Update, level=pgtrigger.Row)]

    def __str__(self) -> str:
        return f"version {self.number} of workflow {self.workflow_id}"


class Enrolment(models.Model):
    """When somebody (a contact, or an opportunity where the trigger is about one) was last taken in."""

    pk = models.CompositePrimaryKey("workflow_id", "subject_id")
    workflow = models.ForeignKey(Workflow, on_delete=models.CASCADE, related_name="+", db_index=False)
    subject_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())
    times = models.IntegerField(db_default=1)

    def __str__(self) -> str:
        return f"{self.subject_id} in workflow {self.workflow_id}"


class Run(models.Model):
    """One going through a version. `position` is the step that comes next, or is waited at.

    `root_id` is the run at the beginning of all replays: what one of them has done is not done again.
    """

    workflow = models.ForeignKey(Workflow, on_delete=models.CASCADE, related_name="+", db_index=False)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="+", db_index=False)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+", db_index=False)
    # By id alone: an opportunity that is destroyed leaves the run to say so.
    opportunity_id = models.BigIntegerField(null=True)
    root_id = models.BigIntegerField(null=True)
    replay_of = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    # What started it, once: an event, a day, a person's hand.
    dedupe = models.TextField()
    event_id = models.BigIntegerField(null=True)
    depth = models.SmallIntegerField(db_default=0)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    state = models.TextField(choices=RunState.choices, db_default=RunState.ACTIVE)
    position = models.TextField(db_default="", default="")
    is_waiting = models.BooleanField(db_default=False, default=False)
    tries = models.SmallIntegerField(db_default=0, default=0)
    due_at = models.DateTimeField(db_default=Now())
    # Why it ended, in words; the mark with which somebody woke it before its time.
    outcome = models.TextField(db_default="", default="")
    woken_by = models.TextField(db_default="", default="")
    started_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workflow", "contact", "dedupe"], name="workflows_run_once"),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(state="active"), name="workflows_run_due"),
            models.Index(fields=["contact", "-id"], name="workflows_run_contact"),
            models.Index(fields=["workflow", "-id"], name="workflows_run_workflow"),
            models.Index(fields=["workflow", "state", "-id"], name="workflows_run_state"),
            # What a replay looks for: what its forerunners have done.
            models.Index(fields=["root_id"], condition=Q(root_id__isnull=False), name="workflows_run_root"),
            models.Index(
                fields=["workflow", "position"],
                condition=Q(state__in=("active", "held")),
                name="workflows_run_position",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="wake_worker",
                operation=pgtrigger.Insert,
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                func=f"NOTIFY {WORK_CHANNEL}; RETURN NULL;",
            ),
        ]

    def __str__(self) -> str:
        return f"run {self.pk}"


class RunStep(models.Model):
    """What a run did at one step. Written in the transaction of what it did."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="+", db_index=False)
    workflow_id = models.BigIntegerField()
    step_id = models.TextField()
    kind = models.TextField()
    label = models.TextField(db_default="", default="")
    state = models.TextField(choices=StepState.choices)
    tries = models.SmallIntegerField(db_default=1, default=1)
    # What it was set to do, what it did, and the values that a condition saw. No text that was written to anybody.
    given = models.JSONField(db_default={}, default=dict)
    output = models.JSONField(db_default={}, default=dict)
    seen = models.JSONField(db_default=[], default=list)
    branch = models.TextField(db_default="", default="")
    error = models.TextField(db_default="", default="")
    started_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "step_id"], name="workflows_step_once")]
        # What the builder draws: how many have passed each step, and failed at it.
        indexes = [models.Index(fields=["workflow_id", "step_id", "state"], name="workflows_step_counts")]

    def __str__(self) -> str:
        return f"step {self.step_id} of run {self.run_id}"


class Miss(models.Model):
    """That an event which fits a trigger started nothing, and why: "Why did it not start for this person?"."""

    workflow = models.ForeignKey(Workflow, on_delete=models.CASCADE, related_name="+", db_index=False)
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+", db_index=False)
    event_id = models.BigIntegerField(null=True)
    reason = models.TextField(choices=MissReason.choices)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [
            models.Index(fields=["workflow", "contact", "-id"], name="workflows_miss_contact"),
            models.Index(fields=["contact"], name="workflows_miss_person"),
            models.Index(fields=["at"], name="workflows_miss_at"),
        ]

    def __str__(self) -> str:
        return f"miss {self.pk}"
