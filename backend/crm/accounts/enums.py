"""Roles, and the states and sorts of what the accounts room keeps."""

from django.db.models import TextChoices


class Role(TextChoices):
    """What a person is here. What each may do stands in `roles.py`."""

    ADMIN = "admin", "Administrator"
    USER = "user", "User"
    VIEWER = "viewer", "Viewer"


class Theme(TextChoices):
    """The colours a person sees."""

    SYSTEM = "system", "As the device"
    LIGHT = "light", "Light"
    DARK = "dark", "Dark"


class LinkKind(TextChoices):
    """What a one-time link is for."""

    SETUP = "setup", "First set-up"
    PASSWORD_RESET = "password_reset", "New password"
    UNLOCK = "unlock", "Release of a lock"


class InvitationState(TextChoices):
    """Where an invitation stands."""

    PENDING = "pending", "Pending"
    EXPIRED = "expired", "Expired"
    WITHDRAWN = "withdrawn", "Withdrawn"
    ACCEPTED = "accepted", "Accepted"


class TryScope(TextChoices):
    """What a run of tries is counted by."""

    # The order is that of the locks: every transaction takes them in this order.
    ADDRESS = "address", "Sign-in, by address"
    ACCOUNT = "account", "Sign-in, by account"
    PAIR = "pair", "Sign-in, by account and address"
    RESET_ADDRESS = "reset_address", "Password reset, by address"
    RESET_ACCOUNT = "reset_account", "Password reset, by account"
    RESET_PAIR = "reset_pair", "Password reset, by account and address"


class Notice(TextChoices):
    """The mails that this room sends."""

    INVITATION = "invitation", "You are invited"
    PASSWORD_RESET = "password_reset", "Choose a new password"
    PASSWORD_CHANGED = "password_changed", "Your password was changed"
    LOCKED_OUT = "locked_out", "Your account is locked for a while"
    TWO_FACTOR_ENABLED = "two_factor_enabled", "A second factor was set up"
    TWO_FACTOR_DISABLED = "two_factor_disabled", "Your second factor was turned off"
    TWO_FACTOR_RESET = "two_factor_reset", "An administrator removed your second factor"
    RECOVERY_CODES_MADE = "recovery_codes_made", "New recovery codes were made"
    NEW_ADDRESS = "new_address", "Signed in from a new place"
