"""Choices of the consent room."""

from django.db.models import TextChoices


class AddressKind(TextChoices):
    """What sort of address it is."""

    EMAIL = "email", "Email"
    PHONE = "phone", "Phone"


class Reason(TextChoices):
    """Why an address is blocked."""

    ERASED = "erased", "The person was erased"


class Channel(TextChoices):
    """What somebody may be written to by."""

    EMAIL = "email", "Email"
    SMS = "sms", "Text messages"

    @property
    def kind(self) -> AddressKind:
        """The sort of address that it goes to."""
        return AddressKind.EMAIL if self is Channel.EMAIL else AddressKind.PHONE


class Purpose(TextChoices):
    """What a message is for. Each has rules of its own for whether it may be sent."""

    ONE_TO_ONE = "one_to_one", "Answer to one person"
    TRANSACTIONAL = "transactional", "About something the person has asked for"
    MARKETING = "marketing", "Marketing"


class Status(TextChoices):
    """What is known of somebody's consent. What nobody has stated anything of is unknown, too."""

    OPTED_IN = "opted_in", "Opted in"
    OPTED_OUT = "opted_out", "Opted out"
    UNKNOWN = "unknown", "Not known"
    BLOCKED = "blocked", "Blocked"
