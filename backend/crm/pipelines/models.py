"""Pipelines, their stages, and the opportunities in them."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Now

from crm.companies.models import Company
from crm.contacts.models import Contact
from crm.pipelines.enums import Source, StageColor, Status

# One column that titles are searched by, in the form that `core` gives what is typed.
SEARCH = "' ' || lower(f_unaccent(title))"
SORT_TITLE = "left(lower(f_unaccent(title)), 200)"


class Pipeline(models.Model):
    """A way that opportunities take, as a row of stages. `version` rises with every change of it or its stages."""

    name = models.CharField(max_length=80)
    name_key = models.CharField(max_length=80)
    position = models.IntegerField()
    version = models.IntegerField(db_default=1, default=1)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name_key"], name="pipelines_pipeline_name_once")]

    def __str__(self) -> str:
        return f"pipeline {self.pk}"


class Stage(models.Model):
    """A stage of a pipeline. One that was deleted keeps its row (`deleted_at`), so that reports of the past read on."""

    pipeline = models.ForeignKey(Pipeline, on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=80)
    name_key = models.CharField(max_length=80)
    position = models.IntegerField()
    color = models.CharField(max_length=10, choices=StageColor.choices, default=StageColor.IRIS)
    # Percent: how likely an opportunity here is won.
    win_probability = models.SmallIntegerField(default=0)
    # Days after which an opportunity here counts as stuck; None for no limit.
    expected_days = models.IntegerField(null=True)
    required_fields = ArrayField(models.TextField(), default=list)
    version = models.IntegerField(db_default=1, default=1)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["pipeline", "name_key"], condition=Q(deleted_at__isnull=True), name="pipelines_stage_name_once"
            ),
            models.CheckConstraint(
                condition=Q(win_probability__gte=0, win_probability__lte=100), name="pipelines_stage_probability"
            ),
        ]
        indexes = [models.Index(fields=["pipeline", "position"], name="pipelines_stage_order")]

    def __str__(self) -> str:
        return f"stage {self.pk}"


class StageVersion(models.Model):
    """What a stage was called and how likely it was to win, for as long as it was so. Reports of the past read it."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="+", db_index=False)
    name = models.CharField(max_length=80)
    win_probability = models.SmallIntegerField()
    position = models.IntegerField()
    from_at = models.DateTimeField(db_default=Now())
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stage"], condition=Q(until_at__isnull=True), name="pipelines_stageversion_one_now"
            ),
        ]
        indexes = [models.Index(fields=["stage", "from_at"], name="pipelines_stageversion_age")]

    def __str__(self) -> str:
        return f"stage {self.stage_id} since {self.from_at}"


class Opportunity(models.Model):
    """Something that may be sold to somebody. In the trash while `archived_at` is set.

    `version` rises with every change; `moved_version` is the version since which it stands where it stands.
    `rank` orders the cards of a stage; between any two there is room for another.
    """

    title = models.CharField(max_length=200)
    pipeline = models.ForeignKey(Pipeline, on_delete=models.PROTECT, related_name="+", db_index=False)
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="+", db_index=False)
    rank = models.DecimalField(max_digits=150, decimal_places=120)
    status = models.CharField(max_length=10, choices=Status.choices, db_default=Status.OPEN, default=Status.OPEN)
    # In the currency's smallest unit; None when nobody knows yet.
    value_cents = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    expected_close_on = models.DateField(null=True)
    assigned_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # The database empties these two when the person or company is destroyed (see the migration): rooms below do not
    # know of opportunities.
    contact = models.ForeignKey(
        Contact, null=True, on_delete=models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    company = models.ForeignKey(
        Company, null=True, on_delete=models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.MANUAL)
    # Which form, workflow, file or key it was.
    source_detail = models.CharField(max_length=200, db_default="", default="")
    notes = models.TextField(db_default="", default="")
    next_step = models.CharField(max_length=200, db_default="", default="")
    next_step_on = models.DateField(null=True)
    close_reason = models.CharField(max_length=80, db_default="", default="")
    close_note = models.TextField(db_default="", default="")
    closed_at = models.DateTimeField(null=True)
    stage_entered_at = models.DateTimeField(db_default=Now())
    # What earlier visits to the present stage add up to.
    earlier_seconds_in_stage = models.BigIntegerField(db_default=0, default=0)
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(db_default=Now())
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    archived_at = models.DateTimeField(null=True)
    archived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    version = models.IntegerField(db_default=1, default=1)
    moved_version = models.IntegerField(db_default=1, default=1)
    search = models.GeneratedField(
        expression=RawSQL(SEARCH, ()),  # noqa: S611
        output_field=models.TextField(),
        db_persist=True,
    )
    sort_title = models.GeneratedField(
        expression=RawSQL(SORT_TITLE, ()),  # noqa: S611
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["stage", "rank"], name="pipelines_opportunity_rank_once"),
            models.CheckConstraint(
                condition=Q(status=Status.OPEN, closed_at__isnull=True)
                | (~Q(status=Status.OPEN) & Q(closed_at__isnull=False)),
                name="pipelines_opportunity_closed_when_closed",
            ),
        ]
        indexes = [
            GinIndex(OpClass(F("search"), "gin_trgm_ops"), name="pipelines_opp_search"),
            models.Index(
                fields=["pipeline", "stage", "rank"],
                condition=Q(archived_at__isnull=True, status=Status.OPEN),
                name="pipelines_opp_board",
            ),
            models.Index(
                fields=["created_at", "id"], condition=Q(archived_at__isnull=True), name="pipelines_opp_created"
            ),
            models.Index(
                fields=["updated_at", "id"], condition=Q(archived_at__isnull=True), name="pipelines_opp_updated"
            ),
            models.Index(
                fields=["sort_title", "id"], condition=Q(archived_at__isnull=True), name="pipelines_opp_title"
            ),
            models.Index(
                fields=["archived_at", "id"], condition=Q(archived_at__isnull=False), name="pipelines_opp_archived"
            ),
            models.Index(
                fields=["assigned_user", "id"], condition=Q(assigned_user__isnull=False), name="pipelines_opp_owner"
            ),
            models.Index(fields=["contact", "id"], condition=Q(contact__isnull=False), name="pipelines_opp_contact"),
            models.Index(fields=["company", "id"], condition=Q(company__isnull=False), name="pipelines_opp_company"),
            models.Index(fields=["pipeline", "closed_at"], name="pipelines_opp_closed"),
        ]

    def __str__(self) -> str:
        return f"opportunity {self.pk}"


class OpportunityContact(models.Model):
    """A further person in an opportunity, and what their part is."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="+", db_index=False)
    contact = models.ForeignKey(Contact, on_delete=models.DO_NOTHING, related_name="+", db_constraint=False)
    role = models.CharField(max_length=80, db_default="", default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["opportunity", "contact"], name="pipelines_opp_contact_once"),
        ]

    def __str__(self) -> str:
        return f"contact {self.contact_id} in opportunity {self.opportunity_id}"


class Standing(models.Model):
    """How an opportunity stood, for as long as it stood so. Written with every change; days and reports read it.

    An opportunity in the trash stands nowhere. Names and probabilities of stages are those of `StageVersion`.
    """

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="+", db_index=False)
    pipeline_id = models.BigIntegerField()
    stage_id = models.BigIntegerField()
    status = models.CharField(max_length=10, choices=Status.choices)
    value_cents = models.BigIntegerField(null=True)
    currency = models.CharField(max_length=3)
    assigned_user_id = models.BigIntegerField(null=True)
    source = models.CharField(max_length=10, choices=Source.choices)
    changed_by_id = models.BigIntegerField(null=True)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["opportunity"], condition=Q(until_at__isnull=True), name="pipelines_standing_one_now"
            ),
        ]
        indexes = [
            models.Index(fields=["opportunity", "from_at"], name="pipelines_standing_of"),
            models.Index(fields=["pipeline_id", "from_at"], name="pipelines_standing_age"),
        ]

    def __str__(self) -> str:
        return f"opportunity {self.opportunity_id} since {self.from_at}"
