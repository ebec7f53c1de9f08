"""Choices of the consent room."""

from django.db.models import TextChoices


class AddressKind(TextChoices):
    """What sort of address it is."""

    EMAIL = "email", "Email"
    PHONE = "phone", "Phone"


class Reason(TextChoices):
    """Why an address is blocked."""

    ERASED = "erased", "The person was erased"
