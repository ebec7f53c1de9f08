"""Texts that are written once and used often."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from crm.consent.enums import Channel, Purpose


class TemplateFolder(models.Model):
    """Where templates are kept together."""

    name = models.CharField(max_length=80)
    name_key = models.CharField(max_length=80)
    position = models.IntegerField(db_default=0, default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name_key"], name="conversations_folder_once")]

    def __str__(self) -> str:
        return f"template folder {self.pk}"


class MessageTemplate(models.Model):
    """A text for one channel, in versions. In the trash while `archived_at` is set."""

    name = models.CharField(max_length=80)
    name_key = models.CharField(max_length=80)
    # What is typed after "/" in the composer.
    shortcut = models.CharField(max_length=30, db_default="", default="")
    channel = models.CharField(max_length=10, choices=Channel.choices)
    folder = models.ForeignKey(TemplateFolder, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    version = models.IntegerField(db_default=1, default=1)
    created_at = models.DateTimeField(db_default=Now())
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    archived_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "name_key"],
                condition=Q(archived_at__isnull=True),
                name="conversations_template_once",
            ),
            models.UniqueConstraint(
                fields=["channel", "shortcut"],
                condition=Q(archived_at__isnull=True) & ~Q(shortcut=""),
                name="conversations_template_shortcut_once",
            ),
        ]

    def __str__(self) -> str:
        return f"template {self.pk}"


class TemplateVersion(models.Model):
    """What a template said for a time. Never changed: a message names the version that it was made from."""

    template = models.ForeignKey(MessageTemplate, on_delete=models.CASCADE, related_name="+", db_index=False)
    number = models.IntegerField()
    purpose = models.CharField(max_length=15, choices=Purpose.choices)
    subject = models.CharField(max_length=300, db_default="", default="")
    text = models.TextField(db_default="", default="")
    # For mails; the plain part is made from it.
    html = models.TextField(db_default="", default="")
    created_at = models.DateTimeField(db_default=Now())
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="conversations_templateversion_once")
        ]

    def __str__(self) -> str:
        return f"version {self.number} of template {self.template_id}"


class Letterhead(models.Model):
    """What marketing has to say of who sends it: one row for all."""

    name = models.CharField(max_length=120, db_default="", default="")
    address = models.CharField(max_length=300, db_default="", default="")
    version = models.IntegerField(db_default=1, default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="conversations_letterhead_one")]

    def __str__(self) -> str:
        return "the letterhead"


class Signature(models.Model):
    """What one of us ends messages with. Without a row it is their name."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+")
    text = models.CharField(max_length=500)

    def __str__(self) -> str:
        return f"signature of user {self.user_id}"
