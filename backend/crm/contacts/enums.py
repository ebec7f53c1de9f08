"""Choices of the contacts room."""

from enum import StrEnum

from django.db.models import TextChoices


class TagColor(TextChoices):
    """The eight colours a tag may have. Which one a new tag gets follows from its name."""

    IRIS = "iris", "Iris"
    TEAL = "teal", "Teal"
    AMBER = "amber", "Amber"
    RED = "red", "Red"
    BLUE = "blue", "Blue"
    VIOLET = "violet", "Violet"
    LIME = "lime", "Lime"
    ORANGE = "orange", "Orange"


class ContactSort(StrEnum):
    """Orders of the list. Those by `archived_at` are the trash's own."""

    NEWEST = "-created_at"
    OLDEST = "created_at"
    NAME = "name"
    NAME_DOWN = "-name"
    CHANGED = "-updated_at"
    CHANGED_LAST = "updated_at"
    ARCHIVED = "-archived_at"
    ARCHIVED_LAST = "archived_at"


class DuplicatePolicy(StrEnum):
    """What an import does with a row whose email address or phone number somebody already has."""

    SKIP = "skip"
    MERGE = "merge"
    CREATE = "create"
