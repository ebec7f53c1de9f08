"""Choices of the companies room."""

from enum import StrEnum


class CompanySort(StrEnum):
    """Orders of the list. Those by `archived_at` are the trash's own."""

    NAME = "name"
    NAME_DOWN = "-name"
    NEWEST = "-created_at"
    OLDEST = "created_at"
    CHANGED = "-updated_at"
    CHANGED_LAST = "updated_at"
    ARCHIVED = "-archived_at"
    ARCHIVED_LAST = "archived_at"
