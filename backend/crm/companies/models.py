"""Companies: organisations that people belong to."""

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now


class Company(models.Model):
    """An organisation. `name_key` is its identity, whatever case and spaces; `domain` is what its website stands on."""

    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200)
    website = models.CharField(max_length=300, db_default="", default="")
    domain = models.CharField(max_length=253, db_default="", default="")
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(db_default=Now())
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name_key"], name="companies_company_name_once")]
        indexes = [
            models.Index(fields=["domain"], condition=~Q(domain=""), name="companies_company_domain"),
            GinIndex(OpClass(F("name_key"), "gin_trgm_ops"), name="companies_company_search"),
        ]

    def __str__(self) -> str:
        return f"company {self.pk}"
