"""Keeping secrets in the database so that a copy of it alone gives none away.

What is sealed is encrypted and authenticated (Fernet: AES-128-CBC with HMAC-SHA256) under a key derived from
`KITH_SECRET_KEY`. Each purpose has a key of its own: what was sealed for one can't be put in another's place.
"""

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class CannotUnseal(Exception):
    """What was sealed was changed since, or sealed under another key."""


def seal(plain: bytes, *, purpose: str) -> bytes:
    """`plain`, encrypted for `purpose`: ASCII that fits into a link, another each time."""
    return _boxes(purpose, (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)).encrypt(plain)


def unseal(sealed: bytes, *, purpose: str) -> bytes:
    """What was sealed for `purpose`, under the present key or one of `KITH_SECRET_KEY_OLD`. Raises `CannotUnseal`."""
    try:
        return _boxes(purpose, (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)).decrypt(sealed)
    except InvalidToken as error:
        raise CannotUnseal(purpose) from error


@lru_cache(maxsize=64)
def _boxes(purpose: str, keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_derived(key, purpose))) for key in keys])


def _derived(key: str, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(key.encode())
