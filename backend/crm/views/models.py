"""Saved views: a list as somebody has set it up, under a name."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class View(models.Model):
    """A filter, a search, an order and columns. Its owner's alone, or everybody's to look at when it is shared."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", db_index=False)
    # What is listed, as core/filters knows it: contact, company.
    subject = models.TextField()
    name = models.TextField()
    # A tree of the filter language; NULL asks for nothing.
    filter = models.JSONField(null=True)
    q = models.TextField(db_default="", default="")
    # Empty: the list's own order, and the page's own columns.
    sort = models.TextField(db_default="", default="")
    columns = ArrayField(models.TextField(), default=list)
    # How it is laid out, where its list can be in several ways; empty for the list's own.
    layout = models.TextField(db_default="", default="")
    is_shared = models.BooleanField(db_default=False, default=False)
    created_at = models.DateTimeField(db_default=Now())
    updated_at = models.DateTimeField(db_default=Now())
    version = models.IntegerField(db_default=1, default=1)

    class Meta:
        indexes = [
            models.Index(fields=["owner", "subject"], name="views_view_owner"),
            models.Index(fields=["subject"], condition=Q(is_shared=True), name="views_view_shared"),
        ]

    def __str__(self) -> str:
        return f"view {self.pk}"


class Pin(models.Model):
    """A view that a person keeps at hand, at which place among the others."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    view = models.ForeignKey(View, on_delete=models.CASCADE, related_name="+")
    position = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "view"], name="views_pin_once")]

    def __str__(self) -> str:
        return f"pin of view {self.view_id}"
