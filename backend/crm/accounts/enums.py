"""The three roles."""

from django.db.models import TextChoices


class Role(TextChoices):
    """What a person is here. What each may do stands in `roles.py`."""

    ADMIN = "admin", "Administrator"
    USER = "user", "User"
    VIEWER = "viewer", "Viewer"
