"""SendGrid's signature: ECDSA over the moment and the raw body, good for minutes."""

import base64
import binascii
from datetime import datetime
from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

# A post that is older was kept by somebody and sent again.
WINDOW_SECONDS = 300


@lru_cache(maxsize=16)
def public_key(told: str) -> EllipticCurvePublicKey:
    """The key as SendGrid's page shows it. Raises `ValueError`."""
    try:
        key = load_der_public_key(base64.b64decode(told, validate=True))
    except (binascii.Error, ValueError) as error:
        raise ValueError("This is not the verification key that SendGrid's page shows") from error
    if not isinstance(key, EllipticCurvePublicKey):
        raise ValueError("This is not the verification key that SendGrid's page shows")  # noqa: TRY004 - read by a form
    return key


def is_signed(told_key: str, *, timestamp: str, body: bytes, signature: str, at: datetime) -> bool:
    """Whether the key signed this body, within the last minutes."""
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 12):
        return False
    if abs(at.timestamp() - int(timestamp)) > WINDOW_SECONDS:
        return False
    try:
        given = base64.b64decode(signature, validate=True)
        public_key(told_key).verify(given, timestamp.encode() + body, ECDSA(SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True
