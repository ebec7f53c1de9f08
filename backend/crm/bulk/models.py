"""Jobs over many records: what was asked, which records, how far it has come, what became of each, the file made."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from crm.bulk.enums import JobKind, JobState, OutcomeState


class BulkJob(models.Model):
    """One action on many records, as one person asked for it. All that it changes carries `set_id` in the journal.

    Its row is its own queue entry: `due_at` is when somebody has to look after it, put off while a worker does.
    """

    subject = models.TextField()
    kind = models.TextField(choices=JobKind.choices)
    action = models.TextField()
    # As the action's own class has cleaned them.
    params = models.JSONField(default=dict)
    # What the job is called: "Add tag VIP".
    label = models.TextField()
    # What was selected, in words: "Tag is VIP", or empty for records chosen one by one.
    selection = models.TextField(blank=True, default="")
    state = models.TextField(choices=JobState.choices, db_default=JobState.OPEN, default=JobState.OPEN)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    set_id = models.UUIDField(unique=True)
    # The set that this job takes back.
    undoes_set_id = models.UUIDField(null=True)
    total = models.IntegerField()
    changed = models.IntegerField(db_default=0, default=0)
    unchanged = models.IntegerField(db_default=0, default=0)
    refused = models.IntegerField(db_default=0, default=0)
    created_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(db_default=Now())
    attempts = models.SmallIntegerField(db_default=0, default=0)
    error = models.TextField(db_default="", default="")
    # Known when it has ended: whether anything it did can be taken back.
    is_undoable = models.BooleanField(db_default=False, default=False)

    class Meta:
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(state="open"), name="bulk_job_due"),
            models.Index(fields=["actor", "-id"], name="bulk_job_actor"),
            models.Index(
                fields=["undoes_set_id", "-id"], condition=Q(undoes_set_id__isnull=False), name="bulk_job_undoes"
            ),
        ]

    def __str__(self) -> str:
        return f"bulk job {self.pk}"


class BulkBatch(models.Model):
    """Records of a job that are done in one transaction, which takes this row away: what is here is yet to be done.

    The records are those that were selected when the job was made, whatever matches since. A job that takes a set back
    has `change_ids`, newest first; then the records and subjects are what each change was about.
    """

    job = models.ForeignKey(BulkJob, on_delete=models.CASCADE, related_name="batches", db_index=False)
    number = models.IntegerField()
    # Lists: a row for each record would be a million rows for a million contacts.
    record_ids = ArrayField(models.BigIntegerField())
    subjects = ArrayField(models.TextField(), null=True)
    change_ids = ArrayField(models.UUIDField(), null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "number"], name="bulk_batch_once")]

    def __str__(self) -> str:
        return f"batch {self.number} of job {self.job_id}"


class BulkOutcome(models.Model):
    """Why a record was refused or left as it is. What was changed stands in the journal, under the job's set."""

    job = models.ForeignKey(BulkJob, on_delete=models.CASCADE, related_name="+", db_index=False)
    subject = models.TextField()
    record_id = models.BigIntegerField()
    state = models.TextField(choices=OutcomeState.choices)
    reason = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["job", "id"], name="bulk_outcome_job")]

    def __str__(self) -> str:
        return f"{self.state}: {self.subject} {self.record_id}"


class BulkFile(models.Model):
    """The file that an export made; kept in the database, so that any web process can hand it out."""

    job = models.OneToOneField(BulkJob, on_delete=models.CASCADE, related_name="file")
    name = models.TextField()
    content_type = models.TextField()
    size = models.BigIntegerField()
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="bulk_file_expires")]

    def __str__(self) -> str:
        return f"file of job {self.job_id}"


class BulkFilePart(models.Model):
    """A piece of a file: nobody ever holds the whole of it."""

    file = models.ForeignKey(BulkFile, on_delete=models.CASCADE, related_name="parts", db_index=False)
    number = models.IntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="bulk_file_part_once")]

    def __str__(self) -> str:
        return f"part {self.number} of file {self.file_id}"
