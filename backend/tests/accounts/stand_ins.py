"""Stand-ins for what is slow or far: a quick password hasher, one that counts, a mail server that is down."""

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.mail.backends.base import BaseEmailBackend


class QuickHasher(Argon2PasswordHasher):
    """Argon2 with costs that suit tests, of which there are many."""

    time_cost = 1
    memory_cost = 512
    parallelism = 1


class CountingHasher(QuickHasher):
    """Argon2, and how often it was run."""

    hashed = 0

    def encode(self, password: str, salt: str) -> str:
        """Hashes a new password."""
        type(self).hashed += 1
        return str(super().encode(password, salt))

    def verify(self, password: str, encoded: str) -> bool:
        """Hashes a typed password and compares."""
        type(self).hashed += 1
        return bool(super().verify(password, encoded))


class NoMail(BaseEmailBackend):
    """A mail server that is down."""

    def send_messages(self, email_messages: object) -> int:
        """Refuses."""
        raise ConnectionRefusedError
