"""Imports: the file in pieces, how it is read, what is to become of it, and what became of each row.

The file is kept only until it has been loaded; the cells of rows that were not taken stay with their results for the
list of errors, and go with the sweep (`jobs.py`).
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from crm.contacts.enums import DuplicatePolicy
from crm.contacts.imports.enums import DateOrder, ImportState, Outcome


class SavedMapping(models.Model):
    """Which column becomes what, kept under a name; offered for files with the same header."""

    name = models.CharField(max_length=100)
    columns = ArrayField(models.TextField())
    # What two headers that are the same share, whatever their case and spaces.
    header_key = models.TextField()
    mapping = models.JSONField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "contacts_savedmapping"
        indexes = [models.Index(fields=["header_key"], name="contacts_mapping_header")]

    def __str__(self) -> str:
        return f"mapping {self.pk}"


class ContactImport(models.Model):
    """One file, from its upload to its undo. `done` rows of it have been committed: a killed worker goes on there."""

    file_name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    state = models.TextField(choices=ImportState.choices, default=ImportState.UPLOADED)
    # How the file is read; `guessed` names what nobody has chosen yet.
    encoding = models.TextField()
    delimiter = models.TextField()
    sheet = models.TextField(default="", blank=True)
    sheets = ArrayField(models.TextField(), default=list)
    has_header = models.BooleanField()
    date_order = models.TextField(choices=DateOrder.choices)
    region = models.TextField()
    guessed = ArrayField(models.TextField(), default=list)
    # [{key, name, samples, is_guess}]; the first rows as they are read now.
    columns = models.JSONField()
    first_rows = models.JSONField(default=list)
    rows_total = models.IntegerField(null=True)
    problems = models.JSONField(default=list)
    # What is to become of it.
    mapping = models.JSONField(default=dict)
    duplicates = models.TextField(
        choices=[(policy.value, policy.value) for policy in DuplicatePolicy], default=DuplicatePolicy.SKIP.value
    )
    consent = models.JSONField(default=dict)
    tags = ArrayField(models.TextField(), default=list)
    runs_workflows = models.BooleanField(default=False)
    # What became of it.
    created = models.IntegerField(default=0)
    merged = models.IntegerField(default=0)
    skipped = models.IntegerField(default=0)
    refused = models.IntegerField(default=0)
    warnings = models.IntegerField(default=0)
    done = models.IntegerField(default=0)
    # True while only rows that were mended are run.
    is_mending = models.BooleanField(default=False)
    error = models.TextField(default="", blank=True)
    # A worker that has not been heard of by then has died (see `queue.py`).
    due_at = models.DateTimeField(db_default=Now())
    attempts = models.SmallIntegerField(default=0)
    # All that this import writes into the journal bears it: the handle of its undo.
    set_id = models.UUIDField(null=True, unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    created_at = models.DateTimeField(db_default=Now())
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    # Taken off the list. The row stays: events name it by its number, and its undo goes by its set.
    hidden_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "contacts_import"
        indexes = [
            models.Index(
                fields=["due_at", "id"], condition=Q(state__in=["previewing", "running"]), name="contacts_import_due"
            ),
        ]

    def __str__(self) -> str:
        return f"import {self.pk}"


class ImportPiece(models.Model):
    """A piece of the file, in order."""

    batch = models.ForeignKey(ContactImport, on_delete=models.CASCADE, related_name="+", db_index=False)
    position = models.IntegerField()
    data = models.BinaryField()

    class Meta:
        db_table = "contacts_importpiece"
        constraints = [models.UniqueConstraint(fields=["batch", "position"], name="contacts_importpiece_once")]

    def __str__(self) -> str:
        return f"piece {self.position} of import {self.batch_id}"


class ImportRow(models.Model):
    """What became of the row that starts on `line`; or would become of it, while the import is only previewed."""

    batch = models.ForeignKey(ContactImport, on_delete=models.CASCADE, related_name="+", db_index=False)
    line = models.IntegerField()
    outcome = models.TextField(choices=[(outcome.value, outcome.value) for outcome in Outcome])
    reasons = ArrayField(models.TextField(), db_default=[])
    contact_id = models.BigIntegerField(null=True)
    # Whom it may be, when that is for people to decide: [{id, full_name, matched_on}].
    candidates = models.JSONField(null=True)
    # The cells by position, as they stand in the file; none of a row that was taken.
    cells = models.JSONField(null=True)

    class Meta:
        db_table = "contacts_importrow"
        constraints = [models.UniqueConstraint(fields=["batch", "line"], name="contacts_importrow_once")]
        indexes = [
            models.Index(fields=["batch", "outcome", "line"], name="contacts_importrow_outcome"),
            # What is known of one person is erased with them.
            models.Index(fields=["contact_id"], condition=Q(contact_id__isnull=False), name="contacts_importrow_who"),
        ]

    def __str__(self) -> str:
        return f"line {self.line} of import {self.batch_id}"


class ImportFix(models.Model):
    """What a person has mended in a row, or decided of it. `is_waiting` until it has been run."""

    batch = models.ForeignKey(ContactImport, on_delete=models.CASCADE, related_name="+", db_index=False)
    line = models.IntegerField()
    # Cells by position; those that are not here are as in the file.
    cells = models.JSONField(default=dict)
    # {"merge_into": id}, "create", "skip", or none.
    decision = models.JSONField(null=True)
    is_waiting = models.BooleanField(default=True)

    class Meta:
        db_table = "contacts_importfix"
        constraints = [models.UniqueConstraint(fields=["batch", "line"], name="contacts_importfix_once")]

    def __str__(self) -> str:
        return f"mended line {self.line} of import {self.batch_id}"
