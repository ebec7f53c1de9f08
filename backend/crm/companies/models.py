"""Companies: organisations that people belong to."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Now

from crm.core.scripts import UNSPACED

# All a company is searched by, in the form that core/search.py asks for: words without accents and case, each after a
# space, characters of scripts without spaces as words of their own, then the digits of the number.
SEARCH = (
    r"regexp_replace(' ' || lower(f_unaccent(name || ' ' || domain)), "
    rf"'\s*([{UNSPACED}])', ' \1', 'g') || ' ' || "
    "regexp_replace(CASE WHEN phone = '' THEN phone_raw ELSE phone END, '[^0-9]', '', 'g')"
)
SORT_NAME = "left(lower(f_unaccent(name)), 300)"


class Company(models.Model):
    """An organisation. In the trash while `archived_at` is set. `version` rises with every change.

    `name_key` is its identity, whatever case and spaces, among those not in the trash; `domain` is what its website
    stands on.
    """

    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200)
    website = models.CharField(max_length=300, db_default="", default="")
    # Not unique: branches of one house share a website. Duplicates are warned about.
    domain = models.CharField(max_length=253, db_default="", default="")
    phone_raw = models.CharField(max_length=64, db_default="", default="")
    # E.164, or empty when what was typed can't be read as a number.
    phone = models.CharField(max_length=20, db_default="", default="")
    address = models.TextField(db_default="", default="")
    industry = models.CharField(max_length=100, db_default="", default="")
    notes = models.TextField(db_default="", default="")
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
    search = models.GeneratedField(
        expression=RawSQL(SEARCH, ()),  # noqa: S611
        output_field=models.TextField(),
        db_persist=True,
    )
    sort_name = models.GeneratedField(
        expression=RawSQL(SORT_NAME, ()),  # noqa: S611
        output_field=models.TextField(),
        db_persist=True,
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["name_key"], condition=Q(archived_at__isnull=True), name="companies_company_name_once"
            )
        ]
        indexes = [
            models.Index(fields=["domain"], condition=~Q(domain=""), name="companies_company_domain"),
            models.Index(fields=["name_key"], condition=Q(archived_at__isnull=False), name="companies_name_archived"),
            GinIndex(
                OpClass(F("search"), "gin_trgm_ops"), condition=Q(archived_at__isnull=True), name="companies_search"
            ),
            GinIndex(
                OpClass(F("search"), "gin_trgm_ops"),
                condition=Q(archived_at__isnull=False),
                name="companies_search_archived",
            ),
            models.Index(fields=["created_at", "id"], condition=Q(archived_at__isnull=True), name="companies_created"),
            models.Index(fields=["updated_at", "id"], condition=Q(archived_at__isnull=True), name="companies_updated"),
            models.Index(fields=["sort_name", "id"], condition=Q(archived_at__isnull=True), name="companies_name"),
            models.Index(
                fields=["archived_at", "id"], condition=Q(archived_at__isnull=False), name="companies_archived"
            ),
        ]

    def __str__(self) -> str:
        return f"company {self.pk}"
