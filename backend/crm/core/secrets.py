"""One-time tokens: handed out once in a link, kept only as a hash."""

import hashlib
import secrets


def new_token() -> str:
    """A token of 256 random bits that fits into a link."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """What is stored of a token: SHA-256 as hex. Tokens are random and long, so a slow hash would add nothing."""
    return hashlib.sha256(token.encode()).hexdigest()
