"""What Kith asks of allauth beyond its settings."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Sign-up is closed: people are invited."""

    def is_open_for_signup(self, request: object) -> bool:
        return False


class TwoFactorAdapter(DefaultMFAAdapter):
    """Second factors."""
