"""Addresses as keyed hashes: the same address has the same hash, and without the key nobody can try addresses out."""

from django.utils.crypto import salted_hmac

from crm.consent.enums import AddressKind

_SALT = "kith.consent.address"


def hash_address(kind: AddressKind, address: str) -> str:
    """HMAC-SHA256, as hex, of an email address in lower case or a phone number by its digits."""
    if kind is AddressKind.EMAIL:
        known = address.strip().lower()
    else:
        known = "".join(character for character in address if character.isdigit())
    return salted_hmac(_SALT, f"{kind.value}:{known}", algorithm="sha256").hexdigest()
